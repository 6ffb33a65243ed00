"""The sentence encoder as TensorFlow computes it, for training only."""

from collections.abc import Mapping
from typing import Any

import numpy as np  # type: ignore[import-not-found, unused-ignore]
import tensorflow as tf  # type: ignore[import-not-found, import-untyped, unused-ignore]

from bot.nlu.encoder_graph import HEAD_SIZE, HEADS, HIDDEN, LAYER_NORM_EPSILON, LAYERS

# Vectors have length 1; so short ones would leave the labels nearly equally likely.
_SCALE = 20.0


class Encoder:
    """The encoder of bot.nlu.encoder_graph; its `layers` may learn, the embeddings stay."""

    def __init__(self, weights: Mapping[str, np.ndarray]) -> None:
        self._embeddings = {
            name: tf.constant(weight)
            for name, weight in weights.items()
            if name.startswith("embeddings.") and weight.dtype == np.float32
        }
        self.layers = {
            name: tf.Variable(weights[name])
            for name in sorted(weights)
            if name.startswith("encoder.layer.")
        }

    def __call__(self, ids: Any, mask: Any, dropout: float = 0.0) -> Any:
        """Return the vectors of sentences: sentences x HIDDEN, of length 1.

        Args:
            ids: sentences x tokens.
            mask: the same, 1 where there is a token and 0 where there is padding.
            dropout: the share of values that is left out, for learning.
        """
        hidden = self._embedded(ids)
        # 0 where there is a token, a large negative number where there is padding.
        bias = (mask[:, None, None, :] - 1.0) * 10000.0
        for number in range(LAYERS):
            hidden = self._layer(hidden, bias, f"encoder.layer.{number}", dropout)
        total = tf.reduce_sum(hidden * mask[:, :, None], axis=1)
        return tf.math.l2_normalize(total, axis=-1)

    def _embedded(self, ids: Any) -> Any:
        words = tf.gather(self._embeddings["embeddings.word_embeddings.weight"], ids)
        places = self._embeddings["embeddings.position_embeddings.weight"][: tf.shape(ids)[1]]
        kinds = self._embeddings["embeddings.token_type_embeddings.weight"][0]
        return _normalised(words + places + kinds, self._embeddings, "embeddings.LayerNorm")

    def _dense(self, hidden: Any, name: str) -> Any:
        weight, bias = self.layers[f"{name}.weight"], self.layers[f"{name}.bias"]
        size = tf.shape(hidden)
        flat = tf.reshape(hidden, [-1, weight.shape[1]])
        made = tf.matmul(flat, weight, transpose_b=True) + bias
        return tf.reshape(made, [size[0], size[1], weight.shape[0]])

    def _heads(self, hidden: Any) -> Any:
        size = tf.shape(hidden)
        parted = tf.reshape(hidden, [size[0], size[1], HEADS, HEAD_SIZE])
        return tf.transpose(parted, [0, 2, 1, 3])

    def _layer(self, hidden: Any, bias: Any, name: str, dropout: float) -> Any:
        query, key, value = (
            self._heads(self._dense(hidden, f"{name}.attention.self.{part}"))
            for part in ("query", "key", "value")
        )
        scores = tf.matmul(query, key, transpose_b=True) / HEAD_SIZE**0.5 + bias
        shares = tf.nn.dropout(tf.nn.softmax(scores), dropout) if dropout else tf.nn.softmax(scores)
        context = tf.transpose(tf.matmul(shares, value), [0, 2, 1, 3])
        context = tf.reshape(context, tf.shape(hidden))
        attended = self._added(hidden, context, f"{name}.attention.output", dropout)
        wide = tf.nn.gelu(self._dense(attended, f"{name}.intermediate.dense"))
        return self._added(attended, wide, f"{name}.output", dropout)

    def _added(self, hidden: Any, more: Any, name: str, dropout: float) -> Any:
        more = self._dense(more, f"{name}.dense")
        total = hidden + (tf.nn.dropout(more, dropout) if dropout else more)
        return _normalised(total, self.layers, f"{name}.LayerNorm")


class Head:
    """Tells the labels apart by a vector and by what else is known. Gone after training."""

    def __init__(self, known: int, labels: int) -> None:
        spread = tf.random.uniform([HIDDEN, labels], -1.0, 1.0) / HIDDEN**0.5
        self._weight = tf.Variable(spread)
        self._bias = tf.Variable(tf.zeros([labels]))
        self._known = tf.Variable(tf.zeros([known, labels]))
        # What is known may also change how much each part of the vector counts.
        self._stretch = tf.Variable(tf.zeros([known, HIDDEN]))
        self._shift = tf.Variable(tf.zeros([known, HIDDEN]))

    @property
    def variables(self) -> list[Any]:
        """What is learnt."""
        return [self._weight, self._bias, self._known, self._stretch, self._shift]

    def __call__(self, vectors: Any, known: Any) -> Any:
        """Return the scores of the labels for vectors of length 1."""
        turned = _SCALE * (vectors * (1.0 + known @ self._stretch) + known @ self._shift)
        return turned @ self._weight + known @ self._known + self._bias


def _normalised(hidden: Any, weights: Mapping[str, Any], name: str) -> Any:
    mean, variance = tf.nn.moments(hidden, axes=[-1], keepdims=True)
    scale, shift = weights[f"{name}.weight"], weights[f"{name}.bias"]
    return (hidden - mean) * tf.math.rsqrt(variance + LAYER_NORM_EPSILON) * scale + shift
