"""Making the tables of the log, and bringing those of an older version up to date.

Each step changes one version into the next, and all of them run in the transaction that notes the
new version: a step that fails leaves the database as it was. Columns are only ever added, with
nothing in them, so the rows of before stay as they are.
"""

from collections.abc import Mapping
from types import MappingProxyType

from sqlalchemy import Connection, insert, inspect, select, text, update

from web.log.failures import LogSchemaError
from web.log.records import now
from web.log.tables import SCHEMA_VERSION, Base, Schema

# Any number will do, as long as nobody else in the same PostgreSQL database uses it.
POSTGRESQL_LOCK = 4_711_029

# The statements of each step by the version it starts from. They are written out, and never
# changed, so that a table that grows later is still made here as it was then.
STEPS: Mapping[int, tuple[str, ...]] = MappingProxyType(
    {
        1: (
            "ALTER TABLE conversations ADD COLUMN notice_version VARCHAR(12)",
            """CREATE TABLE feedback (
                message_id VARCHAR(36) NOT NULL PRIMARY KEY REFERENCES messages (id),
                conversation_id VARCHAR(32) NOT NULL REFERENCES conversations (id),
                helpful BOOLEAN NOT NULL,
                comment TEXT,
                time TIMESTAMP NOT NULL)""",
            "CREATE INDEX ix_feedback_conversation_id ON feedback (conversation_id)",
            """CREATE TABLE handoffs (
                reference VARCHAR(9) NOT NULL PRIMARY KEY,
                time TIMESTAMP NOT NULL,
                expires TIMESTAMP NOT NULL,
                conversation_id VARCHAR(32) REFERENCES conversations (id),
                name TEXT NOT NULL,
                contact TEXT NOT NULL,
                question TEXT NOT NULL)""",
            "CREATE INDEX ix_handoffs_conversation_id ON handoffs (conversation_id)",
            "CREATE INDEX ix_handoffs_expires ON handoffs (expires)",
        ),
    }
)


def make_tables(connection: Connection) -> None:
    """Make the tables, or change those of an older version, inside the caller's transaction.

    Raises:
        LogSchemaError: when a newer version of this program made the tables.
    """
    if connection.dialect.name == "postgresql":
        # Several gateways may start at once on the same database; SQLite has one writer anyway.
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": POSTGRESQL_LOCK})
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
        for statement in STEPS[older]:
            connection.execute(text(statement))
    if version < SCHEMA_VERSION:
        connection.execute(update(Schema).values(version=SCHEMA_VERSION))
