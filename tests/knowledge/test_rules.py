from typing import Any

import pytest

from knowledge.loader import load
from knowledge.problems import KnowledgeError
from tests.knowledge.folder import Folder

CONFLICT: dict[str, Any] = {
    "id": "pay",
    "question": "What is the pay?",
    "leading": "guide.pay.us.median",
    "differs": ["guide.pay.texas.median"],
    "why": "It is newer.",
    "note": "Another page gives {guide.pay.texas.median}.",
}


def problems(folder: Folder) -> str:
    with pytest.raises(KnowledgeError) as caught:
        load(folder.save())
    return str(caught.value)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"id": "karma.pay.us.median"}, "the id must begin with guide."),
        ({"section": "Nowhere"}, "'Nowhere' is no section of guide-page"),
        ({"also_in": ["Nowhere"]}, "'Nowhere' is no section of guide-page"),
        ({"also_in": ["Pay"]}, "a section is named twice"),
        ({"unit": "months"}, "the unit months does not fit the measure median"),
        ({"unit": "none"}, "a figure needs a unit"),
        ({"high": 50250}, "is not below high"),
        ({"high": 50249}, "is not below high"),
        ({"high_unit": "years"}, "high_unit stands without high"),
        ({"high": 60000, "high_unit": "years"}, "only ranges of time may have two units"),
        ({"review_by": None}, "a dated figure needs review_by"),
        ({"statement": "Half earn more."}, "the placeholders of the statement must be {value}"),
        ({"statement": "From {low} to {high}, {value}."}, "the placeholders of the statement"),
        ({"statement": "Half earn more than {value} {sum}."}, "the placeholders of the statement"),
        ({"statement": "Half earn {value}, not 50,000."}, "the statement holds digits"),
        ({"note": "Printed 2 times."}, "the note holds digits"),
        ({"note": "It is {value}."}, "a note has no placeholders"),
        ({"statement": "You will earn {value}."}, "the statement promises pay: 'You will earn'"),
        ({"note": "This is guaranteed."}, "the note guarantees something"),
    ],
)
def test_refuses_a_fact(folder: Folder, changes: dict[str, Any], message: str) -> None:
    folder.fact.update(changes)
    assert message in problems(folder)


def test_a_claim_without_figures_has_no_unit_and_no_placeholder(folder: Folder) -> None:
    folder.add(unit="usd", statement="It is {value}.", approximate=True)
    found = problems(folder)
    assert "unit stands without low" in found
    assert "must be none" in found
    assert "open_ended and approximate need a figure" in found


def test_digits_of_known_names_may_stand_in_a_statement(folder: Folder) -> None:
    folder.add(statement="Coders use ICD-10-CM, often called ICD-10.")
    assert load(folder.save())


def test_low_and_high_are_compared_in_their_own_units(folder: Folder) -> None:
    folder.add(measure="duration", low=18, high=2, high_unit="years", statement="{value}")
    assert load(folder.save())
    folder.facts["guide-page/pay_national.yml"]["facts"][1]["low"] = 25
    assert "low 25 is not below high 2" in problems(folder)


def test_a_range_may_name_its_ends_apart(folder: Folder) -> None:
    folder.add(measure="duration", low=9, high=12, statement="From {low} to {high}.")
    assert load(folder.save())


def test_the_same_figure_is_recorded_once(folder: Folder) -> None:
    folder.add(measure="median", low=50250, statement="It is {value}.")
    assert "the same figure as guide.pay.us.median: record it once" in problems(folder)


def test_a_name_belongs_to_one_subject_of_a_kind(folder: Folder) -> None:
    folder.vocabulary["state"][1]["aliases"] = ["texas"]
    assert "ohio: the name 'texas' belongs to texas too" in problems(folder)


def test_aliases_are_lower_case(folder: Folder) -> None:
    folder.vocabulary["state"][1]["aliases"] = ["Buckeye State"]
    assert "must be in lower case" in problems(folder)


def test_a_measure_has_a_unit_that_exists(folder: Folder) -> None:
    folder.vocabulary["measure"][2]["unit"] = "miles"
    assert "description: unknown unit miles" in problems(folder)


def test_headings_are_short(folder: Folder) -> None:
    folder.sources[0]["sections"][2] = "one two three four five six seven eight"
    assert "is longer than seven words" in problems(folder)


def test_sources_have_shorts_of_their_own(folder: Folder) -> None:
    folder.sources.append({**folder.sources[0], "id": "other-page"})
    assert "short guide is taken by another source" in problems(folder)


def test_a_conflict_is_accepted(folder: Folder) -> None:
    folder.conflicts = [CONFLICT]
    assert load(folder.save()).conflicts[0].differs == ("guide.pay.texas.median",)


def test_a_fact_that_nobody_may_lead_is_accepted_alone(folder: Folder) -> None:
    folder.conflicts = [
        {**CONFLICT, "leading": None, "differs": [], "derived": ["guide.pay.texas.median"]}
    ]
    assert load(folder.save()).conflicts[0].leading is None


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"leading": "guide.pay.mars.median"}, "unknown fact guide.pay.mars.median"),
        ({"differs": [], "note": "One."}, "a conflict needs two facts"),
        ({"supporting": ["guide.pay.us.median"]}, "stands twice here"),
        ({"note": "It was {guide.pay.ohio.median@date}."}, "which is not in this conflict"),
        ({"note": "It was {guide.pay.texas.median@time}."}, "which is not in this conflict"),
        ({"note": "It is {guide.pay.ohio.median}."}, "which is not in this conflict"),
        ({"note": "It was 48,000."}, "the note holds digits"),
        ({"brief": "You will earn more."}, "the brief promises pay"),
        ({"question": "Is it {guide.pay.us.median}?"}, "the question has no placeholders"),
        ({"supporting": ["guide.claim.number-1"]}, "these figures cannot be compared"),
    ],
)
def test_refuses_a_conflict(folder: Folder, changes: dict[str, Any], message: str) -> None:
    folder.add(measure="duration", low=9, high=12, statement="{value}")
    folder.conflicts = [{**CONFLICT, **changes}]
    assert message in problems(folder)


def test_a_fact_belongs_to_one_conflict(folder: Folder) -> None:
    folder.conflicts = [CONFLICT, {**CONFLICT, "id": "pay-again"}]
    assert "guide.pay.us.median stands in pay too" in problems(folder)


def test_a_historical_figure_needs_no_review_date(folder: Folder) -> None:
    folder.fact["review_by"] = None
    sides = {"leading": "guide.pay.texas.median", "differs": []}
    folder.conflicts = [{**CONFLICT, **sides, "historical": ["guide.pay.us.median"]}]
    assert load(folder.save())
