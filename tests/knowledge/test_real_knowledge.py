"""The knowledge that ships: valid, built, and proven by the documents where they are present."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from knowledge import Fact, KnowledgeBase, grounding, originality
from knowledge.loader import FOLDER, Knowledge, load
from knowledge.rules import naming_words

DOCUMENTS = FOLDER.parent.parent / "shared" / "documents"
WHERE = "../shared/documents"


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load()


@pytest.fixture(scope="module")
def base(knowledge: Knowledge) -> KnowledgeBase:
    return KnowledgeBase.of(knowledge)


@pytest.fixture
def documents(capsys: pytest.CaptureFixture[str]) -> Path:
    if not DOCUMENTS.is_dir():
        with capsys.disabled():
            print(f"\n*** NOT GROUNDED: {WHERE} is absent, no figure was proven. ***")
        pytest.skip(f"{WHERE} is absent: the figures were NOT compared with the documents")
    return DOCUMENTS


def test_every_figure_stands_in_its_document(knowledge: Knowledge, documents: Path) -> None:
    names = naming_words(knowledge.subjects)
    report = grounding.examine(knowledge.facts, knowledge.sources, documents, names)
    assert [str(problem) for problem in report.problems] == []
    assert report.grounded == report.figures > 200


def test_no_text_is_copied_from_the_documents(knowledge: Knowledge, documents: Path) -> None:
    assert originality.check(knowledge, documents) == []


def test_the_table_of_states_is_complete(base: KnowledgeBase) -> None:
    assert len(base.subjects("state")) == 51
    for measure in ("median", "top-10-percent"):
        assert len(base.rank("state", measure, "pay_state")) == 51


def test_the_highest_medians_are_ranked_by_median(base: KnowledgeBase) -> None:
    ids = [fact.subject.id for fact in base.rank("state", "median", "pay_state")[:3]]
    assert ids == ["district-of-columbia", "rhode-island", "hawaii"]


def test_every_text_is_complete(base: KnowledgeBase) -> None:
    for fact in base.facts():
        assert not set("{}") & set(fact.text)


def _times(factor: int) -> Callable[[Fact], Fact | None]:
    return lambda fact: replace(fact, low=fact.low * factor) if fact.low else None


WRONG: dict[str, Callable[[Fact], Fact | None]] = {
    "one more": lambda fact: replace(fact, low=fact.low + 1) if fact.low else None,
    "a digit more": _times(10),
    "only the low end": lambda fact: replace(fact, high=None) if fact.high else None,
    "only the high end": lambda fact: (
        replace(fact, low=fact.high, high=None, unit=fact.high_unit or fact.unit)
        if fact.high
        else None
    ),
    "a higher end": lambda fact: replace(fact, high=fact.high + 1) if fact.high else None,
    "another year": lambda fact: replace(fact, as_of="2031") if fact.as_of else None,
    "the other column": lambda fact: (
        replace(fact, column=1 - fact.column) if fact.column is not None else None
    ),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_no_wrong_figure_would_be_grounded(
    knowledge: Knowledge, documents: Path, wrong: str
) -> None:
    figures = (fact for fact in knowledge.facts if fact.low is not None)
    facts = [fact for fact in map(WRONG[wrong], figures) if fact is not None]
    names = naming_words(knowledge.subjects)
    found = {problem.id for problem in grounding.check(facts, knowledge.sources, documents, names)}
    assert facts
    assert [fact.id for fact in facts if fact.id not in found] == []
