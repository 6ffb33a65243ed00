"""The figures as people read them."""

from evaluation.dialogue import DialogueScore
from evaluation.floors import floor_of
from evaluation.held_out import Question
from evaluation.measurement import Measurement
from evaluation.models import Understanding
from evaluation.table import shortened, table
from evaluation.tally import Tally
from evaluation.understanding import score

QUESTIONS = [
    Question("a.yml", "tasks?", ("duties",), "answer"),
    Question("a.yml", "future?", ("outlook",), "answer", {"state": ("ohio",)}),
]


def measured() -> Measurement:
    right = Understanding(("duties",), 0.9, {})
    return Measurement(QUESTIONS, score(QUESTIONS, [right, right]))


def line(text: str, start: str) -> list[str]:
    return next(one for one in text.splitlines() if one.startswith(start)).split()


def test_a_line_for_each_topic_and_one_for_all() -> None:
    text = table(measured())
    assert line(text, "duties ") == ["duties", "1", "100.0", "-"]
    assert line(text, "outlook ") == ["outlook", "1", "0.0", "0.0"]
    assert line(text, "all ") == ["all", "2", "50.0", "0.0"]


def test_what_was_not_measured_stays_empty() -> None:
    assert "Wrong figures" not in table(measured())


def test_answers_and_wrong_figures() -> None:
    run = measured()
    run.dialogue = DialogueScore(wrong_figures=["figures of ohio"])
    run.dialogue.questions["duties"].count(True)
    run.dialogue.conversations["follow_ups"].count(True)
    text = table(run)
    assert line(text, "duties ") == ["duties", "1", "100.0", "-", "100.0"]
    assert line(text, "follow ups ") == ["follow", "ups", "1", "100.0"]
    assert text.endswith("Wrong figures: 1")


def test_long_lists_are_cut() -> None:
    text = shortened([("Misses", [f"{number}" * 200 for number in range(5)])], shown=2)
    assert text.splitlines()[0] == "Misses: 5"
    assert max(map(len, text.splitlines())) <= 162
    assert text.endswith("... and 3 more")


def test_a_floor_leaves_room_for_one_question_or_three_points() -> None:
    assert floor_of(Tally(20, 20)) == 95.0
    assert floor_of(Tally(100, 100)) == 97.0
    assert floor_of(Tally(0, 10)) == 0.0


def test_a_floor_may_have_a_margin_of_its_own() -> None:
    assert floor_of(Tally(980, 1000), 0.5) == 97.5
