"""The words of ``masking.yml``, and patterns made of them."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).with_name("masking.yml")


@cache
def words() -> dict[str, Any]:
    """Return the content of ``masking.yml``."""
    content: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return content


def either(alternatives: Iterable[str]) -> str:
    """Return a pattern for any of ``alternatives`` (patterns themselves), the longest first."""
    ordered = sorted(alternatives, key=len, reverse=True)
    return "(?:" + "|".join(ordered) + ")"
