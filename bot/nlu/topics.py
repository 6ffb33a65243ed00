"""What a sentence means right after one certain topic, as a correction of what it means anyway.

"What do they make" after the apprentice's mark asks for the pay of apprentices. The examples that
stand after topics learn what the classifier gets wrong about them (the residuals), by the same
kernel. Those of one topic are nearer to each other; but what people turn to after one topic they
turn to after others, too, so all of them count everywhere. Messages without a topic before them
are left alone.
"""

from collections.abc import Mapping, Sequence

import numpy as np  # type: ignore[import-not-found, unused-ignore]

from bot.nlu.kernel import Features, gathered, shares_of_context, solve
from bot.nlu.nearness import near


class TopicCorrections:
    """The examples of all topics and how they change the scores of the labels."""

    def __init__(
        self, names: Sequence[str], arrays: Mapping[str, np.ndarray], topic_weight: float
    ) -> None:
        """Take the learnt parts; `learn` makes them.

        Args:
            names: the topics, sorted.
            arrays: `vectors` (n x 2 x size) and `weights` (n x labels) of the examples, those of
                one topic after those of another; how many each topic has (`sizes`);
                `mark_weights` (marks x labels) and `ngram_weights` (n-grams x labels).
            topic_weight: as in bot.nlu.classifier.Settings.
        """
        self.names = list(names)
        self.arrays = dict(arrays)
        self._general, self._own = shares_of_context(topic_weight)
        ends = np.cumsum(arrays["sizes"]).tolist()
        starts = [0, *ends[:-1]]
        self._spans = dict(zip(names, zip(starts, ends, strict=True), strict=True))

    @classmethod
    def learn(
        cls,
        features: Features,
        residuals: np.ndarray,
        topics: Sequence[str],
        size: int,
        stiffness: float,
        topic_weight: float,
    ) -> "TopicCorrections":
        """Learn from the features of the examples and what is wrong about their scores.

        Args:
            features: those of the examples.
            residuals: examples x labels: what should be added to their scores.
            topics: after what each example stands, sorted.
            size: how many n-grams are known.
            stiffness: as in bot.nlu.classifier.Settings.
            topic_weight: as there.
        """
        names, numbers = np.unique(np.array(topics), return_inverse=True)
        weights = solve(features, residuals, size, stiffness, numbers, topic_weight)
        arrays = {
            "vectors": features.vectors,
            "weights": weights,
            "sizes": np.bincount(numbers),
            "mark_weights": features.marks.T @ weights,
            "ngram_weights": gathered(features, weights, size),
        }
        return cls(names.tolist(), arrays, topic_weight)

    def scores(self, features: Features, topic: str) -> tuple[np.ndarray, np.ndarray] | None:
        """Return what the topic adds: sentences x labels, and the nearest cosine of each sentence.

        None when the topic has no examples. All sentences of a message are judged at once,
        because reading the examples takes longer than comparing them.
        """
        span = self._spans.get(topic)
        if span is None:
            return None
        arrays, own = self.arrays, slice(*span)
        nearness = near(arrays["vectors"], features.vectors)
        nearness *= self._general
        nearness[:, own] *= (self._general + self._own) / self._general
        added = nearness @ arrays["weights"] + features.marks @ arrays["mark_weights"]
        ngrams = arrays["ngram_weights"]
        for row, (columns, values) in enumerate(
            zip(features.columns, features.values, strict=True)
        ):
            added[row] += values @ ngrams[columns]
        cosines = features.vectors[:, 0] @ arrays["vectors"][:, 0].T
        return added, cosines.max(axis=1)
