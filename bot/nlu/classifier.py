"""Decides which intent a sentence has, from its vectors, its character n-grams and its marks.

The confidence is the square root of the probability times the cosine to the nearest training
example, so a message unlike anything in the training data is never certain.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np  # type: ignore[import-not-found, unused-ignore]

from bot.nlu.kernel import FeatureMaker, Features, solve
from bot.nlu.nearness import near
from bot.nlu.ngrams import CharacterNgrams
from bot.nlu.reading import Reading

_ARRAYS_FILE = "classifier.npz"
_NAMES_FILE = "classifier.json"

Ranking = list[tuple[str, float]]


class TooFewIntentsError(Exception):
    """There is nothing to tell apart: the training data has fewer than two intents."""


@dataclass(frozen=True)
class Settings:
    """How to learn.

    `ngram_weight` and `mark_weight` count beside the vectors; `stiffness` says how little a
    single example may bend the result; `sharpness` turns scores into probabilities.
    """

    ngram_weight: float
    mark_weight: float
    stiffness: float
    sharpness: float


class SentenceClassifier:
    """Kernel ridge regression over sentence vectors, marks and character n-grams."""

    def __init__(
        self,
        intents: Sequence[str],
        maker: FeatureMaker,
        arrays: dict[str, np.ndarray],
        settings: Settings,
    ) -> None:
        """Take the learnt parts; `learn` makes them.

        Args:
            intents: the names, one a column of the weights.
            maker: makes the features that the weights belong to.
            arrays: `examples` (n x 2 x size), their `weights` (n x intents), `mark_weights`
                (marks x intents), `ngram_weights` (n-grams x intents) and `shares` (intents),
                the part of the examples that each intent has.
            settings: those of the training.
        """
        self.intents = list(intents)
        self._maker = maker
        self._arrays = arrays
        self._settings = settings

    @classmethod
    def learn(
        cls,
        readings: Sequence[Reading],
        vectors: np.ndarray,
        intents: Sequence[str],
        settings: Settings,
    ) -> "SentenceClassifier":
        """Learn from readings, the vectors of their texts (n x 2 x size) and their intents.

        Raises:
            TooFewIntentsError: fewer than two different intents.
        """
        names = sorted(set(intents))
        if len(names) < 2:
            raise TooFewIntentsError("The training data needs examples of at least two intents.")
        maker = FeatureMaker(
            sorted({mark for reading in readings for mark in reading.marks}),
            CharacterNgrams.learn([reading.text for reading in readings]),
            vectors[:, 1].mean(0),
            settings.mark_weight,
            settings.ngram_weight,
        )
        features = maker.features(readings, vectors)
        targets = np.array([[name == intent for name in names] for intent in intents], np.float32)
        shares = targets.mean(0)
        size = len(maker.ngrams.pieces)
        weights = solve(features, targets - shares, size, settings.stiffness)
        arrays = {
            "examples": features.vectors,
            "weights": weights,
            "mark_weights": features.marks.T @ weights,
            "ngram_weights": _counted(features, weights, size),
            "shares": shares,
        }
        return cls(names, maker, arrays, settings)

    def rank(self, readings: Sequence[Reading], vectors: np.ndarray) -> list[Ranking]:
        """Return for each reading every intent with its confidence (0 to 1), the best first."""
        arrays = self._arrays
        features = self._maker.features(readings, vectors)
        scores = near(arrays["examples"], features.vectors) @ arrays["weights"] + arrays["shares"]
        scores += features.marks @ arrays["mark_weights"]
        for row, (columns, values) in enumerate(
            zip(features.columns, features.values, strict=True)
        ):
            scores[row] += values @ arrays["ngram_weights"][columns]
        scores *= self._settings.sharpness
        probabilities = np.exp(scores - scores.max(axis=1, keepdims=True))
        probabilities /= probabilities.sum(axis=1, keepdims=True)
        cosines = features.vectors[:, 0] @ arrays["examples"][:, 0].T
        confidences = np.sqrt(probabilities) * np.clip(cosines.max(axis=1, keepdims=True), 0, 1)
        return [self._ranking(row) for row in confidences]

    def _ranking(self, confidences: np.ndarray) -> Ranking:
        order = np.argsort(-confidences, kind="stable")
        return [(self.intents[i], float(confidences[i])) for i in order]

    def save(self, folder: Path) -> None:
        """Write the classifier as arrays and names; nothing in it can run when it is read."""
        ngrams = self._maker.ngrams
        parts = {"frequencies": ngrams.weights, "centre": self._maker.centre, **self._arrays}
        np.savez(folder / _ARRAYS_FILE, **parts)  # type: ignore[arg-type, unused-ignore]
        names = {
            "intents": self.intents,
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
            arrays = dict(file)
        maker = FeatureMaker(
            names["marks"],
            CharacterNgrams(names["pieces"], arrays.pop("frequencies")),
            arrays.pop("centre"),
            settings.mark_weight,
            settings.ngram_weight,
        )
        return cls(names["intents"], maker, arrays, settings)


def _counted(features: Features, weights: np.ndarray, size: int) -> np.ndarray:
    """Return the weights of the examples gathered by n-gram, so that serving need not compare."""
    total = np.zeros((size, weights.shape[1]), np.float32)
    for columns, values, weight in zip(features.columns, features.values, weights, strict=True):
        total[columns] += values[:, None] * weight
    return total
