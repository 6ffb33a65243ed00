"""How a figure may be written in a document, as patterns that match nothing else.

The documents glue tables ("Salary$48,780", "40 min36 CEUs") and stick footnote marks to figures
("$50,250.1"), so words and tokens cannot be trusted; each figure is looked for by its own forms.
"""

import re
from collections.abc import Iterable
from decimal import Decimal

from knowledge.formatting import MONTHS

_WORDS = tuple(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen"  # noqa: SIM905
    " fifteen sixteen seventeen eighteen nineteen twenty".split()
)
_UNIT_WORDS = {
    "months": r"(?:months?|mos?\.?)(?![a-z])",
    "years": r"(?:years?|yrs?\.?)(?![a-z])",
    "hours": r"(?:hours?|hrs?\.?)(?![a-z])",
    "minutes": r"(?:minutes?|mins?\.?)(?![a-z])",
}
_ANY_TIME = f"(?:{'|'.join(_UNIT_WORDS.values())})"
_GAP = r"\s*-?\s*"
_TO = r"\s*(?:[-–—]|\bto\b|\band\b|\bthrough\b)\s*"
# A digit, a decimal or a thousands group before would make it another number; "ICD-10" is a name.
_NOT_BEFORE = r"(?<!\d)(?<!\d[.,])(?<![A-Za-z]-)"
_NOT_AFTER = r"(?!\d|[.,]\d|(?:st|nd|rd|th)\b)"
_OPEN_BEFORE = re.compile(
    r"(?:over|more than|at least|as little as|minimum of|above|upwards of)\s*$", re.IGNORECASE
)
_OPEN_AFTER = re.compile(r"\s*(?:\+|or (?:more|higher|longer|above|greater)\b)", re.IGNORECASE)
_PLUS = re.compile(rf"\s*(?:{_ANY_TIME})?\s*\+")
_RANGE_BEFORE = re.compile(
    rf"(?:\d|\b(?:{'|'.join(_WORDS)}))%?(?:[-\s]*[a-z]+)?\s*(?:[-–—]|\bto)\s*$", re.IGNORECASE
)
_RANGE_AFTER = re.compile(rf"\s*(?:[-–—]|to\b)\s*(?:\$?\d|(?:{'|'.join(_WORDS)})\b)", re.IGNORECASE)
_HOURS_BEFORE = re.compile(rf"\d\s*{_UNIT_WORDS['hours']}\s*(?:and|,)?\s*$", re.IGNORECASE)
# A sum of money has no or two decimals and a year has none: one digit more is a footnote mark.
_FOOTNOTE = re.compile(
    r"(?P<number>\$\d[\d,]*|(?<![\d.,$])(?:19|20)\d\d)\.\d(?=[ \t]*$|\s+[A-Z“\"])", re.MULTILINE
)


def clean(text: str, names: Iterable[str] = ()) -> str:
    """Prepare a document for the search: plain quotes and spaces, no footnote marks on figures.

    The digits of `names` (ICD-10-CM, Optum360) are blotted out; the lines stay as they are.
    """
    text = text.translate(str.maketrans("’‘“”\xa0\u202f", "''\"\"  "))
    text = _FOOTNOTE.sub(lambda match: match["number"] + ".", text)
    for name in sorted(names, key=len, reverse=True):
        blot = re.sub(r"\d", "x", name)
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\d)", blot, text, flags=re.IGNORECASE)
    return text


def figure_pattern(
    low: Decimal, high: Decimal | None = None, unit: str | None = None, high_unit: str | None = None
) -> re.Pattern[str]:
    """Return the pattern of a figure or of a whole range; units are the contract's."""
    if high is None:
        forms = [_end(low, unit, last=True)]
        if unit == "minutes" and low == int(low) and low >= 60:
            forms.append(_hours_and_minutes(int(low)))
        return re.compile("|".join(forms), re.IGNORECASE)
    last = high_unit or unit
    first = _end(low, unit, last=last != unit)
    return re.compile(first + _TO + _end(high, last, last=True), re.IGNORECASE)


