"""Other countries and other occupations, by all their names."""

import pytest

from bot.nlu.elsewhere import (
    COUNTRY,
    OCCUPATION,
    elsewhere,
    foreign_cities,
    occupation_names,
    read_elsewhere,
)
from bot.nlu.geonames import country_names
from bot.nlu.vocabulary import Alias


@pytest.fixture(scope="module")
def names(aliases: list[Alias]) -> dict[str, tuple[str, str]]:
    lists = read_elsewhere()
    found = elsewhere(lists, country_names().values(), aliases, foreign_cities(lists))
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
        ("juarez", "mexico"),
        ("nuevo laredo", "mexico"),
        ("são paulo", "brazil"),
        ("sao paulo", "brazil"),
        ("london", "united-kingdom"),
        ("karachi", "pakistan"),
    ],
)
def test_large_cities_abroad(names: dict[str, tuple[str, str]], written: str, subject: str) -> None:
    assert names[written] == (COUNTRY, subject)


@pytest.mark.parametrize("written", ["can tho", "birmingham", "santiago", "laredo", "victoria"])
def test_a_name_that_is_a_word_a_person_or_a_city_of_ours_is_not_abroad(
    names: dict[str, tuple[str, str]], written: str
) -> None:
    assert written not in names


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
    assert set(lists["no_countries"]) <= set(country_names().values())
    assert set(lists["countries"]) <= set(country_names().values())
    assert set(lists["irregular"]) <= set(occupation_names(lists))
