"""Writes out the facts of a file: defaults are filled in, tables become facts."""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from knowledge import schema
from knowledge.model import Fact, Source, Standing, Subject

_DEFAULTS = tuple(schema.Defaults.model_fields)


def content_hash(content: object) -> str:
    """Return 12 hexadecimal digits that stand for a JSON-like value."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def to_fact(
    draft: dict[str, Any],
    references: tuple[Subject, Subject],
    source: Source,
    standings: dict[str, Standing],
) -> Fact:
    """Return the fact of a draft; `references` are its subject and its measure."""
    subject, measure = references
    unit = draft["unit"] or (measure.unit if draft["low"] is not None else None)
    draft |= {
        "unit": None if unit == "none" else unit,
        "high_unit": None if draft["high_unit"] in ("none", unit) else draft["high_unit"],
        "also_in": tuple(draft["also_in"]),
        "standing": standings.get(draft["id"], "leading"),
    }
    version = content_hash({**draft, "source": source.id})
    return Fact(**{**draft, "subject": subject, "measure": measure}, source=source, version=version)


def drafts(file: schema.FactsFile) -> Iterator[tuple[tuple[str | int, ...], dict[str, Any]]]:
    """Yield each fact of a file with its path in the file; tables are written out."""
    for position, entry in enumerate(file.facts):
        draft = entry.model_dump() | {"topic": file.topic, "column": None}
        yield ("facts", position), draft | _inherited(entry, file)
    for position, table in enumerate(file.tables):
        shared = {"topic": file.topic, "also_in": table.also_in, "high_unit": None}
        shared |= _inherited(table, file)
        for subject, cells in table.rows.items():
            for column, (heading, cell) in enumerate(zip(table.columns, cells, strict=True)):
                if cell is None:
                    continue
                low, high = cell if isinstance(cell, list) else (cell, None)
                yield (
                    ("tables", position, "rows", subject),
                    heading.model_dump()
                    | shared
                    | {
                        "id": f"{table.prefix}.{subject}.{heading.measure}",
                        "subject": subject,
                        "low": low,
                        "high": high,
                        "column": column,
                    },
                )


def _inherited(entry: schema.Defaults, file: schema.Defaults) -> dict[str, Any]:
    # An explicit null ("this one has no date") is not the same as saying nothing.
    return {
        name: getattr(entry if name in entry.model_fields_set else file, name) for name in _DEFAULTS
    }
