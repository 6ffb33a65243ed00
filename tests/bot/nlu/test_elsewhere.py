"""Other countries and other occupations, by all their names."""

import pytest

from bot.nlu.elsewhere import (
    COUNTRY,
    OCCUPATION,
    country_names,
    elsewhere,
    occupation_names,
    read_elsewhere,
)
from bot.nlu.vocabulary import Alias


@pytest.fixture(scope="module")
def names(aliases: list[Alias]) -> dict[str, tuple[str, str]]:
    found = elsewhere(read_elsewhere(), country_names(), aliases)
    return {" ".join(alias.pieces): (alias.kind, alias.subject) for alias in found}


@pytest.mark.parametrize(
    ("written", "subject"),
    [
        ("canada", "canada"),
        ("puerto rico", "puerto-rico"),
        ("u . s . virgin islands", "us-virgin-islands"),
        ("england", "united-kingdom"),
        ("phillipines", "philippines"),
        ("overseas", "abroad"),
    ],
)
def test_countries_and_territories(
    names: dict[str, tuple[str, str]], written: str, subject: str
) -> None:
    assert names[written] == (COUNTRY, subject)


@pytest.mark.parametrize(
    ("written", "subject"),
    [
        ("nurses", "nurse"),
        ("cnas", "cna"),
        ("secretaries", "secretary"),
        ("firemen", "fireman"),
        ("software coders", "software-coder"),
        ("nursing", "nursing"),
    ],
)
def test_occupations_in_the_plural(
    names: dict[str, tuple[str, str]], written: str, subject: str
) -> None:
    assert names[written] == (OCCUPATION, subject)


@pytest.mark.parametrize("written", ["georgia", "united states", "jordan", "chad", "turkey"])
def test_what_is_a_state_of_ours_or_a_first_name_is_no_country(
    names: dict[str, tuple[str, str]], written: str
) -> None:
    assert written not in names


def test_nothing_of_the_vocabulary_is_elsewhere(
    names: dict[str, tuple[str, str]], aliases: list[Alias]
) -> None:
    assert {" ".join(alias.pieces) for alias in aliases} & names.keys() == set()


def test_every_exception_names_a_country_of_the_list() -> None:
    lists = read_elsewhere()
    assert set(lists["no_countries"]) <= set(country_names())
    assert set(lists["countries"]) <= set(country_names())
    assert set(lists["irregular"]) <= set(occupation_names(lists))
