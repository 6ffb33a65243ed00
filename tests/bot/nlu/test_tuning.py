import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bot.train import SETTINGS

ROOT = Path(__file__).parents[3]


def tune_small(*options: str, processor: int | None = None) -> str:
    """Return what tests.bot.nlu.tune_small prints, as training runs it."""
    command = [sys.executable, "-W", "ignore", "-m", "tests.bot.nlu.tune_small", *options]
    if processor is not None:
        command = ["taskset", "--cpu-list", str(processor), *command]
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, **SETTINGS},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


@pytest.fixture(scope="module")
def found() -> dict[str, Any]:
    result: dict[str, Any] = json.loads(tune_small())
    return result


def margin(vectors: list[list[float]], labels: list[int]) -> float:
    """How much nearer the sentences of the same label are than those of others, on average."""
    rows, numbers = np.array(vectors), np.array(labels)
    cosines, same = rows @ rows.T, numbers[:, None] == numbers[None]
    apart = ~np.eye(len(rows), dtype=bool)
    return float(cosines[same & apart].mean() - cosines[~same].mean())


def test_sentences_of_the_same_label_come_nearer_to_each_other(found: dict[str, Any]) -> None:
    before, after = (margin(found[name], found["labels"]) for name in ("before", "after"))
    assert after > before + 0.2


def test_the_embeddings_are_left_as_they_are(found: dict[str, Any]) -> None:
    assert {name.partition(".")[0] for name in found["changed"]} == {"encoder"}


def test_the_written_graph_computes_what_was_learnt(found: dict[str, Any]) -> None:
    assert found["after"][0] == pytest.approx(found["by_tensorflow"], abs=1e-4)


def test_marks_and_what_an_example_stands_after_are_known(found: dict[str, Any]) -> None:
    # In the order of the names: after a certification, the mark.
    assert found["known"][0] == [0.0, 1.0]
    assert found["known"][-1] == [1.0, 1.0]


@pytest.mark.timeout(300)
@pytest.mark.skipif(shutil.which("taskset") is None, reason="taskset is not installed")
def test_one_processor_learns_the_same_as_several() -> None:
    one = min(os.sched_getaffinity(0))
    assert tune_small("--digest", processor=one) == tune_small("--digest")
