"""Which answers carry a chart, and that the gateway can draw each of them."""

import pytest

from knowledge import KnowledgeBase
from tests.actions.conftest import Ask
from web.charts import describe
from web.charts.request import check_request


@pytest.mark.parametrize(
    ("action", "entities", "name", "states"),
    [
        ("compare_states", {"state": ["texas", "ohio"]}, "states", ["ohio", "texas"]),
        ("rank_states", {}, "pay-by-state", []),
        ("pay_national", {}, "national-pay", []),
        ("training_cost", {}, "program-cost", []),
        ("training_time", {}, "program-time", []),
    ],
)
def test_an_answer_names_a_chart_that_the_gateway_can_draw(
    ask: Ask,
    knowledge: KnowledgeBase,
    action: str,
    entities: dict[str, list[str]],
    name: str,
    states: list[str],
) -> None:
    named = ask(action, **entities).payload["chart"]

    assert (named["name"], named["states"]) == (name, states)
    assert describe(knowledge, check_request(knowledge, **named)).rows


def test_a_ranking_by_the_best_paid_tenth_is_drawn_by_it(ask: Ask) -> None:
    turn = ask(
        "rank_states", text="which state is best for top earners", measure=["top-10-percent"]
    )

    assert turn.payload["chart"]["measure"] == "top-10-percent"


def test_an_answer_about_one_state_carries_no_chart(ask: Ask) -> None:
    assert ask("pay_state", state=["texas"]).payload["chart"] is None


def test_more_states_than_a_chart_holds_are_compared_in_words_only(
    ask: Ask, knowledge: KnowledgeBase
) -> None:
    states = [state.id for state in knowledge.subjects("state")][:11]

    assert ask("compare_states", state=states).payload["chart"] is None
