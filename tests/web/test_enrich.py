"""What the knowledge adds to an answer."""

from pathlib import Path

import pytest

from knowledge import KnowledgeBase
from tests.web.standins import payload
from web.charts.gallery import Gallery
from web.enrich import Enrichment, sources_disagree
from web.library import Library
from web.payload import Payload


def of(text: str, **changes: object) -> Payload:
    return Payload.model_validate(payload(text, **changes))


def test_an_answer_with_two_answers_to_one_question_says_so(knowledge: KnowledgeBase) -> None:
    for conflict in knowledge.conflicts():
        for fact in conflict.differs:
            for other in conflict.standings:
                assert sources_disagree(knowledge, {fact, other}) is (fact != other)


@pytest.mark.parametrize(
    "facts",
    [
        set(),
        {"unknown"},
        {"guide.pay.texas.median", "guide.pay.ohio.median"},
        {"karma.pay.us.median", "guide.pay.us.median"},
        {"profile.pay.us.median"},
    ],
)
def test_an_answer_from_one_side_does_not(knowledge: KnowledgeBase, facts: set[str]) -> None:
    assert not sources_disagree(knowledge, facts)


def test_without_knowledge_an_answer_stays_as_it_is(tmp_path: Path) -> None:
    library = Library(tmp_path / "missing.sqlite")
    enrichment = Enrichment(library, Gallery(library, tmp_path))

    details = enrichment.details(of("Hello", chart={"name": "national-pay"}))

    assert details == {"chart": None, "disagree": False}
