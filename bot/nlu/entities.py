"""The pipeline component that finds states, cities, certifications, sums and other subjects."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import yaml
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.amounts import find_amounts
from bot.nlu.cities import CITY, STATE, Care, City, CityFinder, us_cities
from bot.nlu.correction import CORRECTION
from bot.nlu.elsewhere import FILE as _ELSEWHERE
from bot.nlu.elsewhere import elsewhere, foreign_cities, read_elsewhere
from bot.nlu.geonames import country_names, us_places
from bot.nlu.matching import Match, VocabularyMatcher
from bot.nlu.spelling import is_can
from bot.nlu.vocabulary import Alias, read_vocabulary, states_by_code, vocabulary_hash

# The property of a message that holds its list of Match.
MATCHES = "vocabulary_matches"

_PLACES = frozenset({STATE, CITY})
_COUNTRY = "other_country"
_REFUSING = re.compile(r"\bnot\s+(?:for\s+|in\s+|the\s+)*$", re.IGNORECASE)
# "Here at home in Wisconsin", "back home": where somebody lives, not where the work is done.
_LIVING = re.compile(
    r"\b(?:here|back|close to|near|come|came|go|going|went|drive)(?: at)? $", re.IGNORECASE
)
# "What does it pay rn" means right now; "what does an rn make" does not.
_NOW = re.compile(r"rn(?=\W*$|\W+(?:that|and|but|so|which|because|cuz|if)\b)")
_TITLED = re.compile(
    r"\b(?:an?|as|of|for|the|be|become|becoming|being|vs|versus|or|and|than) $", re.I
)
# "Do they make you be online at certain hours" is about work, not about school.
_LOGGED = re.compile(r"\b(?:be|being|stay|staying|stays|log|logged|logging) $", re.I)
_AMOUNT = "claim_amount"
_SPECIAL_CITIES = Path(__file__).with_name("cities.yml")
_ALIASES_FILE = "aliases.json"
_CITIES_FILE = "cities.json"


@DefaultV1Recipe.register(
    # A featurizer too, because only those see the training examples before the classifier does.
    [
        DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER,
        DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR,
    ],
    is_trainable=True,
)
class VocabularyEntityExtractor(GraphComponent):
    """Finds what a message names.

    Subjects of knowledge/vocabulary, with their id as value; other countries and occupations;
    cities of the United States as "<Name>|<state id>", with several states when it is not clear
    which; and sums of money.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the settings: `vocabulary` is the folder of the vocabulary files."""
        return {"vocabulary": "knowledge/vocabulary"}

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Return a hash of the files that Rasa's training cache does not know about."""
        folder = Path(config.get("vocabulary", "knowledge/vocabulary"))
        lists = (_SPECIAL_CITIES, _ELSEWHERE)
        return vocabulary_hash(folder) + "".join(one.read_text(encoding="utf-8") for one in lists)

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        """Keep the settings; use `create` or `load`."""
        self._config = config
        self._storage = storage
        self._resource = resource
        self._matcher: VocabularyMatcher | None = None
        self._cities: CityFinder | None = None

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> VocabularyEntityExtractor:
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
    ) -> VocabularyEntityExtractor:
        """Return a component with the vocabulary of the trained model."""
        component = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            rows = json.loads((folder / _ALIASES_FILE).read_text(encoding="utf-8"))
            places = json.loads((folder / _CITIES_FILE).read_text(encoding="utf-8"))
        aliases = [Alias(**{**row, "pieces": tuple(row["pieces"])}) for row in rows]
        component._matcher = VocabularyMatcher(aliases)
        component._cities = CityFinder(
            City(tuple(row["pieces"]), row["value"], Care(row["care"])) for row in places
        )
        return component

    def train(self, training_data: TrainingData) -> Resource:
        """Put the vocabulary and the cities into the model.

        Raises:
            VocabularyError: a vocabulary file cannot be used.
        """
        folder_of_vocabulary = Path(self._config["vocabulary"])
        aliases = read_vocabulary(folder_of_vocabulary)
        cities = _all_cities(folder_of_vocabulary, aliases)
        lists = read_elsewhere()
        aliases += elsewhere(lists, country_names().values(), aliases, foreign_cities(lists))
        with self._storage.write_to(self._resource) as folder:
            rows = json.dumps([asdict(alias) for alias in aliases])
            (folder / _ALIASES_FILE).write_text(rows, encoding="utf-8")
            places = json.dumps([asdict(city) for city in cities])
            (folder / _CITIES_FILE).write_text(places, encoding="utf-8")
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Add what each message names to its entities."""
        self._match(messages)
        for message in messages:
            found = [
                {
                    "entity": match.kind,
                    "value": match.subject,
                    "start": match.start,
                    "end": match.end,
                    "extractor": type(self).__name__,
                }
                for match in message.get(MATCHES)
            ]
            message.set(ENTITIES, [*message.get(ENTITIES, []), *found], add_to_output=True)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Note the subjects of every training example; annotations in the data stay as they are."""
        self._match(training_data.training_examples)
        return training_data

    def _match(self, messages: list[Message]) -> None:
        assert self._matcher is not None  # noqa: S101
        assert self._cities is not None, "the component has not been loaded"  # noqa: S101
        for message in messages:
            correction = message.get(CORRECTION)
            found = self._cities.add(correction, self._matcher.find(correction))
            found = without_refused(found, correction.original)
            found = without_beside(found, correction.original)
            amounts = find_amounts(correction.original)
            found += [Match(_AMOUNT, one.value, one.start, one.end) for one in amounts]
            message.set(MATCHES, sorted(found, key=lambda match: match.start))


def without_refused(matches: Sequence[Match], text: str) -> list[Match]:
    """Return the matches without states that are refused: "Tennessee, not New York numbers"."""
    places = [match for match in matches if match.kind in _PLACES]
    refused = [match for match in places if _REFUSING.search(text[: match.start])]
    if len(refused) == len(places):
        return list(matches)
    return [match for match in matches if match not in refused]


def without_beside(matches: Sequence[Match], text: str) -> list[Match]:
    """Return the matches without what only looks like one of ours.

    A city of another country ("Kingston, Jamaica"), the home where somebody lives, "right now".
    """
    abroad = [match.start for match in matches if match.kind == _COUNTRY]
    return [
        match
        for match in matches
        if not (match.kind == CITY and any(text[match.end : at] == ", " for at in abroad))
        and not (match.subject == "home" and _LIVING.search(text[: match.start]))
        and not (match.subject == "online-program" and _LOGGED.search(text[: match.start]))
        and not _is_can(match, text)
        and not (_NOW.match(text, match.start) and not _TITLED.search(text[: match.start]))
    ]


def _is_can(match: Match, text: str) -> bool:
    after = text[match.end :].split(maxsplit=1)
    return bool(after) and is_can(text[match.start : match.end], after[0])


def _all_cities(vocabulary: Path, aliases: list[Alias]) -> list[City]:
    special = yaml.safe_load(_SPECIAL_CITIES.read_text(encoding="utf-8"))
    return us_cities(us_places(), states_by_code(vocabulary), special, aliases)
