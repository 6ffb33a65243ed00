"""Character n-grams with TF-IDF weights, as plain arrays."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np  # type: ignore[import-not-found, unused-ignore]

_SHORTEST = 2
_LONGEST = 5
# A piece that comes up in a single example tells nothing about the next message.
_FEWEST_EXAMPLES = 2
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


class CharacterNgrams:
    """Counts the pieces of words that the training examples made known."""

    def __init__(self, pieces: Sequence[str], weights: np.ndarray) -> None:
        """Take the known pieces and the inverse document frequency of each."""
        self.pieces = list(pieces)
        self.weights = np.asarray(weights, np.float32)
        self._columns = {piece: column for column, piece in enumerate(self.pieces)}

    @classmethod
    def learn(cls, texts: Sequence[str]) -> "CharacterNgrams":
        """Return the n-grams of a list of training texts."""
        counts = Counter(piece for text in texts for piece in set(_pieces(text)))
        known = sorted(piece for piece, times in counts.items() if times >= _FEWEST_EXAMPLES)
        smoothed = [math.log((1 + len(texts)) / (1 + counts[piece])) + 1 for piece in known]
        return cls(known, np.array(smoothed, np.float32))

    def row(self, text: str) -> tuple[np.ndarray, np.ndarray]:
        """Return the columns of a text and their values, a vector of length 1 (or empty)."""
        counts = Counter(self._columns[piece] for piece in _pieces(text) if piece in self._columns)
        columns = np.array(sorted(counts), np.int64)
        values = np.array([counts[int(c)] for c in columns], np.float32)
        values = (1 + np.log(values)) * self.weights[columns] if len(columns) else values
        length = float(np.linalg.norm(values))
        return columns, (values / length if length else values).astype(np.float32)


def _pieces(text: str) -> Iterable[str]:
    for match in _WORD.finditer(text.lower()):
        word = f" {match.group()} "
        for size in range(_SHORTEST, _LONGEST + 1):
            for start in range(len(word) - size + 1):
                yield word[start : start + size]
