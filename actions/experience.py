"""Reads from words how long somebody has coded, for people who name no level of experience."""

from __future__ import annotations

import re

from actions.recommendation import SPAN, span_years

LEVEL = "experience_level"
BEGINNING = re.compile(
    r"\b(just|only|newly) (start\w*|begun|begin\w*|finish\w*|graduat\w*)|\b(day|year) one\b"
    r"|\b(first|1st) (day|year|job)\b|\b(brand )?new to (this|it|coding|the (job|field))\b"
    r"|\bwhen (i |you |we |they |one )?start(s|ing)?\b|\brookie|\bnewbie|\bnovice"
    r"|\bfrom scratch\b|\bno experience\b|\bright away\b",
    re.IGNORECASE,
)
# The army is no measure of a coder's years.
LONG = re.compile(
    r"\b(veterans|old hands?|old.?timers?|pros|seasoned|long[- ]time|very experienced)\b", re.I
)
ORDINAL = re.compile(
    r"\byear (?P<number>\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten)\b", re.I
)
# "And beyond five?", after pay by years.
BEYOND = re.compile(
    r"\b(?:beyond|past|over|more than|after)\s+(?P<number>\d{1,2}|"
    r"one|two|three|four|five|six|seven|eight|nine|ten|fifteen|twenty)\b(?!\s*(?:%|percent|,|k\b))",
    re.I,
)
# "20 plus", after pay by years.
PLUS = re.compile(
    r"\b(?P<number>\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|fifteen|twenty)"
    r"\s*(?:\+|plus\b|and (?:up|more|over)\b)",
    re.I,
)
# Up to so many years a level goes, by the pages' own groups (0 to 2, 3 to 5, more).
LEVELS = ((2.99, "entry-level"), (5.0, "mid-career"), (9.99, "experienced"))
LONGER = ((19.99, "ten-to-nineteen-years"), (60.0, "twenty-years-or-more"))


def level_in(text: str, *, of_years: bool = False) -> str | None:
    """Return the id of the level of experience that a message speaks of, or None.

    `of_years`: years were talked about, so a bare number means them.

    The groups are those of the pages: 0 to 2 years, 3 to 5 years, and more; the oldest page has
    figures for ten years and more.
    """
    for span in SPAN.finditer(text):
        # "Pay a year" is no length of time, but "a year of experience" is.
        of_work = re.match(r"\W*(of|in|s experience|experience)\b", text[span.end() :])
        if span["number"].lower() not in ("a", "an") or of_work:
            # "5+ years" are more than five.
            return _of(span_years(span) + (1 if "+" in span[0] else 0))
    if of_years and (beyond := BEYOND.search(text) or PLUS.search(text)):
        return _of(span_years(beyond) + 1)
    if ordinal := ORDINAL.search(text):
        return _of(span_years(ordinal))
    if BEGINNING.search(text):
        return "entry-level"
    return "experienced" if LONG.search(text) else None


def _of(years: float) -> str | None:
    return next((level for most, level in (*LEVELS, *LONGER) if years <= most), None)
