import datetime
import pickle
from decimal import Decimal

import pytest

from knowledge import Fact, KnowledgeBase, Subject
from tests.knowledge.folder import Folder


@pytest.fixture
def median(folder: Folder) -> Fact:
    return KnowledgeBase.in_memory(folder.save()).fact("guide.pay.us.median")


def test_a_fact_reads_as_a_sentence_with_its_figure(median: Fact) -> None:
    assert median.text == "Half of the workers earn more than $50,250 a year."
    assert median.figure == "$50,250 a year"
    assert median.numbers == (Decimal(50250),)
    assert median.as_of_text == "May 2024"


def test_a_fact_is_due_after_its_review_date_only(median: Fact) -> None:
    assert not median.is_due(datetime.date(2026, 4, 30))
    assert median.is_due(datetime.date(2026, 5, 1))


def test_a_claim_without_figures_has_none(folder: Folder) -> None:
    folder.add(as_of=None)
    claim = KnowledgeBase.in_memory(folder.save()).fact("guide.claim.number-1")
    assert (claim.figure, claim.numbers, claim.as_of_text) == (None, (), None)


def test_the_ends_of_a_range_can_stand_apart_in_a_sentence(folder: Folder) -> None:
    folder.add(
        measure="duration",
        low=18,
        high=2,
        high_unit="years",
        statement="At least {low}, up to {high}.",
    )
    fact = KnowledgeBase.in_memory(folder.save()).fact("guide.claim.number-1")
    assert fact.text == "At least 18 months, up to 2 years."
    assert fact.unit == "months"


def test_the_names_of_a_subject_include_all_that_is_written() -> None:
    subject = Subject(
        id="cpc",
        kind="certification",
        name="CPC",
        full_name="Certified Coder",
        aliases=("cpc", "c p c"),
    )
    assert subject.names == ("cpc", "certified coder", "c p c")


def test_a_fact_can_be_copied_to_another_process(median: Fact) -> None:
    assert pickle.loads(pickle.dumps(median)) == median
