"""Typos are slips that people make, and the same ones every time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.held_out import read_questions
from evaluation.typos import with_typos


def test_the_same_text_gets_the_same_typos() -> None:
    text = "how much does a coder make in Texas"
    assert with_typos(text) == with_typos(text)
    assert with_typos(text, seed=1) != with_typos(text, seed=2)


@given(st.text())
def test_a_text_changes_by_no_more_than_two_slips(text: str) -> None:
    assert abs(len(with_typos(text)) - len(text)) <= 2


def test_figures_stay() -> None:
    assert with_typos("90,000?") == "90,000?"


@pytest.mark.parametrize("text", ["", "???", "TX", "42"])
def test_what_has_no_long_word_and_no_space_stays(text: str) -> None:
    assert with_typos(text) == text


def test_nearly_every_question_gets_a_typo() -> None:
    asked = [question.ask for question in read_questions()]
    # Two swaps can undo each other, and a few questions are one short word.
    assert sum(with_typos(text) != text for text in asked) > 0.98 * len(asked)
