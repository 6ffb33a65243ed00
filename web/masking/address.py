"""Finds the street line of postal addresses, and the ZIP code that follows one."""

import re
from collections.abc import Iterator

from web.masking.found import Found
from web.masking.words import either, words

_WORDS = words()["address"]
_NUMBER = r"(?<![\w$.,#/-])\d{1,5}[A-Za-z]?"
_DIRECTION = rf"{either(_WORDS['directions'])}\b\.?"
_NEVER = rf"(?!{either(_WORDS['never_names'])}\b)"
_NAME = rf"{_NEVER}(?:[A-Za-z][A-Za-z'.]*|\d{{1,3}}(?:st|nd|rd|th))"
_UNIT_NUMBER = r"(?:\d{1,5}[A-Za-z]?|[A-Za-z]\d{0,4})"
_UNIT = rf"(?:,?\s*(?:{either(_WORDS['units'])}\b\.?\s*#?\s*|#\s*){_UNIT_NUMBER}\b)?"
_END = rf"(?:\s+{_DIRECTION}(?!\w))?{_UNIT}"
STREET = re.compile(
    rf"{_NUMBER}\s+(?P<name>(?:{_NAME}\s+){{0,4}}{_NAME})\s+"
    rf"(?:(?P<sure>{either(_WORDS['streets'])})|{either(_WORDS['perhaps_streets'])})\b\.?{_END}",
    re.IGNORECASE,
)
# A street that ends in a number, the grid of western towns, and Spanish order.
HIGHWAY = re.compile(
    rf"{_NUMBER}\s+(?:{_DIRECTION}\s+)?{either(_WORDS['highways'])}[\s-]+\d{{1,4}}\b"
    rf"(?:\s+(?:rd|road|hwy)\b\.?)?{_END}",
    re.IGNORECASE,
)
GRID = re.compile(rf"{_NUMBER}\s+[NSEW]\b\.?\s+\d{{1,5}}\s+[NSEW]\b\.?{_UNIT}", re.IGNORECASE)
BROADWAY = re.compile(rf"{_NUMBER}\s+(?:{_DIRECTION}\s+)?Broadway\b{_END}", re.IGNORECASE)
_CAPITAL = r"[A-Z\u00c0-\u00dc][\w'.]*"
SPANISH = re.compile(
    rf"{_NUMBER}\s+(?i:{either(_WORDS['spanish'])})(?:\s+{_CAPITAL}){{1,3}}{_UNIT}"
    rf"|\b(?i:{either(_WORDS['spanish'])})(?:\s+{_CAPITAL}){{1,3}},?\s+(?:#\s*)?\d{{1,5}}\b{_UNIT}"
)
BOX = re.compile(r"\b(?:P\.?\s*O\.?\s*Box|post office box)\s*#?\s*\d{1,6}\b", re.IGNORECASE)
LIVING = re.compile(rf"\b{either(_WORDS['living'])}\b", re.IGNORECASE)
ZIP = re.compile(
    r"[^\d\n]{0,45}?\b(?!Code\b)(?:[A-Z]{2}|[A-Z][a-z]{3,}|(?i:zip(?: code)?)),?\s+"
    r"(?P<zip>\d{5}(?:-\d{4})?)(?![\w-])"
)


def find_addresses(text: str) -> Iterator[Found]:
    """Find house number, street and unit, or a post office box; city and state stay.

    Of the ZIP code only one behind such a line is found: alone it says where somebody asks about.
    """
    for start, end in _lines(text):
        yield Found("address", start, end)
        behind = ZIP.match(text, end)
        if behind:
            yield Found("zip", behind.start("zip"), behind.end("zip"))


def _lines(text: str) -> Iterator[tuple[int, int]]:
    for pattern in (HIGHWAY, GRID, BROADWAY, SPANISH, BOX):
        for match in pattern.finditer(text):
            yield match.span()
    for match in STREET.finditer(text):
        if _is_street(text, match):
            yield match.span()


def _is_street(text: str, match: re.Match[str]) -> bool:
    written_as_name = all(word[0].isupper() or word[0].isdigit() for word in match["name"].split())
    return (
        bool(match["sure"]) or written_as_name or LIVING.search(text[: match.start()]) is not None
    )
