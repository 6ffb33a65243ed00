"""Finds the examples that say only what their neighbours say, too.

Where all nearest neighbours of an example mean the same, the border to other meanings is far, and
a part of such examples is enough to mark the region. What is left out costs neither training time
nor time for each message. (The idea of condensed nearest neighbours, Hart 1968.)
"""

import numpy as np  # type: ignore[import-not-found, unused-ignore]

# An example is an inner one when so many nearest neighbours have its label.
_NEIGHBOURS = 5
# Examples whose neighbours are looked for at once.
_STRETCH = 1000


def kept(vectors: np.ndarray, labels: np.ndarray, contexts: np.ndarray, step: int) -> np.ndarray:
    """Return the rows of the examples to learn from, in order.

    Args:
        vectors: examples x size, of length 1.
        labels: a number for what each of them means.
        contexts: a number for what each of them stands after. Only examples of the same context
            are neighbours.
        step: of the inner examples, one in `step` is kept; 1 keeps all.
    """
    if step == 1:
        return np.arange(len(labels))
    inner = np.zeros(len(labels), bool)
    for context in np.unique(contexts):
        own = np.flatnonzero(contexts == context)
        inner[own] = _inner(vectors[own], labels[own])
    inner[np.flatnonzero(inner)[::step]] = False
    return np.flatnonzero(~inner)


def _inner(vectors: np.ndarray, labels: np.ndarray) -> np.ndarray:
    found = np.zeros(len(labels), bool)
    if len(labels) <= _NEIGHBOURS:
        return found
    for start in range(0, len(labels), _STRETCH):
        rows = np.arange(start, min(start + _STRETCH, len(labels)))
        cosines = vectors[rows] @ vectors.T
        cosines[np.arange(len(rows)), rows] = -np.inf
        nearest = np.argpartition(-cosines, _NEIGHBOURS - 1, axis=1)[:, :_NEIGHBOURS]
        found[rows] = (labels[nearest] == labels[rows, None]).all(axis=1)
    return found
