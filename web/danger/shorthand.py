"""Writes out what people shorten on a phone, so that the sentence encoder understands it."""

import re
from functools import cache
from pathlib import Path

import yaml

_FILE = Path(__file__).with_name("shorthand.yml")
_WORD = re.compile(r"[a-z0-9](?:[a-z0-9'/]*[a-z0-9])?(?:/(?!\S))?", re.IGNORECASE)
_DRAWN_OUT = re.compile(r"([a-z])\1{2,}", re.IGNORECASE)


def written_out(text: str) -> str:
    """Return `text` with its short forms written out: "imma kms" is "i am going to kill myself"."""
    return _WORD.sub(_full_form, _DRAWN_OUT.sub(r"\1", text))


def _full_form(match: re.Match[str]) -> str:
    word = match[0]
    # A single capital is a letter of the alphabet: "is it under N".
    return _forms().get(word if len(word) == 1 else word.lower(), word)


@cache
def _forms() -> dict[str, str]:
    content = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return {str(short): str(full) for short, full in content["replacements"].items()}
