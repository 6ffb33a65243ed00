"""A message is cut so that danger is found wherever it stands, in bounded work."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.danger.parts import parts


def test_one_sentence_is_one_part() -> None:
    assert parts("what do coders make?") == ["what do coders make?"]


def test_a_short_message_is_read_by_sentence_by_pair_and_whole() -> None:
    assert parts("One two. Three four! Five six?") == [
        "One two.",
        "Three four!",
        "Five six?",
        "One two. Three four!",
        "Three four! Five six?",
        "One two. Three four! Five six?",
    ]


def test_a_long_message_is_read_by_sentence_only() -> None:
    sentences = [f"This is the sentence with the number {number}." for number in range(25)]
    assert parts(" ".join(sentences)) == sentences


def test_a_sentence_without_end_is_read_in_windows_that_overlap() -> None:
    words = [f"word{number}" for number in range(200)]
    found = parts(" ".join(words))
    assert {word for part in found for word in part.split()} == set(words)
    assert all(len(part.split()) <= 14 for part in found)
    assert all(one.split()[9:] == two.split()[:5] for one, two in pairwise(found))


def test_a_long_sentence_is_read_by_runs_of_its_clauses() -> None:
    found = parts(
        "I drove a truck for twenty years and my back is gone, so my wife said look for a desk, "
        "but I never finished school because we had the baby"
    )
    assert found[:-1] == [
        "I drove a truck for twenty years and my back is gone,",
        "and my back is gone, so my wife said look for a desk, but I never finished school",
        "so my wife said look for a desk, but I never finished school because we had the baby",
    ]


def test_short_forms_are_written_out_in_every_part() -> None:
    assert parts("hes here. i cant talk")[:2] == ["he's here.", "i can't talk"]


def test_an_endless_sentence_of_a_short_message_is_read_in_windows_and_whole() -> None:
    words = " ".join("a word of a story" for _ in range(10))
    found = parts(words)
    assert found[-1] == words
    assert {len(part.split()) for part in found[:-1]} <= {14, 5}


def test_invisible_signs_and_curly_quotes_are_undone() -> None:
    assert parts("I can\u2019t ki\u200bll\u00a0it") == ["I can't kill it"]


@pytest.mark.parametrize("text", ["", " ", "???", "\n\n", "\u2764\ufe0f"])
def test_without_words_there_is_no_part(text: str) -> None:
    assert parts(text) == []


@given(st.text(max_size=4000))
def test_no_message_makes_more_work_than_a_few_times_its_length(text: str) -> None:
    found = parts(text)
    assert len(found) <= 250
    assert len(set(found)) == len(found)


def test_many_tiny_sentences_do_not_make_many_parts() -> None:
    assert len(parts("a. b! " * 600)) <= 250
