import pytest

from tests.actions.conftest import Ask


def test_the_median_leads_with_its_date_and_the_figures_that_differ(ask: Ask) -> None:
    turn = ask("pay_national", "how much do medical coders make")
    first, second = turn.text.split("\n\n")
    assert first.startswith("The national median pay was $50,250 a year in May 2024")
    assert "$48,780" in second
    assert "$41,545 a year in September 2019" in second
    assert turn.sources == {
        "career-karma-guide",
        "coding-specialist-guide",
        "medical-coder-profile",
        "job-description-2019",
    }
    assert "no promise" in turn.cautions
    assert "medical records specialists" in turn.cautions
    assert "bls.gov" in turn.cautions
    assert turn.choices == [
        "Show the other figures",
        "Pay in one state",
        "Which states pay the most?",
    ]


def test_the_events_are_the_frame_and_nothing_else(ask: Ask) -> None:
    turn = ask("pay_national", "typical pay", measure=["median"])
    assert turn.events == [
        {
            "event": "slot",
            "timestamp": None,
            "name": "frame",
            "value": {"intent": "pay_national", "measure": ["median"]},
        }
    ]


@pytest.mark.parametrize(
    ("measure", "figure"),
    [
        ("median-hourly", "$24.16 an hour"),
        ("hourly", "$24.16 an hour"),
        ("percentile-25", "$41,600"),
        ("percentile-75", "$64,070"),
        ("top-10-percent", "$80,950"),
        ("pay-range", "$41,600 to $64,070"),
    ],
)
def test_the_measure_that_was_asked_for_comes_first(ask: Ask, measure: str, figure: str) -> None:
    turn = ask("pay_national", measure=[measure])
    assert figure in turn.text.split("\n\n")[0]
    assert "no date" in turn.text
    assert "$50,250 a year in May 2024" in turn.text


def test_the_only_tenth_percentile_is_given_as_a_calculated_one(ask: Ask) -> None:
    turn = ask("pay_national", measure=["percentile-10"])
    assert "$29,268" in turn.text
    assert "exact multiple" in turn.text
    assert turn.facts >= {"profile.pay.us.percentile-10", "karma.pay.us.median"}


def test_an_average_is_answered_with_the_median_first(ask: Ask) -> None:
    first, second, *_ = ask("pay_national", measure=["mean"]).text.split("\n\n")
    assert "$50,250" in first
    assert "$53,658" in second
    assert "would not rely on it" in second


def test_two_measures_are_both_answered(ask: Ask) -> None:
    text = ask("pay_national", measure=["median", "top-10-percent"]).text
    assert text.index("$50,250") < text.index("$80,950")


def test_a_measure_of_another_topic_leaves_the_median(ask: Ask) -> None:
    assert "$50,250" in ask("pay_national", measure=["exam-fee"]).text


def test_a_state_makes_it_a_question_about_that_state(ask: Ask) -> None:
    assert ask("pay_national", state=["ohio"]).text.startswith("In Ohio")
