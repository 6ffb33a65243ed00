"""Decides which intent a sentence has, from its vectors, its character n-grams and its marks.

The confidence is the square root of the probability times the cosine to the nearest training
example, so a message unlike anything in the training data is never certain. The aspect of an
intent is the one with the best score among those of the intent.
"""

import itertools
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
# For so many of the best intents the aspect is looked up.
_WITH_ASPECT = 3


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
    aspect_share: float = 0.18


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
            arrays: `examples` (n x 2 x size), those of one family after those of another;
                where each family begins and ends (`ends`); their `weights` (n x labels),
                `mark_weights` (marks x labels), `ngram_weights` (n-grams x labels) and
                `shares` (labels), the part of the examples of each.
            settings: those of the training.
        """
        self.intents = sorted({intent for intent, _ in labels})
        self._labels = list(labels)
        self._families = list(families)
        self._maker = maker
        self._arrays = dict(arrays)
        self._settings = settings
        self._spans = list(itertools.pairwise([0, *arrays["ends"].tolist()]))
        numbers = np.array([self.intents.index(intent) for intent, _ in labels])
        starts = np.searchsorted(numbers, np.arange(len(self.intents) + 1))
        self._columns = [slice(first, end) for first, end in itertools.pairwise(starts.tolist())]
        # The score of an intent is that of all its labels together.
        self._of_intents = {
            name: np.stack([arrays[name][..., own].sum(-1) for own in self._columns], axis=-1)
            for name in ("weights", "mark_weights", "ngram_weights", "shares")
        }
        # Aspects are looked up for a few intents only; rows are read faster than columns.
        self._of_labels = {
            name: np.ascontiguousarray(self._arrays.pop(name).T)
            for name in ("weights", "mark_weights", "ngram_weights", "shares")
        }

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
        order = sorted(range(len(examples)), key=lambda at: examples[at].after)
        readings, examples = [readings[at] for at in order], [examples[at] for at in order]
        vectors = vectors[order]
        maker = FeatureMaker(
            sorted({mark for reading in readings for mark in reading.marks}),
            CharacterNgrams.learn([reading.text for reading in readings]),
            vectors[:, 1].mean(0),
            settings.mark_weight,
            settings.ngram_weight,
        )
        features = maker.features(readings, vectors)
        contexts = np.array([families.index(one.after) for one in examples])
        columns = {label: column for column, label in enumerate(labels)}
        targets = np.zeros((len(examples), len(labels)), np.float32)
        for row, one in enumerate(examples):
            targets[row, columns[one.intent, one.aspect]] = 1
        shares = targets.mean(0)
        size = len(maker.ngrams.pieces)
        weights = solve(
            features, targets - shares, size, settings.stiffness, contexts, settings.context_weight
        )
        arrays = {
            "examples": features.vectors,
            "ends": np.cumsum(np.bincount(contexts, minlength=len(families))),
            "weights": weights,
            "mark_weights": features.marks.T @ weights,
            "ngram_weights": _counted(features, weights, size),
            "shares": shares,
        }
        return cls(labels, families, maker, arrays, settings)

    def rank(self, readings: Sequence[Reading], vectors: np.ndarray) -> list[Rankings]:
        """Return for each reading every intent with its confidence (0 to 1), the best first."""
        features = self._maker.features(readings, vectors)
        examples = self._arrays["examples"]
        nearness = near(examples, features.vectors)
        cosines = features.vectors[:, 0] @ examples[:, 0].T
        nearest = [cosines[:, first:end].max(axis=1, initial=0.0) for first, end in self._spans]
        general, own = shares_of_context(self._settings.context_weight)
        weights = self._of_intents["weights"]
        parts = [nearness[:, first:end] @ weights[first:end] for first, end in self._spans]
        found = []
        for row in range(len(readings)):
            one = _Row(features, nearness, row)
            scores = self._without_vectors(one) + general * sum(part[row] for part in parts)
            scores += own * parts[0][row]
            alone = self._ranking(one, scores, nearest[0][row], 0)
            after = {
                family: self._ranking(
                    one, scores + own * parts[at][row], max(nearest[0][row], nearest[at][row]), at
                )
                for at, family in enumerate(self._families)
                if family
            }
            found.append(Rankings(alone, after))
        return found

    def _without_vectors(self, one: "_Row") -> np.ndarray:
        """Return the part of the intents' scores that marks and n-grams have."""
        table = self._of_intents
        scores = one.marks @ table["mark_weights"] + table["shares"]
        total: np.ndarray = scores + one.values @ table["ngram_weights"][one.columns]
        return total

    def _ranking(self, one: "_Row", scores: np.ndarray, nearest: float, family: int) -> Ranking:
        sharpened = scores * self._settings.sharpness
        probabilities = np.exp(sharpened - sharpened.max())
        probabilities /= probabilities.sum()
        confidences = np.sqrt(probabilities) * min(nearest, 1.0)
        order = np.argsort(-confidences, kind="stable")
        return tuple(
            Guess(
                self.intents[i],
                float(confidences[i]),
                self._aspect(int(i), one, family) if place < _WITH_ASPECT else "",
            )
            for place, i in enumerate(order)
        )

    def _aspect(self, intent: int, one: "_Row", family: int) -> str:
        """Return the narrow question within an intent, or nothing when it asks in general."""
        columns = self._columns[intent]
        labels = self._labels[columns]
        if len(labels) == 1:
            return labels[0][1]
        table = self._of_labels
        general, own = shares_of_context(self._settings.context_weight)
        weights = table["weights"][columns]
        scores = table["shares"][columns] + table["mark_weights"][columns] @ one.marks
        scores += table["ngram_weights"][columns, one.columns] @ one.values
        scores += general * (weights @ one.nearness)
        for at in {0, family}:
            first, end = self._spans[at]
            scores += own * (weights[:, first:end] @ one.nearness[first:end])
        shares = np.exp(scores * self._settings.sharpness)
        best = int(np.argmax(shares))
        heard = shares[best] >= self._settings.aspect_share * shares.sum()
        return labels[best][1] if heard else ""

    def save(self, folder: Path) -> None:
        """Write the classifier as arrays and names; nothing in it can run when it is read."""
        ngrams = self._maker.ngrams
        parts = {"frequencies": ngrams.weights, "centre": self._maker.centre, **self._arrays}
        parts |= {name: array.T for name, array in self._of_labels.items()}
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


class _Row:
    """The features of one sentence, and how near it is to each example."""

    def __init__(self, features: Features, nearness: np.ndarray, row: int) -> None:
        self.marks = features.marks[row]
        self.columns = features.columns[row]
        self.values = features.values[row]
        self.nearness = nearness[row]


def _counted(features: Features, weights: np.ndarray, size: int) -> np.ndarray:
    """Return the weights of the examples gathered by n-gram, so that serving need not compare."""
    total = np.zeros((size, weights.shape[1]), np.float32)
    for columns, values, weight in zip(features.columns, features.values, weights, strict=True):
        total[columns] += values[:, None] * weight
    return total
