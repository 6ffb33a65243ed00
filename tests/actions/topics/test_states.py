import pytest

from actions.desk import Desk
from tests.actions.conftest import Ask


def test_texas_as_a_visitor_reads_it(ask: Ask) -> None:
    turn = ask("pay_state", "what does a coder earn in Texas", state=["texas"])
    assert turn.text == (
        "In Texas, the median pay was $47,230 a year in May 2024: half earned more, half less. "
        "The best-paid tenth earned about $77,140 or more. The national median was $50,250."
    )
    assert turn.payload["kind"] == "answer"
    assert "coding-specialist-guide" in turn.sources
    assert {"guide.pay.texas.median", "guide.pay.texas.top-10-percent"} <= turn.facts
    assert "medical records specialists" in turn.cautions
    assert turn.choices == [
        "Where Texas ranks",
        "Which states pay the most?",
        "Pay in the whole country",
    ]


def test_the_payload_has_the_agreed_shape(ask: Ask) -> None:
    payload = ask("pay_state", state=["texas"]).payload
    assert list(payload) == [
        "schema",
        "kind",
        "text",
        "facts",
        "sources",
        "disclaimers",
        "choices",
        "chart",
    ]
    assert payload["sources"][0] == {
        "id": "coding-specialist-guide",
        "title": "How to Become a Medical Coding Specialist",
        "section": "Medical Coding Specialist Salary by State",
        "basis": "U.S. Bureau of Labor Statistics (OEWS)",
        "as_of": "May 2024",
        "published": None,
    }
    assert payload["choices"][0] == {
        "title": "Where Texas ranks",
        "intent": "rank_states",
        "entities": {"state": ["texas"]},
    }


def test_the_best_paid_tenth_leads_when_asked_for(ask: Ask) -> None:
    turn = ask("pay_state", state=["maryland"], measure=["top-10-percent"])
    assert turn.text.startswith("In Maryland, the best-paid tenth earned about $107,870 a year")


def test_without_a_state_it_asks_back_with_choices_and_keeps_the_frame(ask: Ask) -> None:
    turn = ask("pay_state")
    assert turn.payload["kind"] == "question"
    assert turn.choices == ["California", "Texas", "Florida"]
    assert not turn.sources
    assert turn.events[0]["value"] == {"intent": "pay_state"}


def test_a_state_that_does_not_exist_is_asked_back(ask: Ask) -> None:
    assert ask("pay_state", state=["atlantis"]).payload["kind"] == "question"


def test_hourly_pay_by_state_is_not_invented(ask: Ask) -> None:
    turn = ask("pay_state", state=["ohio"], measure=["median-hourly"])
    assert turn.text.startswith("For single states, my pages give the yearly median")
    assert "$51,420" in turn.text
    assert "an hour" not in turn.text


def test_new_jersey_tells_of_the_average_that_does_not_fit(ask: Ask) -> None:
    text = ask("pay_state", state=["new-jersey"]).text
    assert text.index("$49,910") < text.index("$61,540")


def test_south_carolina_comes_with_a_warning(ask: Ask) -> None:
    assert "check it" in ask("pay_state", state=["south-carolina"]).text


@pytest.mark.parametrize("intent", ["pay_state", "pay_national", "compare_states"])
def test_two_states_are_compared_by_median(ask: Ask, intent: str) -> None:
    turn = ask(intent, state=["florida", "texas"])
    assert turn.text.startswith(
        "By median pay, Texas is higher: $47,230 a year in May 2024, against $45,990 in Florida. "
        "The difference is $1,240 (my own subtraction)."
    )
    assert "costs to live" in turn.cautions


def test_two_states_are_compared_by_the_best_paid_tenth_when_asked(ask: Ask) -> None:
    turn = ask("compare_states", state=["new-york", "california"], measure=["top-10-percent"])
    assert turn.text.startswith("Going by the best-paid tenth, California is higher")
    assert "$5,650" in turn.text


def test_equal_medians_are_called_the_same(ask: Ask) -> None:
    turn = ask("compare_states", state=["wyoming", "north-dakota"])
    assert "the same in North Dakota and Wyoming: $53,550" in turn.text
    assert "subtraction" not in turn.text


def test_three_states_stand_in_a_list_from_high_to_low(ask: Ask) -> None:
    text = ask("compare_states", state=["iowa", "hawaii", "ohio"]).text
    lines = [line for line in text.splitlines() if line.startswith("- ")]
    assert [line.split(":")[0] for line in lines] == ["- Hawaii", "- Iowa", "- Ohio"]
    assert "$11,570 (my own subtraction)" in text


def test_every_state_can_be_asked_for(ask: Ask, desk: Desk) -> None:
    for state in desk.knowledge.subjects("state"):
        median = desk.knowledge.leading(state.id, "median", "pay_state")
        assert median is not None
        assert str(median.figure) in ask("pay_state", state=[state.id]).text


def test_a_comparison_without_states_asks_back(ask: Ask) -> None:
    turn = ask("compare_states")
    assert turn.payload["kind"] == "question"
    assert turn.choices == ["Texas and Florida", "California and New York"]


def test_a_comparison_with_one_state_answers_for_it(ask: Ask) -> None:
    assert ask("compare_states", state=["utah"]).text.startswith("In Utah")


def test_pay_for_work_from_home_tells_of_the_head_office(ask: Ask) -> None:
    turn = ask("pay_state", "I work remotely from Ohio, whose pay do I get", state=["ohio"])
    assert "profile.pay.states.headquarters-pay" in turn.facts
    assert "head office" not in ask("pay_state", "pay in Ohio", state=["ohio"]).text


def test_the_best_paid_tenth_of_states_comes_with_that_of_the_country(ask: Ask) -> None:
    turn = ask("compare_states", state=["ohio", "iowa"], measure=["top-10-percent"])
    assert "guide.pay.us.top-10-percent" in turn.facts
