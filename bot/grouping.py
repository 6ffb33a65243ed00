"""Puts questions that mean the same into groups, by the vectors of the sentence encoder."""

import numpy as np  # type: ignore[import-not-found, unused-ignore]
from scipy.cluster.hierarchy import fcluster, linkage

# How far apart, as cosine distance, any two sentences of one group may be. Chosen on the
# development part of tests/bot/question_groups.yml.
FARTHEST = 0.78


def group(vectors: np.ndarray, farthest: float = FARTHEST) -> list[int]:
    """Group sentences.

    Args:
        vectors: One row of length 1 for each sentence.
        farthest: Cosine distance that no two sentences of a group may exceed.

    Returns:
        The number of its group for each sentence, in no special order.
    """
    if len(vectors) < 2:
        return [1] * len(vectors)
    tree = linkage(vectors, method="complete", metric="cosine")
    return [int(label) for label in fcluster(tree, farthest, criterion="distance")]
