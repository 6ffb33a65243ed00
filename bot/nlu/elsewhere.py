"""What the documents say nothing about: other countries, occupations, codes, single employers.

They are found as entities like any other subject. A question about them must be declined, not
answered with a medical coder's figure; see bot.nlu.scope.
"""

import unicodedata
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml

from bot.nlu.geonames import cities, country_names
from bot.nlu.vocabulary import Alias, spellings

COUNTRY = "other_country"
OCCUPATION = "other_occupation"
CODE = "other_code"
EMPLOYER = "other_employer"

FILE = Path(__file__).with_name("elsewhere.yml")

# Cities abroad with so many people, and Mexico's with fewer, as they are near.
_LARGE = 1_000_000
_LARGE_BESIDE_US = 250_000
_BESIDE_US = "MX"
# Shorter names are too often words.
_LONG_ENOUGH = 5
# "Ciudad Juárez" is Juárez, "Cebu City" is Cebu.
_TOWN = ("Ciudad ", " City")


def read_elsewhere() -> dict[str, Any]:
    """Return the content of elsewhere.yml, which explains itself."""
    content: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return content


def foreign_cities(lists: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return the large cities of each other country, with and without the accents of their names.

    Left out are names that one of our own cities has, too, and those of `no_cities` in `lists`.
    """
    ours, named = set(lists["no_cities"]), []
    for city in cities():
        code, names = str(city["countrycode"]), _names_of_city(str(city["name"]))
        if code == "US":
            ours |= names
        elif int(city["population"]) >= (_LARGE_BESIDE_US if code == _BESIDE_US else _LARGE):
            named.append((country_names()[code], names))
    found: dict[str, list[str]] = {}
    for country, names in named:
        kept = sorted(name for name in names - ours if len(name) >= _LONG_ENOUGH)
        found.setdefault(country, []).extend(kept)
    return found


def _names_of_city(name: str) -> set[str]:
    for part in _TOWN:
        name = name.replace(part, "") or name
    letters = unicodedata.normalize("NFD", name.replace("’", "'"))
    return {name, "".join(one for one in letters if not unicodedata.combining(one))}


def occupation_names(lists: Mapping[str, Any]) -> list[str]:
    """Return the occupations, fields and licenses of elsewhere.yml, without its groups."""
    return [name for group in lists["occupations"].values() for name in group]


def elsewhere(
    lists: Mapping[str, Any],
    countries: Iterable[str],
    taken: Collection[Alias],
    cities: Mapping[str, Iterable[str]] | None = None,
) -> list[Alias]:
    """Return how other countries, occupations, codes and employers are written.

    Args:
        lists: the content of elsewhere.yml.
        countries: names of countries.
        taken: the vocabulary; what names one of its subjects names nothing else.
        cities: names of cities by their country.
    """
    named: list[tuple[str, str, str]] = []
    for occupation in occupation_names(lists):
        several = lists["irregular"].get(occupation) or _plural(occupation)
        named += [(OCCUPATION, occupation, occupation), (OCCUPATION, occupation, several)]
    named += [(CODE, code, name) for code in lists["codes"] for name in (code, _plural(code))]
    named += [(EMPLOYER, employer, employer) for employer in lists["employers"]]
    other_names = {**lists["countries"], **lists["places"]}
    for country in [*(set(countries) - set(lists["no_countries"])), *other_names]:
        named += [(COUNTRY, country, name) for name in [country, *other_names.get(country, ())]]
    for country, names in (cities or {}).items():
        named += [(COUNTRY, country, name) for name in names]
    known = {alias.pieces for alias in taken}
    return sorted(
        {
            Alias(kind, _id(subject), pieces, upper_case_only=False)
            for kind, subject, name in named
            for pieces in spellings(name)
            if pieces not in known
        },
        key=lambda alias: (alias.kind, alias.subject, alias.pieces),
    )


def _plural(noun: str) -> str:
    if noun.endswith(("ing", "ship", "cs")):
        return noun
    if noun.endswith("y") and noun[-2] not in "aeiou":
        return f"{noun[:-1]}ies"
    return f"{noun}es" if noun.endswith(("s", "ch", "sh", "x")) else f"{noun}s"


def _id(name: str) -> str:
    return "-".join(name.lower().replace("'", "").replace(".", "").split())
