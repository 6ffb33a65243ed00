"""Finds card numbers and social security numbers."""

import re
from collections.abc import Iterator

from stdnum import luhn
from stdnum.us import ssn

from web.masking.found import Found
from web.masking.words import either, words

# ISO/IEC 7812: what begins so is a payment card; 13 to 19 digits, in the groups printed on cards.
CARD = re.compile(
    r"(?<![\w.,$-])(?=[3-6]|2[2-7])"
    r"(?:\d{13,19}|\d{4}([ -])\d{4}\1\d{4}\1\d{1,4}(?:\1\d{1,3})?|\d{4}([ -])\d{6}\2\d{4,5})"
    r"(?![\w-]|[.,]\d)"
)
CARD_CUE = re.compile(rf"\b{either(words()['card']['cues'])}\b", re.IGNORECASE)
SSN = re.compile(r"(?<![\w.,$-])(?:\d{3}([- .])\d{2}\1\d{4}|\d{9})(?![\w-]|[.,]\d)")
SSN_CUE = re.compile(rf"\b{either(words()['ssn']['cues'])}\b", re.IGNORECASE)


def find_cards(text: str) -> Iterator[Found]:
    """Find numbers whose check digit is right, and mistyped ones where a card is spoken of."""
    spoken_of = CARD_CUE.search(text) is not None
    for match in CARD.finditer(text):
        if spoken_of or luhn.is_valid(re.sub(r"\D", "", match[0])):
            yield Found("card", match.start(), match.end())


def find_ssn(text: str) -> Iterator[Found]:
    """Find numbers of the form 123-45-6789; without dashes only those that could have been given.

    A number that could not is masked too where a social security number is spoken of.
    """
    spoken_of = SSN_CUE.search(text) is not None
    for match in SSN.finditer(text):
        if match[1] == "-" or spoken_of or ssn.is_valid(re.sub(r"\D", "", match[0])):
            yield Found("ssn", match.start(), match.end())
