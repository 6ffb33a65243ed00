"""What a sentence means right after one certain topic, as a correction of what it means anyway.

"What do they make" after the apprentice's mark asks for the pay of apprentices. The examples of a
topic learn what the classifier gets wrong about them (the residuals), by the same kernel; so they
are few to compare with, and change nothing about messages that stand elsewhere.
"""

from collections.abc import Mapping, Sequence

import numpy as np  # type: ignore[import-not-found, unused-ignore]

from bot.nlu.kernel import Features, solve
from bot.nlu.nearness import near


class TopicCorrections:
    """The examples of each topic and how they change the scores of the labels."""

    def __init__(self, names: Sequence[str], arrays: Mapping[str, np.ndarray], size: int) -> None:
        """Take the learnt parts; `learn` makes them.

        Args:
            names: the topics, sorted.
            arrays: `vectors` (n x 2 x size), `marks` and `weights` (n x labels) of the examples,
                those of one topic after those of another; how many each topic has (`sizes`); the
                n-grams of all of them (`columns`, `values`) and how many each has (`lengths`).
            size: how many n-grams are known.
        """
        self.names = list(names)
        self.arrays = dict(arrays)
        self._size = size
        ends = np.cumsum(arrays["sizes"])
        self._spans = dict(zip(names, zip(ends - arrays["sizes"], ends, strict=True), strict=True))
        self._starts = np.concatenate([[0], np.cumsum(arrays["lengths"])])

    @classmethod
    def learn(
        cls,
        features: Features,
        residuals: np.ndarray,
        topics: Sequence[str],
        size: int,
        stiffness: float,
    ) -> "TopicCorrections":
        """Learn from the features of the examples and what is wrong about their scores.

        Args:
            features: those of the examples.
            residuals: examples x labels: what should be added to their scores.
            topics: after what each example stands, sorted.
            size: how many n-grams are known.
            stiffness: as in bot.nlu.classifier.Settings.
        """
        names = sorted(set(topics))
        sizes = np.array([topics.count(name) for name in names], np.int64)
        weights = np.zeros_like(residuals)
        for end, length in zip(np.cumsum(sizes), sizes, strict=True):
            rows = slice(int(end - length), int(end))
            alone = np.zeros(length, np.int64)
            own = features.of(rows)
            weights[rows] = solve(own, residuals[rows], size, stiffness, alone)
        lengths = np.array([len(columns) for columns in features.columns], np.int64)
        arrays = {
            "vectors": features.vectors,
            "marks": features.marks,
            "weights": weights,
            "sizes": sizes,
            "lengths": lengths,
            "columns": np.concatenate([*features.columns, np.zeros(0, np.int64)]).astype(np.int32),
            "values": np.concatenate([*features.values, np.zeros(0)]).astype(np.float32),
        }
        return cls(names, arrays, size)

    def scores(self, features: Features, row: int, topic: str) -> tuple[np.ndarray, float] | None:
        """Return what the topic adds to each label for a sentence, and the nearest cosine.

        None when the topic has no examples.
        """
        span = self._spans.get(topic)
        if span is None:
            return None
        examples = slice(*span)
        vectors = self.arrays["vectors"][examples]
        nearness = near(vectors, features.vectors[row : row + 1])[0]
        nearness += self.arrays["marks"][examples] @ features.marks[row]
        nearness += self._shared_ngrams(features, row, *span)
        cosines = vectors[:, 0] @ features.vectors[row, 0]
        return nearness @ self.arrays["weights"][examples], float(cosines.max())

    def _shared_ngrams(self, features: Features, row: int, first: int, end: int) -> np.ndarray:
        asked = np.zeros(self._size, np.float32)
        asked[features.columns[row]] = features.values[row]
        stretch = slice(self._starts[first], self._starts[end])
        products = asked[self.arrays["columns"][stretch]] * self.arrays["values"][stretch]
        summed = np.concatenate([[0], np.cumsum(products)])
        bounds = self._starts[first : end + 1] - self._starts[first]
        shared: np.ndarray = summed[bounds[1:]] - summed[bounds[:-1]]
        return shared
