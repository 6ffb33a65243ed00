"""Finds the amounts of money that a message states: "$90k", "90 grand", "seventy thousand".

Years, ages, codes, ZIP codes and counts of other things are numbers too; what could be one of
those counts as money only beside a word that says so.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

_UNITS = {
    "a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13,
    "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18,
    "nineteen": 19,
}  # fmt: skip
_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60,
    "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
_HUNDRED = "hundred"
_SCALES = {"k": 1000, "grand": 1000, "thousand": 1000, "million": 1_000_000, "mil": 1_000_000}

_SPELT = "|".join(sorted([*_UNITS, *_TENS, _HUNDRED], key=len, reverse=True))
_NUMBER = re.compile(
    r"(?<![\w.,/])(?<![^\W\d]-)(?P<dollar>\$\s?)?"
    rf"(?:(?P<digits>\d{{1,3}}(?:,\d{{3}})+(?:\.\d\d)?|\d+(?:\.\d{{1,2}})?)"
    rf"|(?P<spelt>\b(?:{_SPELT})(?:[\s-](?:and\s)?(?:{_SPELT}))*\b))"
    r"(?:\s?(?P<scale>k|grand|thousand|million|mil)\b)?(?!\w|,\d|\.\d|-\d{4})",
    re.IGNORECASE,
)
_RANGE = re.compile(r"\s?(?:-|–|to)\s?\$?\d[\d,.]*\s?(?P<scale>k|grand|thousand)\b", re.I)
_MONEY_AFTER = re.compile(
    r"\s*(?:dollars?|bucks|usd|\$"
    r"|(?:an?|per|every|each|/)?\s*(?:year|yr|hour|hr|annum)\b(?!s|\s+(?:course|program|degree))"
    r"|annually|yearly|hourly)",
    re.IGNORECASE,
)
_MONEY_BEFORE = re.compile(
    r"\b(?:mak(?:e|es|ing)|earn(?:s|ing)?|pa(?:y|ys|id|ying)|salar(?:y|ies)|wages?|income"
    r"|costs?|price|fee|tuition|charges?|spend|median|average)\b[^.?!\d]{0,25}$",
    re.IGNORECASE,
)
_COUNTED_AFTER = re.compile(
    r"\s*(?:\+\s*)?(?:new\s+|open\s+|more\s+|other\s+|medical\s+)?"
    r"(?:jobs?|openings?|codes?|coders?|charts?|questions?|people|workers?|positions?|words?"
    r"|members?|miles|steps|students?|hours?|minutes?|days?|weeks?|months?|years?|percent|%"
    r"|times|patients?|pages|races?|run|x\b)\b",
    re.IGNORECASE,
)
_LABEL_BEFORE = re.compile(r"\b(?:zip(?:\s?code)?|code|cpt|icd|hcpcs|soc|room|area|#)\s*$", re.I)
_SAVINGS_PLANS = frozenset({"401k", "403k"})
_A_YEAR = range(1900, 2100)
_SMALLEST_BARE = 1000


@dataclass(frozen=True)
class Amount:
    """An amount of dollars: `value` in plain digits, and its place in the message."""

    value: str
    start: int
    end: int


def find_amounts(text: str) -> list[Amount]:
    """Return the amounts of money that a text states, in order; a range gives both of its ends."""
    return list(_amounts(text))


def _amounts(text: str) -> Iterator[Amount]:
    for match in _NUMBER.finditer(text):
        scale = (match["scale"] or "").lower()
        following = _RANGE.match(text, match.end())
        if following and not scale and match["digits"]:
            scale = following["scale"].lower()
        number = _plain(match["digits"]) if match["digits"] else _spelt(match["spelt"])
        if number is None or match.group().lower().replace(" ", "") in _SAVINGS_PLANS:
            continue
        value = number * _SCALES.get(scale, 1)
        if value and _is_money(text, match, value, scale):
            yield Amount(_digits(value), match.start(), match.end())


def _is_money(text: str, match: re.Match[str], value: Decimal, scale: str) -> bool:
    if match["dollar"]:
        return True
    before, end = text[: match.start()], match.end()
    if _COUNTED_AFTER.match(text, end) or _LABEL_BEFORE.search(before):
        return False
    if scale:
        return bool(match["digits"]) or value >= _SMALLEST_BARE
    if _MONEY_AFTER.match(text, end):
        # "a hour", "one year": the number must be one that somebody would state.
        return value > len(_UNITS) or bool(match["digits"] and value > 7)
    if not match["digits"] or value < _SMALLEST_BARE:
        return False
    if "," in match["digits"]:
        return True
    if value in _A_YEAR:
        return False
    said = bool(_MONEY_BEFORE.search(before))
    # "75000" is hardly a ZIP code, but "75204" may well be one.
    return said or (value >= 10_000 and value % 1000 == 0 and not before.endswith(("in ", "near ")))


def _plain(digits: str) -> Decimal:
    return Decimal(digits.replace(",", ""))


def _spelt(words: str) -> Decimal | None:
    """Return the number that words such as "seventy-five" or "a hundred and ten" spell."""
    total = 0
    for word in re.split(r"[\s-]+", words.lower()):
        if word == _HUNDRED:
            total = max(total, 1) * 100
        else:
            total += _UNITS.get(word, 0) + _TENS.get(word, 0)
    return Decimal(total) if words.lower() not in ("a", "one") else Decimal(1)


def _digits(value: Decimal) -> str:
    return str(int(value)) if value == int(value) else str(value.normalize())
