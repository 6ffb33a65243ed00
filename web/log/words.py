"""Finding turns by their words: FTS5 in SQLite, text search in PostgreSQL.

``question_words`` has the words of the questions alone, which is small and fast. ``turn_words``
has question and reply, apart from each other: as two columns in SQLite, as the weights A and B in
PostgreSQL.

The database itself keeps the words in step with the messages, inside the transaction that changes
these, so no way of writing or deleting can forget them.
"""

from collections.abc import Mapping
from types import MappingProxyType

from sqlalchemy import DDL, Connection, event, text

from web.log.migration_steps.question_words import MAKE_QUESTION_WORDS
from web.log.migration_steps.turn_words import INDEX_TURN_WORDS, MAKE_TURN_WORDS
from web.log.tables import Message

# The statements stand in the steps that brought the indexes; a new log is made with the same ones.
BY_DIALECT: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "sqlite": (*MAKE_QUESTION_WORDS["sqlite"], *MAKE_TURN_WORDS["sqlite"]),
        "postgresql": (
            *MAKE_QUESTION_WORDS["postgresql"],
            *MAKE_TURN_WORDS["postgresql"],
            INDEX_TURN_WORDS,
        ),
    }
)
INDEXES = ("question_words", "turn_words")
# About 50 milliseconds each, so that nobody who writes has to wait for long.
PAGES_AT_ONCE = 500

for _dialect, _statements in BY_DIALECT.items():
    for _statement in _statements:
        event.listen(
            Message.__table__,
            "after_create",
            DDL(_statement).execute_if(dialect=_dialect),  # type: ignore[no-untyped-call]
        )


def begin_sweep(connection: Connection) -> None:
    """Begin to rewrite the words of SQLite without those of deleted questions.

    FTS5 only notes that a question is gone; its words stay in the file until the parts of the
    index are merged. Go on with :func:`sweep`.
    """
    for index in INDEXES:
        _merge(connection, index, -PAGES_AT_ONCE)


def sweep(connection: Connection) -> bool:
    """Do the next short step of a sweep; returns whether there is more to do."""
    for index in INDEXES:
        before = _changes(connection)
        _merge(connection, index, PAGES_AT_ONCE)
        # SQLite says so: a merge that changes fewer than two rows had nothing to do.
        if _changes(connection) - before >= 2:
            return True
    return False


def _merge(connection: Connection, index: str, pages: int) -> None:
    connection.execute(
        text(f"INSERT INTO {index} ({index}, rank) VALUES ('merge', :pages)"),  # noqa: S608
        {"pages": pages},
    )


def _changes(connection: Connection) -> int:
    return int(connection.scalar(text("SELECT total_changes()")) or 0)
