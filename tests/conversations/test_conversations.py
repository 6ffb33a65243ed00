"""Every conversation of the YAML files beside this one, held with the really running assistant.

`conversation_tests/README.md` says what a conversation can expect.
"""

from pathlib import Path

import pytest

from conversation_tests import ADAPTERS, Conversation, hold, read_conversations
from conversation_tests.report import describe
from tests.assistant import Assistant

FOLDER = Path(__file__).parent
CONVERSATIONS = [
    pytest.param(conversation, id=f"{file.stem}: {conversation.name}")
    for file in sorted(FOLDER.glob("*.yml"))
    for conversation in read_conversations(file)
]


@pytest.mark.parametrize("conversation", CONVERSATIONS)
def test_conversation(conversation: Conversation, assistant: Assistant) -> None:
    result = hold(conversation, lambda: ADAPTERS["career-desk"](assistant.url))
    assert result.right, describe(result)
