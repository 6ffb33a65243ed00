"""Cuts a message into the parts in which danger is looked for."""

import re
import unicodedata
from collections.abc import Iterable

# A short message is also read by pairs of sentences and as a whole: "I have had enough. I have a
# rifle." In a long one that would cost more time than it finds.
_SHORT = 800
_MOST_SENTENCES = 30
# What stands in a sentence that never ends would be lost in the mean of its words.
_ENDLESS = 24
_WINDOW = 14
_STEP = 9

_INVISIBLE = {"Cf", "Cc", "Mn", "Co", "Cs"}
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+|\n+")
_QUOTES = str.maketrans(dict.fromkeys("’‘ʼ`´′", "'"))
_WORD = re.compile(r"\w")


def parts(text: str) -> list[str]:
    """Return the parts of ``text``, none twice; the last one of a short text is all of it.

    Sentences, pairs of neighbours and the whole of a short text; the sentences of a long one.
    Sentences of more than 24 words also in windows of 14 words that overlap, in a long text only
    so. Empty when there is no word.
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
    found = (" ".join(_plain(one).split()) for one in _SENTENCE_END.split(text.strip()))
    return [sentence for sentence in found if _WORD.search(sentence)]


def _plain(text: str) -> str:
    normal = unicodedata.normalize("NFKC", text).translate(_QUOTES)
    return "".join(
        " " if one.isspace() else one
        for one in normal
        if one.isspace() or unicodedata.category(one) not in _INVISIBLE
    )


def _windows(sentence: str) -> list[str]:
    words = sentence.split()
    if len(words) <= _ENDLESS:
        return [sentence]
    starts = range(0, len(words) - (_WINDOW - _STEP), _STEP)
    return [" ".join(words[start : start + _WINDOW]) for start in starts]


def _unique(found: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(found))
