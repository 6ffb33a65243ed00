"""Tells a question about another country, occupation or kind of code from one about our work."""

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from bot.nlu.elsewhere import CODE, COUNTRY, OCCUPATION
from bot.nlu.matching import Match
from bot.nlu.reading import Span, is_within

_STATE = frozenset({"state", "city"})


class Scope:
    """Decides whether the answer to a question would be given for the wrong thing."""

    def __init__(
        self, lists: Mapping[str, Any], intents: Mapping[str, Collection[str]] | None = None
    ) -> None:
        """Prepare the patterns.

        Args:
            lists: the content of elsewhere.yml.
            intents: for COUNTRY, OCCUPATION and CODE, the intents whose answers hold for
                medical coders in the United States only.
        """
        self._intents = {kind: frozenset(names) for kind, names in (intents or {}).items()}
        self._own = {
            kind: re.compile(rf"\b(?:{'|'.join(lists[name])})\b", re.IGNORECASE)
            for kind, name in ((OCCUPATION, "own"), (CODE, "own_codes"))
        }
        self._saying = re.compile(rf"\s+(?:{'|'.join(lists['saying'])})\b", re.IGNORECASE)
        between = r"\s+(?:an?\s+|the\s+)?(?:[\w'-]+\s+)?$"
        self._background = {
            kind: re.compile(
                rf"(?:\b(?:{'|'.join(lists['background'][name])}){first}){between}", re.IGNORECASE
            )
            for kind, name, first in (
                # "As a nurse, how do I ..." tells who asks, "pay as a nurse" does not.
                (OCCUPATION, "occupation", r"|^\W*as"),
                (COUNTRY, "country", ""),
            )
        }

    def is_elsewhere(
        self, intent: str, text: str, matches: Sequence[Match], spans: Sequence[Span]
    ) -> bool:
        """Return whether a question asks about another country, occupation or kind of code.

        Args:
            intent: what the classifier takes the question for.
            text: the whole message.
            matches: what the message names.
            spans: where in the message the question stands (start, end).
        """
        inside = [match for match in matches if is_within(match.start, match.end, spans)]
        return any(
            self._names(kind, intent, text, inside, spans) for kind in (COUNTRY, OCCUPATION, CODE)
        )

    def is_ours(self, text: str, spans: Sequence[Span]) -> bool:
        """Return whether a question says by a word that it is about our work."""
        return bool(self._own[OCCUPATION].search(_without(text, (), spans)))

    def _names(
        self, kind: str, intent: str, text: str, inside: Sequence[Match], spans: Sequence[Span]
    ) -> bool:
        if intent not in self._intents.get(kind, ()):
            return False
        other = [match for match in inside if match.kind == kind]
        meant = [match for match in other if not self._is_background(match, text, spans)]
        if not meant:
            return False
        if kind == COUNTRY:
            return not any(match.kind in _STATE for match in inside)
        return not self._own[kind].search(_without(text, other, spans))

    def _is_background(self, match: Match, text: str, spans: Sequence[Span]) -> bool:
        start = max(first for first, last in spans if first <= match.start < last)
        pattern = self._background.get(match.kind)
        if pattern and pattern.search(text[start : match.start]):
            return True
        return match.kind == OCCUPATION and bool(self._saying.match(text, match.end))


def _without(text: str, matches: Sequence[Match], spans: Sequence[Span]) -> str:
    """Return the question without the words of the matches: "software coder" is no coder."""
    letters = list(text)
    for match in matches:
        letters[match.start : match.end] = " " * (match.end - match.start)
    return " ".join("".join(letters[first:last]) for first, last in spans)
