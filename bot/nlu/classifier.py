"""Decides which intent a sentence has, from its vectors, its character n-grams and its marks.

Examples that stand alone or after a family of topics are learnt together; those of a single topic
correct what follows from the others (bot.nlu.topics).

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

from bot.nlu.contexts import ALONE, Contexts
from bot.nlu.kernel import STRETCH, FeatureMaker, Features, shares_of_context
from bot.nlu.labels import Guess, Ranking, Rankings
from bot.nlu.nearness import near
from bot.nlu.ngrams import CharacterNgrams
from bot.nlu.reading import Reading
from bot.nlu.topics import TopicCorrections

_ARRAYS_FILE = "classifier.npz"
_NAMES_FILE = "classifier.json"
# How the arrays of topics begin in the file.
_TOPIC = "topic_"
# Half the digits are enough to keep; the sums are made with all of them.
_KEPT = np.float16
# For so many of the best intents the aspect is looked up.
_WITH_ASPECT = 3


@dataclass(frozen=True)
class Settings:
    """How to learn, and when an aspect is heard.

    `ngram_weight` and `mark_weight` count beside the vectors; `stiffness` says how little a
    single example may bend the result; `sharpness` turns scores into probabilities;
    `context_weight` is how much nearer two sentences are that were said in the same context,
    `topic_weight` how much nearer two corrections are that stand after the same topic.
    An aspect must have this share of its intent (`aspect_share`). `inner_step` is that of
    bot.nlu.inner: of the examples that say nothing new, one in so many is learnt.
    """

    ngram_weight: float
    mark_weight: float
    stiffness: float
    sharpness: float
    context_weight: float = 1.0
    topic_weight: float = 1.5
    aspect_share: float = 0.18
    inner_step: int = 1


class SentenceClassifier:
    """Kernel ridge regression over sentence vectors, marks and character n-grams."""

    def __init__(
        self,
        labels: Sequence[tuple[str, str]],
        contexts: Contexts,
        maker: FeatureMaker,
        arrays: Mapping[str, np.ndarray],
        settings: Settings,
        topics: TopicCorrections | None = None,
    ) -> None:
        """Take the learnt parts; bot.nlu.learning makes them.

        Args:
            labels: intent and aspect of each column of the weights, sorted.
            contexts: after which families examples may stand.
            maker: makes the features that the weights belong to.
            arrays: `examples` (n x 2 x size), those of one family after those of another;
                how many each family has (`sizes`); their `weights` (n x labels),
                `mark_weights` (marks x labels), `ngram_weights` (n-grams x labels) and
                `shares` (labels), the part of the examples of each.
            settings: those of the training.
            topics: what the examples of single topics add; None for none.
        """
        self.intents = sorted({intent for intent, _ in labels})
        self._labels = list(labels)
        self._contexts = contexts
        self.maker = maker
        self._arrays = dict(arrays)
        self._settings = settings
        self._topics = topics
        self._spans = contexts.spans(arrays["sizes"].tolist())
        self._general, self._own = shares_of_context(settings.context_weight)
        numbers = np.array([self.intents.index(intent) for intent, _ in labels])
        starts = np.searchsorted(numbers, np.arange(len(self.intents) + 1))
        self._columns = [slice(first, end) for first, end in itertools.pairwise(starts.tolist())]
        # The score of an intent is that of all its labels together.
        self._of_intents = {
            name: self._summed(arrays[name])
            for name in ("weights", "mark_weights", "ngram_weights", "shares")
        }
        # Aspects are looked up for a few intents only; rows are read faster than columns.
        self._of_labels = {
            name: np.ascontiguousarray(self._arrays.pop(name).T)
            for name in ("weights", "mark_weights", "ngram_weights", "shares")
        }

    @property
    def size(self) -> int:
        """How many examples that stand alone or after a family every sentence is compared with."""
        return len(self._arrays["examples"])

    def with_topics(self, topics: TopicCorrections) -> "SentenceClassifier":
        """Return this classifier with what the examples of single topics add."""
        arrays = {**self._arrays, **{name: one.T for name, one in self._of_labels.items()}}
        return SentenceClassifier(
            self._labels, self._contexts, self.maker, arrays, self._settings, topics
        )

    def scores(self, features: Features, contexts: Sequence[str]) -> np.ndarray:
        """Return sentences x labels: the scores of all labels, without what topics add.

        Args:
            features: those of the sentences.
            contexts: after what each of them stands.
        """
        table, size = self._of_labels, len(self.maker.ngrams.pieces)
        result = features.marks @ table["mark_weights"].T + table["shares"]
        result += features.counted(size) @ table["ngram_weights"].T
        for start in range(0, len(contexts), STRETCH):
            rows = slice(start, start + STRETCH)
            nearness = near(self._arrays["examples"], features.vectors[rows])
            for row, context in enumerate(contexts[rows]):
                own = nearness[row].copy() * np.float32(self._own)
                nearness[row] *= np.float32(self._general)
                for at in self._contexts.around(context):
                    stretch = slice(*self._spans[at])
                    nearness[row, stretch] += own[stretch]
            result[rows] += nearness @ table["weights"].T
        total: np.ndarray = result.astype(np.float32)
        return total

    def rank(
        self, readings: Sequence[Reading], vectors: np.ndarray, topic: str = ""
    ) -> list[Rankings]:
        """Return for each reading every intent with its confidence (0 to 1), the best first.

        `topic` is the intent that was answered last, if any.
        """
        features = self.maker.features(readings, vectors)
        examples = self._arrays["examples"]
        nearness = near(examples, features.vectors)
        cosines = features.vectors[:, 0] @ examples[:, 0].T
        weights = self._of_intents["weights"]
        parts = [nearness[:, first:end] @ weights[first:end] for first, end in self._spans]
        corrections = self._topics.scores(features, topic) if self._topics else None
        found = []
        for row in range(len(readings)):
            one = _Row(features, row, nearness[row])
            one.parts = [part[row] for part in parts]
            one.nearest = [cosines[row, first:end].max(initial=0.0) for first, end in self._spans]
            one.scores = self._without_vectors(one) + self._general * np.sum(one.parts, axis=0)
            after = {name: self._ranking(one, name) for name in self._contexts.names[1:]}
            if corrections is not None:
                added, nearest = corrections
                after[topic] = self._ranking(one, topic, (added[row], float(nearest[row])))
            found.append(Rankings(self._ranking(one, ALONE), after))
        return found

    def _summed(self, scores: np.ndarray) -> np.ndarray:
        """Return the scores of the intents for scores of the labels, which are the last axis."""
        return np.stack([scores[..., own].sum(-1) for own in self._columns], axis=-1)

    def _without_vectors(self, one: "_Row") -> np.ndarray:
        """Return the part of the intents' scores that marks and n-grams have."""
        table = self._of_intents
        scores = one.marks @ table["mark_weights"] + table["shares"]
        total: np.ndarray = scores + one.values @ table["ngram_weights"][one.columns]
        return total

    def _ranking(
        self, one: "_Row", context: str, correction: tuple[np.ndarray, float] | None = None
    ) -> Ranking:
        around = self._contexts.around(context)
        scores = one.scores + self._own * sum(one.parts[at] for at in around)
        nearest = max(one.nearest[at] for at in around)
        added = None
        if correction:
            added, nearest = correction[0], max(nearest, correction[1])
            scores = scores + self._summed(added)
        sharpened = scores * self._settings.sharpness
        probabilities = np.exp(sharpened - sharpened.max())
        probabilities /= probabilities.sum()
        confidences = np.sqrt(probabilities) * min(nearest, 1.0)
        order = np.argsort(-confidences, kind="stable")
        return tuple(
            Guess(
                self.intents[i],
                float(confidences[i]),
                self._aspect(int(i), one, around, added) if place < _WITH_ASPECT else "",
            )
            for place, i in enumerate(order)
        )

    def _aspect(
        self, intent: int, one: "_Row", around: Sequence[int], added: np.ndarray | None
    ) -> str:
        """Return the narrow question within an intent, or nothing when it asks in general."""
        columns = self._columns[intent]
        labels = self._labels[columns]
        if len(labels) == 1:
            return labels[0][1]
        scores = self._label_scores(one, columns, around)
        if added is not None:
            scores = scores + added[columns]
        shares = np.exp(scores * self._settings.sharpness)
        best = int(np.argmax(shares))
        heard = shares[best] >= self._settings.aspect_share * shares.sum()
        return labels[best][1] if heard else ""

    def _label_scores(self, one: "_Row", columns: slice, around: Sequence[int]) -> np.ndarray:
        table = self._of_labels
        weights = table["weights"][columns]
        scores = table["shares"][columns] + table["mark_weights"][columns] @ one.marks
        scores += table["ngram_weights"][columns][:, one.columns] @ one.values
        scores += self._general * (weights @ one.nearness)
        for at in around:
            first, end = self._spans[at]
            scores += self._own * (weights[:, first:end] @ one.nearness[first:end])
        total: np.ndarray = scores
        return total

    def save(self, folder: Path) -> None:
        """Write the classifier as arrays and names; nothing in it can run when it is read."""
        ngrams = self.maker.ngrams
        parts = {"frequencies": ngrams.weights, "centre": self.maker.centre, **self._arrays}
        parts |= {name: array.T for name, array in self._of_labels.items()}
        if self._topics:
            parts |= {_TOPIC + name: array for name, array in self._topics.arrays.items()}
        kept = {
            name: array.astype(_KEPT) if array.ndim > 1 else array for name, array in parts.items()
        }
        np.savez(folder / _ARRAYS_FILE, **kept)  # type: ignore[arg-type, unused-ignore]
        names = {
            "labels": self._labels,
            "contexts": self._contexts.names,
            "families": self._contexts.families,
            "topics": self._topics.names if self._topics else [],
            "marks": self.maker.marks,
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
        contexts = Contexts(names["contexts"], names["families"])
        of_topics = {
            name.removeprefix(_TOPIC): arrays.pop(name)
            for name in [*arrays]
            if name.startswith(_TOPIC)
        }
        topics = None
        if of_topics:
            topics = TopicCorrections(names["topics"], of_topics, settings.topic_weight)
        return cls(labels, contexts, maker, arrays, settings, topics)


class _Row:
    """The features of one sentence, and how near it is to each example.

    `parts` is what the examples of each family say of the intents, `nearest` the cosine to the
    nearest of them; `scores` holds after all of them.
    """

    def __init__(self, features: Features, row: int, nearness: np.ndarray) -> None:
        self.marks = features.marks[row]
        self.columns = features.columns[row]
        self.values = features.values[row]
        self.nearness = nearness
        self.parts: Sequence[np.ndarray] = ()
        self.nearest: Sequence[float] = ()
        self.scores = np.zeros(0, np.float32)
