"""The sentences of the gateway itself, kept in ``wording.yml``."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from web.school import School, fill

FILE = Path(__file__).with_name("wording.yml")


@dataclass(frozen=True)
class Wording:
    """The sentences with the school's contact filled in."""

    errors: Mapping[str, str]
    apologies: Mapping[str, str]
    help: str
    """What the school says to somebody in danger."""

    def error(self, code: str) -> str:
        """Return the sentence of the error ``code``; ``KeyError`` when there is none."""
        return self.errors[code]

    def apology(self, incident: str) -> str:
        """Return what a visitor reads when no answer came, by the kind of incident."""
        return self.apologies.get(incident, self.apologies["other"])


def read_wording(school: School) -> Wording:
    """Read ``wording.yml`` and fill in how to reach ``school``."""
    content = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    values = {**school.values(), "contact": school.fill(content["contact"])}
    return Wording(
        errors={code: fill(text, values) for code, text in content["errors"].items()},
        apologies={kind: fill(text, values) for kind, text in content["apologies"].items()},
        help=school.fill(school.help_text),
    )
