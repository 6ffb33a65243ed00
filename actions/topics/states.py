"""Sends a question about states to the topic that fits the number of states it names."""

from __future__ import annotations

from actions.desk import Desk
from actions.frame import Frame
from actions.reply import Reply
from actions.topics import compare_states, pay_state


def pay(frame: Frame, desk: Desk) -> Reply:
    """Answer a question about pay in a place."""
    return _answer(frame, desk) or pay_state.ask(desk)


def compare(frame: Frame, desk: Desk) -> Reply:
    """Answer a question that compares places."""
    return _answer(frame, desk) or compare_states.ask(desk)


def _answer(frame: Frame, desk: Desk) -> Reply | None:
    named = desk.subjects(frame, "state")
    if not named:
        return None
    if len(named) == 1:
        return pay_state.answer(named[0], frame, desk)
    return compare_states.answer(named, frame, desk)
