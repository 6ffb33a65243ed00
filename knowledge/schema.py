"""The form of the YAML files. Unknown keys and wrong types are refused."""

import datetime
import re
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    TypeAdapter,
    model_validator,
)

KINDS = (
    "state",
    "certification",
    "organization",
    "program",
    "role",
    "experience_level",
    "specialty",
    "workplace",
    "code_system",
    "software",
    "measure",
    "country",
    "occupation",
)
Unit = Literal[
    "usd",
    "usd_per_year",
    "usd_per_hour",
    "percent",
    "count",
    "per_year",
    "per_day",
    "months",
    "years",
    "hours",
    "minutes",
    "none",
]
_MOMENT = r"\d{4}(-\d{2}(-\d{2})?)?"
_AS_OF = re.compile(rf"{_MOMENT}(/{_MOMENT})?")


def _number(value: Any) -> Any:
    return Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _as_of_text(value: Any) -> Any:
    if isinstance(value, datetime.date):
        return value.isoformat()
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _check_as_of(value: str) -> str:
    if not _AS_OF.fullmatch(value):
        raise ValueError("must be YYYY, YYYY-MM, YYYY-MM-DD or a period such as 2024/2034")
    for moment in value.split("/"):
        datetime.date.fromisoformat((moment + "-01-01")[:10])
    return value


Number = Annotated[Decimal, BeforeValidator(_number), Field(ge=0)]
AsOf = Annotated[str, BeforeValidator(_as_of_text), AfterValidator(_check_as_of)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
FactId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+([.-][a-z0-9]+)+$")]
Topic = Annotated[str, StringConstraints(pattern=r"^[a-z]+(_[a-z]+)*$")]
Range = Annotated[list[Number], Field(min_length=2, max_length=2)]


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class SourceEntry(_Entry):
    """One document in sources.yml."""

    id: Name
    short: Name
    document: Text
    title: Text
    publisher: Text | None
    published: datetime.date | None
    note: Text
    sections: list[Text] = Field(min_length=1)


class SubjectEntry(_Entry):
    """One subject of a vocabulary file; keys that are not listed here become attributes."""

    model_config = ConfigDict(extra="allow", strict=True, frozen=True)

    id: Name
    name: Text
    short: Text | None = None
    full_name: Text | None = None
    aliases: list[Text] = []
    ambiguous: list[Text] = []


class VocabularyFile(_Entry):
    """A file of vocabulary/."""

    kind: Literal[KINDS]  # type: ignore[valid-type]
    subjects: list[SubjectEntry]


class Defaults(_Entry):
    """What a file gives for all its facts, a table for its rows, and a fact for itself."""

    section: Text | None = None
    as_of: AsOf | None = None
    basis: Text | None = None
    review_by: datetime.date | None = None


class FactEntry(Defaults):
    """One fact of a facts file."""

    id: FactId
    subject: Name
    measure: Name
    low: Number | None = None
    high: Number | None = None
    unit: Unit | None = None
    high_unit: Unit | None = None
    open_ended: bool = False
    approximate: bool = False
    statement: Text
    note: Text | None = None
    also_in: list[Text] = []


class Column(_Entry):
    """One column of a table of facts."""

    measure: Name
    unit: Unit | None = None
    open_ended: bool = False
    approximate: bool = False
    statement: Text
    note: Text | None = None


class Table(Defaults):
    """Many facts in rows: a figure, a range [low, high] or null (no fact) for each column.

    The columns stand in the order of the document's table.
    """

    prefix: FactId
    columns: list[Column] = Field(min_length=1)
    rows: dict[Name, list[Number | Range | None]] = Field(min_length=1)
    also_in: list[Text] = []

    @model_validator(mode="after")
    def _rows_fit_columns(self) -> "Table":
        for subject, cells in self.rows.items():
            if len(cells) != len(self.columns):
                raise ValueError(
                    f"the row {subject} has {len(cells)} cells for {len(self.columns)} columns"
                )
        return self


class FactsFile(Defaults):
    """A file of facts/<source>/."""

    topic: Topic
    facts: list[FactEntry] = []
    tables: list[Table] = []


class ConflictEntry(_Entry):
    """One conflict in conflicts.yml."""

    id: Name
    question: Text
    leading: FactId | None
    supporting: list[FactId] = []
    differs: list[FactId] = []
    historical: list[FactId] = []
    derived: list[FactId] = []
    why: Text
    note: Text
    brief: Text | None = None


SOURCES = TypeAdapter(list[SourceEntry])
VOCABULARY = TypeAdapter(VocabularyFile)
FACTS = TypeAdapter(FactsFile)
CONFLICTS = TypeAdapter(list[ConflictEntry])
TOPICS = TypeAdapter(dict[Topic, Text])
