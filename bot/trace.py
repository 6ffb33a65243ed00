"""How an answer came about, for the people who look into it later: no part of the answer itself."""

from __future__ import annotations

import time
from typing import Any

from bot.turn import Event, Turn, position_of

LISTEN = "action_listen"
ARCHIVE = ".tar.gz"


def trace_of(events: list[Event], turn: Turn, model: str | None) -> dict[str, Any] | None:
    """Tell how the answer to a turn that has just been run came about.

    Args:
        events: The events of the conversation as they were stored, oldest first.
        turn: The turn, with the times that were measured.
        model: The file name of the model that read the message.

    Returns:
        {"model", "actions": names in their order, "before" and "after": slots that are filled,
        "milliseconds": {"understanding", "actions", "dialogue"}}; None when the turn is not among
        the events.
    """
    position = position_of(events, turn.id)
    if position is None:
        return None
    own = events[position:]
    understood = max(0.0, float(own[0].get("timestamp") or 0.0) - turn.began)
    rest = max(0.0, time.time() - turn.began - understood - turn.actions_seconds)
    return {
        "model": (model or "").removesuffix(ARCHIVE) or None,
        "actions": [
            event["name"]
            for event in own
            if event.get("event") == "action" and event.get("name") not in (None, LISTEN)
        ],
        "before": _slots(events[:position]),
        "after": _slots(events),
        "milliseconds": {
            "understanding": round(understood * 1000),
            "actions": round(turn.actions_seconds * 1000),
            "dialogue": round(rest * 1000),
        },
    }


def _slots(events: list[Event]) -> dict[str, Any]:
    filled: dict[str, Any] = {}
    for event in events:
        if event.get("event") == "slot":
            filled[event["name"]] = event.get("value")
        elif event.get("event") == "reset_slots":
            filled.clear()
    return {name: value for name, value in filled.items() if value is not None}
