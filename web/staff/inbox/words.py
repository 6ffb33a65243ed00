"""Reading what somebody types to search for: words, "exact phrases" and -words to leave out."""

import re
from dataclasses import dataclass
from typing import Final

from web.staff.errors import BadFilterError

TERM: Final = re.compile(r'(-?)(?:"([^"]*)"?|([^\s"]+))')
MOST_TERMS: Final = 20


@dataclass(frozen=True)
class Words:
    """Terms that have to occur, and such that may not; a term of several words is a phrase."""

    wanted: tuple[str, ...]
    unwanted: tuple[str, ...] = ()

    def for_fts5(self) -> str:
        """Return the query for SQLite's FTS5."""
        # Quoted, so that no word acts as an operator and no character as syntax.
        wanted = " AND ".join(f'"{term}"' for term in self.wanted)
        return " NOT ".join([f"({wanted})", *(f'"{term}"' for term in self.unwanted)])

    def for_postgresql(self) -> str:
        """Return the query for PostgreSQL's ``websearch_to_tsquery``."""
        unwanted = (f'-"{term}"' for term in self.unwanted)
        return " ".join([*(f'"{term}"' for term in self.wanted), *unwanted])


def parse_words(text: str) -> Words:
    """Return the terms in ``text``.

    Raises:
        BadFilterError: when nothing is to be found, or there are too many terms.
    """
    wanted: list[str] = []
    unwanted: list[str] = []
    for minus, phrase, word in TERM.findall(text):
        term = " ".join((phrase or word).split())
        if any(character.isalnum() for character in term):
            (unwanted if minus else wanted).append(term)
    if not wanted:
        raise BadFilterError("Type at least one word to search for.")
    if len(wanted) + len(unwanted) > MOST_TERMS:
        raise BadFilterError(f"A search may have {MOST_TERMS} words at most.")
    return Words(tuple(wanted), tuple(unwanted))
