from dataclasses import replace
from decimal import Decimal

import pytest

from actions.computed import (
    count_above,
    difference,
    difference_to_nation,
    per_month,
    per_week,
    position,
)
from actions.errors import BindingError
from knowledge import KnowledgeBase


def test_a_difference_is_the_gap_in_either_order(knowledge: KnowledgeBase) -> None:
    texas = knowledge.fact("guide.pay.texas.median")
    florida = knowledge.fact("guide.pay.florida.median")
    assert difference(florida, texas).value == difference(texas, florida).value == 1240
    assert difference(texas, florida).figure == "$1,240"


def test_a_median_and_a_mean_are_never_compared(knowledge: KnowledgeBase) -> None:
    with pytest.raises(BindingError):
        difference(
            knowledge.fact("guide.pay.new-jersey.median"),
            knowledge.fact("profile.pay.new-jersey.mean"),
        )


def test_figures_of_two_dates_are_never_compared(knowledge: KnowledgeBase) -> None:
    texas = knowledge.fact("guide.pay.texas.median")
    with pytest.raises(BindingError):
        difference(texas, replace(texas, id="old", as_of="2019-09"))


def test_figures_of_two_documents_are_never_subtracted(knowledge: KnowledgeBase) -> None:
    with pytest.raises(BindingError):
        difference(knowledge.fact("guide.pay.texas.median"), knowledge.fact("karma.pay.us.median"))


def test_a_state_and_the_nation_are_subtracted_when_one_office_counted_both(
    knowledge: KnowledgeBase,
) -> None:
    national = knowledge.fact("karma.pay.us.median")
    gap = difference_to_nation(knowledge.fact("guide.pay.texas.median"), national)
    assert gap.figure == "$3,020"
    assert national in gap.cited


@pytest.mark.parametrize("changed", [{"as_of": "2024"}, {"basis": None}])
def test_a_gap_to_the_nation_needs_one_date_and_one_office(
    knowledge: KnowledgeBase, changed: dict[str, str | None]
) -> None:
    national = replace(knowledge.fact("karma.pay.us.median"), **changed)  # type: ignore[arg-type]
    with pytest.raises(BindingError):
        difference_to_nation(knowledge.fact("guide.pay.texas.median"), national)


def test_a_year_is_divided_into_months_and_weeks(knowledge: KnowledgeBase) -> None:
    national = knowledge.fact("karma.pay.us.median")
    assert per_month(national).figure == "$4,188"
    assert per_week(national).figure == "$966"


def test_only_yearly_pay_is_divided(knowledge: KnowledgeBase) -> None:
    with pytest.raises(BindingError):
        per_month(knowledge.fact("guide.pay.us.median-hourly"))


def test_the_position_counts_the_areas_above(knowledge: KnowledgeBase) -> None:
    ranking = knowledge.rank("state", "median", topic="pay_state")
    place = position(knowledge.fact("guide.pay.rhode-island.median"), ranking)
    assert [place.value, place.total] == [Decimal(2), Decimal(51)]


def test_equal_figures_share_a_position(knowledge: KnowledgeBase) -> None:
    ranking = knowledge.rank("state", "median", topic="pay_state")
    places = {
        position(knowledge.fact(f"guide.pay.{state}.median"), ranking).value
        for state in ("wyoming", "north-dakota")
    }
    assert len(places) == 1


def test_a_fact_outside_the_ranking_has_no_position(knowledge: KnowledgeBase) -> None:
    ranking = knowledge.rank("state", "median", topic="pay_state")
    with pytest.raises(BindingError):
        position(knowledge.fact("guide.pay.texas.top-10-percent"), ranking)


def test_twenty_four_areas_are_above_the_national_median(knowledge: KnowledgeBase) -> None:
    ranking = knowledge.rank("state", "median", topic="pay_state")
    count = count_above(knowledge.fact("karma.pay.us.median"), ranking)
    assert (count.value, count.total) == (Decimal(24), Decimal(51))


def test_a_range_has_no_single_figure_to_compute_with(knowledge: KnowledgeBase) -> None:
    low = knowledge.fact("guide.cost.certificate-program.tuition")
    with pytest.raises(BindingError):
        _ = difference(low, low).value
