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

from web.log.tables import Message

# What a turn says, for ``turn_words``; the same rows always give the same text.
SAID_IN_SQLITE = """
    coalesce(group_concat(CASE WHEN author = 'visitor' THEN text END, char(10)), ''),
    coalesce(group_concat(CASE WHEN author <> 'visitor' THEN text END, char(10)), '')
    FROM messages"""
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
    """CREATE VIRTUAL TABLE turn_words USING fts5(
        question, reply, content='', columnsize=0,
        tokenize='porter unicode61 remove_diacritics 2')""",
    # FTS5 has to be told what it forgets, so what a turn said goes before and comes back after.
    *(
        f"""CREATE TRIGGER turn_words_{when.lower()}_{change.split()[0].lower()}
        {when} {change} ON messages WHEN {row}.turn_number IS NOT NULL BEGIN
        INSERT INTO turn_words ({first}rowid, question, reply) SELECT {mark}turn_number,
            {SAID_IN_SQLITE} WHERE turn_number = {row}.turn_number GROUP BY turn_number;
        END"""
        for change, row in (("INSERT", "new"), ("DELETE", "old"), ("UPDATE OF text", "old"))
        for when, first, mark in (("BEFORE", "turn_words, ", "'delete', "), ("AFTER", "", ""))
    ),
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
    """CREATE TABLE turn_words (
        turn_number BIGINT NOT NULL PRIMARY KEY, words tsvector NOT NULL)""",
    "CREATE INDEX turn_words_by_word ON turn_words USING gin (words)",
    """CREATE FUNCTION words_of_turn(question text, reply text) RETURNS tsvector
        LANGUAGE sql STABLE AS $$ SELECT
        setweight(to_tsvector('english', coalesce(question, '')), 'A')
        || setweight(to_tsvector('english', coalesce(reply, '')), 'B') $$""",
    """CREATE FUNCTION keep_turn_words() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE turn BIGINT := CASE TG_OP WHEN 'DELETE' THEN OLD.turn_number
            ELSE NEW.turn_number END;
        BEGIN
        IF TG_OP = 'DELETE' THEN
            DELETE FROM turn_words WHERE turn_number = turn;
        END IF;
        INSERT INTO turn_words (turn_number, words)
            SELECT turn_number, words_of_turn(
                string_agg(text, chr(10) ORDER BY number) FILTER (WHERE author = 'visitor'),
                string_agg(text, chr(10) ORDER BY number) FILTER (WHERE author <> 'visitor'))
            FROM messages WHERE turn_number = turn GROUP BY turn_number
            ON CONFLICT (turn_number) DO UPDATE SET words = excluded.words;
        RETURN NULL;
        END $$""",
    """CREATE TRIGGER turn_words_kept AFTER INSERT OR DELETE OR UPDATE OF text ON messages
        FOR EACH ROW EXECUTE FUNCTION keep_turn_words()""",
)
BY_DIALECT: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"sqlite": SQLITE, "postgresql": POSTGRESQL}
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
