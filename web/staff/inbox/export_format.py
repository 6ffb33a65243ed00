"""What an export holds: one row a turn. ``docs/export-format.md`` describes it. Pure."""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any, Final, Protocol

SCHEMA: Final = 1
# What a spreadsheet takes for the begin of a formula.
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# Tells spreadsheets that the file is in UTF-8.
BYTE_ORDER_MARK: Final = "\ufeff"


@dataclass(frozen=True)
class ExportedTurn:
    """One turn. The names and the order are those of the columns; a change needs a new schema."""

    schema: int
    conversation: str
    turn: int
    position: int
    time: str
    state: str
    question: str
    kind: str | None
    answer: str
    intent: str | None
    confidence: float | None
    entities: Sequence[str]
    facts: Sequence[str]
    sources: Sequence[str]
    actions: Sequence[str]
    model: str | None
    milliseconds: Mapping[str, int]
    incident: str | None
    feedback: str | None
    comment: str | None
    review: str
    flagged: bool
    labels: Sequence[str]
    notes: Sequence[str]


class Format(Protocol):
    """Writes turns; the parts one after the other are the file."""

    content_type: str
    ending: str

    def head(self) -> str:
        """Return the begin of the file."""

    def rows(self, turns: Iterable[ExportedTurn]) -> str:
        """Return the lines of some turns."""


class CsvFormat:
    """Comma-separated values as RFC 4180 has them, safe to open in a spreadsheet."""

    content_type = "text/csv"
    ending = "csv"

    def head(self) -> str:
        """Return the line with the names of the columns."""
        names = [field.name for field in fields(ExportedTurn)]
        return BYTE_ORDER_MARK + _lines([names])

    def rows(self, turns: Iterable[ExportedTurn]) -> str:
        """Return a line for each turn; lists are joined with a semicolon."""
        return _lines([_cell(value) for value in asdict(turn).values()] for turn in turns)


class JsonLinesFormat:
    """One JSON object a line."""

    content_type = "application/x-ndjson"
    ending = "jsonl"

    def head(self) -> str:
        """Return nothing: each line says all by itself."""
        return ""

    def rows(self, turns: Iterable[ExportedTurn]) -> str:
        """Return a line for each turn."""
        return "".join(
            json.dumps(asdict(turn), ensure_ascii=False, separators=(",", ":")) + "\n"
            for turn in turns
        )


FORMATS: Final[Mapping[str, Format]] = {"csv": CsvFormat(), "jsonl": JsonLinesFormat()}


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, Mapping):
        value = [f"{name}={one}" for name, one in value.items()]
    text = value if isinstance(value, str) else "; ".join(map(str, value))
    # A quote in front makes spreadsheets take it for text, whatever comes then.
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA) else text


def _lines(rows: Iterable[Sequence[str]]) -> str:
    written = io.StringIO()
    csv.writer(written, lineterminator="\r\n").writerows(rows)
    return written.getvalue()
