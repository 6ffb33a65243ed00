"""Groups questions by meaning: a job beside the assistant, run now and then by the website.

Reads JSON lines {"id": 1, "text": "..."} from standard input and writes {"id": 1, "group": 7} for
each, where 7 is the id of the question that stands for the group best.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path

import numpy as np  # type: ignore[import-not-found, unused-ignore]

from bot.grouping import group
from bot.nlu.encoder import SentenceEncoder
from web.danger.meaning import MeaningModelError, newest_folder

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    """Run the job; returns the exit code."""
    try:
        encoder = read_encoder(ROOT / "models")
    except MeaningModelError as error:
        print(error, file=sys.stderr)
        return 1
    questions = [json.loads(line) for line in sys.stdin if line.strip()]
    vectors = encoder.encode([question["text"] for question in questions])
    ids = [question["id"] for question in questions]
    for id_, representative in zip(ids, representatives(ids, vectors), strict=True):
        print(json.dumps({"id": id_, "group": representative}))
    return 0


def read_encoder(models: Path) -> SentenceEncoder:
    """Return the packaged sentence encoder, which the danger filter uses, too.

    The one of the language model has learnt to tell our topics apart; what was not understood is
    often about something else.

    Args:
        models: The folder of the trained models.

    Raises:
        MeaningModelError: Nothing was trained yet.
    """
    return SentenceEncoder(newest_folder(models))


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
