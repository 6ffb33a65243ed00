"""Finds telephone numbers."""

import re
from collections.abc import Iterator

from phonenumbers import Leniency, PhoneNumberMatcher

from web.masking.found import Found
from web.masking.words import either, words

_WORDS = words()["phone"]
_START = r"(?<![\w$.])(?<![\d,-]-)"
# The North American Numbering Plan: neither the area nor the exchange begins with 0 or 1.
NANP = re.compile(
    rf"{_START}(?:\+?1[ ./-]{{0,2}}|001[ ./-]?)?"
    r"(?:\([2-9]\d\d\)|[2-9]\d\d)[ ./-]{0,2}[2-9]\d\d[ ./-]?\d{4}(?![\w-]|[.,]\d)"
)
SPACED = re.compile(rf"{_START}(?:1 )?[2-9] \d \d [2-9](?: \d){{6}}(?![\w-]| \d)")
_UNIT = rf"\s*{either(_WORDS['units'])}\b"
LOCAL = re.compile(rf"(?<![\w$.,/-])[2-9]\d\d[ .-](?!\d\d00)\d{{4}}(?![\w-]|[.,]\d|{_UNIT})", re.I)
CUE = re.compile(rf"\b{either(_WORDS['cues'])}\b", re.IGNORECASE)
BEHIND_CUE = re.compile(
    rf"\b{either(_WORDS['cues'])}\b(?:\s+{either(_WORDS['between'])}\b)*[\s.:#=]*"
    rf"(?P<number>\+?\(?\d(?:[ ().-]{{0,2}}\d){{6,14}})(?![\w-]|[.,]\d|{_UNIT})",
    re.IGNORECASE,
)
MOST_TRIES = 200  # candidates of one text


def find_phones(text: str) -> Iterator[Found]:
    """Find numbers in the forms of North America, with a country code, or behind a word.

    A number of seven digits counts where the text speaks of calling.
    """
    for pattern in (NANP, SPACED):
        for match in pattern.finditer(text):
            yield Found("phone", match.start(), match.end())
    if "+" in text:
        for number in PhoneNumberMatcher(text, "US", Leniency.POSSIBLE, MOST_TRIES):
            if number.raw_string.startswith("+"):
                yield Found("phone", number.start, number.end)
    if CUE.search(text):
        for match in BEHIND_CUE.finditer(text):
            yield Found("phone", match.start("number"), match.end("number"))
        for match in LOCAL.finditer(text):
            yield Found("phone", match.start(), match.end())
