"""What the school set in school.yml, as far as replies need it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml


@dataclass(frozen=True)
class School:
    """The school's name and the ways to reach a person there."""

    name: str = "the school"
    phone: str | None = None
    mail: str | None = None
    hours: str = "office hours"

    @property
    def contact(self) -> str:
        """How to reach a person, as part of a sentence: "Name, phone ..., mail ..."."""
        ways = [("phone", self.phone), ("mail", self.mail)]
        return ", ".join([self.name, *(f"{way} {where}" for way, where in ways if where)])


def read_school(path: Path) -> School:
    """Read school.yml; a missing file or value leaves the neutral default."""
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return School()
    if not isinstance(data, Mapping):
        return School()
    contact = data.get("contact")
    places: list[Mapping[str, Any]] = [data]
    if isinstance(contact, Mapping):
        places.insert(0, contact)
    return School(
        name=_first(places, "name") or School.name,
        phone=_first(places, "phone"),
        mail=_first(places, "mail", "email"),
        hours=_first(places, "opening_hours", "hours") or School.hours,
    )


def _first(places: list[Mapping[str, Any]], *keys: str) -> str | None:
    for place in places:
        for key in keys:
            value = place.get(key)
            if isinstance(value, str) and value.strip():
                return value.strip()
    return None
