"""Learns a classifier from training examples.

Examples that stand alone or after a family of topics are learnt together. Those of a single topic
then learn what that classifier gets wrong about them. Of either, those that say nothing new
(bot.nlu.inner) are left out.
"""

from collections.abc import Mapping, Sequence

import numpy as np  # type: ignore[import-not-found, unused-ignore]

from bot.nlu.classifier import SentenceClassifier, Settings
from bot.nlu.contexts import Contexts
from bot.nlu.inner import kept
from bot.nlu.kernel import FeatureMaker, gathered, solve
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
    readings, examples = [readings[at] for at in order], [examples[at] for at in order]
    vectors, targets = vectors[order], _targets(examples, labels)
    together = len(examples) - sum(of_topics)
    maker = FeatureMaker(
        sorted({mark for reading in readings[:together] for mark in reading.marks}),
        CharacterNgrams.learn([reading.text for reading in readings[:together]]),
        vectors[:together, 1].mean(0),
        settings.mark_weight,
        settings.ngram_weight,
    )
    features = maker.features(readings, vectors)
    size = len(maker.ngrams.pieces)
    meant = targets.argmax(1)
    numbers = np.array([contexts.number(one.after) for one in examples[:together]])
    rows = kept(features.vectors[:together, 0], meant[:together], numbers, settings.inner_step)
    base, numbers, shares = features.of(rows), numbers[rows], targets[:together].mean(0)
    weights = solve(
        base, targets[rows] - shares, size, settings.stiffness, numbers, settings.context_weight
    )
    arrays = {
        "examples": base.vectors,
        "sizes": np.bincount(numbers, minlength=len(contexts.names)),
        "weights": weights,
        "mark_weights": base.marks.T @ weights,
        "ngram_weights": gathered(base, weights, size),
        "shares": shares,
    }
    classifier = SentenceClassifier(labels, contexts, maker, arrays, settings)
    if together == len(examples):
        return classifier
    after = np.array([one.after for one in examples[together:]])
    _, numbers = np.unique(after, return_inverse=True)
    rows = kept(features.vectors[together:, 0], meant[together:], numbers, settings.inner_step)
    rest, names = features.of(together + rows), after[rows].tolist()
    residuals = targets[together + rows] - classifier.scores(rest, names)
    topics = TopicCorrections.learn(
        rest, residuals, names, size, settings.stiffness, settings.topic_weight
    )
    return classifier.with_topics(topics)


def _targets(examples: Sequence[Label], labels: Sequence[tuple[str, str]]) -> np.ndarray:
    """Return examples x labels: 1 where an example has the label, else 0."""
    columns = {label: column for column, label in enumerate(labels)}
    targets = np.zeros((len(examples), len(labels)), np.float32)
    for row, one in enumerate(examples):
        targets[row, columns[one.intent, one.aspect]] = 1
    return targets
