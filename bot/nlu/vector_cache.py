"""Keeps the vectors of training examples between trainings, so that only new ones take time."""

import hashlib
import json
import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np  # type: ignore[import-not-found, unused-ignore]

from bot.nlu.encoder import GRAPH_FILE, TOKENIZER_FILE, SentenceEncoder

_VECTORS_FILE = "vectors.npy"
_TEXTS_FILE = "vectors.json"
# Beyond so many texts, those that are no longer in use are dropped.
_MOST = 40_000


def encode_examples(folder: Path, texts: Sequence[str], cache: Path | None) -> np.ndarray:
    """Return the vectors of both layers of the texts: texts x 2 x size.

    Args:
        folder: holds the encoder.
        texts: what to encode; a text that stands twice is encoded once.
        cache: a folder that keeps the vectors for the next training; None for none.
    """
    encoder = SentenceEncoder(folder)
    version = _version(folder)
    known = _read(cache, version) if cache else {}
    wanted = list(dict.fromkeys(texts))
    new = [text for text in wanted if text not in known]
    known |= dict(zip(new, encoder.encode_layers(new), strict=True))
    if cache and new:
        kept = known if len(known) <= _MOST else {text: known[text] for text in wanted}
        _write(cache, version, kept)
    return np.stack([known[text] for text in texts])


def _version(folder: Path) -> str:
    digest = hashlib.sha256()
    for name in (GRAPH_FILE, TOKENIZER_FILE):
        digest.update((folder / name).read_bytes())
    return digest.hexdigest()


def _read(cache: Path, version: str) -> dict[str, np.ndarray]:
    """Return the vectors by text; nothing when they are another encoder's or cannot be read."""
    try:
        listed = json.loads((cache / _TEXTS_FILE).read_text(encoding="utf-8"))
        vectors = np.load(cache / _VECTORS_FILE, allow_pickle=False)
    except (OSError, ValueError):
        return {}
    if listed.get("version") != version or len(listed.get("texts", ())) != len(vectors):
        return {}
    return dict(zip(listed["texts"], vectors, strict=True))


def _write(cache: Path, version: str, known: dict[str, np.ndarray]) -> None:
    cache.mkdir(parents=True, exist_ok=True)
    # A training that is killed in between leaves lists of different lengths, or none at all.
    texts, vectors = cache / f"{_TEXTS_FILE}.new", cache / "new.npy"
    texts.write_text(json.dumps({"version": version, "texts": list(known)}), encoding="utf-8")
    np.save(vectors, np.stack(list(known.values())))
    (cache / _TEXTS_FILE).unlink(missing_ok=True)
    os.replace(vectors, cache / _VECTORS_FILE)
    os.replace(texts, cache / _TEXTS_FILE)
