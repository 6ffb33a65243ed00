"""Teaches the sentence encoder what the training examples mean.

The packaged encoder knows which sentences are alike in general; what makes two questions the same
here, only the labels of our examples tell. So its layers learn to tell the labels apart (fine-
tuning with cross-entropy); the classifier then compares the vectors that they make. Needs
TensorFlow, which Rasa brings; serving does not need this module.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np  # type: ignore[import-not-found, unused-ignore]
import tensorflow as tf  # type: ignore[import-not-found, import-untyped, unused-ignore]

from bot.nlu.encoder import read_tokenizer
from bot.nlu.encoder_weights import packaged_weights, weights_folder
from bot.nlu.labels import Label
from bot.nlu.reading import Reading
from bot.nlu.tuning_encoder import Encoder, Head

_SEED = 20240501
_BATCH = 64
# Batches whose sentences are sorted by length together, so that little padding is needed.
_SORTED_BATCHES = 200
_WARM_UP = 0.06
_RATE = 2e-4
_RATE_OF_HEAD = 1e-3
_DECAY = 0.01
_DROPOUT = 0.1
_LONGEST_GRADIENT = 1.0
# The part of the examples that is looked at again, those that were told apart worst: the others
# are alike and soon learnt.
_AGAIN = 0.5


@dataclass(frozen=True)
class Examples:
    """What to learn from: one row an example.

    `tokens`: the ids of its word pieces. `known`: examples x features, what else is known of it
    (marks, and after what it stands), 0 or 1. `labels`: the number of its label.
    """

    tokens: Sequence[Sequence[int]]
    known: np.ndarray
    labels: np.ndarray

    @classmethod
    def of(
        cls, readings: Sequence[Reading], labels: Sequence[Label], families: Mapping[str, str]
    ) -> "Examples":
        """Prepare training examples; `families` has the family of each topic that has one.

        Raises:
            EncoderWeightsError: the tokenizer's package is not installed.
        """
        tokenizer = read_tokenizer(weights_folder())
        encoded = tokenizer.encode_batch([reading.text for reading in readings])
        named = [
            {*reading.marks, *filter(None, (label.after, families.get(label.after)))}
            for reading, label in zip(readings, labels, strict=True)
        ]
        names = sorted(set().union(*named))
        known = [[name in one for name in names] for one in named]
        pairs = [(label.intent, label.aspect) for label in labels]
        numbers = {pair: number for number, pair in enumerate(sorted(set(pairs)))}
        return cls(
            [one.ids for one in encoded],
            np.array(known, np.float32),
            np.array([numbers[pair] for pair in pairs], np.int32),
        )


def tune(examples: Examples, epochs: int) -> dict[str, np.ndarray]:
    """Return the weights of the encoder after learning, by the names of the packaged ones.

    Args:
        examples: what to learn from.
        epochs: how often the examples are looked at, at least 1. After the first time, only the
            half that was told apart worst is looked at.

    Raises:
        EncoderWeightsError: the packaged weights are missing or differ from the expected ones.
    """
    tf.keras.utils.set_random_seed(_SEED)
    weights = packaged_weights()
    encoder = Encoder(weights)
    head = Head(examples.known.shape[1], int(examples.labels.max()) + 1)
    lengths = np.array([len(one) for one in examples.tokens])
    again = max(1, round(len(lengths) * _AGAIN))
    looks = [len(lengths), *[again] * (epochs - 1)]
    trainer = _Trainer(encoder, head, sum(-(-look // _BATCH) for look in looks))
    chance = np.random.default_rng(_SEED)
    losses = np.zeros(len(lengths), np.float32)
    for look in looks:
        worst = np.sort(np.argsort(-losses, kind="stable")[:look])
        for rows in _batches(worst, lengths, chance):
            ids, mask = _padded([examples.tokens[row] for row in rows])
            losses[rows] = trainer.step(ids, mask, examples.known[rows], examples.labels[rows])
    return {**weights, **{name: variable.numpy() for name, variable in encoder.layers.items()}}


class _Trainer:
    """Takes one step after another; the rate rises at first, then falls to nothing."""

    def __init__(self, encoder: Encoder, head: Head, steps: int) -> None:
        self._encoder, self._head = encoder, head
        self._steps, self._done = steps, 0
        self._optimizers = (
            tf.keras.optimizers.AdamW(_RATE, weight_decay=_DECAY),
            tf.keras.optimizers.Adam(_RATE_OF_HEAD),
        )
        self._variables = (list(encoder.layers.values()), head.variables)
        for optimizer, variables in zip(self._optimizers, self._variables, strict=True):
            optimizer.build(variables)
        # One signature for sentences of any length; else each length would be traced anew.
        self._run = tf.function(
            self._learn,
            autograph=False,
            input_signature=[
                tf.TensorSpec([None, None], tf.int32),
                tf.TensorSpec([None, None], tf.float32),
                tf.TensorSpec([None, None], tf.float32),
                tf.TensorSpec([None], tf.int32),
            ],
        )

    def step(self, ids: np.ndarray, mask: np.ndarray, known: np.ndarray, labels: Any) -> np.ndarray:
        """Learn from one batch; return how badly each of its examples was told apart before."""
        share = self._done / self._steps
        factor = min(1.0, share / _WARM_UP) * (1.0 - share)
        for optimizer, rate in zip(self._optimizers, (_RATE, _RATE_OF_HEAD), strict=True):
            optimizer.learning_rate.assign(rate * factor)
        losses: np.ndarray = self._run(ids, mask, known, labels).numpy()
        self._done += 1
        return losses

    def _learn(self, ids: Any, mask: Any, known: Any, labels: Any) -> Any:
        with tf.GradientTape() as tape:
            scores = self._head(self._encoder(ids, mask, _DROPOUT), known)
            losses = tf.nn.sparse_softmax_cross_entropy_with_logits(labels, scores)
            loss = tf.reduce_mean(losses)
        own = len(self._variables[0])
        gradients = tape.gradient(loss, [*self._variables[0], *self._variables[1]])
        gradients, _ = tf.clip_by_global_norm(gradients, _LONGEST_GRADIENT)
        parts = (gradients[:own], gradients[own:])
        for optimizer, part, variables in zip(
            self._optimizers, parts, self._variables, strict=True
        ):
            optimizer.apply_gradients(zip(part, variables, strict=True))
        return losses


def _padded(tokens: Sequence[Sequence[int]]) -> tuple[np.ndarray, np.ndarray]:
    """Return sentences of different lengths as one array of ids, and 1 where there is a token."""
    ids = np.zeros((len(tokens), max(len(one) for one in tokens)), np.int32)
    mask = np.zeros(ids.shape, np.float32)
    for row, one in enumerate(tokens):
        ids[row, : len(one)] = one
        mask[row, : len(one)] = 1
    return ids, mask


def _batches(
    rows: np.ndarray, lengths: np.ndarray, chance: np.random.Generator
) -> Iterator[np.ndarray]:
    """Yield all rows once, at random, those of one batch of about the same length."""
    rows = chance.permutation(rows)
    parts = []
    for start in range(0, len(rows), _BATCH * _SORTED_BATCHES):
        some = rows[start : start + _BATCH * _SORTED_BATCHES]
        some = some[np.argsort(lengths[some], kind="stable")]
        parts += [some[at : at + _BATCH] for at in range(0, len(some), _BATCH)]
    for number in chance.permutation(len(parts)):
        yield parts[number]
