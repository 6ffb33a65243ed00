"""Finds the subjects of the vocabulary in a message."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import spacy
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc

from bot.nlu.spelling import Correction
from bot.nlu.vocabulary import Alias
from bot.nlu.words import Word, fold

# "is it right for me", "what is it like in LA": capitals are needed even after "in".
_NEVER_LOWER = frozenset({"me", "la"})
# "I believe in him", "a good boss in it": only places are named in lower case after "in".
_PLACES = frozenset({"state", "country"})
# A whole message of one of these is a word, not an answer to "which state?".
_NEVER_ALONE = frozenset({"ok", "hi", "oh", "me", "or", "in"})
# "OK so here is my question": at the start these are words, unless the next word is one of these.
_OPENING = frozenset({"ok", "hi", "oh"})
_AFTER_A_STATE = frozenset(
    {"pay", "salary", "salaries", "wage", "wages", "coder", "coders", "medical", "coding", "median"}
)
# "coder pay mi": after these, what is no English word stands for a state in lower case, too.
_BEFORE_A_STATE = frozenset({"pay", "salary", "wage", "wages", "coder", "coders", "coding"})
_NO_WORDS = frozenset({"mi", "al", "ms", "nd"})
# A message with more words is a story; its last word says less about what it means.
_FRAGMENT = 9


@dataclass(frozen=True)
class Match:
    """A subject of the vocabulary and the place in the message where it is named."""

    kind: str
    subject: str
    start: int
    end: int


@dataclass(frozen=True)
class _Found:
    alias: Alias
    start: int
    end: int
    as_written: bool

    @property
    def rank(self) -> tuple[int, bool, int]:
        return (self.start - self.end, not self.as_written, self.start)


class VocabularyMatcher:
    """Looks up every alias of the vocabulary in a message; the longest one wins."""

    def __init__(self, aliases: Sequence[Alias]) -> None:
        """Prepare the aliases for search."""
        self._vocab = spacy.blank("en").vocab
        self._matcher = PhraseMatcher(self._vocab, attr="LOWER")
        self._aliases: dict[tuple[str, ...], list[Alias]] = {}
        for alias in aliases:
            self._aliases.setdefault(alias.pieces, []).append(alias)
        for pieces in self._aliases:
            self._matcher.add(" ".join(pieces), [Doc(self._vocab, words=list(pieces))])

    def find(self, correction: Correction) -> list[Match]:
        """Return the subjects named in a message, in the order of the message.

        Start and end count characters of the original message. Where one stretch of text names
        several subjects (of one kind or of several), each of them is returned.
        """
        found = [*self._as_written(correction), *self._as_corrected(correction)]
        kept: list[_Found] = []
        for candidate in sorted(found, key=lambda one: one.rank):
            clashes = (
                other.start < candidate.end
                and candidate.start < other.end
                and (other.start, other.end) != (candidate.start, candidate.end)
                for other in kept
            )
            if not any(clashes):
                kept.append(candidate)
        kept.sort(key=lambda one: (one.start, one.alias.kind, one.alias.subject))
        return list(
            dict.fromkeys(Match(f.alias.kind, f.alias.subject, f.start, f.end) for f in kept)
        )

    def _as_written(self, correction: Correction) -> Iterator[_Found]:
        words = correction.words
        certain = [f for f in self._search(words, True) if not f.alias.upper_case_only]
        yield from certain
        for found in self._search(words, True):
            if found.alias.upper_case_only and _is_meant(found, correction, certain):
                yield found

    def _as_corrected(self, correction: Correction) -> Iterator[_Found]:
        if correction.corrected_words != correction.words:
            for found in self._search(correction.corrected_words, False):
                if not found.alias.upper_case_only:
                    yield found

    def _search(self, words: Sequence[Word], as_written: bool) -> Iterator[_Found]:
        doc = Doc(self._vocab, words=[fold(word.text) for word in words])
        for _, first, last in self._matcher(doc):
            for alias in self._aliases[tuple(fold(word.text) for word in words[first:last])]:
                yield _Found(alias, words[first].start, words[last - 1].end, as_written)


def _is_meant(found: _Found, correction: Correction, certain: Iterable[_Found]) -> bool:
    """Whether a word such as OR, IN or ME stands for the subject rather than for itself."""
    text = correction.original
    written = text[found.start : found.end]
    words = [word for word in correction.corrected_words if word.is_word]
    before = [word for word in words if word.end <= found.start]
    previous = fold(before[-1].text) if before else ""
    shouted = text.isupper()
    if not before and fold(written) in _OPENING:
        after = [fold(word.text) for word in correction.words if word.start >= found.end]
        return written.isupper() and bool(after) and after[0] in _AFTER_A_STATE
    if written.isupper() and not shouted:
        # "an MA" is a medical assistant, "the VA" an employer; "IN Texas" is emphasis.
        if previous in ("a", "an") or (previous == "the" and found.alias.kind != "country"):
            return False
        return not any(
            other.alias.kind == found.alias.kind
            and other.start >= found.end
            and text[found.end : other.start].isspace()
            for other in certain
        )
    if found.alias.kind not in _PLACES or fold(written) in _NEVER_LOWER:
        return False
    if not (shouted or written.islower()):
        return False
    is_last = not any(word.is_word and word.start >= found.end for word in correction.words)
    if is_last and not before:
        return written.isupper() and fold(written) not in _NEVER_ALONE
    placed = previous == "in" or (previous in _BEFORE_A_STATE and fold(written) in _NO_WORDS)
    return is_last and placed and len(before) < _FRAGMENT
