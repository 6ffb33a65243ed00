"""A report of held conversations in plain text."""

from collections.abc import Sequence

from conversation_tests.runner import ConversationResult, TurnResult

LONGEST_TEXT = 600


def describe(result: ConversationResult) -> str:
    """Return the wrong turns of a conversation, with what led to them."""
    conversation = result.conversation
    lines = [f"WRONG  {conversation.file.name}: {conversation.name}"]
    for turn in result.turns:
        lines.append(f"    > {_one_line(turn.turn.said)}")
        lines += _wrong(turn) if turn.misses else []
    left = len(conversation.turns) - len(result.turns)
    if left:
        lines.append(f"    ({left} more turn{'s' if left > 1 else ''} could not be held)")
    return "\n".join(lines)


def summary(results: Sequence[ConversationResult]) -> str:
    """Return how many conversations and turns were right, and how long the answers took."""
    turns = [turn for result in results for turn in result.turns]
    right = sum(result.right for result in results)
    lines = [
        f"{right} of {len(results)} conversations right, "
        f"{sum(not turn.misses for turn in turns)} of {len(turns)} turns"
    ]
    seconds = sorted(turn.answer.seconds for turn in turns if turn.answer)
    if seconds:
        middle, late = (seconds[min(int(len(seconds) * p), len(seconds) - 1)] for p in (0.5, 0.95))
        lines.append(
            f"answers: half within {middle * 1000:.0f} ms, 95 of 100 within {late * 1000:.0f} ms, "
            f"slowest {seconds[-1] * 1000:.0f} ms"
        )
    return "\n".join(lines)


def _wrong(turn: TurnResult) -> list[str]:
    lines = [f"      {miss}" for miss in turn.misses]
    if turn.answer:
        text = turn.answer.text
        shown = text[:LONGEST_TEXT] + ("..." if len(text) > LONGEST_TEXT else "")
        lines += [f"      | {line}" for line in shown.splitlines() if line.strip()]
    return lines


def _one_line(text: str) -> str:
    joined = " ".join(text.split())
    return joined if len(joined) <= 100 else joined[:97] + "..."
