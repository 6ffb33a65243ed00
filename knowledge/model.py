"""The plain values of the knowledge base: sources, subjects, facts and conflicts."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from knowledge import formatting

Standing = Literal["leading", "supporting", "differs", "derived", "historical"]
SIDES: tuple[Standing, ...] = ("leading", "supporting", "differs", "derived", "historical")


@dataclass(frozen=True, slots=True)
class Source:
    """One of the documents. `note` says in one sentence how far to trust it."""

    id: str
    short: str
    document: str
    title: str
    publisher: str | None
    published: datetime.date | None
    note: str
    sections: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Subject:
    """Something facts are about, or a measure. `attributes` holds what only some kinds have."""

    id: str
    kind: str
    name: str
    short: str | None = None
    full_name: str | None = None
    aliases: tuple[str, ...] = ()
    ambiguous: tuple[str, ...] = ()
    attributes: Mapping[str, Any] = field(default_factory=dict, hash=False)

    @property
    def names(self) -> tuple[str, ...]:
        """All names people may use, lower case, without repeats, the printed name first."""
        written = [self.name, self.short, self.full_name, *self.aliases]
        return tuple(dict.fromkeys(name.lower() for name in written if name))

    @property
    def unit(self) -> str | None:
        """The natural unit of a measure; None where there is none."""
        unit = self.attributes.get("unit")
        return None if unit in (None, "none") else str(unit)


@dataclass(frozen=True, slots=True)
class Fact:
    """One claim of one document. A claim without figures has `low` None and `unit` None.

    `statement` is raw (with placeholders); `text` is what people read. `column` is the place of
    the figure in its row when the document prints it in a table (0 is the first), else None.
    """

    id: str
    version: str
    topic: str
    subject: Subject
    measure: Subject
    low: Decimal | None
    high: Decimal | None
    unit: str | None
    high_unit: str | None
    open_ended: bool
    approximate: bool
    statement: str
    note: str | None
    section: str
    also_in: tuple[str, ...]
    as_of: str | None
    basis: str | None
    review_by: datetime.date | None
    source: Source
    standing: Standing
    column: int | None = None

    @property
    def figure(self) -> str | None:
        """The figure as people read it, such as "$47,230 a year"; None for a claim without one."""
        if self.low is None:
            return None
        return formatting.format_figure(
            self.low,
            self.high,
            self.unit,
            high_unit=self.high_unit,
            open_ended=self.open_ended,
            approximate=self.approximate,
        )

    @property
    def text(self) -> str:
        """The statement with its figures and its subject's name filled in."""
        filled = self.statement.replace("{subject}", self.subject.name)
        if self.low is None:
            return filled
        ends = {"low": formatting.format_end(self.low, self.unit), "value": self.figure or ""}
        if self.high is not None:
            ends["high"] = formatting.format_end(self.high, self.high_unit or self.unit)
        for name, figure in ends.items():
            filled = filled.replace("{" + name + "}", figure)
        return filled

    @property
    def numbers(self) -> tuple[Decimal, ...]:
        """The numbers of the fact: none, one, or the two ends of a range."""
        return tuple(number for number in (self.low, self.high) if number is not None)

    @property
    def as_of_text(self) -> str | None:
        """When the claim was true: "May 2024", "2024", "2024 to 2034"; None if nobody says."""
        return None if self.as_of is None else formatting.format_as_of(self.as_of)

    def is_due(self, today: datetime.date) -> bool:
        """Whether newer figures may exist on this day."""
        return self.review_by is not None and today > self.review_by


@dataclass(frozen=True, slots=True)
class Conflict:
    """Facts that answer one question differently, and which of them leads.

    The sides hold fact ids. `leading` is None when no figure can be trusted.
    """

    id: str
    question: str
    leading: str | None
    supporting: tuple[str, ...]
    differs: tuple[str, ...]
    historical: tuple[str, ...]
    derived: tuple[str, ...]
    why: str
    note: str
    brief: str | None = None

    @property
    def standings(self) -> dict[str, Standing]:
        """Each fact of the conflict with its standing, the leading one first."""
        sides = {self.leading: SIDES[0]} if self.leading else {}
        for standing in SIDES[1:]:
            sides.update(dict.fromkeys(getattr(self, standing), standing))
        return sides
