"""The pipeline component that corrects a message once, for all components behind it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import yaml
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.cities import well_known
from bot.nlu.elsewhere import FILE as _ELSEWHERE
from bot.nlu.elsewhere import elsewhere, read_elsewhere
from bot.nlu.encoder import TOKENIZER_FILE, whole_words
from bot.nlu.geonames import country_names, us_places
from bot.nlu.spelling import Correction, SpellingCorrector
from bot.nlu.vocabulary import read_vocabulary, vocabulary_hash
from bot.nlu.word_lists import collect, corrector
from bot.nlu.words import plain_letters

# The property of a message that holds its Correction.
CORRECTION = "correction"

_SHORTHAND = Path(__file__).with_name("shorthand.yml")
_SPECIAL_CITIES = Path(__file__).with_name("cities.yml")
_WORDS_FILE = "words.json"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class MessageCorrector(GraphComponent):
    """Learns the words of the subject and corrects the spelling of messages."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the settings.

        `vocabulary` is the folder of the vocabulary files; `foreign` are the intents whose
        examples are not English.
        """
        return {"vocabulary": "knowledge/vocabulary", "foreign": ["other_language"]}

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Return a hash of the files that Rasa's training cache does not know about."""
        folder = config.get("vocabulary", cls.get_default_config()["vocabulary"])
        lists = (_SHORTHAND, _SPECIAL_CITIES, _ELSEWHERE)
        read = [one.read_text(encoding="utf-8") for one in lists]
        return vocabulary_hash(Path(folder)) + "".join(read)

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        """Keep the settings; use `create` or `load`."""
        self._config = config
        self._storage = storage
        self._resource = resource
        self._corrector: SpellingCorrector | None = None

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> MessageCorrector:
        """Return an untrained component."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> MessageCorrector:
        """Return a component with the word lists of the trained model."""
        component = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            lists = json.loads((folder / _WORDS_FILE).read_text(encoding="utf-8"))
        component._corrector = corrector(lists)
        return component

    def train(self, training_data: TrainingData) -> Resource:
        """Collect the words of the vocabulary, of the examples and of English.

        Raises:
            VocabularyError: a vocabulary file cannot be used.
            EncoderWeightsError: the package with the tokenizer is not installed.
        """
        # Only training may need the weights' package.
        from bot.nlu.encoder_weights import weights_folder

        general = whole_words(weights_folder() / TOKENIZER_FILE)
        texts = [
            example.get(TEXT)
            for example in training_data.training_examples
            if example.get(TEXT) and example.get(INTENT) not in self._config["foreign"]
        ]
        aliases = read_vocabulary(Path(self._config["vocabulary"]))
        shorthand = yaml.safe_load(_SHORTHAND.read_text(encoding="utf-8"))["replacements"]
        others = elsewhere(read_elsewhere(), country_names().values(), aliases)
        special = yaml.safe_load(_SPECIAL_CITIES.read_text(encoding="utf-8"))
        records = us_places()
        places = [*(place["name"] for place in records), *special["nicknames"]]
        cities = well_known(records, special)
        lists = collect(texts, general, aliases, others, places, cities, shorthand)
        with self._storage.write_to(self._resource) as folder:
            (folder / _WORDS_FILE).write_text(json.dumps(lists), encoding="utf-8")
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Give every message its CORRECTION."""
        for message in messages:
            message.set(CORRECTION, self._correct(message.get(TEXT) or ""))
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Give every training example its CORRECTION."""
        self.process(training_data.training_examples)
        return training_data

    def _correct(self, text: str) -> Correction:
        assert self._corrector is not None, "the component has not been loaded"  # noqa: S101
        return self._corrector.correct(plain_letters(text))
