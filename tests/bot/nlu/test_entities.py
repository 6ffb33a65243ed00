import pytest

from bot.nlu.entities import without_beside, without_refused
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


def test_a_city_of_another_country_is_none_of_ours() -> None:
    text = "pay in Kingston, Jamaica"
    abroad = Match("other_country", "jamaica", 17, 24)
    assert without_beside([Match("city", "Kingston|new-york", 7, 15), abroad], text) == [abroad]


@pytest.mark.parametrize(
    ("text", "kept"), [("back home in Ohio", 0), ("work from home in Ohio", 1)]
)
def test_where_somebody_lives_is_no_work_from_home(text: str, kept: int) -> None:
    start = text.index("home")
    found = without_beside([Match("workplace", "home", start, start + 4)], text)
    assert len(found) == kept


@pytest.mark.parametrize(
    ("text", "kept"), [("cna you do it at home", 0), ("cna pay", 1), ("CNA you said", 1)]
)
def test_can_with_its_letters_swapped_is_no_nursing_assistant(text: str, kept: int) -> None:
    found = without_beside([Match("other_occupation", "cna", 0, 3)], text)
    assert len(found) == kept


def test_to_be_online_at_work_is_no_program() -> None:
    text = "must I be online at certain hours"
    assert without_beside([Match("program", "online-program", 10, 16)], text) == []


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("what does it pay rn?", 0),
        ("what can I do rn that helps", 0),
        ("pay of an rn", 1),
        ("rn pay", 1),
    ],
)
def test_right_now_is_no_nurse(text: str, kept: int) -> None:
    start = text.index("rn")
    found = without_beside([Match("other_occupation", "rn", start, start + 2)], text)
    assert len(found) == kept
