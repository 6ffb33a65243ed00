import copy
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from actions.desk import OVERVIEWS, WORDING, Desk
from actions.errors import WordingError
from actions.overview_files import load_overviews
from actions.overviews import Overviews
from actions.registry import OVERVIEWS as INTENTS
from actions.templates import load_wording
from knowledge import KnowledgeBase

FACT = "profile.ccs.level"
GOOD: dict[str, Any] = {"intent": "duties", "title": "Duties", "topics": ["duties"], "lead": [FACT]}


def load(folder: Path, **changes: Any) -> Overviews:
    data = {**copy.deepcopy(GOOD), **changes}
    (folder / "duties.yml").write_text(yaml.safe_dump(data), encoding="utf-8")
    return load_overviews(folder, load_wording(WORDING))


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"intent": "skills"}, "intent must equal the file name"),
        ({"title": ""}, "a title and topics are needed"),
        ({"title": "The 3 duties"}, "digit"),
        ({"colour": "red"}, "unknown keys"),
        ({"lead": [{"text": "Pay is $50,250.", "facts": [FACT]}]}, "digit"),
        ({"lead": [{"own": "There are 3."}]}, "digit"),
        ({"lead": [{"text": "Coders read."}]}, "must rest on at least one fact"),
        ({"lead": [{"text": "Coders read {profile.ccs.level:price}."}]}, "no attribute price"),
        ({"lead": [{"text": "Coders read.", "facts": [FACT], "say": 1}]}, "unknown keys"),
        ({"intro": "The 3 duties:"}, "digit"),
        ({"items": [FACT] * 6}, "more than 5 items"),
        ({"disclaimers": ["none_such"]}, "unknown disclaimers"),
        ({"choices": ["pay_state.none_such"]}, "there is no choice pay_state.none_such"),
        ({"unsaid": [{"own": "Not here."}]}, "words are needed"),
        ({"by_aspect": {"books": {"words": ["("], "lead": [FACT]}}}, "by_aspect"),
        ({"missing": {"role": "No 3."}}, "digit"),
    ],
)
def test_bad_overviews_are_refused_with_file_and_place(
    tmp_path: Path, changes: dict[str, Any], complaint: str
) -> None:
    with pytest.raises(WordingError, match=complaint) as error:
        load(tmp_path, **changes)
    assert "duties.yml" in str(error.value)


@pytest.mark.parametrize(
    "changes",
    [
        {"lead": ["profile.none.such"]},
        {"items": [{"text": "Coders read.", "facts": ["profile.none.such"]}]},
        {"differ": ["profile.none.such"]},
        {"topics": ["none_such"]},
        {"by_subject": {"none-such": {"lead": [FACT]}}},
    ],
)
def test_what_the_knowledge_does_not_have_is_refused_with_the_file(
    tmp_path: Path, knowledge: KnowledgeBase, changes: dict[str, Any]
) -> None:
    overviews = load(tmp_path, **changes)
    with pytest.raises(WordingError, match=r"duties\.yml.*none"):
        overviews.check(knowledge)


def test_a_good_overview_is_read(tmp_path: Path, knowledge: KnowledgeBase) -> None:
    overviews = load(tmp_path)
    overviews.check(knowledge)
    assert overviews.by_intent["duties"].general.lead[0].fact == FACT


def test_the_registry_knows_every_file() -> None:
    assert sorted(INTENTS) == sorted(path.stem for path in OVERVIEWS.glob("*.yml"))


def test_a_title_that_is_picked_leads_to_the_general_answer(desk: Desk) -> None:
    for overview in desk.overviews.values():
        patterns = [words for words, _ in overview.unsaid]
        assert not any(words.search(overview.title) for words in patterns), overview.intent


def test_our_own_words_copy_no_fact(desk: Desk) -> None:
    """A sentence that a fact has already should name the fact, so that it changes with it."""
    statements = {re.sub(r"\W+", " ", fact.statement.lower()) for fact in desk.knowledge.facts()}
    own = {
        name: re.sub(r"\W+", " ", template.text.lower())
        for (topic, name), template in desk.wording.templates.items()
        if topic == "overview" and not template.claim
    }
    assert [name for name, text in own.items() if text in statements] == []
