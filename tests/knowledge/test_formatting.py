import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.formatting import (
    format_as_of,
    format_date,
    format_end,
    format_figure,
    format_number,
    numbers_in,
)

NUMBERS = st.decimals(min_value=0, max_value=10_000_000, places=2)
UNITS = ["usd", "usd_per_year", "usd_per_hour", "percent", "count", "per_year", "per_day", None]


@pytest.mark.parametrize(
    ("figure", "text"),
    [
        (("47230", None, "usd_per_year"), "$47,230 a year"),
        (("24.16", None, "usd_per_hour"), "$24.16 an hour"),
        (("24.1", None, "usd_per_hour"), "$24.10 an hour"),
        (("32000", "40000", "usd_per_year"), "$32,000 to $40,000 a year"),
        (("3000", "6000", "usd"), "$3,000 to $6,000"),
        (("7.1", None, "percent"), "7.1%"),
        (("7.0", None, "percent"), "7%"),
        (("50", "60", "percent"), "50% to 60%"),
        (("9", "12", "months"), "9 to 12 months"),
        (("1", None, "months"), "1 month"),
        (("2", None, "years"), "2 years"),
        (("1", "2", "years"), "1 to 2 years"),
        (("340", None, "minutes"), "5 hours 40 minutes"),
        (("180", None, "minutes"), "3 hours"),
        (("61", None, "minutes"), "1 hour 1 minute"),
        (("15", "20", "minutes"), "15 to 20 minutes"),
        (("187910", None, "count"), "187,910"),
        (("14200", None, "per_year"), "14,200 a year"),
        (("100", None, "count"), "100"),
    ],
)
def test_prints_a_figure_in_its_unit(figure: tuple[str, str | None, str], text: str) -> None:
    low, high, unit = figure
    assert format_figure(Decimal(low), Decimal(high) if high else None, unit) == text


def test_prints_open_ended_figures() -> None:
    low, high = Decimal(70000), Decimal(100000)
    printed = format_figure(low, high, "usd_per_year", open_ended=True)
    assert printed == "$70,000 to $100,000 or more a year"
    single = format_figure(Decimal(73170), None, "usd_per_year", open_ended=True)
    assert single == "$73,170 or more a year"
    daily = format_figure(Decimal(20), Decimal(30), "per_day", open_ended=True)
    assert daily == "20 to 30 or more a day"


def test_prints_about_before_an_approximate_figure() -> None:
    assert format_figure(Decimal(3000), None, "usd", approximate=True) == "about $3,000"


def test_prints_both_units_of_a_range_that_has_two() -> None:
    printed = format_figure(Decimal(18), Decimal("4.5"), "months", high_unit="years")
    assert printed == "18 months to 4.5 years"


def test_prints_one_end_without_its_period() -> None:
    assert format_end(Decimal(32000), "usd_per_year") == "$32,000"
    assert format_end(Decimal(9), "months") == "9 months"


def test_prints_days_and_moments() -> None:
    assert format_date(datetime.date(2026, 4, 30)) == "April 30, 2026"
    assert format_as_of("2024-05") == "May 2024"
    assert format_as_of("2024") == "2024"
    assert format_as_of("2019-11-08") == "November 8, 2019"
    assert format_as_of("2024/2034") == "2024 to 2034"


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("$47,230 a year", ["47230"]),
        ("$24.16, or 7.1%.", ["24.16", "7.1"]),
        ("In May 2024. Then", ["2024"]),
        ("2024–2034", ["2024", "2034"]),
        ("ICD-10-CM and 3M", ["10", "3"]),
        ("1,2,3", ["1", "2", "3"]),
        ("12,3456", ["12", "3456"]),
        ("007 and 7.10", ["7", "7.1"]),
        ("５０", ["50"]),
        ("no number, nor two", []),
    ],
)
def test_reads_the_numbers_of_a_text(text: str, tokens: list[str]) -> None:
    assert numbers_in(text) == tokens


@given(NUMBERS)
def test_a_printed_number_reads_back_as_itself(number: Decimal) -> None:
    (token,) = numbers_in(format_number(number))
    assert Decimal(token) == number


@given(NUMBERS, st.one_of(st.none(), NUMBERS), st.sampled_from(UNITS), st.booleans(), st.booleans())
def test_a_printed_figure_holds_its_numbers_and_no_others(
    low: Decimal, high: Decimal | None, unit: str | None, open_ended: bool, approximate: bool
) -> None:
    printed = format_figure(low, high, unit, open_ended=open_ended, approximate=approximate)
    expected = [low] if high is None else [low, high]
    assert [Decimal(token) for token in numbers_in(printed)] == expected


@given(st.integers(min_value=0, max_value=100_000))
def test_minutes_keep_their_sum(minutes: int) -> None:
    printed = format_figure(Decimal(minutes), None, "minutes")
    factors = [60 if word.startswith("hour") else 1 for word in printed.split()[1::2]]
    numbers = [int(token) for token in numbers_in(printed)]
    assert sum(f * n for f, n in zip(factors, numbers, strict=True)) == minutes


@given(st.text())
def test_every_token_of_any_text_is_a_canonical_number(text: str) -> None:
    for token in numbers_in(text):
        assert format_number(Decimal(token)).replace(",", "") == token
