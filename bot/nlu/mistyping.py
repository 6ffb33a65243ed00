"""Mistypes a text as hasty fingers do, so that the encoder learns what slips leave of a word.

Most slips are mended before a message is read (bot.nlu.spelling); this is for those that are not.
"""

import random
import re

from bot.nlu.slips import beside

_WORD = re.compile(r"[a-z]{3,}", re.IGNORECASE)
_SPACE = re.compile(r"(?<=\w) (?=\w)")
_DROP, _DOUBLE, _SWAP, _NEIGHBOUR, _JOIN = KINDS = ("drop", "double", "swap", "neighbour", "join")


def mistyped(text: str, chance: random.Random) -> str:
    """Return a text with one slip: a letter, or the space between two words.

    A text without a word of three letters comes back as it is.
    """
    words = list(_WORD.finditer(text))
    if not words:
        return text
    kind = chance.choice(KINDS)
    spaces = [space.start() for space in _SPACE.finditer(text)]
    if kind == _JOIN and spaces:
        at = chance.choice(spaces)
        return text[:at] + text[at + 1 :]
    word = chance.choice(words)
    at = chance.randrange(word.start(), word.end() - 1)
    letter, following = text[at], text[at + 1]
    put = {
        _DOUBLE: letter + letter + following,
        _SWAP: following + letter,
        _NEIGHBOUR: chance.choice(beside(letter.lower())) + following,
    }
    return text[:at] + put.get(kind, following) + text[at + 2 :]
