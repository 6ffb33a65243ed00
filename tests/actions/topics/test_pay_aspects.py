"""Narrow questions on pay, as the classifier hands them on."""

import pytest

from actions.desk import Desk
from actions.dialogue import resolve
from actions.frame import Frame
from actions.reply import Reply
from actions.topics import pay_aspects, pay_national, rank_states, states
from tests.actions.reading import grade

HARDEST = 9.0
LONGEST = 130


def narrow(intent: str, aspect: str, text: str = "", **values: tuple[str, ...]) -> Frame:
    return Frame(intent, values, text, aspects={intent: aspect})


def told(reply: Reply) -> set[str]:
    return {id_ for id_, _ in reply.facts}


@pytest.mark.parametrize("aspect", pay_aspects.TOLD)
@pytest.mark.parametrize("place", ["", "ohio"])
def test_every_narrow_question_is_answered_with_a_figure_in_easy_words(
    aspect: str, place: str, desk: Desk
) -> None:
    state = desk.knowledge.subject(place) if place else None
    reply = pay_aspects.answer(aspect, state, desk)
    assert reply is not None
    assert "$" in reply.text
    assert grade(reply.text) <= HARDEST
    assert len(reply.text.split()) <= LONGEST
    assert 1 <= len(reply.choices) <= 3


def test_the_figure_of_the_state_that_is_named_counts(desk: Desk) -> None:
    reply = states.pay(narrow("pay_state", "living", state=("texas",)), desk)
    assert "what it costs to live" in reply.text
    assert "In Texas, the median pay was $47,230" in reply.text


def test_a_month_and_a_week_are_named_as_our_own_division(desk: Desk) -> None:
    reply = pay_national.answer(narrow("pay_national", "month-or-week"), desk)
    assert "a month is about $4,188 (my own division by twelve)" in reply.text
    assert "karma.pay.us.median" in told(reply)


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("texas", "So it is $3,020 below the nation (my own subtraction)"),
        ("california", "So it is $9,450 above the nation (my own subtraction)"),
    ],
)
def test_a_state_is_set_against_the_nation(state: str, said: str, desk: Desk) -> None:
    for aspect in ("compared-to-nation", "gap"):
        reply = states.pay(narrow("pay_state", aspect, state=(state,)), desk)
        assert said in reply.text
        assert {f"guide.pay.{state}.median", "karma.pay.us.median"} <= told(reply)


def test_where_i_live_asks_for_the_state_even_after_another_state(desk: Desk) -> None:
    frame = narrow("pay_state", "where-i-live", "and where I live", state=("texas",))
    assert states.pay(frame, desk).kind == "question"
    named = narrow("pay_state", "where-i-live", "I live in Texas", state=("texas",))
    assert states.pay(named, desk).kind == "answer"


def test_that_states_differ_is_told_with_both_ends(desk: Desk) -> None:
    reply = states.pay(narrow("pay_state", "varies"), desk)
    assert "$64,690" in reply.text
    assert "$38,540" in reply.text
    assert "karma.pay.varies-by-state" in told(reply)


def test_cities_without_a_state_are_no_figure(desk: Desk) -> None:
    reply = states.pay(narrow("pay_state", "cities"), desk)
    assert reply.kind == "question"
    assert "whole states only" in reply.text


def test_a_firm_elsewhere_may_pay_by_its_own_place(desk: Desk) -> None:
    for named in (("kansas",), ("kansas", "new-york")):
        reply = states.pay(narrow("pay_state", "head-office", state=named), desk)
        assert "profile.pay.states.headquarters-pay" in told(reply)


def test_living_costs_of_states_are_not_known(desk: Desk) -> None:
    reply = states.compare(narrow("compare_states", "living", state=("texas", "ohio")), desk)
    assert reply.text.startswith("My pages do not say what it costs")


def lines(reply: Reply) -> list[str]:
    return [line[2:].split(":")[0] for line in reply.text.splitlines() if line.startswith("- ")]


def test_states_above_an_amount(desk: Desk) -> None:
    frame = narrow("rank_states", "over-amount", claim_amount=("62500",))
    assert lines(rank_states.answer(frame, desk)) == [
        "The District of Columbia",
        "Rhode Island",
        "Hawaii",
    ]
    many = rank_states.answer(narrow("rank_states", "over-amount", claim_amount=("50000",)), desk)
    assert "There are more, down to" in many.text
    none = rank_states.answer(narrow("rank_states", "over-amount", claim_amount=("90000",)), desk)
    assert none.text.startswith("No state has a median above that.")


