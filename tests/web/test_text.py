"""The rules for the text of a message."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.errors import ApiError
from web.text import LONGEST_TEXT, clean_text


@given(st.text(max_size=200))
def test_a_text_is_either_refused_or_clean_for_good(text: str) -> None:
    try:
        clean = clean_text(text)
    except ApiError:
        return
    assert clean_text(clean) == clean
    assert unicodedata.is_normalized("NFC", clean)
    clean.encode("utf-8")


@given(st.text(st.characters(blacklist_categories=["C", "Z"]), min_size=1, max_size=200))
def test_visible_text_only_changes_its_form(text: str) -> None:
    assert clean_text(text) == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize("character", ["\x00", "\x07", "\x1b", "\x7f", "\x85", "\ud800"])
def test_control_characters_and_lone_surrogates_are_refused(character: str) -> None:
    with pytest.raises(ApiError, match="bad_characters"):
        clean_text(f"before {character} after")


@pytest.mark.parametrize("text", ["", " ", "\n\t", "\u00a0", "\u200b\u200d", "\u2028", "\ufeff"])
def test_what_nobody_could_see_is_empty(text: str) -> None:
    with pytest.raises(ApiError, match="empty_text"):
        clean_text(text)


def test_line_ends_become_one_kind() -> None:
    assert clean_text("a\r\nb\rc\nd\te") == "a\nb\nc\nd\te"


def test_accents_are_composed() -> None:
    assert clean_text("Cafe\u0301") == "Caf\u00e9"


def test_the_longest_text_is_taken_and_one_more_character_is_not() -> None:
    assert len(clean_text("x" * LONGEST_TEXT)) == LONGEST_TEXT
    with pytest.raises(ApiError, match="text_too_long"):
        clean_text("x" * (LONGEST_TEXT + 1))


def test_a_text_that_grows_when_it_is_composed_is_measured_afterwards() -> None:
    with pytest.raises(ApiError, match="text_too_long"):
        clean_text("\ufb2c" * LONGEST_TEXT)
