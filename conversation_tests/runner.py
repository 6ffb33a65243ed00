"""Holds conversations with an assistant."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from conversation_tests.adapters.base import Adapter, AdapterError
from conversation_tests.answer import Answer
from conversation_tests.checks import KindRules, misses
from conversation_tests.conversation import Conversation, Turn


@dataclass(frozen=True)
class TurnResult:
    """One turn that was held. `answer` is None when there was none; `misses` then says why."""

    turn: Turn
    answer: Answer | None
    misses: tuple[str, ...]


@dataclass(frozen=True)
class ConversationResult:
    """A conversation as far as it could be held."""

    conversation: Conversation
    turns: tuple[TurnResult, ...]

    @property
    def right(self) -> bool:
        """Whether every turn was held and got the right answer."""
        return len(self.turns) == len(self.conversation.turns) and not any(
            turn.misses for turn in self.turns
        )


def hold(
    conversation: Conversation,
    connect: Callable[[], Adapter],
    *,
    kinds: KindRules | None = None,
    change: Callable[[str], str] | None = None,
) -> ConversationResult:
    """Hold one conversation to its end, also after a wrong answer.

    Args:
        conversation: what to say and to expect.
        connect: opens a fresh conversation with the assistant.
        kinds: for an expected kind, the other kinds that are as good.
        change: changes what is said before it is sent, such as by adding typos.

    Returns:
        The answers and what was wrong with them. A turn without an answer is the last one.
    """
    held: list[TurnResult] = []
    adapter: Adapter | None = None
    for turn in conversation.turns:
        try:
            adapter = adapter or connect()
            answer = _take(adapter, turn, change)
        except AdapterError as error:
            held.append(TurnResult(turn, None, (str(error),)))
            break
        held.append(TurnResult(turn, answer, tuple(misses(turn.expects, answer, kinds))))
    return ConversationResult(conversation, tuple(held))


def _take(adapter: Adapter, turn: Turn, change: Callable[[str], str] | None) -> Answer:
    if turn.choose is not None:
        answer = adapter.choose(turn.choose)
    else:
        said = turn.say or ""
        answer = adapter.say(change(said) if change else said)
    return replace(answer, slots=adapter.slots()) if "slots" in turn.expects else answer
