import numpy as np
import pytest

from bot.nlu.ngrams import CharacterNgrams

TEXTS = ["coder salary", "coder pay", "exam fee", "exam cost"]


def test_a_row_has_length_one() -> None:
    _, values = CharacterNgrams.learn(TEXTS).row("coder exam")
    assert float(np.linalg.norm(values)) == pytest.approx(1)


def test_a_slip_keeps_most_of_the_pieces() -> None:
    ngrams = CharacterNgrams.learn(TEXTS)
    right, _ = ngrams.row("coder")
    wrong, _ = ngrams.row("codr")
    assert set(wrong) < set(right)
    assert len(wrong) > 0


def test_pieces_seen_in_one_example_only_are_left_out() -> None:
    assert " salary"[:5] not in CharacterNgrams.learn(TEXTS).pieces


def test_an_unknown_text_has_an_empty_row() -> None:
    columns, values = CharacterNgrams.learn(TEXTS).row("zzz 🙂")
    assert len(columns) == len(values) == 0


def test_what_is_read_back_gives_the_same_row() -> None:
    learnt = CharacterNgrams.learn(TEXTS)
    again = CharacterNgrams(learnt.pieces, learnt.weights)
    assert np.array_equal(learnt.row("coder fee")[1], again.row("coder fee")[1])
