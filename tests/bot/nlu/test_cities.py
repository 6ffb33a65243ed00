from pathlib import Path

import pytest
import yaml

from bot.nlu import cities
from bot.nlu.cities import City, CityFinder, us_cities, well_known
from bot.nlu.geonames import us_places
from bot.nlu.matching import VocabularyMatcher
from bot.nlu.spelling import SpellingCorrector
from bot.nlu.vocabulary import Alias, states_by_code

ROOT = Path(__file__).parents[3]
SPECIAL = yaml.safe_load(Path(cities.__file__).with_suffix(".yml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def known(aliases: list[Alias]) -> list[City]:
    states = states_by_code(ROOT / "knowledge" / "vocabulary")
    return us_cities(us_places(), states, SPECIAL, aliases)


@pytest.fixture(scope="module")
def find(known: list[City], aliases: list[Alias], corrector: SpellingCorrector):  # type: ignore[no-untyped-def]
    matcher, finder = VocabularyMatcher(aliases), CityFinder(known)

    def found(text: str) -> list[str]:
        correction = corrector.correct(text)
        matches = finder.add(correction, matcher.find(correction))
        return [match.subject for match in matches if match.kind in ("city", "state")]

    return found


@pytest.mark.parametrize(
    ("text", "subjects"),
    [
        ("What do coders make in Houston?", ["Houston|texas"]),
        ("coder salary houston", ["Houston|texas"]),
        ("pay in chicago vs dallas", ["Chicago|illinois", "Dallas|texas"]),
        ("SALARY IN SEATTLE", ["Seattle|washington"]),
        ("jobs near los angeles", ["Los Angeles|california"]),
        ("in nyc", ["New York City|new-york"]),
        ("new york city pay", ["New York City|new-york"]),
        ("what about philly", ["Philadelphia|pennsylvania"]),
        ("pay in L.A.", ["Los Angeles|california"]),
        ("st louis", ["St. Louis|missouri"]),
        ("Oklahoma City", ["Oklahoma City|oklahoma"]),
        ("virginia beach", ["Virginia Beach|virginia"]),
        ("coders in pheonix", ["Phoenix|arizona"]),
        ("hi im charlotte", []),
        ("I live in Charlotte", ["Charlotte|north-carolina"]),
        ("pay in austin", ["Austin|texas"]),
        ("my sister Madison", []),
        ("columbus pay", ["Columbus|ohio"]),
        ("What of Baltimore?", ["Baltimore|maryland"]),
    ],
)
def test_a_city_is_found_with_its_state(find, text: str, subjects: list[str]) -> None:  # type: ignore[no-untyped-def]
    assert find(text) == subjects


def test_large_cities_with_plain_names_are_well_known() -> None:
    records = [
        {"name": "Minneapolis", "population": 400_000},
        {"name": "Orlando", "population": 90_000},
        {"name": "Buffalo", "population": 270_000},
        {"name": "Mesa", "population": 500_000},
        {"name": "San Diego", "population": 1_400_000},
    ]
    special = {"words": ["Buffalo"], "people": [], "never": []}
    assert well_known(records, special) == ["Minneapolis"]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("pay in Portland", "Portland|oregon|maine"),
        ("kansas city", "Kansas City|missouri|kansas"),
        ("I live in Springfield", "Springfield|missouri"),
        ("charleston pay", "Charleston|south-carolina|west-virginia"),
        ("near Arlington", "Arlington|texas|virginia"),
    ],
)
def test_a_name_of_several_places_keeps_their_states(find, text: str, first: str) -> None:  # type: ignore[no-untyped-def]
    (value,) = find(text)
    assert value.startswith(first)
    assert "|" in value.removeprefix(first.rsplit("|", 1)[0])


@pytest.mark.parametrize(
    ("text", "subjects"),
    [
        ("Portland, Oregon", ["oregon"]),
        ("Portland, OR", ["oregon"]),
        ("Houston TX", ["texas"]),
        ("springfield in illinois", ["illinois"]),
        ("in Texas, say Houston", ["texas"]),
        ("Reading, Pennsylvania", ["pennsylvania"]),
        ("Kansas City, Kansas", ["kansas"]),
        ("Houston or Florida", ["Houston|texas", "florida"]),
        ("Washington", ["washington"]),
        ("Washington, D.C.", ["district-of-columbia"]),
        ("New York", ["new-york"]),
    ],
)
def test_a_named_state_stands_for_its_city(find, text: str, subjects: list[str]) -> None:  # type: ignore[no-untyped-def]
    assert find(text) == subjects


@pytest.mark.parametrize(
    "text",
    [
        "can I work from my mobile",
        "I like reading",
        "interested in reading",
        "is that normal",
        "Orange is my favorite color",
        "independence matters to me",
        "I hope so",
        "at the Cleveland Clinic",
        "University of Phoenix",
        "training in Spring",
        "high point of the job",
        "coders in Vancouver",
        "in Paris",
        "billings",
        "WHAT IS NORMAL IN CODING",
        "a good mentor",
    ],
)
def test_a_word_is_no_city(find, text: str) -> None:  # type: ignore[no-untyped-def]
    assert find(text) == []


def test_a_smaller_or_odd_name_counts_with_a_capital_after_in(find) -> None:  # type: ignore[no-untyped-def]
    assert find("I live in Reading")[0].startswith("Reading|pennsylvania")
    assert find("pay in Bend?") == ["Bend|oregon"]
    assert find("pay in bend?") == []
    assert find("in Mobile") == ["Mobile|alabama"]


def test_cities_of_other_countries_are_not_in_the_list(known: list[City]) -> None:
    names = {city.value.split("|")[0] for city in known}
    assert "Toronto" not in names
    assert len(names) > 2500


def test_every_nickname_names_a_city_of_the_list(known: list[City]) -> None:
    listed = {city.value.split("|")[0]: city.value for city in known}
    states = set(states_by_code(ROOT / "knowledge" / "vocabulary").values())
    for value in SPECIAL["nicknames"].values():
        name, state = value.split("|")
        assert name in listed
        assert state in states


def test_a_name_of_two_states_may_be_either(known: list[City]) -> None:
    states = set(states_by_code(ROOT / "knowledge" / "vocabulary").values())
    listed = {city.pieces: city.value for city in known}
    for name, value in SPECIAL["regions"].items():
        assert set(value.split("|")[1:]) <= states
        assert listed[(name,)] == value
