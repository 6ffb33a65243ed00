"""Finding turns by the words of their questions: FTS5 in SQLite, text search in PostgreSQL.

The database itself keeps the words in step with the messages, inside the transaction that changes
these, so no way of writing or deleting can forget them.
"""

from collections.abc import Mapping
from types import MappingProxyType

from sqlalchemy import DDL, Connection, event, text

from web.log.tables import Message

SQLITE = (
    # No copy of the text is kept, and no positions of columns: the words and where they stand.
    """CREATE VIRTUAL TABLE question_words USING fts5(
        text, content='', columnsize=0, tokenize='porter unicode61 remove_diacritics 2')""",
    """CREATE TRIGGER question_words_added AFTER INSERT ON messages
        WHEN new.author = 'visitor' AND new.turn_number IS NOT NULL BEGIN
        INSERT INTO question_words (rowid, text) VALUES (new.turn_number, new.text);
        END""",
    """CREATE TRIGGER question_words_deleted AFTER DELETE ON messages
        WHEN old.author = 'visitor' AND old.turn_number IS NOT NULL BEGIN
        INSERT INTO question_words (question_words, rowid, text)
            VALUES ('delete', old.turn_number, old.text);
        END""",
    """CREATE TRIGGER question_words_changed AFTER UPDATE OF text ON messages
        WHEN old.author = 'visitor' AND old.turn_number IS NOT NULL BEGIN
        INSERT INTO question_words (question_words, rowid, text)
            VALUES ('delete', old.turn_number, old.text);
        INSERT INTO question_words (rowid, text) VALUES (new.turn_number, new.text);
        END""",
)
# A table of its own is small: a walk through the newest questions reads few pages of it.
POSTGRESQL = (
    """CREATE TABLE question_words (
        turn_number BIGINT NOT NULL PRIMARY KEY, words tsvector NOT NULL)""",
    "CREATE INDEX question_words_by_word ON question_words USING gin (words)",
    """CREATE FUNCTION keep_question_words() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF TG_OP <> 'INSERT' AND OLD.author = 'visitor' THEN
            DELETE FROM question_words WHERE turn_number = OLD.turn_number;
        END IF;
        IF TG_OP <> 'DELETE' AND NEW.author = 'visitor' AND NEW.turn_number IS NOT NULL THEN
            INSERT INTO question_words (turn_number, words)
                VALUES (NEW.turn_number, to_tsvector('english', NEW.text));
        END IF;
        RETURN NULL;
        END $$""",
    """CREATE TRIGGER question_words_kept AFTER INSERT OR DELETE OR UPDATE OF text ON messages
        FOR EACH ROW EXECUTE FUNCTION keep_question_words()""",
)
BY_DIALECT: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"sqlite": SQLITE, "postgresql": POSTGRESQL}
)
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
    _merge(connection, -PAGES_AT_ONCE)


def sweep(connection: Connection) -> bool:
    """Do the next short step of a sweep; returns whether there is more to do."""
    before = _changes(connection)
    _merge(connection, PAGES_AT_ONCE)
    # SQLite says so: a merge that changes fewer than two rows had nothing to do.
    return _changes(connection) - before >= 2


def _merge(connection: Connection, pages: int) -> None:
    connection.execute(
        text("INSERT INTO question_words (question_words, rank) VALUES ('merge', :pages)"),
        {"pages": pages},
    )


def _changes(connection: Connection) -> int:
    return int(connection.scalar(text("SELECT total_changes()")) or 0)
