"""Reads and names the slots of the Rasa form `certification_form`."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker

from actions.recommendation import QUESTIONS, Answers

FORM = "certification_form"
REQUESTED = "requested_slot"
# How often the question at hand got an answer that does not fit; LEFT when nothing is wanted.
MISSES = "certification_misses"
LEFT = -1


def slot(question: str) -> str:
    """Return the slot of a question."""
    return f"certification_{question}"


def requested(tracker: Tracker) -> str | None:
    """Return the question that the form waits for, or None when no form is active."""
    loop: dict[str, Any] = tracker.active_loop or {}
    if loop.get("name") != FORM:
        return None
    name = tracker.slots.get(REQUESTED)
    return next((question for question in QUESTIONS if slot(question) == name), None)


def known(tracker: Tracker) -> Answers:
    """Return the answers that the form has so far."""
    given = {question: tracker.slots.get(slot(question)) for question in QUESTIONS}
    held = tracker.slots.get("certification_held")
    return Answers(
        given["place"],
        given["experience"],
        given["priority"],
        tuple(held) if isinstance(held, list) else (),
    )


def starts_now(tracker: Tracker) -> bool:
    """Tell whether the latest message has started the form."""
    started = any(
        event.get("event") == "active_loop" and event.get("name") == FORM
        for event in _since_message(tracker)
    )
    return started or (bool(tracker.active_loop) and tracker.slots.get(REQUESTED) is None)


def is_answered(tracker: Tracker) -> bool:
    """Tell whether the latest message has got a reply already."""
    return any(event.get("event") == "bot" for event in _since_message(tracker))


def _since_message(tracker: Tracker) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for event in reversed(tracker.events):
        if event.get("event") == "user":
            break
        found.append(event)
    return found
