"""How texts, times and sources are laid out."""

import datetime
from typing import Any

import pytest

from web.pages.text import blocks, by_document, day, moment, telephone


def test_dashes_begin_the_lines_of_a_list() -> None:
    assert blocks("First.\n\nTwo:\n- a\n- b\n\nLast -\n- c") == [
        ("text", ["First."]),
        ("text", ["Two:"]),
        ("list", ["a", "b"]),
        ("text", ["Last -"]),
        ("list", ["c"]),
    ]


def test_the_places_of_one_document_stand_together() -> None:
    place: dict[str, Any] = {
        "id": "a",
        "title": "A page",
        "section": "Pay",
        "basis": "BLS",
        "as_of": "May 2024",
    }
    other = {**place, "section": None, "basis": None, "as_of": None, "published": None}
    places = [{**place, "published": "2019-09-02"}, {**other, "id": "b", "title": "B"}, other]

    first, second = by_document(places)

    assert (first["title"], first["dates"], len(first["places"])) == ("A page", "BLS, May 2024", 2)
    assert second["places"] == [{"section": None, "basis": "no source or date named"}]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (datetime.date(2026, 1, 2), "January 2, 2026"),
        ("2019-09-02", "September 2, 2019"),
        ("2019-09", "September 2019"),
        ("last spring", "last spring"),
    ],
)
def test_a_day_is_written_for_people(value: datetime.date | str, words: str) -> None:
    assert day(value) == words


def test_a_time_is_written_for_people() -> None:
    assert moment("2026-01-02T15:04:05.678Z") == "January 2, 2026, 15:04 UTC"


def test_a_telephone_number_is_dialled_without_its_spaces() -> None:
    assert telephone("+1 (555) 555-0100") == "+15555550100"
