"""End-to-end tests of an assistant: YAML conversations, held over HTTP, with real actions."""

from conversation_tests.adapters import ADAPTERS, Adapter, AdapterError
from conversation_tests.answer import Answer
from conversation_tests.checks import KindRules, misses
from conversation_tests.conversation import (
    Conversation,
    ConversationFileError,
    Turn,
    conversation_files,
    read_conversations,
)
from conversation_tests.runner import ConversationResult, TurnResult, hold

__all__ = [
    "ADAPTERS",
    "Adapter",
    "AdapterError",
    "Answer",
    "Conversation",
    "ConversationFileError",
    "ConversationResult",
    "KindRules",
    "Turn",
    "TurnResult",
    "conversation_files",
    "hold",
    "misses",
    "read_conversations",
]
