"""Every expectation, met and missed."""

from typing import Any

import pytest

from conversation_tests import Answer, misses

ANSWER = Answer(
    text="Green tea is $4. Call (555) 555-0100.",
    kind="answer",
    facts=("tea.green",),
    sources=("price-list",),
    disclaimers=("Prices may change.",),
    choices=("Black tea",),
    slots={"tea": "green"},
    seconds=0.5,
)


@pytest.mark.parametrize(
    "expects",
    [
        {"text": ["Green", "$4"]},
        {"absent": ["Black"]},
        {"facts": ["tea.green"]},
        {"sources": ["price-list"]},
        {"disclaimers": ["prices may"]},
        {"choices": ["Black tea"]},
        {"kind": "answer"},
        {"kind": ["question", "answer"]},
        {"slots": {"tea": "green"}},
        {"within": 0.5},
    ],
)
def test_what_holds_is_no_miss(expects: dict[str, Any]) -> None:
    assert misses(expects, ANSWER) == []


@pytest.mark.parametrize(
    ("expects", "said"),
    [
        ({"text": ["Black"]}, "'Black' is not in the text"),
        ({"absent": ["Green"]}, "'Green' is in the text"),
        ({"facts": ["tea.black"]}, "fact tea.black is not cited"),
        ({"sources": ["menu"]}, "source menu is not cited"),
        ({"disclaimers": ["hot"]}, "no disclaimer says 'hot'"),
        ({"choices": ["Coffee"]}, "'Coffee' is not offered"),
        ({"kind": "question"}, "kind is answer, not question"),
        ({"kind": ["question", "help"]}, "kind is answer, not question or help"),
        ({"slots": {"tea": "black"}}, "slot tea is 'green', not 'black'"),
        ({"slots": {"milk": True}}, "slot milk is None, not True"),
        ({"within": 0.4}, "the answer took 0.50 s, more than 0.4 s"),
        ({"no_figures": True}, "there is a figure in the text"),
    ],
)
def test_what_does_not_hold_is_said(expects: dict[str, Any], said: str) -> None:
    assert misses(expects, ANSWER) == [said]


def test_a_phone_number_is_no_figure() -> None:
    assert misses({"no_figures": True}, Answer("Call (555) 555-0100.")) == []


def test_another_kind_counts_where_a_rule_says_so() -> None:
    rules = {"answer": frozenset({"recommendation"})}
    recommendation = Answer("Take green tea.", kind="recommendation")
    assert misses({"kind": "answer"}, recommendation, rules) == []
    assert misses({"kind": "question"}, recommendation, rules) != []


def test_slots_that_cannot_be_seen_are_a_miss() -> None:
    assert "cannot be seen" in misses({"slots": {"tea": "green"}}, Answer("Green."))[0]
