"""Writes out short forms and puts sayings plainly, so that the encoder understands a message."""

import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_FILE = Path(__file__).with_name("shorthand.yml")
_WORD = re.compile(r"[a-z0-9](?:[a-z0-9'/]*[a-z0-9])?(?:/(?!\S))?", re.IGNORECASE)
_DRAWN_OUT = re.compile(r"([a-z])\1{2,}", re.IGNORECASE)


def written_out(text: str) -> str:
    """Return `text` with its short forms written out and its sayings put plainly.

    "imma kms" is "i am going to kill myself", and "this rent is killing me" is a bother.
    """
    full = _WORD.sub(_full_form, _DRAWN_OUT.sub(r"\1", text))
    for saying, meaning in _sayings():
        full = saying.sub(meaning, full)
    return full


def _full_form(match: re.Match[str]) -> str:
    word = match[0]
    # A single capital is a letter of the alphabet: "is it under N".
    return _forms().get(word if len(word) == 1 else word.lower(), word)


@cache
def _forms() -> dict[str, str]:
    return {str(short): str(full) for short, full in _content()["replacements"].items()}


@cache
def _sayings() -> list[tuple[re.Pattern[str], str]]:
    return [
        (re.compile(rf"(?<!\w)(?:{saying})", re.IGNORECASE), str(meaning))
        for saying, meaning in _content()["sayings"]
    ]


def _content() -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return content