def test_states_below_an_amount(desk: Desk) -> None:
    frame = narrow("rank_states", "under-amount", claim_amount=("39000",))
    assert lines(rank_states.answer(frame, desk)) == ["Alabama"]
    none = rank_states.answer(narrow("rank_states", "under-amount", claim_amount=("20000",)), desk)
    assert none.text.startswith("No state has a median below that.")


@pytest.mark.parametrize("amount", [(), ("25",), ("many",), ("50000", "60000")])
def test_without_one_yearly_amount_the_list_is_shown(amount: tuple[str, ...], desk: Desk) -> None:
    reply = rank_states.answer(narrow("rank_states", "over-amount", claim_amount=amount), desk)
    assert lines(reply)[0] == "The District of Columbia"


def test_the_gap_between_the_ends_of_the_list(desk: Desk) -> None:
    reply = rank_states.answer(narrow("rank_states", "spread"), desk)
    assert "The gap is $26,150 (my own subtraction)" in reply.text
    top = rank_states.answer(
        narrow("rank_states", "spread", "the top ten percent", measure=("top-10-percent",)), desk
    )
    assert "$123,410" in top.text


@pytest.mark.parametrize(
    ("aspect", "start"),
    [
        ("lowest", "By median pay in May 2024, Alabama is the lowest"),
        ("lowest-top", "Going by the best-paid tenth in May 2024"),
        ("next", "Next, going down from the highest"),
        ("above-national", "24 of 51 areas"),
        ("region", "My list is by state."),
        ("living", "My pages do not say what it costs"),
        ("average-list", "Another page puts California"),
        ("full-list", "The whole list is long"),
    ],
)
def test_a_narrow_question_about_the_list_begins_with_its_answer(
    aspect: str, start: str, desk: Desk
) -> None:
    reply = rank_states.answer(narrow("rank_states", aspect), desk)
    assert reply.text.startswith(start)
    assert grade(reply.text) <= HARDEST


def test_a_narrow_question_goes_along_to_the_next_place(desk: Desk) -> None:
    last = narrow("pay_national", "month-or-week")
    (found,) = resolve([Frame("follow_up", {"state": ("nevada",)}, "in Nevada?")], [last])
    assert (found.intent, found.aspect) == ("pay_state", "month-or-week")
    assert "in Nevada, a month is about" in states.pay(found, desk).text


def test_a_gap_after_one_state_is_the_gap_to_the_nation(desk: Desk) -> None:
    asked = narrow("compare_states", "gap", "and how many dollars is that")
    (found,) = resolve([asked], [Frame("pay_state", {"state": ("texas",)})])
    assert "So it is $3,020 below the nation" in states.pay(found, desk).text


@pytest.mark.parametrize(
    ("intent", "text"),
    [
        ("compare_states", "the two next to each other"),
        ("pay_state", "how does hers compare"),
    ],
)
def test_a_comparison_takes_the_state_before(intent: str, text: str) -> None:
    named = {"state": ("colorado",)} if intent == "pay_state" else {}
    before = [Frame("pay_state", {"state": (one,)}) for one in ("oklahoma", "colorado")]
    history = before[:1] if named else before
    (found,) = resolve([Frame(intent, named, text)], history)
    assert found.intent == "compare_states"
    assert set(found.get("state")) == {"oklahoma", "colorado"}


def test_which_one_means_one_of_those_and_which_state_any(desk: Desk) -> None:
    compared = Frame("compare_states", {"state": ("texas", "ohio", "utah")})
    (one,) = resolve([Frame("rank_states", {}, "which one is worst then")], [compared])
    assert one.get("state") == ("texas", "ohio", "utah")
    (some,) = resolve([Frame("rank_states", {}, "which state is worst")], [compared])
    assert some.intent == "rank_states"
    assert not some.get("state")


def test_which_of_the_two_after_two_roles_compares_the_roles() -> None:
    before = [Frame("pay_role", {"role": (one,)}) for one in ("coding-auditor", "coding-manager")]
    (found,) = resolve([Frame("compare_states", {}, "which of the two gets more")], before)
    assert found.intent == "pay_role"
    assert set(found.get("role")) == {"coding-auditor", "coding-manager"}


def test_the_list_of_states_needs_no_topic_about_states(desk: Desk) -> None:
    last = Frame("figures_source")
    (found,) = resolve([Frame("rank_states", {}, "rank the best paying states")], [last])
    assert rank_states.answer(found, desk).kind == "answer"
    paid = Frame("pay_role", {"role": ("coding-auditor",)})
    assert resolve([Frame("rank_states", {}, "who pays best")], [paid])[0].intent == "rank_states"
