"""The index of the words of questions: what makes it, and what fills it from the rows of before.

New databases are made with the same statements, see :mod:`web.log.words`. A version that changes
the index brings statements of its own and leaves these as they are.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

MAKE_QUESTION_WORDS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "sqlite": (
            # No copy of the text is kept and no sizes of columns: the words and where they stand.
            """CREATE VIRTUAL TABLE question_words USING fts5(
                text, content='', columnsize=0,
                tokenize='porter unicode61 remove_diacritics 2')""",
            """CREATE TRIGGER question_words_added AFTER INSERT ON messages
                WHEN new.author = 'visitor' AND new.turn_number IS NOT NULL BEGIN
                INSERT INTO question_words (rowid, text)
                    VALUES (new.turn_number, new.text);
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
                INSERT INTO question_words (rowid, text)
                    VALUES (new.turn_number, new.text);
                END""",
        ),
        "postgresql": (
            # A table of its own is small: a walk through the newest questions reads few pages.
            """CREATE TABLE question_words (
                turn_number BIGINT NOT NULL PRIMARY KEY, words tsvector NOT NULL)""",
            "CREATE INDEX question_words_by_word ON question_words USING gin (words)",
            """CREATE FUNCTION keep_question_words() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN
                IF TG_OP <> 'INSERT' AND OLD.author = 'visitor' THEN
                    DELETE FROM question_words WHERE turn_number = OLD.turn_number;
                END IF;
                IF TG_OP <> 'DELETE' AND NEW.author = 'visitor'
                    AND NEW.turn_number IS NOT NULL THEN
                    INSERT INTO question_words (turn_number, words)
                        VALUES (NEW.turn_number, to_tsvector('english', NEW.text));
                END IF;
                RETURN NULL;
                END $$""",
            """CREATE TRIGGER question_words_kept
                AFTER INSERT OR DELETE OR UPDATE OF text ON messages
                FOR EACH ROW EXECUTE FUNCTION keep_question_words()""",
        ),
    }
)
FILL_QUESTION_WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "sqlite": """INSERT INTO question_words (rowid, text) SELECT turn_number, text
            FROM messages WHERE author = 'visitor' AND turn_number IS NOT NULL""",
        "postgresql": """INSERT INTO question_words (turn_number, words)
            SELECT turn_number, to_tsvector('english', text) FROM messages
            WHERE author = 'visitor' AND turn_number IS NOT NULL""",
    }
)
