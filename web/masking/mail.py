"""Finds e-mail addresses, also those written out to hide them from machines."""

import re
from collections.abc import Iterator

from web.masking.found import Found
from web.masking.words import either, words

PREPOSITIONAL = frozenset(words()["mail"]["prepositional"])
# Wider than RFC 5321 allows: a mistyped address is still somebody's.
# Every part is bounded, so that the search stays linear in the length of a message.
_PART = r"\w[\w+-]{0,63}"
ADDRESS = re.compile(r"\w[\w.%+'-]{0,63}@\w[\w-]{0,63}(?:\.\w[\w-]{0,63}){1,9}")
_DOT = r"(?:\s*[(\[]\s*dot\s*[)\]]\s*|\s+dot\s+|\.)"
_NAME = rf"\b(?P<local>{_PART}(?:{_DOT}{_PART}){{0,4}})"
_DOMAIN = rf"{_PART}(?:{_DOT}{_PART}){{0,4}}{_DOT}[a-z]{{2,}}"
BRACKETED = re.compile(rf"{_NAME}\s*[(\[]\s*(?:at|@)\s*[)\]]\s*{_DOMAIN}", re.IGNORECASE)
# Without brackets the dot has to be written out as well: "look at example.com" is no address.
_SPOKEN_DOMAIN = rf"{_PART}(?:{_DOT}{_PART}){{0,4}}\s+dot\s+[a-z]{{2,}}"
SPOKEN = re.compile(rf"{_NAME}\s+{either(['at', '@'])}\s+{_SPOKEN_DOMAIN}\b", re.IGNORECASE)


def find_mail(text: str) -> Iterator[Found]:
    """Find ``jane@mail.example``, ``jane (at) mail.example`` and ``jane at mail dot example``."""
    for pattern in (ADDRESS, BRACKETED, SPOKEN):
        for match in pattern.finditer(text):
            if pattern is SPOKEN and match["local"].lower() in PREPOSITIONAL:
                continue
            yield Found("mail", match.start(), match.end())
