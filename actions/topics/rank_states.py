"""Which states pay most or least, and where one state stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from actions.computed import count_above, difference, position
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
# So many states beyond an amount are listed one by one.
MOST_BEYOND = 10
# An amount below this is one an hour, and the list goes by the year.
LEAST_YEARLY = 1000
DISTRICT = "district-of-columbia"
# The template that opens a list, by "lowest first" and "by the best-paid tenth".
LEADS = {
    (False, False): "highest",
    (False, True): "highest_top",
    (True, False): "lowest",
    (True, True): "lowest_top",
}
# Narrow questions, by the names that the training examples give them.
LOWEST_ASPECTS = frozenset({"lowest", "lowest-top", "under-amount"})
BEYOND = frozenset({"over-amount", "under-amount"})
# What the list can not do; said before it.
GAPS = {"region": "no_regions", "living": "no_living_costs", "average-list": "average_list"}
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
    measure = TOP if _by_tenth(frame) else "median"
    ranking = desk.knowledge.rank("state", measure, topic=STATE_TOPIC)
    draft = desk.draft(TOPIC)
    states = desk.subjects(frame, "state")
    if states:
        return _places(draft, desk, states, ranking, measure)
    lowest = (
        "lowest" in frame.get("order")
        or frame.aspect in LOWEST_ASPECTS
        or bool(LOWEST.search(frame.text))
    )
    counted = frame.aspect == "above-national" or bool(ABOVE.search(frame.text))
    if counted:
        _above(draft, desk, ranking)
    if not _told(draft, frame, ranking, measure):
        if frame.aspect == "next" or NEXT.search(frame.text):
            # The list goes on where it stopped: up from the lowest, or down from the highest.
            upwards = lowest or bool(UPWARDS.search(frame.text))
            _next(draft, ranking, measure, lowest=upwards)
        else:
            _list(draft, ranking, measure, lowest=lowest)
        if not counted:
            _above(draft, desk, ranking)
    if not lowest and frame.aspect not in GAPS:
        _other_list(draft, desk)
    draft.disclaim("living_costs")
    draft.illustrate(Chart("pay-by-state", measure=measure))
    draft.choose("highest" if lowest else "lowest")
    if measure == "median":
        draft.choose("by_top")
    return draft.choose("any", STATE_TOPIC).finish()


def _by_tenth(frame: Frame) -> bool:
    """Tell the best-paid tenth from "top ten states", which the vocabulary can not do."""
    if frame.aspect == "lowest-top":
        return True
    named = TOP in frame.get("measure")
    states = re.search(r"\btop (ten|10)\b", frame.text, re.I) and not TENTH.search(frame.text)
    return named and (frame.aspect == TOP or not states)


def _told(draft: Draft, frame: Frame, ranking: Sequence[Fact], measure: str) -> bool:
    """Answer a narrow question about the list, or say what it can not do; True if that is all."""
    amount = _amount(frame) if frame.aspect in BEYOND else None
    if amount is not None and measure != TOP:
        _beyond(draft, ranking, amount, under=frame.aspect == "under-amount")
        return True
    if frame.aspect == "spread":
        high, low = ranking[0], ranking[-1]
        name = "spread_top" if measure == TOP else "spread"
        draft.say(name, high=high, low=low, gap=difference(high, low))
        return True
    if frame.aspect == "full-list":
        draft.say("full_list")
        _list(draft, ranking, measure, lowest=False)
        _list(draft, ranking, measure, lowest=True)
        return True
    if frame.aspect in GAPS:
        draft.say(GAPS[frame.aspect])
    return False


def _amount(frame: Frame) -> Decimal | None:
    values = frame.get("claim_amount")
    try:
        amount = Decimal(values[0]) if len(values) == 1 else Decimal(0)
    except InvalidOperation:
        return None
    return amount if amount.is_finite() and amount >= LEAST_YEARLY else None


def _beyond(draft: Draft, ranking: Sequence[Fact], amount: Decimal, *, under: bool) -> None:
    """List the states above or below an amount, those that are farthest from it first."""
    ordered = list(reversed(ranking)) if under else list(ranking)
    found = [
        one for one in ordered if one.low and (one.low < amount if under else one.low > amount)
    ]
    side = "under" if under else "over"
    if not found:
        draft.say(f"none_{side}", nearest=ordered[0])
        return
    draft.say(f"some_{side}", first=found[0])
    shown = found if len(found) <= MOST_BEYOND else found[:SHOWN]
    for fact in shown:
        draft.item("line_median", median=fact)
    if len(found) > len(shown):
        draft.say(f"more_{side}", last=found[-1])


def _list(draft: Draft, ranking: Sequence[Fact], measure: str, *, lowest: bool) -> None:
    shown = list(reversed(ranking[-SHOWN:])) if lowest else list(ranking[:SHOWN])
    draft.say(LEADS[lowest, measure == TOP], first=shown[0])
    _lines(draft, shown, measure)
    if any(fact.subject.id == DISTRICT for fact in shown):
        draft.say("dc")


def _next(draft: Draft, ranking: Sequence[Fact], measure: str, *, lowest: bool) -> None:
    """Go on after the first list; it shows the last of that one again, to join them."""
    ordered = list(reversed(ranking)) if lowest else list(ranking)
    draft.say("next_lowest" if lowest else "next_highest")
    _lines(draft, ordered[NEXT_FROM : NEXT_FROM + SHOWN], measure)


def _lines(draft: Draft, facts: Sequence[Fact], measure: str) -> None:
    for fact in facts:
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
