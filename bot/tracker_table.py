"""The database table behind the tracker store: plain blocking calls, no Rasa.

Works with SQLite and PostgreSQL. Every call is one short transaction.
"""

from __future__ import annotations

import json
import os
import time
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Column,
    Float,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    create_engine,
    delete,
    event,
    insert,
    select,
    update,
)
from sqlalchemy.engine import URL, Engine, make_url
from sqlalchemy.exc import IntegrityError

from bot.turn import StoredConversation

_metadata = MetaData()

_rows = Table(
    "rasa_tracker",
    _metadata,
    Column("sender_id", String(255), primary_key=True),
    Column("revision", Integer, nullable=False),
    # Seconds since the epoch, of the last save.
    Column("updated", Float, nullable=False, index=True),
    # JSON in ASCII: any character a visitor can type, on any database.
    Column("events", Text, nullable=False),
)


class RevisionConflictError(Exception):
    """The row is not at the revision that the writer has read."""


class TrackerTable:
    """Reads and writes whole conversations."""

    def __init__(self, address: str, busy_seconds: float) -> None:
        """Open the database and make the table where it is missing.

        Args:
            address: `sqlite:///...` or `postgresql://...`.
            busy_seconds: How long a call may wait for a lock.

        Raises:
            sqlalchemy.exc.SQLAlchemyError: The database cannot be opened.
        """
        self.url = database_url(address)
        self._engine = _engine(self.url, busy_seconds)
        _metadata.create_all(self._engine)

    def read(self, sender_id: str) -> StoredConversation:
        """Return a conversation; revision 0 and no events when it is not stored."""
        columns = select(_rows.c.revision, _rows.c.events).where(_rows.c.sender_id == sender_id)
        with self._engine.connect() as connection:
            row = connection.execute(columns).first()
        if row is None:
            return StoredConversation(0, [])
        return StoredConversation(int(row[0]), json.loads(row[1]))

    def write(self, sender_id: str, revision: int, events: list[dict[str, Any]]) -> None:
        """Store a conversation as the next revision.

        Args:
            sender_id: The conversation.
            revision: The revision the events were made from; 0 for a conversation not stored yet.
            events: All events to keep.

        Raises:
            RevisionConflictError: Somebody else has written or deleted the conversation since.
        """
        values = {
            "revision": revision + 1,
            "updated": time.time(),
            "events": json.dumps(events, allow_nan=False, separators=(",", ":")),
        }
        with self._engine.begin() as connection:
            if revision == 0:
                try:
                    connection.execute(insert(_rows).values(sender_id=sender_id, **values))
                except IntegrityError:
                    raise RevisionConflictError from None
                return
            here = (_rows.c.sender_id == sender_id) & (_rows.c.revision == revision)
            if connection.execute(update(_rows).where(here).values(**values)).rowcount != 1:
                raise RevisionConflictError

    def keys(self) -> list[str]:
        """Return the ids of all conversations."""
        with self._engine.connect() as connection:
            return [row[0] for row in connection.execute(select(_rows.c.sender_id))]

    def delete(self, sender_id: str) -> int:
        """Delete a conversation; returns the number of rows deleted (0 or 1)."""
        return self._delete(_rows.c.sender_id == sender_id)

    def delete_before(self, updated: float) -> int:
        """Delete what was last saved before a time (seconds since the epoch); returns how many."""
        return self._delete(_rows.c.updated < updated)

    def _delete(self, condition: Any) -> int:
        with self._engine.begin() as connection:
            count = int(connection.execute(delete(_rows).where(condition)).rowcount)
        if count and self.url.get_backend_name() == "sqlite":
            # Older versions of the row would otherwise stay readable in the journal file.
            with self._engine.connect() as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        return count

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()


def database_url(address: str) -> URL:
    """Parse a database address, with the driver that is installed beside Rasa.

    Args:
        address: `sqlite:///...` or `postgresql://...`, also with another driver's name in it.

    Returns:
        The address for SQLAlchemy.

    Raises:
        sqlalchemy.exc.ArgumentError: The address cannot be parsed.
        ValueError: It is an address of another kind of database.
    """
    # The short form is common with hosting companies; SQLAlchemy dropped it.
    if address.startswith("postgres://"):
        address = "postgresql://" + address.removeprefix("postgres://")
    url = make_url(address)
    if url.get_backend_name() == "postgresql":
        return url.set(drivername="postgresql+psycopg2")
    if url.get_backend_name() != "sqlite":
        raise ValueError("The tracker database has to be SQLite or PostgreSQL.")
    return url


def _engine(url: URL, busy_seconds: float) -> Engine:
    # hide_parameters: an error must not quote what a visitor said.
    options: dict[str, Any] = {"future": True, "hide_parameters": True, "pool_timeout": 2}
    milliseconds = round(busy_seconds * 1000)
    if url.get_backend_name() == "postgresql":
        limits = f"-c statement_timeout={milliseconds} -c lock_timeout={milliseconds}"
        connect: dict[str, Any] = {"connect_timeout": 2, "options": limits}
        return create_engine(url, pool_pre_ping=True, connect_args=connect, **options)
    from sqlalchemy.pool import QueuePool

    _make_private(url)
    engine = create_engine(
        url,
        poolclass=QueuePool,
        pool_size=4,
        max_overflow=28,
        connect_args={"timeout": busy_seconds, "check_same_thread": False},
        **options,
    )
    event.listen(engine, "connect", _prepare_sqlite)
    return engine


def _make_private(url: URL) -> None:
    """Make the file readable by its owner only; SQLite gives its journal the same mode."""
    if not url.database or url.database == ":memory:" or "uri" in url.query:
        return
    path = Path(url.database)
    path.parent.mkdir(parents=True, exist_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    path.chmod(0o600)


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # WAL: readers never wait for the writer. FULL: an acknowledged turn survives a power cut.
    # secure_delete: what a visitor had erased is overwritten, not only unlinked.
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")
