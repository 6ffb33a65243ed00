"""How figures and dates are printed, and how the numbers of a printed text are read back."""

import datetime
import re
import unicodedata
from decimal import Decimal

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
DURATIONS = ("minutes", "hours", "months", "years")
_PERIODS = {
    "usd_per_year": " a year",
    "usd_per_hour": " an hour",
    "per_year": " a year",
    "per_day": " a day",
}
_NUMBER = re.compile(r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?")


def format_number(number: Decimal) -> str:
    """Print a number with thousands separators and no needless zeros: 47230 -> "47,230"."""
    text = f"{number:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def format_end(number: Decimal, unit: str | None) -> str:
    """Print one end of a range: "$32,000", "50%", "9 months"; periods ("a year") are left out."""
    if unit in DURATIONS:
        return _format_duration(number, str(unit))
    return _bare(number, unit)


def format_figure(
    low: Decimal,
    high: Decimal | None = None,
    unit: str | None = None,
    *,
    high_unit: str | None = None,
    open_ended: bool = False,
    approximate: bool = False,
) -> str:
    """Print a figure or a range in its unit (one of the contract's, or None for a bare number).

    `high_unit` is given when the ends have different units, `open_ended` adds "or more",
    `approximate` puts "about" in front.
    """
    last_unit = high_unit or unit
    if high is None:
        text = format_end(low, unit)
    elif high_unit not in (None, unit):
        text = f"{format_end(low, unit)} to {format_end(high, high_unit)}"
    elif unit in DURATIONS:
        text = f"{format_number(low)} to {_format_duration(high, str(unit), split=False)}"
    else:
        text = f"{_bare(low, unit)} to {_bare(high, unit)}"
    if open_ended:
        text += " or more"
    text += _PERIODS.get(last_unit or "", "")
    return f"about {text}" if approximate else text


def format_date(day: datetime.date) -> str:
    """Print a day: "April 30, 2026"."""
    return f"{MONTHS[day.month - 1]} {day.day}, {day.year}"


def format_as_of(as_of: str) -> str:
    """Print a fact's `as_of` (YYYY, YYYY-MM, YYYY-MM-DD, or two of them with "/" between)."""
    return " to ".join(_format_moment(moment) for moment in as_of.split("/"))


def numbers_in(text: str) -> list[str]:
    """List the numbers of a text as canonical tokens, in order: "$47,230" -> ["47230"].

    Digits inside names count too ("ICD-10-CM" -> ["10"]); numbers in words do not.
    """
    normal = unicodedata.normalize("NFKC", text)
    return [
        format_number(Decimal(match.group().replace(",", ""))).replace(",", "")
        for match in _NUMBER.finditer(normal)
    ]


def _bare(number: Decimal, unit: str | None) -> str:
    if unit == "percent":
        return f"{format_number(number)}%"
    if unit and unit.startswith("usd"):
        whole = number == number.to_integral_value()
        return f"${format_number(number)}" if whole else f"${number:,.2f}"
    return format_number(number)


def _format_duration(number: Decimal, unit: str, *, split: bool = True) -> str:
    if unit == "minutes" and split and number >= 60 and number == int(number):
        hours, minutes = divmod(int(number), 60)
        rest = f" {_format_duration(Decimal(minutes), 'minutes')}" if minutes else ""
        return f"{_format_duration(Decimal(hours), 'hours')}{rest}"
    return f"{format_number(number)} {unit[:-1] if number == 1 else unit}"


def _format_moment(moment: str) -> str:
    parts = [int(part) for part in moment.split("-")]
    if len(parts) == 3:
        return format_date(datetime.date(*parts))
    if len(parts) == 2:
        return f"{MONTHS[parts[1] - 1]} {parts[0]}"
    return str(parts[0])
