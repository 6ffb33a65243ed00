"""Sends a question about states to the topic that fits the number of states it names."""

from __future__ import annotations

import re

from actions.desk import Desk
from actions.frame import Frame
from actions.reply import Reply
from actions.topics import compare_states, pay_aspects, pay_state
from knowledge import Subject

# "And where I live?" names no state, whichever was talked about before.
OWN_PLACE = "where-i-live"


def pay(frame: Frame, desk: Desk) -> Reply:
    """Answer a question about pay in a place."""
    named = desk.subjects(frame, "state")
    if frame.aspect == OWN_PLACE and not any(_is_written(state, frame) for state in named):
        named = []
    if len(named) > 1:
        return compare_states.answer(named, frame, desk)
    if named:
        return pay_state.answer(named[0], frame, desk)
    if frame.aspect == pay_state.VARIES:
        return pay_state.varies(desk)
    return pay_aspects.answer(frame.aspect, None, desk) or pay_state.ask(frame, desk)


def compare(frame: Frame, desk: Desk) -> Reply:
    """Answer a question that compares places."""
    return pay(frame, desk) if desk.subjects(frame, "state") else compare_states.ask(desk)


def _is_written(state: Subject, frame: Frame) -> bool:
    words = set(re.findall(r"[a-z]+", frame.text.lower()))
    return any(set(name.split()) <= words for name in state.names) or bool(frame.get("city"))
