"""How the conversations pages name things."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml


@dataclass(frozen=True)
class Wording:
    """Titles of filters, of their values, of the stages and of the states of a turn."""

    filters: Mapping[str, str]
    values: Mapping[str, Mapping[str, str]]
    stages: Mapping[str, str]
    states: Mapping[str, str]

    def value(self, name: str, value: str | None) -> str:
        """Return a value as people read it; one without a title stays as it is."""
        return self.values.get(name, {}).get(value or "", value or "")


@cache
def read_wording() -> Wording:
    """Return the wording of ``wording.yml``."""
    path = Path(__file__).with_name("wording.yml")
    return Wording(**yaml.safe_load(path.read_text(encoding="utf-8")))
