"""The tables of the conversation log. ``SCHEMA_VERSION`` counts their changes."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    TypeDecorator,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

SCHEMA_VERSION = 7

# SQLite counts by itself only in a column whose type is exactly INTEGER.
Sequence = BigInteger().with_variant(Integer, "sqlite")
Json = JSON(none_as_null=True)


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: stored in UTC without a zone, read back with one."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return ``value`` in UTC without its zone."""
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the stored moment with its zone."""
        return None if value is None else value.replace(tzinfo=UTC)


class Base(DeclarativeBase):
    """Base of all tables."""


class Schema(Base):
    """One row: the version of the tables, and when the log was last seen to be writable."""

    __tablename__ = "schema_version"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int]
    checked: Mapped[datetime] = mapped_column(UtcDateTime)


class Conversation(Base):
    """One visit.

    ``turns``, ``last_turn`` and ``last_active`` follow from its turns and are kept with them, so
    that the staff's inbox need not count. ``review`` is ``new`` or ``reviewed`` (by whom and when
    stands beside it); the next turn makes it ``new`` again.
    """

    __tablename__ = "conversations"
    __table_args__ = (
        Index("conversations_by_last_turn", "last_turn"),
        Index("conversations_by_length", "turns", "last_turn"),
        Index("conversations_by_review", "review", "last_turn"),
        Index("conversations_by_flag", "flagged", "last_turn"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    created: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    notice_version: Mapped[str | None] = mapped_column(String(12))
    turns: Mapped[int] = mapped_column(default=0, server_default="0")
    last_turn: Mapped[int | None] = mapped_column(BigInteger)
    last_active: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    review: Mapped[str] = mapped_column(String(8), default="new", server_default="new")
    reviewed_by: Mapped[str | None] = mapped_column(String(80))
    reviewed: Mapped[datetime | None] = mapped_column(UtcDateTime)
    flagged: Mapped[bool] = mapped_column(default=False, server_default=false())


class Turn(Base):
    """One message of a visitor and what became of it.

    ``state`` is ``open`` until the answer is stored (``answered``) or Rasa reports that it could
    not keep the turn (``failed``: it may be tried again). ``confidence`` (0 to 1) is that of
    ``intent``; ``kind`` is the kind of the first message of the answer; ``incident`` tells what
    went wrong; ``trace`` is how the answer came about, as :class:`web.payload.Trace` has it, with
    the milliseconds of the gateway.
    """

    __tablename__ = "turns"
    __table_args__ = (
        UniqueConstraint("conversation_id", "client_id"),
        Index("turns_in_order", "conversation_id", "number"),
        Index("turns_by_confidence", "confidence", "number"),
        # Has all that the staff's figures need of a turn, and none of its long texts.
        Index("turns_for_figures", "created", "kind", "intent", "confidence", "finished"),
        *(
            Index(
                f"turns_without_{name}",
                "number",
                sqlite_where=text(f"{name} IS NULL"),
                postgresql_where=text(f"{name} IS NULL"),
            )
            for name in ("kind", "intent")
        ),
        {"sqlite_autoincrement": True},
    )

    number: Mapped[int] = mapped_column(Sequence, primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"))
    client_id: Mapped[str] = mapped_column(String(36))
    digest: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(8))
    created: Mapped[datetime] = mapped_column(UtcDateTime)
    finished: Mapped[datetime | None] = mapped_column(UtcDateTime)
    understanding: Mapped[dict[str, Any] | None] = mapped_column(Json)
    intent: Mapped[str | None] = mapped_column(Text)
    confidence: Mapped[float | None] = mapped_column(Float)
    kind: Mapped[str | None] = mapped_column(String(14))
    incident: Mapped[str | None] = mapped_column(String(20))
    trace: Mapped[dict[str, Any] | None] = mapped_column(Json)


class Message(Base):
    """One message of a visitor, the assistant or the staff; ``number`` gives the order."""

    __tablename__ = "messages"
    __table_args__ = (
        Index("messages_in_order", "conversation_id", "number"),
        {"sqlite_autoincrement": True},
    )

    number: Mapped[int] = mapped_column(Sequence, primary_key=True)
    id: Mapped[str] = mapped_column(String(36), unique=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"))
    turn_number: Mapped[int | None] = mapped_column(ForeignKey("turns.number"), index=True)
    author: Mapped[str] = mapped_column(String(9))
    time: Mapped[datetime] = mapped_column(UtcDateTime)
    kind: Mapped[str] = mapped_column(String(14))
    text: Mapped[str] = mapped_column(Text)
    details: Mapped[dict[str, Any]] = mapped_column(Json)


class FacetValue(Base):
    """One thing by which turns can be found, such as the intent ``pay_state``."""

    __tablename__ = "facet_values"
    __table_args__ = (UniqueConstraint("name", "value"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(Sequence, primary_key=True)
    name: Mapped[str] = mapped_column(String(10))
    value: Mapped[str] = mapped_column(Text)


class TurnFacet(Base):
    """A turn has a value: the one index behind all filters of the staff that name a value."""

    __tablename__ = "turn_facets"
    __table_args__ = ({"sqlite_with_rowid": False},)

    value_id: Mapped[int] = mapped_column(
        ForeignKey("facet_values.id"), primary_key=True, autoincrement=False
    )
    turn_number: Mapped[int] = mapped_column(
        ForeignKey("turns.number", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
        index=True,
    )


class Feedback(Base):
    """What a visitor thinks of one answer: the last vote counts."""

    __tablename__ = "feedback"

    message_id: Mapped[str] = mapped_column(ForeignKey("messages.id"), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), index=True)
    helpful: Mapped[bool]
    comment: Mapped[str | None] = mapped_column(Text)
    time: Mapped[datetime] = mapped_column(UtcDateTime)


class Handoff(Base):
    """A wish to talk to a person: the only place with a name, so it has a time of its own to go.

    ``conversation_id`` is set when the visitor asked from within a chat. ``state`` is ``new``,
    ``taken`` or ``done``, since ``state_time`` and by ``state_by``. ``mail`` is ``off`` (none is to
    be sent), ``waiting`` (until ``mail_next``) or ``sent``; ``mail_problem`` is why the last try
    failed.
    """

    __tablename__ = "handoffs"

    reference: Mapped[str] = mapped_column(String(9), primary_key=True)
    time: Mapped[datetime] = mapped_column(UtcDateTime)
    expires: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    conversation_id: Mapped[str | None] = mapped_column(ForeignKey("conversations.id"), index=True)
    name: Mapped[str] = mapped_column(Text)
    contact: Mapped[str] = mapped_column(Text)
    question: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(5), default="new", server_default="new")
    state_by: Mapped[str | None] = mapped_column(String(80))
    state_time: Mapped[datetime | None] = mapped_column(UtcDateTime)
    note: Mapped[str] = mapped_column(Text, default="", server_default="")
    mail: Mapped[str] = mapped_column(String(7), default="off", server_default="off")
    mail_tries: Mapped[int] = mapped_column(default=0, server_default="0")
    mail_next: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    mail_problem: Mapped[str | None] = mapped_column(String(200))


class Incident(Base):
    """A turn that got no proper answer; holds no words of the visitor."""

    __tablename__ = "incidents"
    __table_args__ = ({"sqlite_autoincrement": True},)

    number: Mapped[int] = mapped_column(Sequence, primary_key=True)
    time: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    kind: Mapped[str] = mapped_column(String(20))
    conversation_id: Mapped[str | None] = mapped_column(ForeignKey("conversations.id"), index=True)


class Erasure(Base):
    """The receipt of a deletion; the id stays only until Rasa has forgotten it as well.

    ``words_left`` tells that the index of words has not been rewritten since.
    """

    __tablename__ = "erasures"

    receipt: Mapped[str] = mapped_column(String(20), primary_key=True)
    time: Mapped[datetime] = mapped_column(UtcDateTime)
    conversation_id: Mapped[str | None] = mapped_column(String(32), index=True)
    finished: Mapped[datetime | None] = mapped_column(UtcDateTime)
    words_left: Mapped[bool] = mapped_column(default=False, server_default=false())
