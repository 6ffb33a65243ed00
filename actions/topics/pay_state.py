"""What medical coders earn in one state."""

from __future__ import annotations

import re

from actions.desk import Desk
from actions.frame import Frame
from actions.renderer import Draft
from actions.reply import Reply
from knowledge import Subject

TOPIC = "pay_state"
NATIONAL = ("us", "pay_national")
TOP = "top-10-percent"
# The pages give these two measures for every state, and an average for five of them.
BY_STATE = frozenset({"median", TOP, "mean"})
CITIES = re.compile(r"\b(city|cities|town|metro|county|counties|whole state)\b", re.I)
HEAD_OFFICE = re.compile(
    r"\b(whose pay|remote\w*|from home|head ?quarter\w*|head office)\b"
    r"|\b(company|employer|firm)\b.*\b(in|from|based)\b",
    re.I,
)
SUGGESTED = ("california", "texas", "florida")


def ask(desk: Desk) -> Reply:
    """Ask for the state."""
    draft = desk.draft(TOPIC, "question").say("ask_state")
    for id_ in SUGGESTED:
        draft.choose("state", state=desk.knowledge.subject(id_))
    return draft.finish()


def answer(state: Subject, frame: Frame, desk: Desk) -> Reply:
    """Answer for one state: the median, or the best-paid tenth when the question says so."""
    measures = frame.get("measure")
    median = desk.leading(state.id, "median", TOPIC)
    top = desk.leading(state.id, TOP, TOPIC)
    draft = desk.draft(TOPIC)
    if TOP in measures and "median" not in measures and top:
        draft.say("top_first", top=top)
        national = desk.leading(NATIONAL[0], TOP, NATIONAL[1])
        if median:
            draft.add("median_second", median=median)
        if national:
            draft.add("national_top", national=national)
        draft.choose("rank", state=state).choose("ranking").choose("national")
        return draft.finish()
    if set(measures) - BY_STATE:
        draft.say("not_by_state")
    if median:
        draft.say("median", median=median)
    if top:
        draft.add("top", top=top)
    national = desk.leading(NATIONAL[0], "median", NATIONAL[1])
    if national:
        draft.add("national", national=national)
    hints(draft, frame)
    if median and median.note:
        draft.say("note", median=median)
    _mean(draft, desk, state)
    return draft.choose("rank", state=state).choose("ranking").choose("national").finish()


def hints(draft: Draft, frame: Frame) -> None:
    """Say what limits the figure of a state, where the question is about that."""
    if CITIES.search(frame.text) and not frame.get("city"):
        draft.say("states_only")
    if HEAD_OFFICE.search(frame.text):
        draft.say("head_office")


def _mean(draft: Draft, desk: Desk, state: Subject) -> None:
    """Tell of the other page's average, which five states have; it never leads."""
    for fact in desk.knowledge.facts(topic=TOPIC, subject=state.id, measure="mean"):
        if desk.knowledge.conflict(fact.id):
            draft.differ(fact)
        else:
            draft.say("mean", mean=fact)
