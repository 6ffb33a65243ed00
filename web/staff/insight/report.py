"""What a dashboard is made of: tables of numbers with links to what is behind them. Pure."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

Totals = Counter[tuple[str, str]]


@dataclass(frozen=True)
class Cell:
    """A number, and the address of the conversations behind it if they can be listed."""

    number: int
    link: str | None = None


@dataclass(frozen=True)
class Row:
    """One line of a table."""

    name: str
    cells: tuple[Cell, ...]
    share: float | None = None
    """Of the first number in all of them, 0 to 1."""


@dataclass(frozen=True)
class Section:
    """One table, with the plot of the same numbers.

    ``columns`` names the first column and then one for each cell. ``upright`` tells that the rows
    follow one another in time or size, so that they stand side by side.
    """

    key: str
    title: str
    words: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    upright: bool = False

    @property
    def shares(self) -> bool:
        """Whether the rows tell their share."""
        return any(row.share is not None for row in self.rows)


@dataclass(frozen=True)
class Period:
    """Whole days in UTC, the last one included; ``day`` is the one told by hour."""

    first: date
    last: date
    day: date

    def fields(self) -> dict[str, str]:
        """Return the period as fields of an address of the inbox."""
        return {"from": self.first.isoformat(), "to": self.last.isoformat()}


@dataclass(frozen=True)
class Counted:
    """What was counted in a period: totals, and conversations, turns and requests by hour."""

    totals: Totals
    conversations: Mapping[datetime, int]
    turns: Mapping[datetime, int]
    handoffs: Mapping[datetime, int]
