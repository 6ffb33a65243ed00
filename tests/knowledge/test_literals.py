from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.formatting import format_number
from knowledge.literals import clean, figure_pattern, moment_patterns


def stands(
    text: str, low: str, unit: str, high: str | None = None, high_unit: str | None = None
) -> bool:
    pattern = figure_pattern(Decimal(low), Decimal(high) if high else None, unit, high_unit)
    return pattern.search(clean(text, ["ICD-10-CM", "ICD-10", "Optum360 EncoderPro"])) is not None


@pytest.mark.parametrize(
    ("text", "low", "unit"),
    [
        ("Median Annual Salary$48,780", "48780", "usd_per_year"),
        ("pays $48780 or so", "48780", "usd_per_year"),
        ("in May of $50,250.1", "50250", "usd_per_year"),
        ("of $50,250.1 Then more", "50250", "usd_per_year"),
        ("Median $50,250 $24.16/hr", "24.16", "usd_per_hour"),
        ("costs $399Training or experience", "399", "usd"),
        ("CPC-A$32,000", "32000", "usd_per_year"),
        ("costs $3,000.00 now", "3000", "usd"),
        ("(2022-2032)7%, faster", "7", "percent"),
        ("of 7 percent", "7", "percent"),
        ("5 hr 40 min36 CEUs every", "36", "count"),
        ("5 hr 40 min36 CEUs every", "340", "minutes"),
        ("in 5 hours and 40 minutes", "340", "minutes"),
        ("in 340 minutes", "340", "minutes"),
        ("questions, 3 hours20 CEs", "20", "count"),
        ("questions, 3 hours20 CEs", "180", "minutes"),
        ("questions, 3 hours20 CEs", "3", "hours"),
        ("coding cases20 CEs", "20", "count"),
        ("Openings14,600", "14600", "per_year"),
        ("The three systems are:", "3", "count"),
        ("a two-year program", "2", "years"),
        ("two years to do", "2", "years"),
        ("5+ years of", "5", "years"),
        ("at $5,000, then", "5000", "usd"),
        ("with 187,910.", "187910", "count"),
    ],
)
def test_a_figure_is_found_in_its_own_forms(text: str, low: str, unit: str) -> None:
    assert stands(text, low, unit)


@pytest.mark.parametrize(
    ("text", "low", "unit"),
    [
        ("Median Annual Salary$48,780", "4878", "usd_per_year"),
        ("Median Annual Salary$48,780", "48", "usd_per_year"),
        ("Median Annual Salary$48,780", "780", "count"),
        ("48,780 coders", "48780", "usd_per_year"),
        ("of $50,250.1", "50250.1", "usd_per_year"),
        ("grew 7.1% so far", "7", "percent"),
        ("grew 70% so far", "7", "percent"),
        ("grew 17% so far", "7", "percent"),
        ("grew 7.1% so far", "1", "percent"),
        ("grew 7.1% so far", "7.2", "percent"),
        ("7 coders", "7", "percent"),
        ("Pay $24.16 an hour", "24", "usd_per_hour"),
        ("Pay $24.16 an hour", "24.1", "usd_per_hour"),
        ("Pay $24.16 an hour", "16", "count"),
        ("with 1,500 charts", "500", "count"),
        ("with 500 charts", "1500", "count"),
        ("$150,000", "150", "count"),
        ("$150 more", "150", "count"),
        ("70% pass", "70", "count"),
        ("20 years of work", "20", "count"),
        ("20 years of work", "20", "months"),
        ("the 10th percentile", "10", "count"),
        ("ICD-10-CM and ICD-10", "10", "count"),
        ("Optum360 EncoderPro", "360", "count"),
        ("5 hr 40 min36 CEUs", "336", "count"),
        ("5 hr 40 min36 CEUs", "6", "count"),
        ("5 hr 40 min36 CEUs", "300", "minutes"),
        ("5 hr 45 min", "340", "minutes"),
        ("twenty-five states", "5", "count"),
        ("twenty-five states", "20", "count"),
        ("someone often did", "1", "count"),
        ("often weighted", "10", "count"),
        ("4.5 years", "4", "years"),
        ("4.5 years", "5", "years"),
    ],
)
def test_another_number_is_not_taken_for_it(text: str, low: str, unit: str) -> None:
    assert not stands(text, low, unit)


