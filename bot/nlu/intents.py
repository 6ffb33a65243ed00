"""The pipeline component that decides what a message asks for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RANKING_KEY, METADATA, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.background import Background, Entity, entities_of
from bot.nlu.choosing import Judged, Rules
from bot.nlu.classifier import SentenceClassifier, Settings
from bot.nlu.clause_reader import About, ClauseReader, Heard
from bot.nlu.contexts import ABOUT, TOPIC
from bot.nlu.correction import CORRECTION
from bot.nlu.elsewhere import CODE, COUNTRY, EMPLOYER, OCCUPATION, read_elsewhere
from bot.nlu.encoder import SentenceEncoder
from bot.nlu.entities import MATCHES
from bot.nlu.example_vectors import encode_examples
from bot.nlu.labels import Label, Ranking
from bot.nlu.learning import learn
from bot.nlu.reading import read
from bot.nlu.scope import ASPECTS, Scope
from bot.nlu.spelling import Correction

# The property of a parsed message that lists its questions.
CLAUSES = "clauses"

_LEARNING = (
    "ngram_weight",
    "mark_weight",
    "stiffness",
    "sharpness",
    "context_weight",
    "topic_weight",
    "aspect_share",
    "inner_step",
)
_FALLBACK = "nlu_fallback"
_FAMILIES_FILE = "families.json"
_CLAUSE_RANKING = 5


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class SentenceIntentClassifier(IntentClassifier, GraphComponent):
    """Sentence vectors and character n-grams, an honest confidence, a clause for each question."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the settings.

        The first eight are those of bot.nlu.classifier.Settings; `stand_ins` lists for a kind of
        entity the names that replace it before the sentence is judged; `fallback`, which is to
        be the threshold of FallbackClassifier, `certain`, `polite`, `aside` and `leaning` are those
        of bot.nlu.choosing.Rules, `background` and `gathering` those of bot.nlu.background;
        `families` is a file with the intents of each family, or null;
        `of_country`, `of_occupation`, `of_code` and `of_employer` are the intents of bot.nlu.scope;
        `ranking_length` is how many intents are reported; `tuning_epochs` is how often the
        encoder looks at each example to learn from it, or 0 to leave it as it is;
        `encoder_cache` is a folder that keeps the quantised encoder between trainings, or null.
        """
        return {
            "ngram_weight": 0.7,
            "mark_weight": 0.45,
            "stiffness": 0.1,
            "sharpness": 8.0,
            "context_weight": 1.0,
            "topic_weight": 1.5,
            "aspect_share": 0.18,
            "inner_step": 1,
            "stand_ins": {},
            "fallback": 0.4,
            "certain": 0.5,
            "polite": [],
            "aside": [],
            "leaning": [],
            "families": None,
            "background": [],
            "of_country": [],
            "of_occupation": [],
            "of_code": [],
            "of_employer": [],
            "gathering": [],
            "ranking_length": 10,
            "tuning_epochs": 0,
            "encoder_cache": ".rasa/encoder",
        }

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        """Keep the settings; use `create` or `load`."""
        self._config = {**self.get_default_config(), **config}
        self._storage = storage
        self._resource = resource
        self._reader: ClauseReader | None = None
        self._background = Background(
            frozenset(self._config["background"]), frozenset(self._config["gathering"])
        )

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentenceIntentClassifier:
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
    ) -> SentenceIntentClassifier:
        """Return a component with the encoder and the classifier of the trained model."""
        component = cls(config, model_storage, resource)
        settings = component._config
        rules = Rules(
            fallback=float(settings["fallback"]),
            certain=float(settings["certain"]),
            polite=frozenset(settings["polite"]),
            aside=frozenset(settings["aside"]),
            leaning=frozenset(settings["leaning"]),
            elsewhere=frozenset(ASPECTS.values()),
        )
        with model_storage.read_from(resource) as folder:
            families = json.loads((folder / _FAMILIES_FILE).read_text(encoding="utf-8"))
            component._reader = ClauseReader(
                SentenceEncoder(folder),
                SentenceClassifier.load(folder),
                settings["stand_ins"],
                replace(rules, families=families),
                Scope(
                    read_elsewhere(),
                    {
                        COUNTRY: settings["of_country"],
                        OCCUPATION: settings["of_occupation"],
                        CODE: settings["of_code"],
                        EMPLOYER: settings["of_employer"],
                    },
                ),
            )
        return component

    def train(self, training_data: TrainingData) -> Resource:
        """Write the encoder, learn from the examples and put both into the model.

        Raises:
            EncoderWeightsError: the packaged weights are missing or are other ones.
            MetadataError: a block of examples has metadata that nobody reads.
            TooFewIntentsError: fewer than two intents have examples.
        """
        # Serving needs neither onnx nor the weights.
        from bot.nlu.encoder_graph import build_encoder

        examples = [one for one in training_data.intent_examples if one.get(TEXT)]
        stand_ins = self._config["stand_ins"]
        readings = [read(one.get(CORRECTION), one.get(MATCHES), stand_ins) for one in examples]
        labels = [Label.of(one.get(INTENT), one.get(METADATA)) for one in examples]
        cache = Path(self._config["encoder_cache"]) if self._config["encoder_cache"] else None
        families = self._config["families"]
        known = _families(Path(families)) if families else {}
        tuned = None
        if self._config["tuning_epochs"]:
            from bot.nlu.tuning import Examples, tune

            tuned = tune(Examples.of(readings, labels, known), self._config["tuning_epochs"])
        with self._storage.write_to(self._resource) as folder:
            build_encoder(folder, cache, tuned)
            classifier = learn(
                readings,
                encode_examples(SentenceEncoder(folder), [one.text for one in readings]),
                labels,
                Settings(**{name: self._config[name] for name in _LEARNING}),
                known,
            )
            classifier.save(folder)
            (folder / _FAMILIES_FILE).write_text(json.dumps(known), encoding="utf-8")
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the questions of each message, its CLAUSES, and the intents of the first of them."""
        assert self._reader is not None, "the component has not been loaded"  # noqa: S101
        for message in messages:
            correction = message.get(CORRECTION)
            told = message.get(METADATA)
            chosen = self._reader.clauses(
                Heard(correction, message.get(MATCHES), _topic(told), _about(told))
            )
            entities = entities_of(chosen, message.get(ENTITIES, []), self._background)
            clauses = [
                self._clause(one, correction, named)
                for one, named in zip(chosen, entities, strict=True)
            ]
            best = chosen[0].ranking[: self._config["ranking_length"]]
            intents = [{"name": one.intent, "confidence": one.confidence} for one in best]
            message.set(INTENT, dict(intents[0]), add_to_output=True)
            message.set(INTENT_RANKING_KEY, intents, add_to_output=True)
            message.set(CLAUSES, clauses, add_to_output=True)
        return messages

    def _clause(
        self, judged: Judged, correction: Correction, entities: list[Entity]
    ) -> dict[str, Any]:
        alone = self._guesses(judged.ranking)
        return {
            # Without its slips, so that everybody who reads it understands it alike.
            "text": read(correction, (), {}, judged.piece.spans).text,
            "intent": dict(alone[0]),
            "ranking": alone,
            "after": {context: self._guesses(one) for context, one in judged.after.items()},
            ABOUT: self._guesses(judged.about) if judged.about else [],
            "entities": entities,
        }

    def _guesses(self, ranking: Ranking) -> list[dict[str, Any]]:
        """Return the best guesses, before them what FallbackClassifier says of a message."""
        guesses: list[dict[str, Any]] = [
            {"name": one.intent, "confidence": one.confidence}
            | ({"aspect": one.aspect} if one.aspect else {})
            for one in ranking[:_CLAUSE_RANKING]
        ]
        if ranking[0].confidence < self._config["fallback"]:
            guesses.insert(0, {"name": _FALLBACK, "confidence": self._config["fallback"]})
        return guesses[:_CLAUSE_RANKING]


def _topic(metadata: object) -> str:
    """Return the intent that was answered last, as the channel tells with a message."""
    topic = metadata.get(TOPIC) if isinstance(metadata, Mapping) else None
    return topic if isinstance(topic, str) else ""


def _about(metadata: object) -> About | None:
    """Return what was told of last, as the channel tells with a message."""
    told = metadata.get(ABOUT) if isinstance(metadata, Mapping) else None
    return About(told["names"], tuple(told["marks"])) if told else None


def _families(file: Path) -> dict[str, str]:
    """Return the family of each intent that a file of families names."""
    listed = yaml.safe_load(file.read_text(encoding="utf-8"))
    return {intent: family for family, intents in listed.items() for intent in intents}
