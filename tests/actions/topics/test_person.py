import pytest

from actions.desk import Desk
from actions.frame import Frame
from actions.topics.person import ASPECTS, personal
from tests.actions.conftest import SCHOOL, Ask, aspects_of


def test_who_wants_a_person_gets_contact_and_hours(ask: Ask) -> None:
    turn = ask("speak_to_person", "can I talk to a human")
    assert turn.payload["kind"] == "handoff"
    assert SCHOOL.contact in turn.text
    assert SCHOOL.hours in turn.text
    assert turn.events == []


@pytest.mark.parametrize(
    ("text", "piece"),
    [
        ("what will I earn in 2030", "what your own pay will be"),
        ("promise me a job", "nobody can honestly promise that"),
        ("guarantee that I earn 60k", "nobody can honestly promise that"),
        ("how much is tuition at your school", "this school's own prices"),
        ("can I pay in installments for your course", "this school's own prices"),
        ("do you sponsor a visa", "nothing about visas"),
        ("will I get hired", "how it will go for you"),
        ("will I pass the CPC", "whether you will pass"),
        ("whats my student number", "for your own case"),
    ],
)
def test_personal_questions_get_an_honest_no_that_fits(ask: Ask, text: str, piece: str) -> None:
    turn = ask("personal", text)
    assert turn.payload["kind"] == "out_of_scope"
    assert piece in turn.text
    assert SCHOOL.contact in turn.text
    assert "$" not in turn.text
    assert turn.facts == ({"guide.first-job.no-guarantee"} if "promise" in piece else set())
    assert turn.events == []


@pytest.mark.parametrize(
    ("aspect", "piece"),
    [
        ("own-pay", "what your own pay will be"),
        ("prediction", "Nobody can know what will be"),
        ("promise", "nobody can honestly promise that"),
        ("chances", "how it will go for you"),
        ("passing", "whether you will pass"),
        ("visa", "nothing about visas"),
        ("criminal-record", "nothing about a criminal record"),
        ("own-school", "this school's own prices"),
        ("school-aid", "payment plans this school takes"),
        ("school-access", "what you need before you start"),
        ("find-job", "cannot find jobs"),
        ("", "for your own case"),
    ],
)
def test_the_aspect_says_what_a_personal_question_is_about(
    desk: Desk, aspect: str, piece: str
) -> None:
    reply = personal(Frame("personal", text="hm", aspects={"personal": aspect}), desk)
    assert piece in reply.text
    assert SCHOOL.contact in reply.text
    assert "$" not in reply.text
    assert 2 <= len(reply.choices) <= 3


def test_every_aspect_has_wording_and_examples() -> None:
    assert aspects_of("personal") == set(ASPECTS)


def test_a_personal_question_about_pay_offers_the_pay_of_the_state(ask: Ask) -> None:
    turn = ask("personal", "what will I earn in Ohio", state=["ohio"])
    assert turn.choices[0] == "Pay in Ohio"
    assert "$" not in turn.text


def test_a_code_for_a_case_is_declined_and_the_sets_are_named(ask: Ask) -> None:
    turn = ask("diagnosis_code", "which code for a sprained ankle")
    assert turn.payload["kind"] == "out_of_scope"
    assert "cannot choose the code" in turn.text
    assert "ICD-10-CM" in turn.text
    assert "medical-coder-profile" in turn.sources


def test_other_languages_get_a_kind_answer_in_spanish_and_english(ask: Ask) -> None:
    turn = ask("other_language", "¿cuánto gana un codificador?")
    assert "Lo siento" in turn.text
    assert "I only understand English" in turn.text
    assert SCHOOL.contact in turn.text
