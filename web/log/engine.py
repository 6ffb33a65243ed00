"""Opening the database of the log so that what was committed stays committed."""

import os
import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import SQLAlchemyError

from web.log.failures import unavailable
from web.log.migrations import make_tables

READERS = 4
POSTGRESQL_WRITERS = 4


def open_engine(url: URL, busy: float) -> Engine:
    """Return an engine for ``url`` (SQLite file or PostgreSQL), its tables made or up to date.

    Args:
        url: Where the log lies; a new SQLite file is made for its owner only.
        busy: Seconds to wait for somebody else's lock.

    Raises:
        LogUnavailableError: when the database cannot be opened or written.
        LogSchemaError: when a newer version of this program made its tables.
    """
    try:
        sqlite = url.get_backend_name() == "sqlite"
        engine = _open_sqlite(url, busy) if sqlite else _open_postgresql(url, busy)
        try:
            with writing(engine).begin() as connection:
                make_tables(connection)
        except BaseException:
            engine.dispose()
            raise
    except (SQLAlchemyError, OSError) as error:
        raise unavailable(error) from error
    return engine


def writing(engine: Engine) -> Engine:
    """Return ``engine`` for transactions that write.

    SQLite cannot turn a reading transaction into a writing one while others write, so such
    transactions say at their begin what they are.
    """
    return engine.execution_options(sqlite_begin="IMMEDIATE")


def _open_sqlite(url: URL, busy: float) -> Engine:
    path = Path(str(url.database))
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # SQLite gives the mode of the database to its journal files as well.
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    path.chmod(0o600)
    engine = create_engine(
        url,
        hide_parameters=True,
        pool_size=READERS + 1,
        max_overflow=0,
        pool_timeout=busy,
        connect_args={"timeout": busy, "check_same_thread": False},
    )

    @event.listens_for(engine, "connect")
    def _configure(connection: sqlite3.Connection, _record: Any) -> None:
        connection.isolation_level = None  # transactions are begun below, not by the driver
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "secure_delete=ON",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        how = connection.get_execution_options().get("sqlite_begin", "DEFERRED")
        connection.exec_driver_sql(f"BEGIN {how}")

    return engine


def _open_postgresql(url: URL, busy: float) -> Engine:
    milliseconds = int(busy * 1000)
    return create_engine(
        url,
        hide_parameters=True,
        pool_size=READERS + POSTGRESQL_WRITERS,
        max_overflow=0,
        pool_timeout=busy,
        pool_pre_ping=True,
        connect_args={
            "connect_timeout": 2,
            "options": f"-c lock_timeout={milliseconds} -c statement_timeout={milliseconds * 2}",
        },
    )
