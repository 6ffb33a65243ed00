"""No topic falls below its floor, whatever the mean is.

One question in three is asked; `make floors` writes floors.yml anew from the same ones.
"""

import pytest

from evaluation.dialogue import DialogueScore, ask_questions
from evaluation.floors import Floors, read_floors
from evaluation.held_out import read_questions, sampled
from evaluation.measurement import desk_at
from evaluation.models import understand
from evaluation.tally import Tally
from evaluation.understanding import UnderstandingScore, score
from tests.assistant import Assistant

QUESTIONS = sampled(read_questions())
TOPICS = sorted({question.topic for question in QUESTIONS})
FLOORS: Floors = read_floors()

pytestmark = pytest.mark.timeout(900)


@pytest.fixture(scope="module")
def understanding() -> UnderstandingScore:
    return score(QUESTIONS, understand([question.ask for question in QUESTIONS]))


@pytest.fixture(scope="module")
def dialogue(assistant: Assistant) -> DialogueScore:
    figures = DialogueScore()
    ask_questions(desk_at(assistant.url), QUESTIONS, figures)
    return figures


def test_every_topic_has_its_floors() -> None:
    assert sorted(FLOORS) == TOPICS
    assert all(set(one) == {"intent", "right"} for one in FLOORS.values())


@pytest.mark.parametrize("topic", TOPICS)
def test_understood(topic: str, understanding: UnderstandingScore) -> None:
    held(topic, "intent", understanding.intent[topic], understanding.misses)


@pytest.mark.parametrize("topic", TOPICS)
def test_answered_rightly(topic: str, dialogue: DialogueScore) -> None:
    held(topic, "right", dialogue.questions[topic], dialogue.misses)


def held(topic: str, what: str, tally: Tally, misses: list[str]) -> None:
    assert tally.percent is not None
    about = "\n".join(miss for miss in misses if topic in miss)
    assert tally.percent >= FLOORS[topic][what], f"{tally} %, the floor is {FLOORS[topic]}\n{about}"
