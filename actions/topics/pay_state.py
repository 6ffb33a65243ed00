"""What medical coders earn in one state."""

from __future__ import annotations

import re

from actions.computed import difference, difference_to_nation
from actions.desk import Desk
from actions.frame import Frame
from actions.renderer import Draft
from actions.reply import Reply
from actions.topics import pay_aspects
from knowledge import Fact, Subject

TOPIC = "pay_state"
NATIONAL = ("us", "pay_national")
TOP = "top-10-percent"
# The pages give these two measures for every state, and an average for five of them.
BY_STATE = frozenset({"median", TOP, "mean"})
CITIES = re.compile(r"\b(city|cities|town|metro|county|counties|whole state)\b", re.I)
HEAD_OFFICE = re.compile(
    r"\b(who.?s pay|whose pay|remote\w*|from home|head ?quarter\w*|head office)\b"
    r"|\b(company|employer|firm)\b.*\b(in|from|based)\b",
    re.I,
)
# Narrow questions, by the names that the training examples give them.
HEAD_OFFICE_ASPECT = "head-office"
CITIES_ASPECT = "cities"
TO_NATION = frozenset({"compared-to-nation", "gap"})
VARIES = "varies"
SUGGESTED = ("california", "texas", "florida")


def ask(frame: Frame, desk: Desk) -> Reply:
    """Ask for the state, after what limits the figures when the question is about that."""
    draft = desk.draft(TOPIC, "question")
    hints(draft, frame)
    draft.say("ask_state")
    for id_ in SUGGESTED:
        draft.choose("state", state=desk.knowledge.subject(id_))
    return draft.finish()


def answer(state: Subject, frame: Frame, desk: Desk) -> Reply:
    """Answer for one state: a narrow question, the best-paid tenth, or else the median."""
    if narrow := pay_aspects.answer(frame.aspect, state, desk):
        return narrow
    measures = frame.get("measure")
    median = desk.leading(state.id, "median", TOPIC)
    top = desk.leading(state.id, TOP, TOPIC)
    national = desk.leading(NATIONAL[0], "median", NATIONAL[1])
    draft = desk.draft(TOPIC)
    if frame.aspect in TO_NATION and median and national:
        _beside_nation(draft, median, national)
    elif TOP in measures and "median" not in measures and top:
        _top_first(draft, desk, top, median)
    else:
        if set(measures) - BY_STATE:
            draft.say("not_by_state")
        if median:
            draft.say("median", median=median)
        if top:
            draft.add("top", top=top)
        if national:
            draft.add("national", national=national)
        hints(draft, frame)
        if median and median.note:
            draft.say("note", median=median)
        _mean(draft, desk, state)
    return draft.choose("rank", state=state).choose("ranking").choose("national").finish()


def varies(desk: Desk) -> Reply:
    """Tell how far apart the states are."""
    ranking = desk.knowledge.rank("state", "median", topic=TOPIC)
    high, low = ranking[0], ranking[-1]
    draft = desk.draft(TOPIC).say("varies", high=high, low=low, gap=difference(high, low))
    return draft.disclaim("living_costs").choose("any").choose("ranking").finish()


def _top_first(draft: Draft, desk: Desk, top: Fact, median: Fact | None) -> None:
    draft.say("top_first", top=top)
    national = desk.leading(NATIONAL[0], TOP, NATIONAL[1])
    if median:
        draft.add("median_second", median=median)
    if national:
        draft.add("national_top", national=national)


def _beside_nation(draft: Draft, median: Fact, national: Fact) -> None:
    """Set the median of a state against that of the country, with the gap in dollars."""
    if median.low == national.low:
        draft.say("level", median=median, national=national)
        return
    side = "above" if (median.low or 0) > (national.low or 0) else "below"
    gap = difference_to_nation(median, national)
    draft.say(f"nation_{side}", median=median, national=national, gap=gap)
    if median.note:
        draft.say("note", median=median)


def hints(draft: Draft, frame: Frame) -> None:
    """Say what limits the figure of a state, where the question is about that."""
    narrow = frame.aspect
    if narrow == CITIES_ASPECT or (CITIES.search(frame.text) and not frame.get("city")):
        draft.say("states_only")
    if narrow == HEAD_OFFICE_ASPECT or HEAD_OFFICE.search(frame.text):
        draft.say("head_office")


def _mean(draft: Draft, desk: Desk, state: Subject) -> None:
    """Tell of the other page's average, which five states have; it never leads."""
    for fact in desk.knowledge.facts(topic=TOPIC, subject=state.id, measure="mean"):
        if desk.knowledge.conflict(fact.id):
            draft.differ(fact)
        else:
            draft.say("mean", mean=fact)
