"""Groups questions by meaning: a job beside the assistant, run now and then by the website.

Reads JSON lines {"id": 1, "text": "..."} from standard input and writes {"id": 1, "group": 7} for
each, where 7 is the id of the question that stands for the group best.
"""

from __future__ import annotations

import json
import sys
import tarfile
import tempfile
from collections.abc import Iterable
from pathlib import Path

import numpy as np  # type: ignore[import-not-found, unused-ignore]

from bot.fingerprint import model_path
from bot.grouping import group
from bot.nlu.encoder import GRAPH_FILE, TOKENIZER_FILE, SentenceEncoder

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    """Run the job; returns the exit code."""
    model = ROOT / model_path(ROOT)
    if not model.is_file():
        print("there is no trained model (make train)", file=sys.stderr)
        return 1
    questions = [json.loads(line) for line in sys.stdin if line.strip()]
    with tempfile.TemporaryDirectory() as folder:
        encoder = read_encoder(model, Path(folder))
    vectors = encoder.encode([question["text"] for question in questions])
    ids = [question["id"] for question in questions]
    for id_, representative in zip(ids, representatives(ids, vectors), strict=True):
        print(json.dumps({"id": id_, "group": representative}))
    return 0


def read_encoder(model: Path, folder: Path) -> SentenceEncoder:
    """Return the sentence encoder of a trained model.

    Args:
        model: The model file.
        folder: Where its parts may be unpacked; not needed afterwards.

    Raises:
        FileNotFoundError: The model has no sentence encoder.
    """
    wanted = {GRAPH_FILE, TOKENIZER_FILE}
    with tarfile.open(model) as archive:
        for member in archive:
            name = Path(member.name).name
            file = archive.extractfile(member) if name in wanted else None
            if file is not None:
                (folder / name).write_bytes(file.read())
                wanted.discard(name)
    if wanted:
        raise FileNotFoundError(f"the model has no {', '.join(sorted(wanted))}")
    return SentenceEncoder(folder)


def representatives(ids: Iterable[int], vectors: np.ndarray) -> list[int]:
    """Return for each question the id of the one that is nearest to all of its group."""
    numbers, labels = list(ids), np.array(group(vectors))
    found = [0] * len(numbers)
    for label in np.unique(labels):
        members = np.flatnonzero(labels == label)
        nearness = vectors[members] @ vectors[members].sum(axis=0)
        best = numbers[members[int(nearness.argmax())]]
        for member in members:
            found[member] = best
    return found


if __name__ == "__main__":
    sys.exit(main())
