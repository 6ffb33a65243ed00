"""What the assistant had in mind before and after a turn, as a table shows it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

# The frame of the last topic comes first: it is what most replies follow from.
FIRST = "frame"


@dataclass(frozen=True)
class SlotRow:
    """One slot; texts are empty where it was not filled."""

    name: str
    before: str
    after: str

    @property
    def changed(self) -> bool:
        """Whether the turn changed it."""
        return self.before != self.after


def slot_rows(trace: Mapping[str, Any]) -> list[SlotRow]:
    """Return the slots that were filled before or after a turn; ``trace`` as the log has it."""
    before, after = trace.get("before") or {}, trace.get("after") or {}
    names = sorted({*before, *after}, key=lambda name: (name != FIRST, name))
    return [SlotRow(name, as_text(before.get(name)), as_text(after.get(name))) for name in names]


def as_text(value: Any) -> str:
    """Return a value of a slot in words: "intent: pay_state; state: texas, ohio"."""
    if value is None:
        return ""
    if isinstance(value, Mapping):
        return "; ".join(f"{name}: {as_text(one)}" for name, one in value.items())
    if isinstance(value, list):
        nested = any(isinstance(one, Mapping) for one in value)
        return (" | " if nested else ", ").join(as_text(one) for one in value)
    return str(value)
