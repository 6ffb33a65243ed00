"""Tells a question about another country, occupation, code or employer from one about our work."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from bot.nlu.elsewhere import CODE, COUNTRY, EMPLOYER, OCCUPATION
from bot.nlu.matching import Match
from bot.nlu.other_work import OtherWork, read_other_work
from bot.nlu.reading import Span, is_within
from bot.nlu.spelling import Correction

# The aspects of out_of_scope in data/nlu/out_of_scope.yml, by what is named.
ASPECTS = {
    COUNTRY: "other-place",
    OCCUPATION: "other-work",
    CODE: "other-code",
    EMPLOYER: "other-employer",
}
_STATE = frozenset({"state", "city"})
# Billers are in our vocabulary, as coders' neighbours; what holds for coders may not hold for them.
_NEIGHBOUR = ("occupation", "medical-billing")
# What is said of the work or of figures, whichever work it is.
_NO_SUBJECT = frozenset({"measure", "claim_amount"})
# Stands for what the vocabulary knows, where other work is looked for.
_KNOWN = "*"


class Scope:
    """Decides whether the answer to a question would be given for the wrong thing."""

    def __init__(
        self,
        lists: Mapping[str, Any],
        intents: Mapping[str, Collection[str]] | None = None,
        other_work: OtherWork | None = None,
    ) -> None:
        """Prepare the patterns.

        Args:
            lists: the content of elsewhere.yml.
            intents: for COUNTRY, OCCUPATION, CODE and EMPLOYER, the intents whose answers hold
                for medical coders in the United States only, and for no single employer.
            other_work: recognises other work that no list holds.
        """
        self._intents = {kind: frozenset(names) for kind, names in (intents or {}).items()}
        self._other_work = other_work or OtherWork(read_other_work())
        self._own = {
            kind: re.compile(rf"\b(?:{'|'.join(lists[name])})\b", re.IGNORECASE)
            for kind, name in ((OCCUPATION, "own"), (CODE, "own_codes"))
        }
        self._saying = re.compile(rf"\s+(?:{'|'.join(lists['saying'])})\b", re.IGNORECASE)
        between = r"[\s-]+(?:an?\s+|the\s+)?(?:[\w'-]+\s+)?$"
        self._background = {
            kind: re.compile(
                rf"(?:\b(?:{'|'.join(lists['background'][name])}){first}){between}", re.IGNORECASE
            )
            for kind, name, first in (
                # "As a nurse, how do I ..." tells who asks, "pay as a nurse" does not.
                (OCCUPATION, "occupation", r"|^\W*as"),
                (COUNTRY, "country", ""),
                (EMPLOYER, "employer", ""),
            )
        }
        self._needed = re.compile(
            rf"\b(?:{'|'.join(lists['background']['needed'])}){between}", re.IGNORECASE
        )
        self._which = re.compile(rf"\b(?:{'|'.join(lists['which'])})\b", re.IGNORECASE)
        self._wished = re.compile(
            rf"\b(?:{'|'.join(lists['wished'])})\s+(?:[\w'-]+\s+){{0,3}}$", re.IGNORECASE
        )
        self._given_up = re.compile(rf"\b(?:{'|'.join(lists['given_up'])})\b", re.IGNORECASE)

    def elsewhere(
        self,
        intent: str,
        correction: Correction,
        matches: Sequence[Match],
        spans: Sequence[Span],
        *,
        leans: bool = False,
    ) -> str:
        """Return what else than our work a question asks about, one of ASPECTS, or "".

        Args:
            intent: what the classifier takes the question for.
            correction: the whole message.
            matches: what the message names.
            spans: where in the message the question stands (start, end).
            leans: whether the question speaks of something named before it: "how long is that?"
        """
        inside = [match for match in matches if is_within(match.start, match.end, spans)]
        for kind, aspect in ASPECTS.items():
            if self._names(kind, intent, correction, inside, spans):
                return aspect
        if intent not in self._intents.get(OCCUPATION, ()) or self._ours(correction, inside, spans):
            return ""
        known = [match for match in inside if match.kind not in _NO_SUBJECT]
        wished = leans and self._is_wished_before(correction.original, matches, spans[0][0])
        if wished or self._other_work.names(_words(correction, known, spans)):
            return ASPECTS[OCCUPATION]
        return ""

    def is_ours(self, text: str, spans: Sequence[Span]) -> bool:
        """Return whether a question says by a word that it is about our work."""
        return bool(self._own[OCCUPATION].search(_without(text, (), spans)))

    def _ours(self, correction: Correction, inside: Sequence[Match], spans: Sequence[Span]) -> bool:
        other = [match for match in inside if _is_other(OCCUPATION, match)]
        return self._has_own(OCCUPATION, correction, other, spans)

    def _has_own(
        self, kind: str, correction: Correction, other: Sequence[Match], spans: Sequence[Span]
    ) -> bool:
        written = _without(correction.original, other, spans)
        corrected = " ".join(_words(correction, other, spans))
        return any(self._own[kind].search(text) for text in (written, corrected))

    def _names(
        self,
        kind: str,
        intent: str,
        correction: Correction,
        inside: Sequence[Match],
        spans: Sequence[Span],
    ) -> bool:
        if intent not in self._intents.get(kind, ()):
            return False
        other = [match for match in inside if _is_other(kind, match)]
        text = correction.original
        meant = [match for match in other if not self._is_background(kind, match, text, spans)]
        if not meant or kind == EMPLOYER:
            return bool(meant)
        if kind == COUNTRY:
            return not any(match.kind in _STATE for match in inside)
        return not self._has_own(kind, correction, other, spans)

    def _is_background(self, kind: str, match: Match, text: str, spans: Sequence[Span]) -> bool:
        start = max(first for first, last in spans if first <= match.start < last)
        before = text[start : match.start]
        pattern = self._background.get(kind)
        if pattern and pattern.search(before):
            return True
        if kind == EMPLOYER:
            return bool(self._saying.match(text, match.end))
        if kind != OCCUPATION:
            return False
        # "Do I need to be a nurse" is about us, "what do I need to be a nurse" is not.
        if self._needed.search(before) and not self._which.search(before):
            return True
        return bool(self._saying.match(text, match.end))

    def _is_wished_before(self, text: str, matches: Sequence[Match], start: int) -> bool:
        """Return whether other work is wished for before: "she wants to be a vet, how long"."""
        for match in reversed([match for match in matches if match.end <= start]):
            if match.kind in _NO_SUBJECT or match.kind in _STATE:
                continue
            after = text[match.end : start]
            return (
                _is_other(OCCUPATION, match)
                and bool(self._wished.search(text[: match.start]))
                and not self._is_background(OCCUPATION, match, text, [(0, len(text))])
                and not self._given_up.search(after)
                and not self._own[OCCUPATION].search(after)
            )
        return False


def _is_other(kind: str, match: Match) -> bool:
    neighbour = kind == OCCUPATION and (match.kind, match.subject) == _NEIGHBOUR
    return match.kind == kind or neighbour


def _words(correction: Correction, matches: Sequence[Match], spans: Sequence[Span]) -> list[str]:
    """Return the corrected words of a question; one sign stands for each match."""
    return [word for word, _ in groupby(_read(correction, matches, spans))]


def _read(correction: Correction, matches: Sequence[Match], spans: Sequence[Span]) -> Iterator[str]:
    for word in correction.corrected_words:
        if not is_within(word.start, word.end, spans):
            continue
        known = any(match.start < word.end and word.start < match.end for match in matches)
        if known or word.text.isalnum() or "'" in word.text:
            yield _KNOWN if known else word.text


def _without(text: str, matches: Sequence[Match], spans: Sequence[Span]) -> str:
    """Return the question without the words of the matches: "software coder" is no coder."""
    letters = list(text)
    for match in matches:
        letters[match.start : match.end] = " " * (match.end - match.start)
    return " ".join("".join(letters[first:last]) for first, last in spans)
