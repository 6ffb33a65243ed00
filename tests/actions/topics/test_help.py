import pytest

from actions.desk import Desk
from actions.frame import Frame
from actions.topics.help import ASPECTS, out_of_scope
from tests.actions.conftest import SCHOOL, Ask, aspects_of

ASIDES = [
    ("capabilities", "action_capabilities", "smalltalk"),
    ("out_of_scope", "action_out_of_scope", "out_of_scope"),
]


@pytest.mark.parametrize(("intent", "action", "kind"), ASIDES)
def test_asides_have_no_facts_but_a_person_and_choices(
    ask: Ask, intent: str, action: str, kind: str
) -> None:
    turn = ask(intent, "what about nurses?", action=action)
    assert turn.payload["kind"] == kind
    assert turn.facts == turn.sources == set()
    assert SCHOOL.contact in turn.text
    assert "$" not in turn.text
    assert 2 <= len(turn.choices) <= 3


@pytest.mark.parametrize(
    ("named", "piece"),
    [
        ({"other_country": ["canada"]}, "United States only"),
        ({"other_occupation": ["nurse"]}, "medical coders only"),
        ({}, "I only know about work as a medical coder"),
    ],
)
def test_a_no_fits_what_was_asked_for(ask: Ask, named: dict[str, list[str]], piece: str) -> None:
    assert piece in ask("out_of_scope", "how is it there?", **named).text


@pytest.mark.parametrize(
    ("aspect", "piece"),
    [
        ("other-work", "medical coders only"),
        ("other-place", "United States only"),
        ("other-code", "those of medical coding"),
        ("health", "ask a doctor"),
        ("bill", "your own bill"),
        ("instructions", "always with the source"),
        ("", "medical coders only"),
    ],
)
def test_a_no_fits_the_aspect(desk: Desk, aspect: str, piece: str) -> None:
    frame = Frame(
        "out_of_scope", {"other_occupation": ("nurse",)}, aspects={"out_of_scope": aspect}
    )
    assert piece in out_of_scope(frame, desk).text


@pytest.mark.parametrize(("intent", "action", "kind"), ASIDES)
def test_asides_leave_the_last_frame_alone(ask: Ask, intent: str, action: str, kind: str) -> None:
    assert ask(intent, action=action).events == []


def test_every_aspect_has_examples_in_the_training_data() -> None:
    assert aspects_of("out_of_scope") == set(ASPECTS)
