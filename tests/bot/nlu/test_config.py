"""config.yml names intents and kinds that exist."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.nlu.elsewhere import CODE, COUNTRY, OCCUPATION

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def domain() -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
    return content


@pytest.fixture(scope="module")
def settings() -> dict[str, Any]:
    config = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))
    (found,) = [one for one in config["pipeline"] if one["name"].endswith("IntentClassifier")]
    return dict(found)


@pytest.mark.parametrize(
    "name",
    ["polite", "aside", "leaning", "gathering", "of_country", "of_occupation", "of_code"],
)
def test_every_intent_of_the_settings_is_in_the_domain(
    domain: dict[str, Any], settings: dict[str, Any], name: str
) -> None:
    assert settings[name]
    assert set(settings[name]) <= set(domain["intents"])


def test_every_kind_of_the_settings_is_in_the_domain(
    domain: dict[str, Any], settings: dict[str, Any]
) -> None:
    kinds = {*settings["background"], *settings["stand_ins"], COUNTRY, OCCUPATION, CODE}
    assert kinds <= set(domain["entities"])


def test_every_intent_of_a_family_is_in_the_domain_or_made_by_the_dialogue(
    domain: dict[str, Any], settings: dict[str, Any]
) -> None:
    families = yaml.safe_load((ROOT / settings["families"]).read_text(encoding="utf-8"))
    listed = [intent for intents in families.values() for intent in intents]
    assert len(listed) == len(set(listed))
    assert set(listed) - set(domain["intents"]) == {"ask_place", "ask_state", "pay_billing"}


def test_every_context_of_the_training_data_is_a_family_or_a_topic(
    domain: dict[str, Any], settings: dict[str, Any]
) -> None:
    families = yaml.safe_load((ROOT / settings["families"]).read_text(encoding="utf-8"))
    blocks = [
        block
        for file in (ROOT / "data" / "nlu").rglob("*.yml")
        for block in yaml.safe_load(file.read_text(encoding="utf-8"))["nlu"]
    ]
    named = {block["metadata"]["after"] for block in blocks if "after" in block.get("metadata", {})}
    topics = {intent for intents in families.values() for intent in intents}
    assert named <= set(families) | (topics & set(domain["intents"]))
