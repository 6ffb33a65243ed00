"""One form for the many ways to type the same digits, dashes and spaces."""

import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True)
class Plain:
    """A text in its plain form, and where each of its characters stood.

    Wide and foreign digits are ASCII digits, every dash is ``-``, every space that does not end a
    line is `` ``, and invisible characters are left out.
    """

    text: str
    positions: tuple[int, ...]
    length: int

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Return where ``text[start:end]`` stood, with the invisible characters around it."""
        first = self.positions[start - 1] + 1 if start else 0
        last = self.positions[end] if end < len(self.positions) else self.length
        return first, last


def plain(text: str) -> Plain:
    """Return the plain form of ``text``."""
    characters, positions = [], []
    for position, character in enumerate(text):
        folded = _fold(character)
        if folded:
            characters.append(folded)
            positions.append(position)
    return Plain("".join(characters), tuple(positions), len(text))


def _fold(character: str) -> str:
    if character.isascii():
        return character
    category = unicodedata.category(character)
    if category in ("Cf", "Mn"):
        return ""
    if category == "Zs":
        return " "
    if category == "Pd" or character == "\N{MINUS SIGN}":
        return "-"
    if category == "Nd":
        return str(unicodedata.decimal(character))
    compatible = unicodedata.normalize("NFKC", character)
    return compatible if len(compatible) == 1 else character