@pytest.mark.parametrize(
    ("text", "low", "high", "unit", "high_unit"),
    [
        ("9–12 months", "9", "12", "months", None),
        ("4 to 18 Months", "4", "18", "months", None),
        ("(0-2 years)", "0", "2", "years", None),
        ("Program $3,000 – $6,000 9 – 12 months", "3000", "6000", "usd", None),
        ("Program $3,000 – $6,000 9 – 12 months", "9", "12", "months", None),
        ("$60,000-$85,000+", "60000", "85000", "usd_per_year", None),
        ("50% to 70% of", "50", "70", "percent", None),
        ("50%–70% of", "50", "70", "percent", None),
        ("50 to 70% of", "50", "70", "percent", None),
        ("18 months to 4.5 years", "18", "4.5", "months", "years"),
        ("18 months to two years", "18", "2", "months", "years"),
        ("an 18-month to two-year program", "18", "2", "months", "years"),
        ("one to two years of", "1", "2", "years", None),
        ("between 10 and 19 years", "10", "19", "years", None),
        ("20 to 30+ charts", "20", "30", "per_day", None),
    ],
)
def test_a_range_is_found_whole(
    text: str, low: str, high: str, unit: str, high_unit: str | None
) -> None:
    assert stands(text, low, unit, high, high_unit)
    assert not stands(text, str(Decimal(low) + 1), unit, high, high_unit)
    assert not stands(text, low, unit, str(Decimal(high) + 1), high_unit)


def test_two_numbers_that_stand_apart_are_no_range() -> None:
    assert not stands("costs $3,000 now and later about $6,000", "3000", "usd", "6000")
    assert not stands("9 months to 12 years", "9", "months", "12")


@pytest.mark.parametrize(
    ("text", "as_of"),
    [
        ("BLS OEWS, May 2024", "2024-05"),
        ("in May 2024.1", "2024-05"),
        ("Nov 08, 2019", "2019-11-08"),
        ("November 8, 2019", "2019-11"),
        ("Outlook (2024–2034)7.1%", "2024/2034"),
        ("from 2018 to 2028.", "2018/2028"),
        ("based on 2025 data", "2025"),
    ],
)
def test_a_time_is_found(text: str, as_of: str) -> None:
    assert all(pattern.search(clean(text)) for pattern in moment_patterns(as_of))


@pytest.mark.parametrize(
    ("text", "as_of"),
    [
        ("BLS OEWS, May 2024", "2024-06"),
        ("May, and later 2024", "2024-05"),
        ("Nov 08, 2019", "2019-11-09"),
        ("Nov 18, 2019", "2019-11-08"),
        ("Outlook 2024", "2024/2034"),
        ("with 12024 codes", "2024"),
        ("pays $2024", "2024"),
        ("with 2024.5 units", "2024"),
    ],
)
def test_another_time_is_not_taken_for_it(text: str, as_of: str) -> None:
    assert not all(pattern.search(clean(text)) for pattern in moment_patterns(as_of))


def test_cleaning_keeps_the_lines() -> None:
    text = "It’s $50,250.1\nMay 2024.1 Then 4.5 years at $1.5 million\nICD-10"
    assert clean(text, ["ICD-10"]).splitlines() == [
        "It's $50,250.",
        "May 2024. Then 4.5 years at $1.5 million",
        "ICD-xx",
    ]


AMOUNTS = st.integers(min_value=21, max_value=200_000)


@given(AMOUNTS, AMOUNTS, st.sampled_from(["usd", "percent", "count", "months"]))
def test_only_the_same_number_is_found(written: int, wanted: int, unit: str) -> None:
    number = format_number(Decimal(written))
    form = {"usd": "${}", "percent": "{}%", "count": "{}", "months": "{} months"}[unit]
    text = f"Glued{form.format(number)}Words, and so on."
    if unit == "months":
        text = text.replace("monthsWords", "months")
    assert stands(text, str(wanted), unit) == (written == wanted)
