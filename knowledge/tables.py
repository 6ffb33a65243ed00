"""The tables of the knowledge database."""

from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

# Search runs over this table; SQLAlchemy has no declaration for SQLite's full-text index.
CREATE_SEARCH = (
    "CREATE VIRTUAL TABLE search USING fts5(statement, names, terms, tokenize = 'porter unicode61')"
)


class Base(DeclarativeBase):
    """The common base of all tables."""


class About(Base):
    """What the database says about itself: `version`, `built`."""

    __tablename__ = "about"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]


class SourceRow(Base):
    """A document."""

    __tablename__ = "source"

    position: Mapped[int] = mapped_column(unique=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    short: Mapped[str] = mapped_column(unique=True)
    document: Mapped[str]
    title: Mapped[str]
    publisher: Mapped[str | None]
    published: Mapped[str | None]
    note: Mapped[str]
    sections: Mapped[list[str]] = mapped_column(JSON)


class SubjectRow(Base):
    """A subject or a measure."""

    __tablename__ = "subject"

    position: Mapped[int] = mapped_column(unique=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(index=True)
    name: Mapped[str]
    short: Mapped[str | None]
    full_name: Mapped[str | None]
    aliases: Mapped[list[str]] = mapped_column(JSON)
    ambiguous: Mapped[list[str]] = mapped_column(JSON)
    attributes: Mapped[dict[str, Any]] = mapped_column(JSON)


class FactRow(Base):
    """A fact. Numbers are kept as text, so that no binary fraction changes them."""

    __tablename__ = "fact"

    position: Mapped[int] = mapped_column(unique=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[str] = mapped_column(String(12))
    topic: Mapped[str] = mapped_column(index=True)
    subject_id: Mapped[str] = mapped_column(ForeignKey("subject.id"), index=True)
    measure_id: Mapped[str] = mapped_column(ForeignKey("subject.id"), index=True)
    source_id: Mapped[str] = mapped_column(ForeignKey("source.id"), index=True)
    low: Mapped[str | None]
    high: Mapped[str | None]
    unit: Mapped[str | None]
    high_unit: Mapped[str | None]
    open_ended: Mapped[bool]
    approximate: Mapped[bool]
    statement: Mapped[str]
    note: Mapped[str | None]
    section: Mapped[str]
    also_in: Mapped[list[str]] = mapped_column(JSON)
    as_of: Mapped[str | None]
    basis: Mapped[str | None]
    review_by: Mapped[str | None]
    standing: Mapped[str] = mapped_column(index=True)
    column: Mapped[int | None] = mapped_column("table_column")


class ConflictRow(Base):
    """A question that facts answer differently."""

    __tablename__ = "conflict"

    position: Mapped[int] = mapped_column(unique=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    question: Mapped[str]
    why: Mapped[str]
    note: Mapped[str]
    brief: Mapped[str | None]


class ConflictSide(Base):
    """A fact's part in its conflict. A fact has at most one, so it is the key."""

    __tablename__ = "conflict_side"

    fact_id: Mapped[str] = mapped_column(ForeignKey("fact.id"), primary_key=True)
    conflict_id: Mapped[str] = mapped_column(ForeignKey("conflict.id"), index=True)
    position: Mapped[int]
    standing: Mapped[str]
