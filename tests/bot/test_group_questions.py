"""The job that groups questions, as the website runs it."""

import json
import subprocess
import sys

import pytest

from bot.fingerprint import model_path
from bot.group_questions import ROOT


@pytest.fixture(autouse=True)
def _model() -> None:
    if not (ROOT / model_path(ROOT)).is_file():
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
