"""No topic falls below its floor, whatever the mean is; nor do all together.

`make floors` writes floors.yml anew from a measured run.
"""

from concurrent.futures import ThreadPoolExecutor

import pytest

from evaluation.dialogue import DialogueScore, ask_questions
from evaluation.floors import ALL, Floors, read_floors
from evaluation.held_out import read_questions
from evaluation.measurement import desk_at
from evaluation.models import understand
from evaluation.tally import Tally, total
from evaluation.understanding import UnderstandingScore, score
from tests.assistant import Assistant

QUESTIONS = read_questions()
TOPICS = sorted({question.topic for question in QUESTIONS})
FLOORS: Floors = read_floors()

pytestmark = pytest.mark.timeout(1800)


@pytest.fixture(scope="module")
def measured(assistant: Assistant) -> tuple[UnderstandingScore, DialogueScore]:
    """Both figures; one processor understands the questions while others answer them."""
    figures = DialogueScore()
    with ThreadPoolExecutor(1) as pool:
        understood = pool.submit(understand, [question.ask for question in QUESTIONS])
        ask_questions(desk_at(assistant.url), QUESTIONS, figures)
        return score(QUESTIONS, understood.result()), figures


@pytest.fixture
def understanding(measured: tuple[UnderstandingScore, DialogueScore]) -> UnderstandingScore:
    return measured[0]


@pytest.fixture
def dialogue(measured: tuple[UnderstandingScore, DialogueScore]) -> DialogueScore:
    return measured[1]


def test_every_topic_has_its_floors() -> None:
    assert sorted(FLOORS) == sorted([ALL, *TOPICS])
    assert all(set(one) == {"intent", "right"} for one in FLOORS.values())


@pytest.mark.parametrize("topic", TOPICS)
def test_understood(topic: str, understanding: UnderstandingScore) -> None:
    held(topic, "intent", understanding.intent[topic], understanding.misses)


@pytest.mark.parametrize("topic", TOPICS)
def test_answered_rightly(topic: str, dialogue: DialogueScore) -> None:
    held(topic, "right", dialogue.questions[topic], dialogue.misses)


def test_all_together_are_understood(understanding: UnderstandingScore) -> None:
    held(ALL, "intent", total(understanding.intent.values()), understanding.misses)


def test_all_together_are_answered_rightly(dialogue: DialogueScore) -> None:
    held(ALL, "right", total(dialogue.questions.values()), dialogue.misses)


def held(topic: str, what: str, tally: Tally, misses: list[str]) -> None:
    assert tally.percent is not None
    about = "\n".join(miss for miss in misses if topic in miss)
    assert tally.percent >= FLOORS[topic][what], f"{tally} %, the floor is {FLOORS[topic]}\n{about}"
