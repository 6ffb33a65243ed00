import pytest

from actions.experience import level_in


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("after one year of coding", "entry-level"),
        ("after four years or so", "mid-career"),
        ("when I hit year four", "mid-career"),
        ("7 yrs in", "experienced"),
        ("with a year of experience", "entry-level"),
        ("how much is that a year", None),
        ("fifteen years behind them", "ten-to-nineteen-years"),
        ("with 25 years", "twenty-years-or-more"),
        ("could I do that from day one", "entry-level"),
        ("even when you just started", "entry-level"),
        ("is that normal when starting", "entry-level"),
        ("and the veterans", "experienced"),
        ("what about Texas", None),
        ("I am a veteran of the army", None),
    ],
)
def test_level_of_experience_in_words(text: str, level: str | None) -> None:
    assert level_in(text) == level
