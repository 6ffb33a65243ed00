"""Learns a classifier from training examples.

Examples that stand alone or after a family of topics are learnt together. Those of a single topic
then learn what that classifier gets wrong about them. Of either, those that say nothing new
(bot.nlu.inner) are left out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np  # type: ignore[import-not-found, unused-ignore]

from bot.nlu.classifier import SentenceClassifier, Settings
from bot.nlu.contexts import Contexts
from bot.nlu.inner import kept
from bot.nlu.kernel import FeatureMaker, Features, gathered, solve
from bot.nlu.labels import Label
from bot.nlu.ngrams import CharacterNgrams
from bot.nlu.reading import Reading
from bot.nlu.topics import TopicCorrections


class TooFewIntentsError(Exception):
    """There is nothing to tell apart: the training data has fewer than two intents."""


def learn(
    readings: Sequence[Reading],
    vectors: np.ndarray,
    examples: Sequence[Label],
    settings: Settings,
    families: Mapping[str, str] | None = None,
) -> SentenceClassifier:
    """Learn from readings, the vectors of their texts (n x 2 x size) and their labels.

    Args:
        readings: what was said.
        vectors: those of the readings.
        examples: what each of them means, and after what.
        settings: how to learn.
        families: the family of each topic that has one.

    Raises:
        TooFewIntentsError: fewer than two different intents.
    """
    labels = sorted({(one.intent, one.aspect) for one in examples})
    if len({intent for intent, _ in labels}) < 2:
        raise TooFewIntentsError("The training data needs examples of at least two intents.")
    contexts = Contexts((one.after for one in examples), families or {})
    of_topics = [contexts.is_topic(one.after) for one in examples]
    order = sorted(range(len(examples)), key=lambda at: (of_topics[at], examples[at].after))
    examples = [examples[at] for at in order]
    lessons = _Lessons(
        [readings[at] for at in order],
        vectors[order],
        _targets(examples, labels),
        [one.after for one in examples],
    )
    together = len(examples) - sum(of_topics)
    classifier = _of_families(lessons[:together], labels, contexts, settings)
    if together == len(examples):
        return classifier
    return classifier.with_topics(_of_topics(lessons[together:], classifier, settings))


@dataclass(frozen=True)
class _Lessons:
    """Examples to learn from: what was said, its vectors, what it means and after what."""

    readings: Sequence[Reading]
    vectors: np.ndarray
    targets: np.ndarray
    after: Sequence[str]

    def __getitem__(self, part: slice) -> "_Lessons":
        return _Lessons(
            self.readings[part], self.vectors[part], self.targets[part], self.after[part]
        )

    def rows(self, features: Features, contexts: np.ndarray, settings: Settings) -> np.ndarray:
        """Return the rows that say something new; `contexts` has a number for each row."""
        return kept(features.vectors[:, 0], self.targets.argmax(1), contexts, settings.inner_step)


def _of_families(
    lessons: _Lessons,
    labels: Sequence[tuple[str, str]],
    contexts: Contexts,
    settings: Settings,
) -> SentenceClassifier:
    """Learn from the examples that stand alone or after a family, in this order."""
    maker = FeatureMaker(
        sorted({mark for reading in lessons.readings for mark in reading.marks}),
        CharacterNgrams.learn([reading.text for reading in lessons.readings]),
        lessons.vectors[:, 1].mean(0),
        settings.mark_weight,
        settings.ngram_weight,
    )
    features = maker.features(lessons.readings, lessons.vectors)
    size = len(maker.ngrams.pieces)
    numbers = np.array([contexts.number(after) for after in lessons.after])
    rows = lessons.rows(features, numbers, settings)
    base, numbers, shares = features.of(rows), numbers[rows], lessons.targets.mean(0)
    weights = solve(
        base,
        lessons.targets[rows] - shares,
        size,
        settings.stiffness,
        numbers,
        settings.context_weight,
    )
    arrays = {
        "examples": base.vectors,
        "sizes": np.bincount(numbers, minlength=len(contexts.names)),
        "weights": weights,
        "mark_weights": base.marks.T @ weights,
        "ngram_weights": gathered(base, weights, size),
        "shares": shares,
    }
    return SentenceClassifier(labels, contexts, maker, arrays, settings)


def _of_topics(
    lessons: _Lessons, classifier: SentenceClassifier, settings: Settings
) -> TopicCorrections:
    """Learn from the examples of single topics what the classifier gets wrong about them."""
    features = classifier.maker.features(lessons.readings, lessons.vectors)
    after = np.array(lessons.after)
    rows = lessons.rows(features, np.unique(after, return_inverse=True)[1], settings)
    rest, names = features.of(rows), after[rows].tolist()
    residuals = lessons.targets[rows] - classifier.scores(rest, names)
    size = len(classifier.maker.ngrams.pieces)
    return TopicCorrections.learn(
        rest, residuals, names, size, settings.stiffness, settings.topic_weight
    )


def _targets(examples: Sequence[Label], labels: Sequence[tuple[str, str]]) -> np.ndarray:
    """Return examples x labels: 1 where an example has the label, else 0."""
    columns = {label: column for column, label in enumerate(labels)}
    targets = np.zeros((len(examples), len(labels)), np.float32)
    for row, one in enumerate(examples):
        targets[row, columns[one.intent, one.aspect]] = 1
    return targets
