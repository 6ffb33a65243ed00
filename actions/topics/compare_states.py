"""Which of several states pays more."""

from __future__ import annotations

from actions.computed import difference
from actions.desk import Desk
from actions.frame import Frame
from actions.renderer import Draft
from actions.reply import Chart, Reply
from actions.topics import pay_state
from knowledge import Fact, Subject

TOPIC = "compare_states"
TOP = "top-10-percent"
MOST_DRAWN = 10
LIVING = "living"
SUGGESTED = (("texas", "florida"), ("california", "new-york"))


def ask(desk: Desk) -> Reply:
    """Ask for the states."""
    draft = desk.draft(TOPIC, "question").say("ask_states")
    for first, second in SUGGESTED:
        get = desk.knowledge.subject
        draft.choose("pair", first=get(first), second=get(second))
    return draft.finish()


def answer(states: list[Subject], frame: Frame, desk: Desk) -> Reply:
    """Compare two or more states by median, or by the best-paid tenth when the question says so."""
    measures = frame.get("measure")
    measure = TOP if TOP in measures and "median" not in measures else "median"
    facts = ranked(desk, states, measure)
    draft = desk.draft(TOPIC)
    if set(measures) - pay_state.BY_STATE:
        draft.say("yearly_only")
    if frame.aspect == LIVING:
        draft.say("no_living_costs")
    if len(facts) == 2:
        _two(draft, facts, measure)
    else:
        _many(draft, facts, measure)
    _other(draft, desk, facts, measure)
    if frame.aspect == pay_state.HEAD_OFFICE_ASPECT or pay_state.HEAD_OFFICE.search(frame.text):
        draft.say("head_office")
    draft.disclaim("living_costs")
    if 2 <= len(facts) <= MOST_DRAWN:
        draft.illustrate(Chart("states", tuple(fact.subject.id for fact in facts)))
    by = "by_median" if measure == TOP else "by_top"
    draft.choose(by, first=facts[0].subject, second=facts[-1].subject)
    return draft.choose("ranking", "pay_state").finish()


def ranked(desk: Desk, states: list[Subject], measure: str) -> list[Fact]:
    """Return the leading facts of the states for a measure, highest first."""
    wanted = {state.id for state in states}
    ranking = desk.knowledge.rank("state", measure, topic=pay_state.TOPIC)
    return [fact for fact in ranking if fact.subject.id in wanted]


def _two(draft: Draft, facts: list[Fact], measure: str) -> None:
    suffix = "top" if measure == TOP else "median"
    high, low = facts
    if high.low == low.low:
        draft.say(f"same_{suffix}", first=high, second=low)
    else:
        draft.say(f"two_{suffix}", high=high, low=low, gap=difference(high, low))


def _many(draft: Draft, facts: list[Fact], measure: str) -> None:
    suffix = "top" if measure == TOP else "median"
    draft.say(f"many_{suffix}", high=facts[0])
    for fact in facts:
        draft.item(f"line_{suffix}", **{"top" if measure == TOP else "median": fact})
    draft.say("spread", gap=difference(facts[0], facts[-1]))


def _other(draft: Draft, desk: Desk, facts: list[Fact], measure: str) -> None:
    """Add the other measure for two states: their order may turn around."""
    if len(facts) == 2:
        states = [fact.subject for fact in facts]
        other = "median" if measure == TOP else TOP
        high, low = ranked(desk, states, other)
        if measure != TOP:
            draft.say("other_top", high=high, low=low)
        else:
            draft.say("other_same" if high.low == low.low else "other_median", high=high, low=low)
    for fact in facts:
        if fact.note and fact.measure.id == "median":
            draft.say("note", median=fact)
    national = desk.leading("us", measure, "pay_national")
    if national:
        draft.add("national_top" if measure == TOP else "national", national=national)
