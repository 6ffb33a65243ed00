"""What medical coders earn in the whole country."""

from __future__ import annotations

from actions.desk import Desk
from actions.frame import Frame
from actions.renderer import Draft
from actions.reply import Chart, Reply
from actions.topics import pay_aspects, states
from knowledge import Fact

TOPIC = "pay_national"
COUNTRY = "us"
DRAWN = ("median", "percentile-25", "percentile-75", "top-10-percent", "pay-range")
DERIVED_ONLY = ("mean", "percentile-10")
KNOWN = (
    "median",
    "median-hourly",
    "percentile-25",
    "percentile-75",
    "top-10-percent",
    "pay-range",
    *DERIVED_ONLY,
)
SYNONYMS = {"hourly": "median-hourly"}


def answer(frame: Frame, desk: Desk) -> Reply:
    """Answer a narrow question, or with the measures that are named, or with the median."""
    if desk.subjects(frame, "state"):
        return states.pay(frame, desk)
    if narrow := pay_aspects.answer(frame.aspect, None, desk):
        return narrow
    asked = dict.fromkeys(SYNONYMS.get(name, name) for name in frame.get("measure"))
    measures = [name for name in asked if name in KNOWN] or ["median"]
    if "mean" in measures and "median" not in measures:
        # Who says "average" mostly means what is usual, and the only average is not to be trusted.
        measures.insert(0, "median")
    draft = desk.draft(TOPIC)
    for measure in measures:
        _say(draft, desk, measure)
    if "median" in measures:
        draft.say("others")
    else:
        _median_again(draft, desk)
    if any(measure in DRAWN for measure in measures):
        draft.illustrate(Chart("national-pay"))
    return _with_choices(draft, measures).finish()


def figure(desk: Desk, measure: str) -> Fact | None:
    """Return the national fact for a measure, dated if a document dates it."""
    return desk.leading(COUNTRY, measure, TOPIC)


def _say(draft: Draft, desk: Desk, measure: str) -> None:
    fact = figure(desk, measure)
    if measure == "pay-range":
        _range(draft, desk)
    elif measure in DERIVED_ONLY:
        found = desk.knowledge.facts(topic=TOPIC, subject=COUNTRY, measure=measure)
        if found and desk.knowledge.conflict(found[0].id):
            draft.differ(found[0], brief=False)
        elif found:
            draft.say("derived", value=found[0])
        else:
            draft.say("not_given")
    elif fact is None:
        draft.say("not_given")
    elif measure == "median":
        draft.say("median" if fact.as_of else "median_undated", median=fact)
        draft.cite(*desk.twins(fact))
    elif measure == "median-hourly":
        draft.say("hourly", hourly=fact)
        _undated(draft, fact)
    elif measure == "percentile-25":
        draft.say("percentile_25", low=fact)
        _undated(draft, fact)
    elif measure == "percentile-75":
        draft.say("percentile_75", high=fact)
        _undated(draft, fact)
    else:
        draft.say("top", top=fact)
        _undated(draft, fact)


def _undated(draft: Draft, fact: Fact) -> None:
    """Admit that a figure has no date of its own, and tell how the pages differ on it."""
    if fact.as_of is None:
        draft.add("undated", value=fact)
    draft.differ(fact, brief=fact.measure.id != "top-10-percent")


def _range(draft: Draft, desk: Desk) -> None:
    low, high = figure(desk, "percentile-25"), figure(desk, "percentile-75")
    top, hourly = figure(desk, "top-10-percent"), figure(desk, "median-hourly")
    if low is None or high is None:
        draft.say("not_given")
        return
    draft.say("range", low=low, high=high)
    if top:
        draft.add("range_top", top=top)
    if hourly:
        draft.add("hourly_range", hourly=hourly)
    if low.as_of is None:
        draft.add("undated", value=low)


def _median_again(draft: Draft, desk: Desk) -> None:
    median = figure(desk, "median")
    if median and median.as_of:
        draft.say("median_again", median=median).cite(*desk.twins(median))


def _with_choices(draft: Draft, measures: list[str]) -> Draft:
    if "median" in measures:
        draft.choose("other_figures")
    else:
        draft.choose("median")
    return draft.choose("any", "pay_state").choose("ranking", "pay_state")
