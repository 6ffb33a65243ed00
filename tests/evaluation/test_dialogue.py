"""When an answer to a single question is right, and how the figures add up."""

import pytest

from conversation_tests import Answer, Conversation, Turn
from evaluation.dialogue import Desk, DialogueScore, hold_conversations, question_misses
from evaluation.figures import FigureCheck
from evaluation.held_out import FOLDER, Question, read_held_out_conversations, read_questions
from knowledge import KnowledgeBase
from tests.conversation_tests.standins import DeskShop, served

CONTACTS = ("(555) 555-0100", "advice@school.example")


@pytest.mark.parametrize(
    ("due", "given", "right"),
    [
        ("answer", "answer", True),
        ("answer", "recommendation", True),
        ("answer", "unknown", False),
        ("out_of_scope", "unknown", True),
        ("out_of_scope", "answer", False),
        ("smalltalk", "help", True),
        ("question", "answer", False),
    ],
)
def test_kinds_that_are_as_good(due: str, given: str, right: bool) -> None:
    asked = Question("a.yml", "ask", ("steps",), due)
    assert (question_misses(asked, Answer("", given), CONTACTS) == []) is right


def test_facts_and_sources_are_due_and_more_may_be_cited() -> None:
    asked = Question("a.yml", "ask", ("steps",), "answer", {}, ("a.b",), ("guide",))
    right = Answer("", "answer", ("a.b", "a.c"), ("guide", "karma"))
    assert question_misses(asked, right, CONTACTS) == []
    assert len(question_misses(asked, Answer("", "answer"), CONTACTS)) == 2


def test_who_wants_a_person_must_read_how_to_reach_one() -> None:
    asked = Question("a.yml", "a human please", ("speak_to_person",), "handoff")
    assert question_misses(asked, Answer("Call (555) 555-0100.", "help"), CONTACTS) == []
    assert question_misses(asked, Answer("I am a program.", "help"), CONTACTS) != []


def test_whole_conversations_and_turns_are_counted(check: FigureCheck) -> None:
    right, wrong = Turn("tea", None, {"kind": "answer"}), Turn("milk", None, {"kind": "answer"})
    talks = [
        Conversation(FOLDER / "x.yml", str(n), (right, one)) for n, one in enumerate((right, wrong))
    ]
    figures = DialogueScore()
    with served(DeskShop().app()) as url:
        desk = Desk(url, CONTACTS, check)
        hold_conversations(desk, talks, figures)
    assert str(figures.conversations["x"]) == "50.0"
    assert (figures.turns.right, figures.turns.all) == (3, 4)
    assert figures.misses == ["[x: 1, turn 2] kind is unknown, not answer: milk"]


def test_turns_that_could_not_be_held_are_not_right(check: FigureCheck) -> None:
    turn = Turn("tea", None, {"kind": "answer"})
    figures = DialogueScore()
    desk = Desk("http://127.0.0.1:9", CONTACTS, check)
    hold_conversations(desk, [Conversation(FOLDER / "x.yml", "a", (turn, turn))], figures)
    assert (figures.turns.right, figures.turns.all) == (0, 2)


def test_there_are_as_many_held_out_texts_as_promised() -> None:
    assert len(read_questions()) >= 600
    talks = read_held_out_conversations()
    assert sum(2 <= len(talk.turns) <= 5 for talk in talks) >= 100


def test_the_held_out_facts_and_sources_exist(knowledge: KnowledgeBase) -> None:
    expected = [(one.facts, one.sources) for one in read_questions()] + [
        (turn.expects.get("facts", ()), turn.expects.get("sources", ()))
        for talk in read_held_out_conversations()
        for turn in talk.turns
    ]
    for fact in {fact for facts, _ in expected for fact in facts}:
        assert knowledge.fact(fact)
    for source in {source for _, sources in expected for source in sources}:
        assert knowledge.source(source)
