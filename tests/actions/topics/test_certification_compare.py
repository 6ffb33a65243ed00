import pytest

from actions.desk import Desk
from actions.frame import Frame
from actions.topics import certification_compare
from tests.actions.conftest import Ask


def test_cpc_and_ccs_stand_side_by_side_when_nothing_is_named(ask: Ask) -> None:
    turn = ask("certification_compare")
    lines = [line for line in turn.text.splitlines() if line.startswith("- ")]
    assert [line.split(":")[0] for line in lines] == [
        "- Given by",
        "- Exam fee",
        "- Exam",
        "- To keep it",
    ]
    assert "$399 for the CPC. $299 for the CCS, for members" in turn.text
    assert "36 credits every 2 years for the CPC" in turn.text
    assert "150 questions in 5 hours 40 minutes for the CPC" in turn.text
    assert "Check with the organization" in turn.cautions


def test_the_named_ones_are_compared_in_their_order(ask: Ask) -> None:
    turn = ask("certification_compare", certification=["cca", "cpc"])
    assert "$199 for the CCA for members, and $299 for others. $399 for the CPC." in turn.text
    assert "CCS" not in turn.text


def test_what_the_pages_do_not_give_is_said(ask: Ask) -> None:
    text = ask("certification_compare", certification=["crc", "cpma"]).text
    assert "- Exam fee: Not given for the CRC. Not given for the CPMA." in text


def test_one_alone_is_set_beside_the_most_common_one(ask: Ask) -> None:
    text = ask("certification_compare", certification=["cca"]).text
    assert "$399 for the CPC" in text


def test_bodies_are_compared_by_their_main_certification(ask: Ask) -> None:
    text = ask("certification_compare", organization=["ahima", "aapc"]).text
    assert text.index("CCS") < text.index("CPC")


def test_the_apprentice_mark_is_explained(ask: Ask) -> None:
    text = ask("certification_compare", certification=["cpc", "cpc-a"]).text
    assert "apprentice mark goes away after 2 years" in text


@pytest.mark.parametrize(
    ("measure", "start"),
    [
        ("exam-fee", "Exam fee: $399 for the CPC"),
        ("exam-duration", "Exam: 150 questions"),
        ("renewal-credits", "To keep it: 36 credits"),
        ("issuer", "Given by: AAPC"),
    ],
)
def test_what_is_asked_of_two_comes_first_and_alone(desk: Desk, measure: str, start: str) -> None:
    named = {"certification": ("cpc", "cca")}
    asked = Frame("certification_compare", {**named, "measure": (measure,)})
    learnt = Frame("certification_compare", named, aspects={"certification_compare": measure})
    text = certification_compare.answer(asked, desk).text
    assert text.startswith(start)
    assert "\n- " not in text
    assert certification_compare.answer(learnt, desk).text == text


def test_level_and_standing_come_first_when_asked(desk: Desk) -> None:
    def answer(aspect: str) -> str:
        frame = Frame(
            "certification_compare",
            {"certification": ("cpc", "ccs")},
            aspects={"certification_compare": aspect},
        )
        return certification_compare.answer(frame, desk).text

    assert answer("level").startswith("The CCS (Certified Coding Specialist) is at a higher level")
    assert answer("standing").startswith("My pages do not rank them")
    assert "Hospitals value the CCS" in answer("standing")


def test_the_letter_alone_means_the_apprentice(desk: Desk) -> None:
    frame = Frame(
        "certification_compare",
        {"certification": ("cpc",)},
        aspects={"certification_compare": "apprentice"},
    )
    assert "apprentice mark" in certification_compare.answer(frame, desk).text
