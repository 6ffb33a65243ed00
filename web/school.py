"""What the school sets in its own file: who it is, how to reach it, how long chats are kept."""

import hashlib
import re
from pathlib import Path
from string import Formatter
from typing import Annotated

import yaml
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)

# An origin as browsers write it: scheme and host in lower case, no path, no slash at the end.
ORIGIN = re.compile(r"https?://[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?", re.ASCII)


MOST_DAYS = 365


class SettingsError(ValueError):
    """A setting is missing or wrong; the message names it and says what is expected."""


def _origin(value: str) -> str:
    if not ORIGIN.fullmatch(value) or value.endswith((":80", ":443")):
        raise ValueError(
            "must be written as a browser does, such as https://www.school.example "
            "(lower case, no path, no slash at the end, no usual port, no *)"
        )
    return value


def _days(value: object) -> object:
    # bool is an int for Python; a word such as "forever" gets a better answer than "no integer".
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= MOST_DAYS:
        raise ValueError(
            f"must be a whole number of days from 1 to {MOST_DAYS}; nothing is kept for ever"
        )
    return value


Days = Annotated[int, BeforeValidator(_days)]


class Contact(BaseModel):
    """How to reach a person at the school."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    phone: str = Field(min_length=1)
    mail: str = Field(pattern=r"^[^@\s]+@[^@\s]+$")


class School(BaseModel):
    """The content of ``school.yml``; texts may hold the placeholders of :meth:`values`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(min_length=1)
    contact: Contact
    opening_hours: str = Field(min_length=1)
    retention_days: Days
    handoff_days: Days
    origins: tuple[Annotated[str, AfterValidator(_origin)], ...] = ()
    help_text: str = Field(min_length=1)
    notice: str = Field(min_length=1)
    greeting: str = Field(min_length=1)

    def values(self) -> dict[str, str]:
        """Return what stands for the placeholders in the school's and our own texts."""
        return {
            "name": self.name,
            "phone": self.contact.phone,
            "mail": self.contact.mail,
            "hours": self.opening_hours,
            "retention_days": str(self.retention_days),
            "handoff_days": str(self.handoff_days),
        }

    @property
    def full_notice(self) -> str:
        """The notice as it is shown before the first message."""
        return self.fill(self.notice)

    @property
    def notice_version(self) -> str:
        """Twelve hexadecimal digits that change with the wording of the notice."""
        return hashlib.sha256(self.full_notice.encode()).hexdigest()[:12]

    def fill(self, template: str) -> str:
        """Return ``template`` with the school's values; ``ValueError`` for unknown placeholders."""
        return fill(template, self.values())

    @model_validator(mode="after")
    def _know_all_placeholders(self) -> "School":
        for template in (self.help_text, self.notice, self.greeting):
            self.fill(template)
        return self


def fill(template: str, values: dict[str, str]) -> str:
    """Replace the ``{name}`` placeholders of ``template``.

    Raises:
        ValueError: for a placeholder that ``values`` does not have, or that is more than a name.
    """
    for _, name, form, conversion in Formatter().parse(template):
        if name is not None and (name not in values or form or conversion):
            raise ValueError(f"unknown placeholder {{{name}}}; known are {', '.join(values)}")
    return template.format_map(values)


def read_school(path: Path) -> School:
    """Read and check ``school.yml``.

    Raises:
        SettingsError: when the file is missing, is not YAML or does not fit the model.
    """
    try:
        return School.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise SettingsError(f"{path.name} cannot be read: {error.strerror}") from error
    except yaml.YAMLError as error:
        raise SettingsError(f"{path.name} is not valid YAML: {error}") from error
    except ValidationError as error:
        problems = "; ".join(
            f"{'.'.join(map(str, one['loc'])) or 'texts'}: {one['msg']}" for one in error.errors()
        )
        raise SettingsError(f"{path.name}: {problems}") from error
