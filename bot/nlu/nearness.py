"""How near the vectors of sentences are to each other, over both layers of the encoder."""

import numpy as np  # type: ignore[import-not-found, unused-ignore]

# How fast nearness falls off with the angle, for the last layer and for the middle one.
_FALL = (3.0, 2.0)


def centred(vectors: np.ndarray, centre: np.ndarray) -> np.ndarray:
    """Return `vectors` (n x 2 x size) with the middle layer around `centre`, of length 1."""
    middle = vectors[:, 1] - centre
    middle = middle / np.maximum(np.linalg.norm(middle, axis=1, keepdims=True), 1e-6)
    return np.stack([vectors[:, 0], middle], axis=1).astype(np.float32)


def near(examples: np.ndarray, vectors: np.ndarray) -> np.ndarray:
    """Return how near each vector is to each example, 0 to 2: vectors x examples.

    Both hold centred vectors. The nearness falls off with the angle, so that an example speaks for
    its own neighbourhood only.
    """
    total = np.zeros((len(vectors), len(examples)), np.float32)
    for layer, fall in enumerate(_FALL):
        cosines = vectors[:, layer] @ examples[:, layer].T
        total += np.exp(np.float32(fall) * (cosines - 1))
    return total
