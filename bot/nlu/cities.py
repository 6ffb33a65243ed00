"""Finds cities of the United States in a message and says in which states they may lie.

We have figures for states, never for cities. A city must not be seen where a word is meant, so
the less known a name is and the more it looks like a word, the more the message has to show.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from bot.nlu.matching import Match
from bot.nlu.spelling import Correction
from bot.nlu.vocabulary import Alias, spellings
from bot.nlu.words import Word, fold

CITY = "city"
STATE = "state"

# Smaller places with the same name count when they are not smaller than by this factor. The
# largest of its state counts for longer: "Portland" may well be the one in Maine.
SMALLER = 4
FAR_SMALLER = 20
LARGE = 100_000
# From so many people on and of so many letters a name is looked for in misspelt words.
_WELL_KNOWN = 150_000
_LONG_ENOUGH = 6

_PLACING = frozenset({"in", "near", "around", "at", "outside", "from", "to", "for"})
_SURELY_PLACING = frozenset({"in", "near", "around", "outside"})
# "What of Baltimore", unlike "University of Phoenix", means the city.
_ASKING = frozenset({"what", "how", "because", "instead", "outside", "out", "south", "north"})
# "Cleveland Clinic" is an employer, "Houston Community College" a school.
_FIRMS = frozenset({"clinic", "university", "college", "hospital", "health", "tech", "community"})
_LONGEST = 5


class Care(str, Enum):
    """What a message must show before a name counts as the city."""

    NONE = "none"
    """Nothing: the name is large and unmistakable."""
    PLACED = "placed"
    """A word such as "in" before it."""
    CAPITAL = "capital"
    """A word such as "in" before it and a capital letter."""


@dataclass(frozen=True)
class City:
    """A name of one or several cities: its pieces, "<Name>|<state id>|..." and the care needed."""

    pieces: tuple[str, ...]
    value: str
    care: Care


def well_known(records: Iterable[Mapping[str, Any]], special: Mapping[str, Any]) -> list[str]:
    """Return the names of large cities that a misspelt word may stand for.

    Args:
        records: places with `name` and `population`.
        special: the content of cities.yml; its everyday words and people's names are left out.
    """
    doubtful = {*special["words"], *special["people"], *special["never"]}
    return sorted(
        {
            str(record["name"])
            for record in records
            if int(record["population"]) >= _WELL_KNOWN
            and len(record["name"]) >= _LONG_ENOUGH
            and record["name"].isalpha()
            and record["name"] not in doubtful
        }
    )


def us_cities(
    records: Iterable[Mapping[str, Any]],
    states: Mapping[str, str],
    special: Mapping[str, Any],
    taken: Iterable[Alias],
) -> list[City]:
    """Return the cities of a list.

    Args:
        records: places with `name`, `admin1code` and `population`.
        states: id of the state for each code ("TX").
        special: the content of cities.yml.
        taken: the vocabulary; what names one of its subjects is no city.
    """
    places: dict[str, dict[str, int]] = {}
    for record in records:
        state = states.get(record["admin1code"])
        if state:
            sizes = places.setdefault(record["name"], {})
            sizes[state] = max(sizes.get(state, 0), int(record["population"]))
    greatest: dict[str, int] = {}
    for sizes in places.values():
        for state, size in sizes.items():
            greatest[state] = max(greatest.get(state, 0), size)
    known = {alias.pieces for alias in taken}
    never = {fold(name) for name in special["never"]}
    words = {fold(name) for name in special["words"]}
    people = {fold(name) for name in special["people"]}
    found: dict[tuple[str, ...], City] = {}
    for name, sizes in sorted(places.items(), key=lambda item: -max(item[1].values())):
        if fold(name) in never:
            continue
        largest = max(sizes.values())
        near = [
            state
            for state in sorted(sizes, key=lambda state: -sizes[state])
            if sizes[state] * SMALLER > largest
            or (sizes[state] * FAR_SMALLER > largest and sizes[state] == greatest[state])
        ]
        care = Care.NONE
        if largest < LARGE or fold(name) in words:
            care = Care.CAPITAL
        elif fold(name) in people:
            care = Care.PLACED
        for pieces in _written(name):
            if pieces not in known:
                found.setdefault(pieces, City(pieces, "|".join([name, *near]), care))
    for name, value in (special["nicknames"] | special.get("regions", {})).items():
        for pieces in spellings(name):
            found[pieces] = City(pieces, value, Care.NONE)
    return list(found.values())


def _written(name: str) -> Iterator[tuple[str, ...]]:
    for full, short in (("Saint ", "St. "), ("St. ", "Saint "), ("Fort ", "Ft. ")):
        if name.startswith(full):
            other = short + name[len(full) :]
            yield from spellings(other)
            yield from spellings(other.replace(".", ""))
            yield from spellings(name.replace(".", ""))
    yield from spellings(name)


class CityFinder:
    """Looks up the cities in a message."""

    def __init__(self, cities: Iterable[City]) -> None:
        """Prepare the cities for search."""
        self._cities = {city.pieces: city for city in cities}

    def add(self, correction: Correction, matches: Sequence[Match]) -> list[Match]:
        """Return the matches of the vocabulary with the cities among them, in order.

        A city takes the place of a shorter subject in its name ("Kansas City"). A city whose
        state is named is left out: the state says it.
        """
        found: list[Match] = []
        for match in self._search(correction):
            longer = [m for m in matches if _overlap(m, match) and _length(m) >= _length(match)]
            if not longer and not any(_overlap(match, other) for other in found):
                found.append(match)
        kept = [m for m in matches if not any(_overlap(m, city) for city in found)]
        states = [match for match in kept if match.kind == STATE]
        text = correction.original
        found = [city for city in found if not any(_says(city, s, text) for s in states)]
        return sorted([*kept, *found], key=lambda match: match.start)

    def _search(self, correction: Correction) -> Iterator[Match]:
        lists = dict.fromkeys((correction.words, correction.corrected_words))
        for words in lists:
            first = 0
            while first < len(words):
                length = self._length_at(words, first, correction.original)
                if length:
                    city = self._cities[_pieces(words[first : first + length])]
                    last = words[first + length - 1]
                    yield Match(CITY, city.value, words[first].start, last.end)
                first += length or 1

    def _length_at(self, words: Sequence[Word], first: int, text: str) -> int:
        """Return of how many words the longest city name consists that starts here; 0 for none."""
        for length in range(min(_LONGEST, len(words) - first), 0, -1):
            city = self._cities.get(_pieces(words[first : first + length]))
            if city is not None and _is_meant(city, words, first, first + length, text):
                return length
        return 0


def _is_meant(city: City, words: Sequence[Word], first: int, end: int, text: str) -> bool:
    before = fold(words[first - 1].text) if first else ""
    after = words[end].text if end < len(words) else ""
    # "University of Phoenix".
    if fold(after) in _FIRMS or (before == "of" and first > 1 and _is_name(words[first - 2])):
        return False
    if city.care is Care.NONE:
        return True
    if city.care is Care.PLACED:
        return before in _PLACING
    capital = all(w.text[0].isupper() for w in words[first:end] if w.is_word)
    if not capital or text.isupper():
        return False
    # "in Lincoln County", "in Baldwin Hospital".
    return before in _SURELY_PLACING and not after[:1].isupper()


def _is_name(word: Word) -> bool:
    return word.text[0].isupper() and fold(word.text) not in _ASKING


def _pieces(words: Sequence[Word]) -> tuple[str, ...]:
    return tuple(fold(word.text) for word in words)


def _overlap(one: Match, other: Match) -> bool:
    return one.start < other.end and other.start < one.end


def _length(match: Match) -> int:
    return match.end - match.start


def _says(city: Match, state: Match, text: str) -> bool:
    """Whether a state that is named makes the city's name superfluous."""
    between = text[city.end : state.start].strip(" ,(").lower() if state.start >= city.end else "-"
    return between in ("", "in") or state.subject in city.subject.split("|")[1:]
