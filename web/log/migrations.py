"""Making the tables of the log, and bringing those of an older version up to date.

Each step changes one version into the next, and all of them run in the transaction that notes the
new version: a step that fails leaves the database as it was. What can be derived from the rows of
before is derived in the end.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from sqlalchemy import Connection, insert, inspect, select, text, update
from sqlalchemy.orm import Session

from web.log import words
from web.log.failures import LogSchemaError
from web.log.migration_steps.exports import EXPORTS
from web.log.migration_steps.figures import FIGURES
from web.log.migration_steps.inbox import INBOX
from web.log.migration_steps.replies import REPLIES
from web.log.migration_steps.staff_accounts import STAFF_ACCOUNTS
from web.log.migration_steps.statement import Statement
from web.log.migration_steps.votes_and_requests import VOTES_AND_REQUESTS
from web.log.records import now
from web.log.reindex import add_times_and_second_tries, reindex
from web.log.tables import SCHEMA_VERSION, Base, Schema
from web.staff import tables_audit, tables_inbox, tables_insight, tables_people

# Any number will do, as long as nobody else in the same PostgreSQL database uses it.
POSTGRESQL_LOCK = 4_711_029

# Tables are known to ``Base`` once their modules are imported.
ALL_TABLES = (tables_audit, tables_inbox, tables_insight, tables_people, words)

# Each step by the version it starts from.
STEPS: Mapping[int, tuple[Statement, ...]] = MappingProxyType(
    {1: VOTES_AND_REQUESTS, 2: STAFF_ACCOUNTS, 3: INBOX, 4: FIGURES, 5: REPLIES, 6: EXPORTS}
)

# Older turns do not have what the steps up to this version made room for.
INDEXED_SINCE = 4
TIMED_SINCE = 6


def make_tables(connection: Connection) -> None:
    """Make the tables, or change those of an older version, inside the caller's transaction.

    Raises:
        LogSchemaError: when a newer version of this program made the tables.
    """
    if connection.dialect.name == "postgresql":
        # Several gateways may start at once on the same database; SQLite has one writer anyway.
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": POSTGRESQL_LOCK})
        # The steps of a large log take longer than any statement of daily use may.
        connection.execute(text("SET LOCAL statement_timeout = 0"))
    if not inspect(connection).has_table(Schema.__tablename__):
        Base.metadata.create_all(connection)
        row = {"id": 1, "version": SCHEMA_VERSION, "checked": now()}
        connection.execute(insert(Schema).values(row))
        return
    version = connection.scalar(select(Schema.version))
    if version is None:
        raise LogSchemaError("the conversation log does not say which version it has")
    if version > SCHEMA_VERSION:
        raise LogSchemaError(
            f"the conversation log has version {version}, expected {SCHEMA_VERSION} or older"
        )
    for older in range(version, SCHEMA_VERSION):
        for statement in _statements_of(older, connection.dialect.name):
            connection.execute(text(statement))
    if version < INDEXED_SINCE:
        with Session(connection) as session:
            reindex(session)
            session.flush()
    elif version < TIMED_SINCE:
        with Session(connection) as session:
            add_times_and_second_tries(session)
            session.flush()
    if version < SCHEMA_VERSION:
        connection.execute(update(Schema).values(version=SCHEMA_VERSION))


def _statements_of(older: int, dialect: str) -> Iterator[str]:
    for statement in STEPS[older]:
        if isinstance(statement, str):
            yield statement
        else:
            yield from statement[dialect]