def moment_patterns(as_of: str) -> list[re.Pattern[str]]:
    """Return the patterns that must all stand in a document that gives this `as_of`."""
    patterns = []
    for moment in as_of.split("/"):
        year, *rest = moment.split("-")
        form = rf"(?<![\d$.,]){year}(?!\d|[.,]\d)"
        if rest:
            name = MONTHS[int(rest[0]) - 1]
            day = rf"\s+0?{int(rest[1])}" if len(rest) == 2 else r"(?:\s+\d\d?)?"
            form = rf"\b(?:{name}|{name[:3]}\.?){day},?\s+{form}"
        patterns.append(re.compile(form, re.IGNORECASE))
    return patterns


def is_open_ended(text: str, match: re.Match[str]) -> bool:
    """Tell whether the words around a match say "or more" in any way."""
    return bool(
        _OPEN_AFTER.match(text, match.end())
        or "+" in match.group()
        or _OPEN_BEFORE.search(text, 0, match.start())
    )


def has_plus(text: str, match: re.Match[str]) -> bool:
    """Tell whether a match is followed by a plus sign."""
    return "+" in match.group() or bool(_PLUS.match(text, match.end()))


def is_a_part(text: str, match: re.Match[str]) -> bool:
    """Tell whether a match is only one end of a range, or the minutes beside hours."""
    before = text[max(0, match.start() - 30) : match.start()].rstrip("$")
    return bool(
        _RANGE_AFTER.match(text, match.end())
        or _RANGE_BEFORE.search(before)
        or _HOURS_BEFORE.search(before)
    )


def _end(number: Decimal, unit: str | None, *, last: bool) -> str:
    """Return the pattern of one end; an end that is not the last may leave its unit out."""
    digits = _NOT_BEFORE + _digits(number, unit) + _NOT_AFTER
    if unit and unit.startswith("usd"):
        return r"\$\s?" + _digits(number, unit) + _NOT_AFTER
    digits = rf"(?<!\$)(?<!\$\s){digits}"
    if unit == "percent":
        sign = r"\s?(?:%|percent\b)"
        return digits + (sign if last else f"(?:{sign})?")
    forms = rf"(?:{digits}|{_word(number)})" if _word(number) else digits
    if unit in _UNIT_WORDS:
        named = rf"\+?{_GAP}{_UNIT_WORDS[unit]}"
        if unit == "hours":
            named += r"(?!\s*(?:and|,)?\s*\d+\s*min)"
        return forms + (named if last else f"(?:{named})?")
    return rf"{forms}(?!\s?%)(?!\+?{_GAP}{_ANY_TIME})"


def _digits(number: Decimal, unit: str | None) -> str:
    whole = int(number)
    forms = f"(?:{whole:,}|{whole})" if whole >= 1000 else str(whole)
    fraction = f"{number.normalize():f}".partition(".")[2]
    if unit and unit.startswith("usd"):
        return forms + (rf"\.{fraction:0<2}" if fraction else r"(?:\.00)?")
    return forms + (rf"\.{fraction}" if fraction else "")


def _word(number: Decimal) -> str:
    if number != int(number) or number >= len(_WORDS):
        return ""
    tens_follow = rf"-(?:{'|'.join(_WORDS[1:10])})\b"
    return rf"(?<![A-Za-z])(?<!ty-){_WORDS[int(number)]}(?![A-Za-z])(?!{tens_follow})"


def _hours_and_minutes(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    if not rest:
        return _end(Decimal(hours), "hours", last=True)
    first = rf"{_NOT_BEFORE}{hours}{_GAP}{_UNIT_WORDS['hours']}"
    return rf"{first}\s*(?:and|,)?\s*{_end(Decimal(rest), 'minutes', last=True)}"
