"""Which states pay most or least, and where one state stands."""

from __future__ import annotations

import re
from collections.abc import Sequence

from actions.computed import count_above, position
from actions.desk import Desk
from actions.frame import Frame
from actions.renderer import Draft
from actions.reply import Chart, Reply
from knowledge import Fact, Subject

TOPIC = "rank_states"
STATE_TOPIC = "pay_state"
TOP = "top-10-percent"
SHOWN = 5
# People rarely keep all five in mind, so the list that goes on begins after the first three.
NEXT_FROM = 3
DISTRICT = "district-of-columbia"
# The template that opens a list, by "lowest first" and "by the best-paid tenth".
LEADS = {
    (False, False): "highest",
    (False, True): "highest_top",
    (True, False): "lowest",
    (True, True): "lowest_top",
}
# The vocabulary has no words for directions, so they are read from the message itself.
LOWEST = re.compile(r"\b(low(er|est)?|worst|least|bottom|poorest|avoid|smallest|last)\b", re.I)
ABOVE = re.compile(r"\bhow many\b.*\babove\b|\babove (the )?(national|average)|\bbelow\b", re.I)
TENTH = re.compile(
    r"percent|%|tenth|decile|earner|(best|highest)[- ]paid (?!states?|places?|areas?)|90th"
    r"|top (coders|end)",
    re.I,
)
NEXT = re.compile(
    r"\b(just|right|next|comes?|directly)\b.{0,12}\b(above|below|under|over|after|before|behind|ahead)\b"
    r"|\b(next|following) (ones?|five|few|three|states?)\b|\bwho else\b|\bmore of (them|those)\b",
    re.I,
)
UPWARDS = re.compile(r"\b(above|over|ahead)\b", re.I)


def answer(frame: Frame, desk: Desk) -> Reply:
    """Give the place of the named states, or the top or bottom of the list."""
    measure = TOP if TOP in frame.get("measure") and _means_tenth(frame) else "median"
    ranking = desk.knowledge.rank("state", measure, topic=STATE_TOPIC)
    draft = desk.draft(TOPIC)
    states = desk.subjects(frame, "state")
    if states:
        return _places(draft, desk, states, ranking, measure)
    if ABOVE.search(frame.text):
        _above(draft, desk, ranking)
    lowest = "lowest" in frame.get("order") or bool(LOWEST.search(frame.text))
    if NEXT.search(frame.text):
        # The list goes on where it stopped: up from the lowest, or down from the highest.
        _next(draft, ranking, measure, lowest=lowest or bool(UPWARDS.search(frame.text)))
    else:
        _list(draft, ranking, measure, lowest=lowest)
    if not ABOVE.search(frame.text):
        _above(draft, desk, ranking)
    if not lowest:
        _other_list(draft, desk)
    draft.disclaim("living_costs")
    draft.illustrate(Chart("pay-by-state", measure=measure))
    draft.choose("highest" if lowest else "lowest")
    if measure == "median":
        draft.choose("by_top")
    return draft.choose("any", STATE_TOPIC).finish()


def _means_tenth(frame: Frame) -> bool:
    """Tell the best-paid tenth from "top ten states", which the vocabulary can not do."""
    return not re.search(r"\btop (ten|10)\b", frame.text, re.I) or bool(TENTH.search(frame.text))


def _list(draft: Draft, ranking: Sequence[Fact], measure: str, *, lowest: bool) -> None:
    shown = list(reversed(ranking[-SHOWN:])) if lowest else list(ranking[:SHOWN])
    draft.say(LEADS[lowest, measure == TOP], first=shown[0])
    for fact in shown:
        if measure == TOP:
            draft.item("line_top", top=fact)
        else:
            draft.item("line_median", median=fact)
    if any(fact.subject.id == DISTRICT for fact in shown):
        draft.say("dc")


def _next(draft: Draft, ranking: Sequence[Fact], measure: str, *, lowest: bool) -> None:
    """Go on after the first list; it shows the last of that one again, to join them."""
    ordered = list(reversed(ranking)) if lowest else list(ranking)
    shown = ordered[NEXT_FROM : NEXT_FROM + SHOWN]
    draft.say("next_lowest" if lowest else "next_highest")
    for fact in shown:
        if measure == TOP:
            draft.item("line_top", top=fact)
        else:
            draft.item("line_median", median=fact)


def _above(draft: Draft, desk: Desk, ranking: Sequence[Fact]) -> None:
    national = desk.leading("us", "median", "pay_national")
    if national and ranking and ranking[0].measure.id == "median":
        draft.say("above_national", count=count_above(national, ranking), national=national)


def _other_list(draft: Draft, desk: Desk) -> None:
    means = desk.knowledge.facts(topic=STATE_TOPIC, kind="state", measure="mean")
    if means:
        draft.say("other_list", mean=max(means, key=lambda fact: fact.low or 0))


def _places(
    draft: Draft, desk: Desk, states: list[Subject], ranking: Sequence[Fact], measure: str
) -> Reply:
    national = desk.leading("us", "median", "pay_national")
    for state in states:
        fact = next(fact for fact in ranking if fact.subject.id == state.id)
        place = position(fact, ranking)
        if measure == TOP:
            draft.say("place_top", top=fact, place=place)
        else:
            draft.say("place", median=fact, place=place)
            if national:
                draft.add(_side(fact, national), national=national)
    draft.say("total_note")
    draft.choose("pay", STATE_TOPIC, state=states[0]).choose("ranking", STATE_TOPIC)
    return draft.finish()


def _side(fact: Fact, national: Fact) -> str:
    if fact.low == national.low:
        return "level"
    return "above" if (fact.low or 0) > (national.low or 0) else "below"
