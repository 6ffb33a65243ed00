"""Adds the slips of hasty typing to a text, always the same ones for the same text and seed."""

import random
import re
from collections.abc import Callable

SEED = 20240501
LONG_ENOUGH_FOR_TWO = 20
"""Characters; a shorter text gets one slip."""

_WORD = re.compile(r"[^\W\d_]{3,}")
_SPACE = re.compile(r"(?<=\w) (?=\w)")
_KEYBOARD = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


def with_typos(text: str, seed: int = SEED) -> str:
    """Return `text` with one or two slips.

    A slip is a dropped or doubled-in letter, two letters swapped, a neighbouring key, or a
    missing space. Letters change only in words of three and more. A text without such words and
    spaces comes back unchanged.
    """
    chance = random.Random(f"{seed}:{text}")  # noqa: S311
    slips = 1 if len(text) < LONG_ENOUGH_FOR_TWO else chance.choice((1, 2))
    for _ in range(slips):
        text = _slip(text, chance)
    return text


def _slip(text: str, chance: random.Random) -> str:
    kinds: list[Callable[[str, random.Random], str]] = [_drop, _swap, _neighbour, _insert, _join]
    chance.shuffle(kinds)
    for kind in kinds:
        changed = kind(text, chance)
        if changed != text:
            return changed
    return text


def _place(text: str, chance: random.Random) -> int | None:
    """Return the position of a letter in one of the longer words."""
    places = [at for word in _WORD.finditer(text) for at in range(*word.span())]
    return chance.choice(places) if places else None


def _drop(text: str, chance: random.Random) -> str:
    at = _place(text, chance)
    return text if at is None else text[:at] + text[at + 1 :]


def _swap(text: str, chance: random.Random) -> str:
    places = [at for word in _WORD.finditer(text) for at in range(word.start(), word.end() - 1)]
    if not places:
        return text
    at = chance.choice(places)
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def _neighbour(text: str, chance: random.Random) -> str:
    at = _place(text, chance)
    return text if at is None else text[:at] + _beside(text[at], chance) + text[at + 1 :]


def _insert(text: str, chance: random.Random) -> str:
    at = _place(text, chance)
    return text if at is None else text[:at] + _beside(text[at], chance) + text[at:]


def _join(text: str, chance: random.Random) -> str:
    spaces = [space.start() for space in _SPACE.finditer(text)]
    if not spaces:
        return text
    at = chance.choice(spaces)
    return text[:at] + text[at + 1 :]


def _beside(letter: str, chance: random.Random) -> str:
    """Return a letter next to this one on the keyboard, in the same case."""
    for number, row in enumerate(_KEYBOARD):
        column = row.find(letter.lower())
        if column < 0:
            continue
        near = [row[at] for at in (column - 1, column + 1) if 0 <= at < len(row)]
        near += [
            _KEYBOARD[other][column]
            for other in (number - 1, number + 1)
            if 0 <= other < len(_KEYBOARD) and column < len(_KEYBOARD[other])
        ]
        found = chance.choice(near)
        return found.upper() if letter.isupper() else found
    return letter
