"""Makes the vectors of training examples, on all processors at once."""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np  # type: ignore[import-not-found, unused-ignore]

from bot.nlu.encoder import SentenceEncoder

# Enough for a processor to do before it asks for more.
_STRETCH = 500


def encode_examples(encoder: SentenceEncoder, texts: Sequence[str]) -> np.ndarray:
    """Return the vectors of both layers of the texts: texts x 2 x size.

    A text that stands twice is encoded once.
    """
    rows: dict[str, int] = {}
    for text in texts:
        rows.setdefault(text, len(rows))
    different = list(rows)
    stretches = [different[at : at + _STRETCH] for at in range(0, len(different), _STRETCH)]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        vectors = np.concatenate(list(pool.map(encoder.encode_layers, stretches)))
    return vectors[[rows[text] for text in texts]]
