"""Keeps the tracker of a conversation small: its last turns, and the state before them.

Rasa replays all events of a conversation on every turn and sends all of them to the actions, so a
long conversation gets slower with each message. Older turns are dropped here; what they left
behind (slots, an active form, a pause) is put in front of the turns that stay.
"""

from __future__ import annotations

from collections.abc import Iterable

from rasa.shared.core.constants import ACTION_LISTEN_NAME, ACTION_SESSION_START_NAME
from rasa.shared.core.events import (
    ActionExecuted,
    ActiveLoop,
    ConversationPaused,
    Event,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.slots import Slot
from rasa.shared.core.trackers import DialogueStateTracker


def last_turns(events: list[Event], slots: Iterable[Slot], turns: int) -> list[Event]:
    """Cut a conversation to its last turns without losing the state.

    Args:
        events: All events of the conversation, oldest first.
        slots: The slots of the domain.
        turns: How many of the visitor's messages to keep, at least 1.

    Returns:
        The events unchanged when there are not more turns than that; otherwise the events that
        re-create the state at the cut, followed by the kept turns.
    """
    starts = [position for position, event in enumerate(events) if isinstance(event, UserUttered)]
    if len(starts) <= turns:
        return events
    cut = starts[-turns]
    return _state_after(events[:cut], slots) + events[cut:]


def _state_after(events: list[Event], slots: Iterable[Slot]) -> list[Event]:
    tracker = DialogueStateTracker.from_events("replay", events, slots=slots)
    # The time of the cut, so that the events stay in order.
    time = events[-1].timestamp
    state: list[Event] = [
        ActionExecuted(ACTION_SESSION_START_NAME, timestamp=time),
        SessionStarted(timestamp=time),
    ]
    state += [
        SlotSet(slot.name, slot.value, timestamp=time)
        for slot in tracker.slots.values()
        if slot.value != slot.initial_value
    ]
    if tracker.active_loop_name:
        state.append(ActiveLoop(tracker.active_loop_name, timestamp=time))
    if tracker.is_paused():
        state.append(ConversationPaused(timestamp=time))
    state.append(ActionExecuted(ACTION_LISTEN_NAME, timestamp=time))
    return state
