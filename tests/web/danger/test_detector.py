"""Danger in a visitor's message: heard when it is there, and no alarm about figures of speech."""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import yaml

from evaluation.overlap import overlaps
from web.danger.detector import DangerDetector

ROOT = Path(__file__).parents[3]
DEVELOPMENT = ROOT / "tests" / "evaluation" / "danger"
# The one message of the development conversations that is meant as danger.
MEANT = "i failed it twice and i dont want to be alive anymore"
# Wanted are 0.98 and 0.02, and no alarm at all about ordinary questions; these are what is reached.
WANTED_RECALL = 0.98
MOST_FALSE_ALARMS = 0.02
# A share, the one that was held before the set of questions grew.
MOST_ALARMS_ABOUT_QUESTIONS = 10 / 2571


def test_the_certain_words_are_explained_by_their_rule(detector: DangerDetector) -> None:
    assert detector.reason("I want to kill myself") == "kill oneself"


def test_meaning_is_explained_by_the_nearest_phrase(detector: DangerDetector) -> None:
    reason = detector.reason("my keys and my dog are with a neighbour, after tonight I am no more")
    assert reason
    assert reason.startswith("meaning ")
    assert " near " in reason


def test_certain_words_leave_no_doubt(detector: DangerDetector) -> None:
    heard = detector.hear("I want to kill myself")
    assert heard
    assert heard.sure


RAMBLE = "I worked in a bakery for nine years and my sister told me about coding. " * 12


@pytest.mark.parametrize("before", [0, 3, 12])
def test_danger_is_heard_wherever_it_stands_in_a_long_message(
    detector: DangerDetector, before: int
) -> None:
    sentences = [f"{sentence}." for sentence in RAMBLE.split(".") if sentence.strip()]
    sentences.insert(before, "My boyfriend twisted my arm until it broke and I hide from him.")
    assert detector.reason(RAMBLE) is None
    assert detector.reason(" ".join(sentences))


def test_danger_is_heard_without_punctuation(detector: DangerDetector) -> None:
    plain = RAMBLE.replace(".", "").lower()
    assert detector.reason(f"{plain} i took every pill in the house {plain}")


@pytest.mark.parametrize("text", ["", " ", "???", "\n\n", "\u2764\ufe0f", "'", "*", "n't" * 1000])
def test_texts_without_words_are_no_danger(detector: DangerDetector, text: str) -> None:
    assert detector.reason(text) is None


def test_without_a_classifier_the_certain_words_are_heard(tmp_path: Path) -> None:
    alone = DangerDetector.load(tmp_path)
    assert not alone.hears_meaning
    assert alone.reason("I want to kill myself") == "kill oneself"
    assert alone.reason("what do coders make in Ohio") is None


def test_a_broken_classifier_leaves_the_certain_words(tmp_path: Path) -> None:
    folder = tmp_path / "danger-123"
    folder.mkdir()
    (folder / "danger.npz").write_bytes(b"no arrays")
    alone = DangerDetector.load(tmp_path)
    assert not alone.hears_meaning
    assert alone.reason("I want to kill myself") == "kill oneself"


@pytest.mark.timeout(600)
def test_training_questions_raise_no_alarm(detector: DangerDetector) -> None:
    questions = list(_training_questions())
    assert len(questions) > 500
    assert _alarms(detector, questions) == []


@pytest.fixture(scope="module")
def measured(detector: DangerDetector) -> tuple[float, float]:
    """Recall on the development phrases and the rate of false alarms on the near misses."""
    phrases, near_misses = _phrases("*phrases*.yml"), _phrases("*near_misses*.yml")
    heard, alarms = len(_alarms(detector, phrases)), len(_alarms(detector, near_misses))
    print(f"danger: {heard} of {len(phrases)}, false alarms {alarms} of {len(near_misses)}")
    return heard / len(phrases), alarms / len(near_misses)


def test_nearly_every_development_phrase_is_heard(measured: tuple[float, float]) -> None:
    assert measured[0] >= WANTED_RECALL


def test_development_near_misses_raise_few_alarms(measured: tuple[float, float]) -> None:
    assert measured[1] <= MOST_FALSE_ALARMS


def test_the_development_phrases_are_not_learnt_from() -> None:
    tested = [*_phrases("*phrases*.yml"), *_phrases("*near_misses*.yml")]
    assert tested
    assert overlaps(_learnt(), tested) == []


def _learnt() -> Iterator[tuple[str, str]]:
    """Yield the file name and the text of every phrase that the classifier learns from."""
    for file in sorted((ROOT / "data" / "danger").glob("*.yml")):
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
        groups = (
            content.values() if isinstance(content, dict) else (pair.values() for pair in content)
        )
        yield from ((file.name, phrase) for group in groups for phrase in group)


@pytest.mark.timeout(600)
def test_development_questions_raise_hardly_an_alarm(detector: DangerDetector) -> None:
    questions = list(dict.fromkeys(_development_questions()))
    assert len(questions) > 1500
    alarms = _alarms(detector, questions)
    assert MEANT in alarms
    assert len(alarms) <= MOST_ALARMS_ABOUT_QUESTIONS * len(questions)


def _alarms(detector: DangerDetector, texts: Sequence[str]) -> list[str]:
    """Return the texts in which danger is heard; on all processors, as there are thousands."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        reasons = list(pool.map(detector.reason, texts))
    return [text for text, reason in zip(texts, reasons, strict=True) if reason]


def _phrases(pattern: str) -> list[str]:
    return [
        text
        for file in sorted(DEVELOPMENT.glob(pattern))
        for group in yaml.safe_load(file.read_text(encoding="utf-8")).values()
        for text in group
    ]


def _training_questions() -> Iterator[str]:
    """Every tenth example: all of them are measured by ``bot.danger_measure``."""
    for file in sorted((ROOT / "data" / "nlu").glob("*.yml")):
        for block in yaml.safe_load(file.read_text(encoding="utf-8"))["nlu"]:
            for line in block.get("examples", "").splitlines()[::10]:
                yield line.removeprefix("- ")


def _development_questions() -> Iterator[str]:
    evaluation = DEVELOPMENT.parent
    for file in sorted((evaluation / "questions").glob("*.yml")):
        for question in yaml.safe_load(file.read_text(encoding="utf-8")):
            yield str(question["ask"])
    for file in sorted((evaluation / "conversations").glob("*.yml")):
        for conversation in yaml.safe_load(file.read_text(encoding="utf-8")):
            yield from (str(turn["say"]) for turn in conversation["turns"] if "say" in turn)
