"""Writes the validated knowledge into a database."""

import datetime
import os
import tempfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from sqlalchemy import URL, Engine, create_engine, event, text
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from knowledge.loader import Knowledge
from knowledge.model import Conflict, Fact
from knowledge.tables import (
    CREATE_SEARCH,
    About,
    Base,
    ConflictRow,
    ConflictSide,
    FactRow,
    SourceRow,
    SubjectRow,
)


class BuildError(RuntimeError):
    """The database that was written is damaged; nothing has been replaced."""


def build(knowledge: Knowledge, database: Path, built: datetime.datetime | None = None) -> None:
    """Write a new database file and put it in the place of the old one in one step.

    The same knowledge and the same `built` (default: now, in UTC) give the same content. Readers
    that have the old file open keep it until they look again.

    Raises:
        BuildError: the new file fails its integrity check.
        OSError: the folder cannot be written.
    """
    database.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=database.parent, prefix=f".{database.name}.")
    os.close(handle)
    temporary = Path(name)
    try:
        engine = create_engine(URL.create("sqlite", database=str(temporary)), poolclass=NullPool)
        write(knowledge, engine, built)
        _check(engine, len(knowledge.facts))
        engine.dispose()
        temporary.chmod(0o644)
        _flush(temporary)
        temporary.replace(database)
        _flush(database.parent)
    finally:
        temporary.unlink(missing_ok=True)


def write(knowledge: Knowledge, engine: Engine, built: datetime.datetime | None = None) -> None:
    """Create the tables in an empty database and fill them."""
    event.listen(engine, "connect", _enforce_references)
    Base.metadata.create_all(engine)
    moment = (built or datetime.datetime.now(datetime.UTC)).astimezone(datetime.UTC)
    with Session(engine) as session, session.begin():
        session.add(About(name="built", value=moment.isoformat(timespec="seconds")))
        session.add(About(name="version", value=knowledge.version))
        for rows in _rows(knowledge):
            session.add_all(rows)
            session.flush()
        session.execute(text(CREATE_SEARCH))
        insert = text(
            "INSERT INTO search (rowid, statement, names, terms)"
            " VALUES (:rowid, :statement, :names, :terms)"
        )
        for position, fact in enumerate(knowledge.facts):
            session.execute(insert, _search_row(position, fact))


def _enforce_references(connection: object, _record: object) -> None:
    connection.execute("PRAGMA foreign_keys = ON")  # type: ignore[attr-defined]


def _rows(knowledge: Knowledge) -> Iterator[list[Base]]:
    yield [
        SourceRow(
            position=position,
            id=source.id,
            short=source.short,
            document=source.document,
            title=source.title,
            publisher=source.publisher,
            published=_iso(source.published),
            note=source.note,
            sections=list(source.sections),
        )
        for position, source in enumerate(knowledge.sources)
    ]
    yield [
        SubjectRow(
            position=position,
            id=subject.id,
            kind=subject.kind,
            name=subject.name,
            short=subject.short,
            full_name=subject.full_name,
            aliases=list(subject.aliases),
            ambiguous=list(subject.ambiguous),
            attributes={key: _plain(value) for key, value in subject.attributes.items()},
        )
        for position, subject in enumerate(knowledge.subjects)
    ]
    yield [_fact_row(position, fact) for position, fact in enumerate(knowledge.facts)]
    yield [
        ConflictRow(
            position=position,
            id=conflict.id,
            question=conflict.question,
            why=conflict.why,
            note=conflict.note,
            brief=conflict.brief,
        )
        for position, conflict in enumerate(knowledge.conflicts)
    ]
    yield [side for conflict in knowledge.conflicts for side in _sides(conflict)]


def _fact_row(position: int, fact: Fact) -> FactRow:
    return FactRow(
        position=position,
        id=fact.id,
        version=fact.version,
        topic=fact.topic,
        subject_id=fact.subject.id,
        measure_id=fact.measure.id,
        source_id=fact.source.id,
        low=None if fact.low is None else str(fact.low),
        high=None if fact.high is None else str(fact.high),
        unit=fact.unit,
        high_unit=fact.high_unit,
        open_ended=fact.open_ended,
        approximate=fact.approximate,
        statement=fact.statement,
        note=fact.note,
        section=fact.section,
        also_in=list(fact.also_in),
        as_of=fact.as_of,
        basis=fact.basis,
        review_by=_iso(fact.review_by),
        standing=fact.standing,
        column=fact.column,
    )


def _sides(conflict: Conflict) -> Iterator[ConflictSide]:
    for position, (fact, standing) in enumerate(conflict.standings.items()):
        yield ConflictSide(
            fact_id=fact, conflict_id=conflict.id, position=position, standing=standing
        )


def _search_row(position: int, fact: Fact) -> dict[str, str | int]:
    return {
        "rowid": position,
        "statement": fact.text,
        "names": " ".join(fact.subject.names),
        "terms": " ".join([*fact.measure.names, fact.topic.replace("_", " "), fact.note or ""]),
    }


def _iso(day: datetime.date | None) -> str | None:
    return None if day is None else day.isoformat()


def _plain(value: object) -> object:
    return str(value) if isinstance(value, Decimal | datetime.date) else value


def _check(engine: Engine, facts: int) -> None:
    with engine.connect() as connection:
        report = connection.execute(text("PRAGMA integrity_check")).scalar_one()
        if report != "ok":
            raise BuildError(f"the new database is damaged: {report}")
        if connection.execute(text("PRAGMA foreign_key_check")).first() is not None:
            raise BuildError("the new database has references to nothing")
        for table in ("fact", "search"):
            count = connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()  # noqa: S608
            if count != facts:
                raise BuildError(f"the table {table} holds {count} of {facts} facts")


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
