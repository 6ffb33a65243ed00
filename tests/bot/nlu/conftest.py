"""What the tests of understanding share: the encoder, the vocabulary, a corrector."""

import warnings
from pathlib import Path

import pytest

# What old libraries say about each other while they are imported is not ours to fix.
with warnings.catch_warnings(record=True):
    import rasa.engine.recipes.default_recipe  # noqa: F401
    import spacy  # noqa: F401

from bot.nlu.correction import english_words
from bot.nlu.encoder import TOKENIZER_FILE, SentenceEncoder, whole_words
from bot.nlu.encoder_graph import build_encoder, weights_folder
from bot.nlu.spelling import SpellingCorrector
from bot.nlu.vocabulary import Alias, read_vocabulary

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
def corrector(aliases: list[Alias], general_words: list[str]) -> SpellingCorrector:
    examples = "hello how much is the salary of a medical coder and what does certification cost"
    pieces = [piece for alias in aliases for piece in alias.pieces if piece[0].isalpha()]
    shorthand = {"u": "you", "whats": "what's", "idk": "i don't know"}
    words = [*examples.split(), *pieces]
    return SpellingCorrector(words, general_words, shorthand, english_words())
