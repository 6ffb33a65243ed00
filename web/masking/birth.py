"""Finds dates of birth."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

from web.masking.found import Found
from web.masking.words import either, words

_CUES = rf"\b{either(words()['birth']['cues'])}(?!\w)"
_MONTH = rf"{either(words()['birth']['months'])}\b\.?"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_YEAR = r"'?(?:\d{4}|\d{2})(?!\d)"
_NUMERIC = (
    r"(?:\d{1,2}(?P<sign>[/.-])\d{1,2}(?P=sign)(?:\d{4}|\d{2})|\d{4}-\d{1,2}-\d{1,2})"
    r"(?![\d/-])"
)
_WRITTEN = (
    rf"(?:{_MONTH}\s*{_DAY},?\s*(?:de\s+|of\s+)?{_YEAR}"
    rf"|{_DAY}\s*(?:of\s+|de\s+)?{_MONTH},?\s*(?:de\s+|of\s+)?{_YEAR})"
)
# The longest way from the word to the date that is still one thought: "was born, they say, on".
_GAP = r"(?:(?!certificate)[^\d\n?!]){0,25}?"
BEHIND_CUE = re.compile(
    rf"{_CUES}{_GAP}(?P<date>(?<!\d){_NUMERIC}|{_WRITTEN}|(?<==)\d{{8}}(?!\d))", re.IGNORECASE
)
BEFORE_CUE = re.compile(
    rf"(?<![\d/-])(?P<date>{_NUMERIC}|{_WRITTEN})\W{{0,3}}(?:is|was|es|=)?\W{{0,3}}"
    rf"(?:my|his|her|mi)?\W{{0,2}}{_CUES}",
    re.IGNORECASE,
)
ALONE = re.compile(
    r"(?<![\d/.-])(?P<date>\d{1,2}(?P<sign>[/.-])\d{1,2}(?P=sign)(?P<year>(?:19|20)\d\d))(?![\d/-]|\.\d)"
)
# Nobody who asks about a career is younger; a younger date is that of an exam or a class.
YOUNGEST = 17  # years


def find_birth(text: str) -> Iterator[Found]:
    """Find dates beside words such as "born", and dates in figures that are a lifetime ago."""
    for pattern in (BEHIND_CUE, BEFORE_CUE):
        for match in pattern.finditer(text):
            yield Found("birth", match.start("date"), match.end("date"))
    latest = datetime.now(UTC).year - YOUNGEST
    for match in ALONE.finditer(text):
        if int(match["year"]) <= latest:
            yield Found("birth", match.start("date"), match.end("date"))
