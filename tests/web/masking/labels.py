"""Lines with what has to be masked in them marked as ``{kind|...}``."""

import re
from pathlib import Path

import yaml

from web.masking.found import Found

FILE = Path(__file__).with_name("lines.yml")
MARK = re.compile(r"\{(\w+)\|([^}]*)\}")


def read_lines(part: str) -> list[tuple[str, set[Found]]]:
    """Return the lines of ``part`` without their marks, and what the marks say."""
    lines = yaml.safe_load(FILE.read_text(encoding="utf-8"))[part].splitlines()
    return [_unmark(line) for line in lines if line]


def _unmark(line: str) -> tuple[str, set[Found]]:
    text, marked, position = "", set(), 0
    for mark in MARK.finditer(line):
        text += line[position : mark.start()]
        marked.add(Found(mark[1], len(text), len(text) + len(mark[2])))
        text += mark[2]
        position = mark.end()
    return text + line[position:], marked
