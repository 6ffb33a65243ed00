"""The danger classifier is trained from phrases, once for each state of them, whole or never."""

import shutil
from pathlib import Path

import pytest

from bot.danger import main, ordinary_questions, read_phrases, train
from bot.danger_measure import share
from web.danger.meaning import MeaningClassifier
from web.danger.thresholds import THRESHOLD

ROOT = Path(__file__).parents[2]

DANGER = """
self_harm:
  - i want to end my life
  - i want to die tonight
  - i will hurt myself again
  - I worked at a mill for years. I like numbers. Now i want to end my life. Is the course long?
"""
HARMLESS = """
sayings:
  - this exam is killing me
  - i am dying to start the course
  - my feet hurt after work
"""
PAIRS = """
- danger: i swallowed a bottle of pills
  harmless: i swallowed a lot of pride
"""
NLU = """
version: "3.1"
nlu:
  - intent: pay
    examples: |
      - what do coders make in [Ohio](state)
      - salary in [TX]{"entity": "state", "value": "texas"}
      - how much is the course
  - synonym: texas
    examples: |
      - tx
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name, content in {
        "data/danger/danger.yml": DANGER,
        "data/danger/harmless.yml": HARMLESS,
        "data/danger/pairs.yml": PAIRS,
        "data/nlu/pay.yml": NLU,
    }.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, encoding="utf-8")
    # The quantised encoder takes ten seconds to make; the repository's own cache has it.
    if (ROOT / ".rasa" / "encoder").is_dir():
        shutil.copytree(ROOT / ".rasa" / "encoder", tmp_path / ".rasa" / "encoder")
    return tmp_path


def test_questions_are_read_as_people_would_write_them(root: Path) -> None:
    assert ordinary_questions(root) == [
        "what do coders make in Ohio",
        "salary in TX",
        "how much is the course",
    ]


def test_pairs_count_on_both_sides(root: Path) -> None:
    phrases = read_phrases(root)
    assert "i swallowed a bottle of pills" in phrases.danger
    assert "i swallowed a lot of pride" in phrases.harmless


def test_the_trained_classifier_tells_danger_from_harmless_talk(root: Path) -> None:
    train(root, root / "models" / "danger-1")
    meaning = MeaningClassifier.load(root / "models" / "danger-1")
    assert meaning.loudest("i want to end my life")[0] > THRESHOLD
    assert meaning.loudest("this exam is killing me")[0] < 0
    assert meaning.loudest("how much is the course")[0] < 0


def test_it_trains_once_for_each_state_of_the_phrases(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(root) == 0
    first = [folder.name for folder in (root / "models").iterdir()]
    assert main(root) == 0
    assert "up to date" in capsys.readouterr().out
    (root / "data/danger/harmless.yml").write_text(HARMLESS + "  - shoot me an email\n", "utf-8")
    assert main(root) == 0
    second = [folder.name for folder in (root / "models").iterdir()]
    assert len(first) == len(second) == 1
    assert first != second


def test_missing_phrases_are_told_and_leave_no_model(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (root / "data/danger/danger.yml").unlink()
    assert main(root) == 1
    assert "danger*.yml" in capsys.readouterr().err
    assert not list(root.glob("models/*"))


def test_the_repository_has_many_phrases_of_both_kinds() -> None:
    phrases = read_phrases(ROOT)
    assert len(phrases.danger) >= 2000
    assert len(phrases.harmless) >= 2000
    assert not set(phrases.danger) & set(phrases.harmless)


def test_a_share_is_told_with_its_interval() -> None:
    assert share(98, 100) == "98 of 100, 98.0% (93.0% to 99.4%)"
