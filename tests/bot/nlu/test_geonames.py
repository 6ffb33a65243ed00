from bot.nlu.geonames import cities, country_names, us_places


def test_countries_have_their_usual_english_names() -> None:
    names = country_names()
    assert (names["US"], names["MX"]) == ("United States", "Mexico")


def test_places_of_ours_are_those_cities_that_lie_here() -> None:
    ours = {(place["name"], place["admin1code"]) for place in us_places()}
    assert ("Houston", "TX") in ours
    assert "Toronto" in {city["name"] for city in cities()} - {name for name, _ in ours}
