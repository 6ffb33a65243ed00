"""Decides which intent a sentence has, from its vectors, its character n-grams and its marks.

The confidence is the square root of the probability times the cosine to the nearest training
example, so a message unlike anything in the training data is never certain. The aspect of an
intent is the one with the best score among those of the intent.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np  # type: ignore[import-not-found, unused-ignore]

from bot.nlu.kernel import FeatureMaker, Features, shares_of_context, solve
from bot.nlu.labels import Guess, Label, Ranking, Rankings
from bot.nlu.nearness import near
from bot.nlu.ngrams import CharacterNgrams
from bot.nlu.reading import Reading

_ARRAYS_FILE = "classifier.npz"
_NAMES_FILE = "classifier.json"
# Half the digits are enough to keep; the sums are made with all of them.
_KEPT = np.float16


class TooFewIntentsError(Exception):
    """There is nothing to tell apart: the training data has fewer than two intents."""


@dataclass(frozen=True)
class Settings:
    """How to learn, and when an aspect is heard.

    `ngram_weight` and `mark_weight` count beside the vectors; `stiffness` says how little a
    single example may bend the result; `sharpness` turns scores into probabilities;
    `context_weight` is how much nearer two sentences are that were said after the same family.
    An aspect must have this share of its intent (`aspect_share`).
    """

    ngram_weight: float
    mark_weight: float
    stiffness: float
    sharpness: float
    context_weight: float = 1.0
    aspect_share: float = 0.35


class SentenceClassifier:
    """Kernel ridge regression over sentence vectors, marks and character n-grams."""

    def __init__(
        self,
        labels: Sequence[tuple[str, str]],
        families: Sequence[str],
        maker: FeatureMaker,
        arrays: Mapping[str, np.ndarray],
        settings: Settings,
    ) -> None:
        """Take the learnt parts; `learn` makes them.

        Args:
            labels: intent and aspect of each column of the weights, sorted.
            families: after what examples may stand; the first one is "", for examples that
                stand alone.
            maker: makes the features that the weights belong to.
            arrays: `examples` (n x 2 x size), the number of the family of each (`contexts`),
                their `weights` (n x labels), `mark_weights` (marks x labels), `ngram_weights`
                (n-grams x labels) and `shares` (labels), the part of the examples of each.
            settings: those of the training.
        """
        self.intents = sorted({intent for intent, _ in labels})
        self._labels = list(labels)
        self._families = list(families)
        self._maker = maker
        self._arrays = dict(arrays)
        self._settings = settings
        self._intent_of = np.array([self.intents.index(intent) for intent, _ in labels])
        self._columns_of = [
            np.flatnonzero(self._intent_of == number) for number in range(len(self.intents))
        ]

    @classmethod
    def learn(
        cls,
        readings: Sequence[Reading],
        vectors: np.ndarray,
        examples: Sequence[Label],
        settings: Settings,
    ) -> "SentenceClassifier":
        """Learn from readings, the vectors of their texts (n x 2 x size) and their labels.

        Raises:
            TooFewIntentsError: fewer than two different intents.
        """
        labels = sorted({(one.intent, one.aspect) for one in examples})
        if len({intent for intent, _ in labels}) < 2:
            raise TooFewIntentsError("The training data needs examples of at least two intents.")
        families = sorted({"", *(one.after for one in examples)})
        maker = FeatureMaker(
            sorted({mark for reading in readings for mark in reading.marks}),
            CharacterNgrams.learn([reading.text for reading in readings]),
            vectors[:, 1].mean(0),
            settings.mark_weight,
            settings.ngram_weight,
        )
        features = maker.features(readings, vectors)
        contexts = np.array([families.index(one.after) for one in examples], np.int16)
        columns = {label: column for column, label in enumerate(labels)}
        targets = np.zeros((len(examples), len(labels)), np.float32)
        for row, one in enumerate(examples):
            targets[row, columns[one.intent, one.aspect]] = 1
        shares = targets.mean(0)
        size = len(maker.ngrams.pieces)
        weights = solve(
            features,
            targets - shares,
            size,
            settings.stiffness,
            contexts,
            settings.context_weight,
        )
        arrays = {
            "examples": features.vectors,
            "contexts": contexts,
            "weights": weights,
            "mark_weights": features.marks.T @ weights,
            "ngram_weights": _counted(features, weights, size),
            "shares": shares,
        }
        return cls(labels, families, maker, arrays, settings)

    def rank(self, readings: Sequence[Reading], vectors: np.ndarray) -> list[Rankings]:
        """Return for each reading every intent with its confidence (0 to 1), the best first."""
        arrays, settings = self._arrays, self._settings
        features = self._maker.features(readings, vectors)
        nearness = near(arrays["examples"], features.vectors)
        common = features.marks @ arrays["mark_weights"] + arrays["shares"]
        for row, (columns, values) in enumerate(
            zip(features.columns, features.values, strict=True)
        ):
            common[row] += values @ arrays["ngram_weights"][columns]
        cosines = features.vectors[:, 0] @ arrays["examples"][:, 0].T
        general, own = shares_of_context(settings.context_weight)
        members = [arrays["contexts"] == number for number in range(len(self._families))]
        parts = [nearness[:, which] @ arrays["weights"][which] for which in members]
        nearest = [cosines[:, which].max(axis=1, initial=0.0) for which in members]
        common += general * sum(parts) + own * parts[0]
        alone = self._rankings(common, nearest[0])
        after = {
            family: self._rankings(common + own * part, np.maximum(nearest[0], close))
            for family, part, close in zip(self._families, parts, nearest, strict=True)
            if family
        }
        return [
            Rankings(ranking, {family: ranked[row] for family, ranked in after.items()})
            for row, ranking in enumerate(alone)
        ]

    def _rankings(self, scores: np.ndarray, nearest: np.ndarray) -> list[Ranking]:
        """Return the intents of each row of `scores` (sentences x labels), the best first."""
        by_intent = np.zeros((len(scores), len(self.intents)), np.float32)
        np.add.at(by_intent.T, self._intent_of, scores.T)
        by_intent *= self._settings.sharpness
        probabilities = np.exp(by_intent - by_intent.max(axis=1, keepdims=True))
        probabilities /= probabilities.sum(axis=1, keepdims=True)
        confidences = np.sqrt(probabilities) * np.clip(nearest, 0, 1)[:, None]
        return [self._ranking(row, score) for row, score in zip(confidences, scores, strict=True)]

    def _ranking(self, confidences: np.ndarray, scores: np.ndarray) -> Ranking:
        order = np.argsort(-confidences, kind="stable")
        return tuple(
            Guess(self.intents[i], float(confidences[i]), self._aspect(int(i), scores))
            for i in order
        )

    def _aspect(self, intent: int, scores: np.ndarray) -> str:
        columns = self._columns_of[intent]
        shares = np.exp(scores[columns] * self._settings.sharpness)
        best = int(np.argmax(shares))
        heard = shares[best] >= self._settings.aspect_share * shares.sum()
        return self._labels[columns[best]][1] if heard else ""

    def save(self, folder: Path) -> None:
        """Write the classifier as arrays and names; nothing in it can run when it is read."""
        ngrams = self._maker.ngrams
        parts = {"frequencies": ngrams.weights, "centre": self._maker.centre, **self._arrays}
        kept = {
            name: array.astype(_KEPT) if array.ndim > 1 else array for name, array in parts.items()
        }
        np.savez(folder / _ARRAYS_FILE, **kept)  # type: ignore[arg-type, unused-ignore]
        names = {
            "labels": self._labels,
            "families": self._families,
            "marks": self._maker.marks,
            "pieces": ngrams.pieces,
            "settings": asdict(self._settings),
        }
        (folder / _NAMES_FILE).write_text(json.dumps(names), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> "SentenceClassifier":
        """Read what `save` wrote."""
        names = json.loads((folder / _NAMES_FILE).read_text(encoding="utf-8"))
        settings = Settings(**names["settings"])
        with np.load(folder / _ARRAYS_FILE, allow_pickle=False) as file:
            arrays = {
                name: array.astype(np.float32) if array.dtype == _KEPT else array
                for name, array in file.items()
            }
        maker = FeatureMaker(
            names["marks"],
            CharacterNgrams(names["pieces"], arrays.pop("frequencies")),
            arrays.pop("centre"),
            settings.mark_weight,
            settings.ngram_weight,
        )
        labels = [(intent, aspect) for intent, aspect in names["labels"]]
        return cls(labels, names["families"], maker, arrays, settings)


def _counted(features: Features, weights: np.ndarray, size: int) -> np.ndarray:
    """Return the weights of the examples gathered by n-gram, so that serving need not compare."""
    total = np.zeros((size, weights.shape[1]), np.float32)
    for columns, values, weight in zip(features.columns, features.values, weights, strict=True):
        total[columns] += values[:, None] * weight
    return total
