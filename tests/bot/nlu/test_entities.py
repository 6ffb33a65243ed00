import pytest

from bot.nlu.entities import without_refused
from bot.nlu.matching import Match

TEXT = "Tennessee pay, not New York numbers, please"
TENNESSEE = Match("state", "tennessee", 0, 9)
NEW_YORK = Match("state", "new-york", 19, 27)
MEASURE = Match("measure", "median", 10, 13)


def test_a_state_that_is_refused_is_not_asked_for() -> None:
    assert without_refused([TENNESSEE, MEASURE, NEW_YORK], TEXT) == [TENNESSEE, MEASURE]


@pytest.mark.parametrize("text", ["is it not Texas?", "not in Texas"])
def test_the_only_state_is_kept(text: str) -> None:
    start = text.index("Texas")
    only = [Match("state", "texas", start, start + 5)]
    assert without_refused(only, text) == only
