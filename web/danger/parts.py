"""Cuts a message into the parts in which danger is looked for."""

import re
import unicodedata
from collections.abc import Iterable

from web.danger.shorthand import written_out

# A short message is also read by pairs of sentences and as a whole: "I have had enough. I have a
# rifle." In a long one that would cost more time than it finds.
_SHORT = 800
_MOST_SENTENCES = 30
# What stands in a sentence that never ends would be lost in the mean of its words. It is read by
# its clauses, as many neighbours at once as make a sentence of usual length.
_ENDLESS = 24
_WINDOW = 14
_STEP = 9
_LONGEST_RUN = 18
_SHORTEST_CLAUSE = 3

_INVISIBLE = {"Cf", "Cc", "Mn", "Co", "Cs"}
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+|\n+")
_CLAUSE_END = re.compile(
    r"(?<=[,;:])\s+|\s+[-\u2013\u2014]+\s+|\s+(?=(?:and|but|so|because|then|while|since|though|or)\s)",
    re.IGNORECASE,
)
_QUOTES = str.maketrans(dict.fromkeys("’‘ʼ`´′", "'"))
_WORD = re.compile(r"\w")


def parts(text: str) -> list[str]:
    """Return the parts of ``text``, none twice; the last one of a short text is all of it.

    Sentences, pairs of neighbours and the whole of a short text; the sentences of a long one.
    Sentences of more than 24 words also by runs of their clauses, in a long text only so, and a
    clause of more than 18 words in windows of 14 that overlap. Empty when there is no word.
    """
    sentences = _sentences(text)
    if sum(map(len, sentences)) > _SHORT:
        if len(sentences) > _MOST_SENTENCES:
            sentences = [" ".join(sentences)]
        return _unique(window for sentence in sentences for window in _windows(sentence))
    windows = [window for sentence in sentences for window in _windows(sentence)]
    pairs = [" ".join(sentences[start : start + 2]) for start in range(len(sentences) - 1)]
    whole = [" ".join(sentences)] if sentences else []
    return [one for one in _unique([*windows, *sentences, *pairs]) if one not in whole] + whole


def _sentences(text: str) -> list[str]:
    found = (
        " ".join(written_out(_plain(one)).split()) for one in _SENTENCE_END.split(text.strip())
    )
    return [sentence for sentence in found if _WORD.search(sentence)]


def _plain(text: str) -> str:
    normal = unicodedata.normalize("NFKC", text).translate(_QUOTES)
    return "".join(
        " " if one.isspace() else one
        for one in normal
        if one.isspace() or unicodedata.category(one) not in _INVISIBLE
    )


def _windows(sentence: str) -> list[str]:
    if len(sentence.split()) <= _ENDLESS:
        return [sentence]
    clauses = _clauses(sentence)
    sizes = [len(clause) for clause in clauses]
    runs, done = [], 0
    for start in range(len(clauses)):
        end = start + 1
        while end < len(clauses) and sum(sizes[start : end + 1]) <= _LONGEST_RUN:
            end += 1
        if end > done:
            runs.append([word for clause in clauses[start:end] for word in clause])
            done = end
    return [window for run in runs for window in _cut(run)]


def _clauses(sentence: str) -> list[list[str]]:
    """Return the words of each clause; a tiny one belongs to the next, or to the last."""
    found: list[list[str]] = []
    for clause in _CLAUSE_END.split(sentence):
        words = clause.split()
        if found and (len(found[-1]) < _SHORTEST_CLAUSE or len(words) < 2):
            found[-1] += words
        elif words:
            found.append(words)
    return found


def _cut(words: list[str]) -> list[str]:
    if len(words) <= _LONGEST_RUN:
        return [" ".join(words)]
    starts = range(0, len(words) - (_WINDOW - _STEP), _STEP)
    return [" ".join(words[start : start + _WINDOW]) for start in starts]


def _unique(found: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(found))
