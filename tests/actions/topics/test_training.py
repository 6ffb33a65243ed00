import re

import pytest

from actions.desk import Desk
from actions.frame import Frame
from actions.topics import training_cost, training_time
from tests.actions.conftest import Ask
from tests.actions.questions import answer
from tests.actions.reading import grade

HARDEST = 9.0
LONGEST = 150
ASPECTS = [
    *(("training_time", aspect) for aspect in training_time.BY_ASPECT),
    *(("training_cost", aspect) for aspect in training_cost.BY_ASPECT),
]


def test_the_length_of_all_ways_with_the_pages_that_differ(ask: Ask) -> None:
    turn = ask("training_time", "how long does training take")
    for length in ("4 to 9 months", "9 to 12 months", "18 months to 2 years", "18 to 24 months"):
        assert length in turn.text
    assert "6 to 24 months" in turn.text
    assert "18 months to 4.5 years" in turn.text
    assert len(turn.sources) == 3
    assert "Ask each school" in turn.cautions


@pytest.mark.parametrize(
    ("program", "start"),
    [
        ("certificate-program", "The pages do not agree on a certificate program"),
        ("associate-degree", "An associate degree takes 2 years."),
        ("whole-path", "For the whole path"),
        ("bachelors-degree", "A bachelor's degree is one way in, but not a must."),
        ("online-program", "My pages give no length for online programs alone."),
        ("masters-degree", "My pages give no length for the master's degree."),
    ],
)
def test_the_named_program_comes_first(ask: Ask, program: str, start: str) -> None:
    turn = ask("training_time", program=[program])
    assert turn.text.startswith(start)
    assert turn.sources


def test_the_cost_of_the_usual_ways_and_what_comes_on_top(ask: Ask) -> None:
    turn = ask("training_cost", "what does school cost")
    first, second, third = turn.text.split("\n\n")
    assert "$3,000 to $6,000" in first
    assert "$3,000 to $8,000" in first
    assert "about $3,000" in first
    assert "2025" in first
    assert "$6,000 to $20,000" in second
    assert third.startswith("The exam comes on top.")
    assert "Ask each school" in turn.cautions


@pytest.mark.parametrize(
    ("entities", "figure"),
    [
        ({"program": ["associate-degree"]}, "$8,000 to $15,000"),
        ({"program": ["online-program"]}, "$2,000 to $10,000"),
        ({"program": ["whole-path"]}, "$3,000 to $10,000"),
        ({"measure": ["total-cost"]}, "$3,000 to $10,000"),
    ],
)
def test_the_cost_that_was_asked_for_comes_first(
    ask: Ask, entities: dict[str, list[str]], figure: str
) -> None:
    assert figure in ask("training_cost", **entities).text.split("\n\n")[0]


def test_free_courses_are_not_invented(ask: Ask) -> None:
    turn = ask("training_cost", "are there free medical coding courses")
    assert turn.text.startswith("My pages do not say anything about free courses")


def test_a_program_without_a_price_is_said_to_have_none(ask: Ask) -> None:
    turn = ask("training_cost", program=["bachelors-degree"])
    assert turn.text.startswith("My pages give no price for the bachelor's degree")


@pytest.mark.parametrize(
    ("intent", "text", "fact"),
    [
        ("training_cost", "total outlay for it", "profile.training.certificate-program.total-cost"),
        ("training_cost", "do prices differ", "profile.training.tuition.varies"),
        ("training_cost", "is exam prep included", "guide.cost.exam-preparation"),
        ("training_time", "can I keep my day job", "profile.training.online-program.while-working"),
        ("programs", "what kinds of schools", "profile.programs.provider.community-college"),
        ("pay_experience", "how does pay develop over the years", "profile.pay.mid-career.range"),
    ],
)
def test_what_a_question_stresses_is_told(ask: Ask, intent: str, text: str, fact: str) -> None:
    assert fact in ask(intent, text).facts


def test_a_coding_program_names_no_certain_one(ask: Ask) -> None:
    general = ask("accreditation", "is it accredited")
    assert ask("accreditation", "accredited coding programs", program=["coding-program"]).text == (
        general.text
    )


@pytest.mark.parametrize(("intent", "aspect"), ASPECTS)
def test_narrow_questions_are_answered_with_facts_in_easy_words(
    desk: Desk, intent: str, aspect: str
) -> None:
    reply = answer(Frame(intent, aspects={intent: aspect}), desk)
    assert reply.facts
    # Official names can not be made easier, and stand in brackets.
    assert grade(re.sub(r" \([A-Z][^)]*\)", "", reply.text)) <= HARDEST
    assert len(reply.text.split()) <= LONGEST
    assert len({choice.title for choice in reply.choices}) == len(reply.choices)


@pytest.mark.parametrize(
    ("intent", "aspect", "start"),
    [
        ("training_time", "preparation-time", "Allow 1 to 2 months"),
        ("training_time", "while-working", "Yes, with a self-paced online program"),
        ("training_time", "own-pace", "Yes, in some online programs you set your own pace"),
        ("training_time", "part-time", "My pages give no hours a week"),
        ("training_time", "associate", "An associate degree takes 2 years"),
        ("training_time", "longest", "The longest that my pages name is 18 months to 4.5 years"),
        ("training_cost", "aid", "My pages do not say anything about financial aid"),
        ("training_cost", "cheapest", "The lowest price that my pages name"),
        ("training_cost", "community-college", "One page gives about $3,000"),
        ("training_cost", "exam-included", "The exam comes on top"),
        ("training_cost", "online", "One page puts online programs at $2,000 to $10,000"),
    ],
)
def test_narrow_questions_lead_with_their_answer(
    desk: Desk, intent: str, aspect: str, start: str
) -> None:
    assert answer(Frame(intent, aspects={intent: aspect}), desk).text.startswith(start)


def test_the_time_to_prepare_is_a_measure_too(ask: Ask) -> None:
    turn = ask("training_time", "how long for the exam", measure=["preparation-time"])
    assert turn.text.startswith("Allow 1 to 2 months")
    assert turn.text.count("Allow 1 to 2 months") == 1


def test_a_named_program_stays_in_a_narrow_question(desk: Desk) -> None:
    frame = Frame(
        "training_cost", {"program": ("associate-degree",)}, aspects={"training_cost": "books"}
    )
    text = answer(frame, desk).text
    assert text.startswith("My pages do not say what books")
    assert "$8,000 to $15,000" in text
    assert "certificate program" not in text
