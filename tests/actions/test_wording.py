"""What must hold over all wording: no promises, easy to read, acronyms spelled out."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from actions.claims import AMOUNT
from actions.desk import OVERVIEWS, WORDING, Desk
from actions.places import CITY
from actions.recommendation import QUESTIONS as QUESTIONS_ASKED
from actions.registry import OVERVIEWS as OVERVIEW_INTENTS
from actions.registry import build_actions, topics_by_intent
from actions.topics.overview import PAGE
from knowledge import promises_in
from knowledge.formatting import numbers_in
from tests.actions.conftest import Ask
from tests.actions.reading import grade

HARDEST = 9.0
TOPICS_BY_INTENT = topics_by_intent()
DOMAIN = yaml.safe_load(Path("domain.yml").read_text(encoding="utf-8"))
QUESTIONS: list[tuple[str, dict[str, list[str]]]] = [
    ("pay_national", {}),
    *(
        ("pay_national", {"measure": [measure]})
        for measure in (
            "median-hourly",
            "mean",
            "percentile-10",
            "percentile-25",
            "percentile-75",
            "top-10-percent",
            "pay-range",
        )
    ),
    ("pay_state", {}),
    ("pay_state", {"state": ["district-of-columbia"]}),
    ("pay_state", {"state": ["south-carolina"], "measure": ["hourly"]}),
    ("pay_state", {"state": ["california"], "measure": ["top-10-percent"]}),
    ("compare_states", {}),
    ("compare_states", {"state": ["texas", "ohio"]}),
    ("compare_states", {"state": ["texas", "ohio", "utah"], "measure": ["top-10-percent"]}),
    ("rank_states", {}),
    ("rank_states", {"state": ["texas"]}),
    ("rank_states", {"measure": ["top-10-percent"]}),
    ("certification_choice", {}),
    ("certification_choice", {"workplace": ["hospital"], "role": ["coding-auditor"]}),
    ("certification_detail", {}),
    *(
        ("certification_detail", {"certification": [name]})
        for name in ("cpc", "cca", "ccs", "coc", "crc", "cic", "cpma", "cbcs", "rhit", "cpc-a")
    ),
    *(
        ("certification_detail", {"certification": [name], "measure": [measure]})
        for name in ("cpc", "cca", "ccs")
        for measure in ("exam-fee", "exam-format", "renewal-credits", "prerequisites", "issuer")
    ),
    *(
        (intent, {"program": [program]})
        for intent in ("training_time", "training_cost")
        for program in ("certificate-program", "associate-degree", "online-program", "whole-path")
    ),
    ("training_time", {}),
    ("training_cost", {}),
    ("remote_work", {}),
    ("remote_work", {"measure": ["remote-share"]}),
    *((intent, {}) for intent in OVERVIEW_INTENTS),
    ("certification_compare", {}),
    ("certification_compare", {"certification": ["crc", "cpma", "cic"]}),
    ("certification_compare", {"organization": ["aapc", "ahima"]}),
    ("capabilities", {}),
    ("out_of_scope", {}),
    ("speak_to_person", {}),
    ("personal", {}),
    ("diagnosis_code", {}),
    ("nlu_fallback", {"state": ["texas"]}),
    ("follow_up", {}),
    ("pay_state", {"city": ["Houston|texas"]}),
    ("pay_state", {"city": ["Portland|oregon|maine"]}),
    *(
        ("recommend_certification", {"place": [place], "experience": [experience]})
        for place in ("hospital", "office", "facility", "auditing", "risk-adjustment")
        for experience in ("some", "more")
    ),
    *(
        (
            "recommend_certification",
            {"place": ["any"], "experience": ["none"], "priority": [priority]},
        )
        for priority in ("cost", "speed", "recognition", "any")
    ),
]


def texts() -> list[tuple[str, str]]:
    """Return every piece of wording with its place."""
    found = []
    for path in (*sorted(WORDING.glob("*.yml")), *sorted(OVERVIEWS.glob("*.yml"))):
        found += _texts(yaml.safe_load(path.read_text(encoding="utf-8")), path.stem)
    for name, responses in DOMAIN["responses"].items():
        found += [(f"domain.{name}", response["text"]) for response in responses]
    return found


def _texts(value: Any, place: str) -> list[tuple[str, str]]:
    if isinstance(value, str):
        return [(place, value)]
    if isinstance(value, dict):
        return [pair for key, item in value.items() for pair in _texts(item, f"{place}.{key}")]
    if isinstance(value, list):
        return [pair for item in value for pair in _texts(item, place)]
    return []


def test_the_wording_promises_nothing() -> None:
    assert [(place, found) for place, text in texts() for found in promises_in(text)] == []


@pytest.mark.parametrize(("intent", "entities"), QUESTIONS)
def test_replies_are_easy_to_read(ask: Ask, intent: str, entities: dict[str, list[str]]) -> None:
    turn = ask(intent, **entities)
    # Official names can not be made easier, and stand in brackets.
    assert grade(re.sub(r" \([A-Z][^)]*\)", "", turn.text)) <= HARDEST
    for caution in turn.payload["disclaimers"]:
        assert grade(caution) <= HARDEST


@pytest.mark.parametrize(("intent", "entities"), QUESTIONS)
def test_acronyms_are_spelled_out_once(
    ask: Ask, desk: Desk, intent: str, entities: dict[str, list[str]]
) -> None:
    text = ask(intent, **entities).text
    for kind in ("certification", "organization"):
        for subject in desk.knowledge.subjects(kind):
            if subject.full_name and re.search(rf"(?<![\w-]){subject.name}(?![\w-])", text):
                longer = rf"{subject.full_name}(?! - Apprentice)"
                assert len(re.findall(longer, text)) == 1, subject.name


@pytest.mark.parametrize(("intent", "entities"), QUESTIONS)
def test_every_choice_can_be_answered(
    ask: Ask, intent: str, entities: dict[str, list[str]]
) -> None:
    for choice in ask(intent, **entities).payload["choices"]:
        assert choice["intent"] in DOMAIN["intents"]
        assert set(choice["entities"]) <= set(DOMAIN["entities"])
        follow_up = ask(choice["intent"], choice["title"], **choice["entities"])
        assert follow_up.text


@pytest.mark.parametrize(("intent", "entities"), QUESTIONS)
def test_a_reply_offers_at_most_three_choices_and_asks_nothing_twice(
    ask: Ask, intent: str, entities: dict[str, list[str]]
) -> None:
    choices = ask(intent, **entities).choices
    assert 1 <= len(choices) <= 3
    assert len(set(choices)) == len(choices)


def test_every_template_and_choice_is_used_by_a_topic() -> None:
    modules = (*Path("actions/topics").glob("*.py"), *Path("actions").glob("*.py"))
    code = "\n".join(path.read_text(encoding="utf-8") for path in modules)
    decisions = yaml.safe_load(Path("actions/recommendation.yml").read_text(encoding="utf-8"))
    picks = {line["certification"] for line in decisions["decisions"]}
    picks |= set(decisions["instead"].values())
    # Overviews name a choice of another topic as topic.name.
    overviews = "\n".join(path.read_text(encoding="utf-8") for path in OVERVIEWS.glob("*.yml"))
    # Some names are put together: f"two_{suffix}".
    made = {match.split("{")[0] for match in re.findall(r'f"(\w+_\{)', code)}
    for path in WORDING.glob("*.yml"):
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        for name in (*(data.get("templates") or {}), *(data.get("choices") or {})):
            if (path.stem == "suggestions" and name in TOPICS_BY_INTENT) or (
                path.stem == "recommendation" and name in picks
            ):
                continue
            whole = re.search(rf'"{name}"', code)
            made_up = any(name.startswith(start) for start in made)
            assert whole or made_up or f"{path.stem}.{name}" in overviews, f"{path.stem}.{name}"


def test_small_talk_has_the_shape_of_a_reply_and_no_figures() -> None:
    for name, responses in DOMAIN["responses"].items():
        for response in responses:
            custom = response["custom"]
            assert custom["text"] == response["text"], name
            assert (custom["schema"], custom["kind"]) == (1, "smalltalk")
            assert custom["facts"] == custom["sources"] == custom["disclaimers"] == []
            assert custom["chart"] is None
            assert numbers_in(response["text"]) == []
            for choice in custom["choices"]:
                assert choice["intent"] in DOMAIN["intents"]


def test_the_domain_knows_exactly_the_actions_that_exist(desk: Desk) -> None:
    assert set(DOMAIN["actions"]) == {action.name() for action in build_actions(desk)}


def test_the_domain_has_an_entity_for_every_kind_of_the_vocabulary(desk: Desk) -> None:
    kinds = {subject.kind for subject in desk.knowledge.subjects()}
    # What the documents say nothing about; these kinds are no part of the vocabulary.
    elsewhere = {name for name in DOMAIN["entities"] if name.startswith("other_")}
    assert set(DOMAIN["entities"]) == kinds | elsewhere | {PAGE, CITY, AMOUNT, *QUESTIONS_ASKED}


def test_every_intent_has_exactly_one_rule() -> None:
    rules = [
        rule["steps"]
        for path in sorted(Path("data/rules").glob("*.yml"))
        for rule in yaml.safe_load(path.read_text(encoding="utf-8"))["rules"]
    ]
    intents = [steps[0]["intent"] for steps in rules if "intent" in steps[0]]
    assert sorted(intents) == sorted([*DOMAIN["intents"], "nlu_fallback"])
    answers = {step["action"] for steps in rules for step in steps if "action" in step}
    by_the_form = {
        name for name in DOMAIN["actions"] if name.startswith(("validate", "action_ask"))
    }
    assert answers | by_the_form == {*DOMAIN["actions"], *DOMAIN["responses"], *DOMAIN["forms"]}
