"""What a message says about a person, and which certification follows from it."""

import pytest

from actions.frame import Frame
from actions.recommendation import (
    Answers,
    decide,
    is_leaving,
    is_question,
    is_ready,
    merged,
    read,
    wants_decision,
)

MESSAGES = [
    ("a year at a clinic, now I want a big hospital", "hospital", "some"),
    ("five years of coding and I love audits", "auditing", "more"),
    ("brand new and a doctor's office would be nice", "office", "none"),
    ("I coded hospital outpatient for three years", "facility", "more"),
    ("no experience, HCC coding", "risk-adjustment", "none"),
    ("eighteen months, inpatient", "hospital", None),
    ("18 months, inpatient", "hospital", "some"),
    ("a nurse with ten years at the bedside, hospital", "hospital", None),
    ("drove a truck for eleven years, office work please", "office", None),
    ("2 months in a clinic", "office", "none"),
    ("which states pay best", None, None),
]


@pytest.mark.parametrize(("text", "place", "experience"), MESSAGES)
def test_a_message_tells_of_a_person(text: str, place: str | None, experience: str | None) -> None:
    answers = read(Frame("recommend_certification", {}, text))
    assert (answers.place, answers.experience) == (place, experience)


@pytest.mark.parametrize(
    ("question", "text", "answer"),
    [
        ("place", "anywhere", "any"),
        ("place", "don't know yet", "any"),
        ("place", "at an insurer, HCC stuff", "risk-adjustment"),
        ("place", "a hospital I guess", "hospital"),
        ("experience", "none", "none"),
        ("experience", "3 yrs", "more"),
        ("experience", "a bit", "some"),
        ("experience", "more than that", "more"),
        ("priority", "cheap please", "cost"),
        ("priority", "asap", "speed"),
        ("priority", "that employers respect it", "recognition"),
        ("priority", "don't care", "any"),
        ("priority", "blue", None),
    ],
)
def test_a_short_answer_fits_the_question_that_was_asked(
    question: str, text: str, answer: str | None
) -> None:
    assert read(Frame("follow_up", {}, text), question).get(question) == answer


@pytest.mark.parametrize(
    ("kinds", "place"),
    [
        ({"specialty": ("inpatient",)}, "hospital"),
        ({"workplace": ("physician-practice",)}, "office"),
        ({"specialty": ("auditing-compliance",)}, "auditing"),
        ({"workplace": ("insurance-company",)}, "risk-adjustment"),
        ({"place": ("any",)}, "any"),
        ({"place": ("the moon",)}, None),
    ],
)
def test_what_was_recognized_answers_too(kinds: dict[str, tuple[str, ...]], place: str) -> None:
    assert read(Frame("recommend_certification", kinds)).place == place


@pytest.mark.parametrize(
    ("answers", "certification"),
    [
        (Answers("hospital", "some"), "ccs"),
        (Answers("hospital", "more"), "ccs"),
        (Answers("hospital", "none"), "cca"),
        (Answers("hospital", "none", "recognition"), "cpc"),
        (Answers("office", "none"), "cpc"),
        (Answers("office", "more"), "cpc"),
        (Answers("facility", "some"), "coc"),
        (Answers("auditing", "more"), "cpma"),
        (Answers("auditing", "none"), "cpc"),
        (Answers("risk-adjustment", "some"), "crc"),
        (Answers("any", "none", "cost"), "cca"),
        (Answers("any", "none", "recognition"), "cpc"),
        (Answers(), "cpc"),
        (Answers("office", "more", held=("cpc",)), "specialty-credential"),
        (Answers("hospital", "more", held=("ccs",)), "cic"),
        (Answers("auditing", "none", held=("cpc",)), "cpma"),
    ],
)
def test_the_recommendation_fits_the_person(answers: Answers, certification: str) -> None:
    assert decide(answers).certification == certification


def test_the_third_question_is_asked_only_where_it_matters() -> None:
    assert Answers("office", "none").missing() is None
    assert Answers("hospital", "more").missing() is None
    assert Answers("any", "none").missing() == "priority"
    assert Answers("any", "none", "any").missing() is None


def test_what_was_said_last_counts() -> None:
    known = merged(Answers("office", "none"), Answers(place="hospital"))
    assert (known.place, known.experience) == ("hospital", "none")


def test_what_somebody_holds_is_not_recommended_again() -> None:
    frame = Frame("", {"certification": ("cpc",)}, "I have my CPC and two years, doctor's office")
    assert read(frame).held == ("cpc",)
    frame = Frame("", {"certification": ("cpc",)}, "is the CPC good for a doctor's office")
    assert read(frame).held == ()


def test_a_sentence_that_says_enough_is_ready() -> None:
    assert is_ready(Frame("", {}, "I've two years and want hospital work"))
    assert not is_ready(Frame("", {}, "certifications for hospitals"))


@pytest.mark.parametrize("text", ["never mind", "stop", "No thanks", "forget it", "cancel that"])
def test_somebody_can_leave(text: str) -> None:
    assert is_leaving(text)


def test_an_answer_is_no_question() -> None:
    assert is_question("how much is that")
    assert is_question("hospital pay?")
    assert not is_question("in a hospital")
    assert not is_leaving("I stopped coding a year ago")
    assert wants_decision("so which is it")
