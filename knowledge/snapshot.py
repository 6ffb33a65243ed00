"""Reads a whole knowledge database into memory at one moment."""

import datetime
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from typing import cast

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from knowledge.model import Conflict, Fact, Source, Standing, Subject
from knowledge.tables import About, ConflictRow, ConflictSide, FactRow, SourceRow, SubjectRow


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything a database holds, in file order, with the connection factory for search."""

    engine: Engine
    version: str
    built: datetime.datetime
    sources: dict[str, Source]
    subjects: dict[str, Subject]
    facts: dict[str, Fact]
    conflicts: dict[str, Conflict]
    conflict_of: dict[str, Conflict] = field(default_factory=dict)
    by_measure: dict[tuple[str, str], list[Fact]] = field(default_factory=dict)


def read(engine: Engine) -> Snapshot:
    """Read the database of an engine.

    Raises:
        sqlalchemy.exc.DatabaseError: it is no knowledge database.
    """
    with Session(engine) as session:
        about = {row.name: row.value for row in session.scalars(select(About))}
        sources = {
            row.id: _source(row)
            for row in session.scalars(select(SourceRow).order_by(SourceRow.position))
        }
        subjects = {
            row.id: _subject(row)
            for row in session.scalars(select(SubjectRow).order_by(SubjectRow.position))
        }
        facts = {
            row.id: _fact(row, subjects, sources)
            for row in session.scalars(select(FactRow).order_by(FactRow.position))
        }
        sides: dict[str, list[ConflictSide]] = defaultdict(list)
        for side in session.scalars(select(ConflictSide).order_by(ConflictSide.position)):
            sides[side.conflict_id].append(side)
        conflicts = {
            row.id: _conflict(row, sides[row.id])
            for row in session.scalars(select(ConflictRow).order_by(ConflictRow.position))
        }
    by_measure: dict[tuple[str, str], list[Fact]] = defaultdict(list)
    for fact in facts.values():
        by_measure[fact.subject.id, fact.measure.id].append(fact)
    return Snapshot(
        engine=engine,
        version=about["version"],
        built=datetime.datetime.fromisoformat(about["built"]),
        sources=sources,
        subjects=subjects,
        facts=facts,
        conflicts=conflicts,
        conflict_of={
            fact: conflict for conflict in conflicts.values() for fact in conflict.standings
        },
        by_measure=dict(by_measure),
    )


def _source(row: SourceRow) -> Source:
    return Source(
        id=row.id,
        short=row.short,
        document=row.document,
        title=row.title,
        publisher=row.publisher,
        published=_date(row.published),
        note=row.note,
        sections=tuple(row.sections),
    )


def _subject(row: SubjectRow) -> Subject:
    return Subject(
        id=row.id,
        kind=row.kind,
        name=row.name,
        short=row.short,
        full_name=row.full_name,
        aliases=tuple(row.aliases),
        ambiguous=tuple(row.ambiguous),
        attributes=row.attributes,
    )


def _fact(row: FactRow, subjects: dict[str, Subject], sources: dict[str, Source]) -> Fact:
    return Fact(
        id=row.id,
        version=row.version,
        topic=row.topic,
        subject=subjects[row.subject_id],
        measure=subjects[row.measure_id],
        low=_number(row.low),
        high=_number(row.high),
        unit=row.unit,
        high_unit=row.high_unit,
        open_ended=row.open_ended,
        approximate=row.approximate,
        statement=row.statement,
        note=row.note,
        section=row.section,
        also_in=tuple(row.also_in),
        as_of=row.as_of,
        basis=row.basis,
        review_by=_date(row.review_by),
        source=sources[row.source_id],
        standing=cast(Standing, row.standing),
        column=row.column,
    )


def _conflict(row: ConflictRow, sides: list[ConflictSide]) -> Conflict:
    def those(standing: Standing) -> tuple[str, ...]:
        return tuple(side.fact_id for side in sides if side.standing == standing)

    return Conflict(
        id=row.id,
        question=row.question,
        leading=next(iter(those("leading")), None),
        supporting=those("supporting"),
        differs=those("differs"),
        historical=those("historical"),
        derived=those("derived"),
        why=row.why,
        note=row.note,
        brief=row.brief,
    )


def _date(text: str | None) -> datetime.date | None:
    return None if text is None else datetime.date.fromisoformat(text)


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
