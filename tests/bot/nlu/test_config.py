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
