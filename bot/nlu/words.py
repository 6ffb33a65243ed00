"""Cuts a message into words and keeps where each stood."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

# Letters and digits part company, so that "icd10" and "ICD-10" have their words in common.
_PIECES = re.compile(r"\d+|[^\W\d_]+(?:['’][^\W\d_]+)*|[^\w\s]|_")
# Turkish keyboards have an i without its dot, and a capital with one.
_TURKISH = str.maketrans("ıİ", "iI")
_POSSESSIVE = re.compile(r"(?<=\w)['’][sS]$")


@dataclass(frozen=True)
class Word:
    """A piece of a message: its text, and the place in the message it stands for."""

    text: str
    start: int
    end: int

    @property
    def is_word(self) -> bool:
        """Whether it is made of letters, not a number or a sign."""
        return self.text[0].isalpha()


def split_words(text: str) -> tuple[Word, ...]:
    """Return the words, numbers and signs of a text in order."""
    return tuple(_words(text))


def _words(text: str) -> Iterable[Word]:
    for match in _PIECES.finditer(text):
        piece, start = match.group(), match.start()
        possessive = _POSSESSIVE.search(piece)
        if possessive is None:
            yield Word(piece, start, match.end())
        else:
            yield Word(piece[: possessive.start()], start, start + possessive.start())
            yield Word(possessive.group(), start + possessive.start(), match.end())


def plain_letters(text: str) -> str:
    """Return a text of the same length whose fancy letters are plain: "ｐａｙ", "surgıcal"."""
    plain = (unicodedata.normalize("NFKC", letter) for letter in text)
    return "".join(
        one if len(one) == 1 else letter for one, letter in zip(plain, text, strict=True)
    ).translate(_TURKISH)


def fold(word: str) -> str:
    """Return the form in which words are compared."""
    return word.lower().replace("’", "'")
