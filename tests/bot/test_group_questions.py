"""The job that groups questions, as the website runs it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from bot.group_questions import ROOT, read_encoder
from web.danger.meaning import PREFIX, MeaningModelError


@pytest.fixture(autouse=True)
def _model() -> None:
    if not [*(ROOT / "models").glob(f"{PREFIX}*")]:
        pytest.skip("*** NO MODEL: the job is not tested. Run make train. ***")


def run(lines: list[str]) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "bot.group_questions"],
        input="\n".join(lines),
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=100,
    )


def test_the_same_question_in_other_words_is_in_the_same_group() -> None:
    questions = {
        4: "is there parking on campus",
        9: "tell me a joke",
        2: "where can i park my car",
        5: "know any good jokes",
    }
    done = run([json.dumps({"id": one, "text": text}) for one, text in questions.items()])

    assert done.returncode == 0, done.stderr
    found = {one["id"]: one["group"] for one in map(json.loads, done.stdout.splitlines())}
    assert found.keys() == questions.keys()
    assert found[4] == found[2] != found[9] == found[5]


def test_no_questions_make_no_groups() -> None:
    assert run([]).stdout == ""


def test_without_a_trained_model_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(MeaningModelError, match="make train"):
        read_encoder(tmp_path)
