"""One turn of a conversation: what the channel, the store and the action endpoint share about it.

Rasa hides failures: it swallows errors of the tracker store and of custom actions and carries on
as if nothing had happened. The parts of ours note what really happened on the current `Turn`,
and the channel answers according to it.
"""

from __future__ import annotations

import time
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from bot.nlu.contexts import ABOUT

RANKING_LENGTH = 5
# Where the actions keep what was talked about.
FRAME_SLOT = "frame"

Event = dict[str, Any]


@dataclass(frozen=True)
class StoredConversation:
    """The events of a conversation as the database holds them; revision 0 means no row yet."""

    revision: int
    events: list[Event]


@dataclass
class Turn:
    """What happened so far in the turn that is being processed."""

    id: str
    conversation: str
    deadline: float = field(default=0.0)
    """`time.monotonic()` at which the actions of this turn have to be done."""
    loaded: StoredConversation | None = None
    stored_events: list[Event] | None = None
    """The events as they were saved; None as long as nothing was saved."""
    failure: str | None = None
    """Why there is no answer; never holds words of the visitor."""
    store_failure: str | None = None
    """Why the turn could not be stored; never holds words of the visitor."""
    began: float = field(default=0.0)
    """`time.time()` at which Rasa was given the message."""
    actions_seconds: float = field(default=0.0)
    """How long the action server took so far, all actions together."""

    def seconds_left(self) -> float:
        """How many seconds the actions of this turn may still take (never below zero)."""
        return max(0.0, self.deadline - time.monotonic())


current_turn: ContextVar[Turn | None] = ContextVar("current_turn", default=None)


def answer_of(events: list[Event], turn_id: str) -> dict[str, Any] | None:
    """Rebuild the answer to a turn from stored events.

    Args:
        events: The events of the conversation as dictionaries, oldest first.
        turn_id: The id the visitor's message was sent with.

    Returns:
        {"messages": [...], "understanding": {...}}; None when the turn is not among the events or
        has no answer.
    """
    position = position_of(events, turn_id)
    if position is None:
        return None
    messages = []
    for event in events[position + 1 :]:
        if event.get("event") == "user":
            break
        if event.get("event") == "bot":
            messages.append(_message_of(event))
    messages = [message for message in messages if message["text"] or message["custom"]]
    if not messages:
        return None
    return {"messages": messages, "understanding": _understanding_of(events[position])}


def position_of(events: list[Event], turn_id: str) -> int | None:
    """Return where the visitor's message with an id stands among events, if it does."""
    for position in range(len(events) - 1, -1, -1):
        event = events[position]
        if event.get("event") == "user" and event.get("message_id") == turn_id:
            return position
    return None


def last_topic(events: list[Event]) -> str:
    """Return the intent that was answered last and is remembered for follow-ups, or nothing.

    Args:
        events: The events of the conversation as dictionaries, oldest first.
    """
    intent = _kept(events).get("intent")
    return intent if isinstance(intent, str) else ""


def last_about(events: list[Event]) -> dict[str, Any] | None:
    """Return what was told of last: its `names` and their `marks`, or None.

    Args:
        events: The events of the conversation as dictionaries, oldest first.
    """
    about = _kept(events).get(ABOUT)
    if not isinstance(about, dict) or not isinstance(about.get("names"), str):
        return None
    marks = about.get("marks")
    known = marks if isinstance(marks, list) else []
    return {"names": about["names"], "marks": [one for one in known if isinstance(one, str)]}


def _kept(events: list[Event]) -> dict[str, Any]:
    """Return what the actions keep of the last topic."""
    for event in reversed(events):
        if event.get("event") == "slot" and event.get("name") == FRAME_SLOT:
            value = event.get("value")
            return value if isinstance(value, dict) else {}
    return {}


def _message_of(event: Event) -> dict[str, Any]:
    data = {name: value for name, value in (event.get("data") or {}).items() if value}
    # Rasa repeats an image as an attachment.
    if data.get("attachment") == data.get("image"):
        data.pop("attachment", None)
    return {"text": event.get("text") or "", "custom": data.pop("custom", None), **data}


def _understanding_of(event: Event) -> dict[str, Any]:
    parsed = event.get("parse_data") or {}
    intent = parsed.get("intent") or {}
    ranking = parsed.get("intent_ranking") or []
    return {
        "intent": _named(intent),
        "ranking": [_named(entry) for entry in ranking[:RANKING_LENGTH]],
        "entities": parsed.get("entities") or [],
    }


def _named(intent: dict[str, Any]) -> dict[str, Any]:
    return {"name": intent.get("name"), "confidence": intent.get("confidence")}
