"""What the tests of understanding share: the encoder, the vocabulary, a corrector."""

import warnings
from pathlib import Path
from typing import Any

import pytest
import yaml

# What old libraries say about each other while they are imported is not ours to fix.
with warnings.catch_warnings(record=True):
    import rasa.engine.recipes.default_recipe  # noqa: F401
    import spacy  # noqa: F401

from bot.nlu.elsewhere import elsewhere, read_elsewhere
from bot.nlu.encoder import TOKENIZER_FILE, SentenceEncoder, whole_words
from bot.nlu.encoder_graph import build_encoder
from bot.nlu.encoder_weights import weights_folder
from bot.nlu.geonames import country_names
from bot.nlu.spelling import SpellingCorrector
from bot.nlu.vocabulary import Alias, read_vocabulary
from bot.nlu.word_lists import collect
from bot.nlu.word_lists import corrector as build

ROOT = Path(__file__).parents[3]
ENCODER_CACHE = ROOT / ".rasa" / "encoder"


@pytest.fixture(scope="session")
def encoder_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("encoder")
    build_encoder(folder, ENCODER_CACHE)
    return folder


@pytest.fixture(scope="session")
def encoder(encoder_folder: Path) -> SentenceEncoder:
    return SentenceEncoder(encoder_folder)


@pytest.fixture(scope="session")
def general_words() -> list[str]:
    return whole_words(weights_folder() / TOKENIZER_FILE)


@pytest.fixture(scope="session")
def aliases() -> list[Alias]:
    return read_vocabulary(ROOT / "knowledge" / "vocabulary")


@pytest.fixture(scope="session")
def word_lists(aliases: list[Alias], general_words: list[str]) -> dict[str, Any]:
    data = yaml.safe_load((ROOT / "data" / "nlu" / "pay.yml").read_text(encoding="utf-8"))
    blocks = [block["examples"] for block in data["nlu"]]
    texts = [line.removeprefix("- ") for block in blocks for line in block.splitlines()]
    texts += ["hello", "hello there", "hello"] * 3 + [
        "how much is certification",
        "is certification worth it",
        "the cpc exam fee",
    ]
    shorthand = {"u": "you", "im": "i'm", "whats": "what's", "idk": "i don't know", "teh": "the"}
    places = ["Houston", "Waukesha", "nyc"]
    others = elsewhere(read_elsewhere(), country_names().values(), aliases)
    cities = ["Minneapolis", "Tucson", "Denver"]
    return collect(texts, general_words, aliases, others, places, cities, shorthand)


@pytest.fixture(scope="session")
def corrector(word_lists: dict[str, Any]) -> SpellingCorrector:
    return build(word_lists)
