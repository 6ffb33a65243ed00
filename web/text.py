"""The rules for the text of a message."""

import unicodedata

from web.errors import ApiError

LONGEST_TEXT = 4_000  # characters, after composition
LINE_CHARACTERS = "\n\t"


def clean_text(text: str, longest: int = LONGEST_TEXT, too_long: str = "text_too_long") -> str:
    """Return ``text`` as it is kept: composed (NFC), with line feeds as the only line ends.

    Raises:
        ApiError: with the code ``too_long`` for more than ``longest`` characters,
            ``bad_characters`` (lone surrogates and control characters, NUL among them) or
            ``empty_text`` (nothing a person could see).
    """
    if len(text) > longest:
        raise ApiError(too_long)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if any(_is_bad(character) for character in text):
        raise ApiError("bad_characters")
    text = unicodedata.normalize("NFC", text)
    if len(text) > longest:
        raise ApiError(too_long)
    if not any(_is_visible(character) for character in text):
        raise ApiError("empty_text")
    return text


def _is_bad(character: str) -> bool:
    category = unicodedata.category(character)
    return category == "Cs" or (category == "Cc" and character not in LINE_CHARACTERS)


def _is_visible(character: str) -> bool:
    return unicodedata.category(character)[0] not in "ZC"
