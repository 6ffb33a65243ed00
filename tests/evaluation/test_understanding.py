"""How understanding is counted."""

import pytest

from evaluation.held_out import SEVERAL, Question
from evaluation.models import Understanding
from evaluation.understanding import same_intents, score


def question(*intents: str, kind: str = "answer", **entities: tuple[str, ...]) -> Question:
    return Question("a.yml", "ask", intents, kind, entities)


def understood(*intents: str, **entities: tuple[str, ...]) -> Understanding:
    return Understanding(intents, 0.9, entities)


@pytest.mark.parametrize(
    ("meant", "found", "same"),
    [
        (["outlook"], ["outlook"], True),
        (["outlook"], ["steps"], False),
        (["outlook"], ["outlook", "steps"], False),
        (["outlook"], ["greet", "outlook"], True),
        (["greet"], ["greet"], True),
        (["outlook"], ["greet"], False),
        (["outlook", "steps"], ["outlook", "steps"], True),
        (["outlook", "steps"], ["steps", "outlook"], False),
        (["out_of_scope"], ["nlu_fallback"], True),
        (["personal"], ["nlu_fallback"], False),
    ],
)
def test_intents_are_right_in_full_and_in_order(
    meant: list[str], found: list[str], same: bool
) -> None:
    assert same_intents(meant, found) is same


def test_questions_count_in_the_row_of_their_intent() -> None:
    figures = score(
        [question("outlook"), question("outlook"), question("outlook", "steps")],
        [understood("outlook"), understood("steps"), understood("outlook", "steps")],
    )
    assert (figures.intent["outlook"].right, figures.intent["outlook"].all) == (1, 2)
    assert figures.intent[SEVERAL].percent == 100
    assert figures.misses == ["intent steps (0.90), not outlook: ask"]


def test_declining_counts_for_and_against() -> None:
    asked = [
        (question("out_of_scope", kind="out_of_scope"), understood("nlu_fallback")),
        (question("personal", kind="out_of_scope"), understood("pay_national")),
        (question("outlook"), understood("other_language")),
        (question("duties"), understood("steps")),
        (question("follow_up", kind="question"), understood("nlu_fallback")),
    ]
    figures = score([one for one, _ in asked], [other for _, other in asked])
    assert (figures.declined_rightly.right, figures.declined_rightly.all) == (1, 2)
    assert (figures.declined_wrongly.right, figures.declined_wrongly.all) == (1, 2)


def test_entities_found_and_lost() -> None:
    figures = score(
        [question("compare_states", state=("texas", "ohio"))],
        [understood("compare_states", state=("texas", "iowa"), measure=("median",))],
    )
    assert str(figures.recall["state"]) == "50.0"
    assert str(figures.precision["state"]) == "50.0"
    assert "measure" not in figures.precision


def test_a_state_that_nobody_named_is_not_precise() -> None:
    figures = score([question("steps")], [understood("steps", state=("florida",))])
    assert figures.precision["state"].percent == 0
    assert figures.misses == ["state florida found: ask"]
