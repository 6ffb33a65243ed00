"""What a chart says in words, in its table and in its bars is what the knowledge says."""

from typing import Any

import pytest

from knowledge import Fact, KnowledgeBase, promises_in
from knowledge.formatting import numbers_in
from web.charts import Chart, describe
from web.charts.content import FILE
from web.charts.request import check_request

ALL: list[tuple[str, dict[str, Any]]] = [
    ("pay-by-state", {}),
    ("pay-by-state", {"measure": "top-10-percent"}),
    ("states", {"states": ["texas", "california", "district-of-columbia"]}),
    ("national-pay", {}),
    ("program-cost", {}),
    ("program-time", {}),
]


def chart(knowledge: KnowledgeBase, name: str, **more: Any) -> Chart:
    return describe(knowledge, check_request(knowledge, name, **more))


@pytest.mark.parametrize(("name", "more"), ALL)
def test_every_number_of_a_chart_is_a_number_of_a_fact(
    knowledge: KnowledgeBase, name: str, more: dict[str, Any]
) -> None:
    one = chart(knowledge, name, **more)
    known = {
        token
        for fact in knowledge.facts()
        for token in numbers_in(f"{fact.figure or ''} {fact.as_of_text or ''}")
    }
    said = [one.title, one.summary, one.source, one.caution or "", *sum(one.rows, ())]
    said += [bar.figure for bar in one.bars]
    said += [one.line[1]] if one.line else []

    assert set(numbers_in(" ".join(said))) <= known


@pytest.mark.parametrize(("name", "more"), ALL)
def test_words_table_and_bars_give_the_same_figures(
    knowledge: KnowledgeBase, name: str, more: dict[str, Any]
) -> None:
    one = chart(knowledge, name, **more)
    table = " ".join(" ".join(row) for row in one.rows)

    assert all(bar.figure in table for bar in one.bars)
    assert set(numbers_in(one.summary)) <= set(numbers_in(table))
    assert all(len(row) == len(one.columns) for row in one.rows)


@pytest.mark.parametrize(("name", "more"), ALL)
def test_a_chart_names_its_sources_and_promises_nothing(
    knowledge: KnowledgeBase, name: str, more: dict[str, Any]
) -> None:
    one = chart(knowledge, name, **more)

    assert any(source.title in one.source for source in knowledge.sources())
    assert promises_in(f"{one.title}. {one.summary} {one.caution or ''}") == []


def test_all_states_stand_in_order_with_both_figures(knowledge: KnowledgeBase) -> None:
    one = chart(knowledge, "pay-by-state")

    assert one.rows[0] == ("The District of Columbia", "$64,690 a year", "$123,410 a year")
    assert len(one.rows) == 51
    heights = [bar.low for bar in one.bars]
    assert heights == sorted(heights, reverse=True)
    assert one.line == (50250.0, "Nation: $50,250 a year")


def test_the_states_keep_the_order_of_the_question(knowledge: KnowledgeBase) -> None:
    one = chart(knowledge, "states", states=["texas", "california"])

    assert [row[0] for row in one.rows] == ["Texas", "California"]
    assert [bar.series for bar in one.bars] == [0, 1, 0, 1]
    assert "California $59,700 a year" in one.summary


def test_figures_that_seem_to_be_calculated_are_no_bars(knowledge: KnowledgeBase) -> None:
    for name, more in ALL:
        one = chart(knowledge, name, **more)
        for fact in knowledge.facts(standing="derived"):
            assert str(fact.figure) not in sum(one.rows, ())


def test_another_pages_time_stands_beside_the_leading_one(knowledge: KnowledgeBase) -> None:
    one = chart(knowledge, "program-time")

    bars = {bar.figure: bar for bar in one.bars}
    assert (bars["9 to 12 months"].low, bars["9 to 12 months"].high) == (9, 12)
    assert (bars["18 months to 4.5 years"].low, bars["18 months to 4.5 years"].high) == (18, 54)
    assert bars["2 years"].low == 24
    assert (bars["9 to 12 months"].series, bars["4 to 9 months"].series) == (0, 1)
    assert len(one.series) == 2


def test_a_chart_in_a_message_has_its_three_parts(knowledge: KnowledgeBase) -> None:
    message = chart(knowledge, "states", states=["texas", "ohio"]).as_message()

    assert set(message) == {"url", "summary", "table"}
    assert message["url"].startswith("/charts/states.svg?states=texas,ohio&v=")
    assert message["table"]["columns"][0] == "State"
    assert message["table"]["rows"][1][0] == "Ohio"


def test_the_words_hold_no_figures_of_their_own() -> None:
    lines = [line for line in FILE.read_text().splitlines() if not line.startswith("#")]
    # The names of measures hold digits: they are keys, not words.
    words = [line.partition(": ")[2] if ": " in line else line for line in lines]

    assert numbers_in(" ".join(word for word in words if not word.endswith(":"))) == []


def test_leading_facts_only_where_pages_agree(knowledge: KnowledgeBase) -> None:
    facts: list[Fact] = knowledge.facts(kind="program", measure="tuition", standing="leading")

    assert len(chart(knowledge, "program-cost").bars) == len(facts)
    assert chart(knowledge, "program-cost").series == ()
