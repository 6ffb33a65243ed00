"""What the tracker still knows: the last topics, the last choices, and how the last turn went."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from actions.dialogue_rules import RULES
from actions.frame import Frame
from actions.reply import Choice

FRAME_SLOT = "frame"
BEFORE = "before"
REMEMBERED = 4
ORDER = ("first", "second", "third")
DECLINED = frozenset({"out_of_scope", "unknown"})
# Intents that may stand for taking what was offered.
TAKING = frozenset({"follow_up", "nlu_fallback", "out_of_scope", "thank", "capabilities"})


@dataclass(frozen=True)
class Conversation:
    """The past of one message: topics (latest first), offered choices, and the last turn.

    `last_kind` is the kind of the last reply, `last` what the message that it answered says.
    """

    history: tuple[Frame, ...] = ()
    offered: tuple[Choice, ...] = ()
    last_kind: str = ""
    last: Frame | None = None

    @classmethod
    def of(cls, slots: Mapping[str, Any], events: Sequence[Mapping[str, Any]]) -> Conversation:
        """Read slots and events of a tracker; anything of another shape is left out."""
        payload = _last_payload(events)
        kind = payload.get("kind")
        return cls(
            history=_history(slots.get(FRAME_SLOT)) if _is_fresh(events) else (),
            offered=tuple(_choices(payload.get("choices"))),
            last_kind=kind if isinstance(kind, str) else "",
            last=_message_before(events),
        )

    @property
    def declined(self) -> Frame | None:
        """The visitor's last message, if it got an honest no."""
        return self.last if self.last_kind in DECLINED else None

    def taken(self, frame: Frame) -> Frame | None:
        """Return the offered question that a message takes ("yes please", "the second one")."""
        named = set(frame.values) - {"workplace"}
        if frame.chosen or frame.intent not in TAKING or named or not self.offered:
            return None
        asks = RULES.offers["asks"].search(frame.text)
        for number, word in enumerate(() if asks else ORDER):
            if RULES.offers[word].search(frame.text) and len(frame.text.split()) <= 6:
                # "The last one" of two is the second.
                return _frame(self.offered[min(number, len(self.offered) - 1)])
        if frame.intent in ("follow_up", "nlu_fallback") and RULES.offers["accept"].search(
            frame.text
        ):
            return _frame(self.offered[0])
        return None


def slot_of(frames: Sequence[Frame]) -> dict[str, Any]:
    """Return the value of the slot `frame` for topics, the latest first."""
    latest, *before = frames[:REMEMBERED]
    slot = latest.as_slot()
    return {**slot, BEFORE: [frame.as_slot() for frame in before]} if before else slot


def _history(slot: object) -> tuple[Frame, ...]:
    latest = Frame.from_slot(slot)
    if latest is None or not isinstance(slot, Mapping):
        return ()
    latest = latest.of(latest.intent, **{BEFORE: ()})
    raw = slot.get(BEFORE)
    before = [Frame.from_slot(one) for one in raw] if isinstance(raw, list) else []
    return (latest, *(frame for frame in before if frame is not None))


def _is_fresh(events: Sequence[Mapping[str, Any]]) -> bool:
    """Tell whether the last topic is recent; the message at hand counts as one."""
    messages = 0
    for event in reversed(events):
        if event.get("event") == "slot" and event.get("name") == FRAME_SLOT:
            break
        if event.get("event") == "user":
            messages += 1
    return messages <= RULES.forget_after


def _last_payload(events: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    for event in reversed(events):
        if event.get("event") == "bot":
            data = event.get("data")
            payload = data.get("custom") if isinstance(data, Mapping) else None
            return payload if isinstance(payload, Mapping) else {}
    return {}


def _message_before(events: Sequence[Mapping[str, Any]]) -> Frame | None:
    """Return the visitor's message before the one at hand."""
    messages = [event for event in events if event.get("event") == "user"]
    if len(messages) < 2:
        return None
    data = messages[-2].get("parse_data")
    text = messages[-2].get("text")
    parsed = data if isinstance(data, Mapping) else {}
    return Frame.from_message({**parsed, "text": text if isinstance(text, str) else ""})


def _choices(raw: object) -> list[Choice]:
    if not isinstance(raw, list):
        return []
    return [
        Choice(one["title"], one["intent"], dict(one["entities"]))
        for one in raw
        if isinstance(one, Mapping)
        and isinstance(one.get("title"), str)
        and isinstance(one.get("intent"), str)
        and isinstance(one.get("entities"), Mapping)
    ]


def _frame(choice: Choice) -> Frame:
    values = {kind: tuple(ids) for kind, ids in choice.entities.items()}
    return Frame(choice.intent, values, choice.title, chosen=True)
