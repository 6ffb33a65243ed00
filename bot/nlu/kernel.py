"""Learns to tell sentences apart by how near they are to each training example.

The nearness of two sentences is a sum: of the nearness of their vectors, which falls off with the
angle, so that an example speaks for its own neighbourhood only; and of the marks and character
n-grams that they share. Kernel ridge regression weighs the examples; it has one exact solution,
which takes seconds for some thousand examples.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np  # type: ignore[import-not-found, unused-ignore]

from bot.nlu.nearness import centred, near
from bot.nlu.ngrams import CharacterNgrams
from bot.nlu.reading import Reading

# Sentences that are compared at once: some ten thousand would need gigabytes.
STRETCH = 1000


@dataclass(frozen=True)
class Features:
    """What is compared of some sentences, one row each.

    `vectors`: sentences x layers x size. `marks`: sentences x known marks, 0 or 1, weighted.
    `columns` and `values`: the character n-grams of each sentence, weighted.
    """

    vectors: np.ndarray
    marks: np.ndarray
    columns: Sequence[np.ndarray]
    values: Sequence[np.ndarray]

    def counted(self, size: int) -> Any:
        """Return the n-grams as a sparse matrix of scipy, sentences x `size`; for training only."""
        from scipy.sparse import csr_matrix

        lengths = [len(columns) for columns in self.columns]
        columns = np.concatenate([*self.columns, np.zeros(0, np.int64)])
        values = np.concatenate([*self.values, np.zeros(0, np.float32)])
        return csr_matrix((values, columns, np.cumsum([0, *lengths])), shape=(len(lengths), size))

    def of(self, rows: np.ndarray) -> "Features":
        """Return the features of some of the sentences, by their numbers."""
        return Features(
            self.vectors[rows],
            self.marks[rows],
            [self.columns[row] for row in rows],
            [self.values[row] for row in rows],
        )


class FeatureMaker:
    """Makes the features of sentences; every value is known after training."""

    def __init__(
        self,
        marks: Sequence[str],
        ngrams: CharacterNgrams,
        centre: np.ndarray,
        mark_weight: float,
        ngram_weight: float,
    ) -> None:
        """Take the known marks and n-grams, the mean vector of the middle layer, the weights."""
        self.marks = list(marks)
        self.ngrams = ngrams
        self.centre = centre
        self._mark_weight = mark_weight
        self._ngram_weight = ngram_weight

    def features(self, readings: Sequence[Reading], vectors: np.ndarray) -> Features:
        """Return the features of readings and of the vectors (n x 2 x size) of their texts."""
        marked = [[mark in reading.marks for mark in self.marks] for reading in readings]
        rows = [self.ngrams.row(reading.text) for reading in readings]
        return Features(
            centred(vectors, self.centre),
            np.array(marked, np.float32).reshape(len(readings), -1) * self._mark_weight,
            [columns for columns, _ in rows],
            [values * np.float32(self._ngram_weight) for _, values in rows],
        )


def shares_of_context(weight: float) -> tuple[float, float]:
    """Return how much of the nearness counts in general, and how much more in the same context.

    Args:
        weight: how much nearer two sentences of the same context are, at least 0.

    Returns:
        Two numbers whose sum is 1, so that contexts do not change how much vectors count.
    """
    return 1 / (1 + weight), weight / (1 + weight)


def solve(
    features: Features,
    targets: np.ndarray,
    size: int,
    stiffness: float,
    contexts: np.ndarray,
    context_weight: float = 0.0,
) -> np.ndarray:
    """Return the weight of each example for each column of `targets`.

    Args:
        features: those of the training examples.
        targets: examples x labels.
        size: how many n-grams are known.
        stiffness: how little a single example may bend the result, above 0.
        contexts: a number for each example; those with the same number are nearer.
        context_weight: how much nearer.
    """
    counted = features.counted(size)
    general, own = shares_of_context(context_weight)
    kernel: list[np.ndarray] = []
    for start in range(0, len(targets), STRETCH):
        rows = slice(start, min(start + STRETCH, len(targets)))
        before = slice(rows.stop)
        stretch = near(features.vectors[before], features.vectors[rows])
        stretch *= np.where(contexts[rows, None] == contexts[None, before], general + own, general)
        stretch += features.marks[rows] @ features.marks[before].T
        stretch += (counted[rows] @ counted[before].T).toarray()
        stretch[:, rows][np.diag_indices(rows.stop - start)] += stiffness
        kernel.append(stretch)
    _factorize(kernel)
    return _solved(kernel, targets.astype(np.float32))


def _factorize(rows: Sequence[np.ndarray]) -> None:
    """Put the Cholesky factor in the place of a symmetric matrix.

    Both are given by their lower halves, as the rows of one stretch after those of another, each
    as far as its diagonal. LAPACK's own routine needs the whole matrix, which is gigabytes, and
    ends the process with some twenty-five thousand rows.
    """
    from scipy.linalg import cholesky, solve_triangular

    for number, row in enumerate(rows):
        for above in rows[: number + 1]:
            start = above.shape[1] - len(above)
            own = slice(start, above.shape[1])
            row[:, own] -= row[:, :start] @ above[:, :start].T
            if above is row:
                row[:, own] = cholesky(row[:, own], lower=True, check_finite=False)
            else:
                turned = row[:, own].T
                row[:, own] = solve_triangular(
                    above[:, own], turned, lower=True, check_finite=False
                ).T


def _solved(rows: Sequence[np.ndarray], targets: np.ndarray) -> np.ndarray:
    """Return the solution for the lower Cholesky factor of a matrix."""
    from scipy.linalg import solve_triangular

    result: np.ndarray = targets.copy()
    for row in rows:
        start = row.shape[1] - len(row)
        own = slice(start, row.shape[1])
        result[own] -= row[:, :start] @ result[:start]
        result[own] = solve_triangular(row[:, own], result[own], lower=True)
    for row in reversed(rows):
        start = row.shape[1] - len(row)
        own = slice(start, row.shape[1])
        result[own] = solve_triangular(row[:, own], result[own], lower=True, trans="T")
        result[:start] -= row[:, :start].T @ result[own]
    return result


def gathered(features: Features, weights: np.ndarray, size: int) -> np.ndarray:
    """Return the weights of the examples by n-gram (`size` x labels): serving need not compare."""
    total: np.ndarray = (features.counted(size).T @ weights).astype(np.float32)
    return total
