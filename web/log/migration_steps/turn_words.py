"""The index of the words of questions and replies: what makes it, and what fills it from before.

New databases are made with the same statements, see :mod:`web.log.words`. A version that changes
the index brings statements of its own and leaves these as they are.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

# What a turn says; the same rows always give the same text.
_SAID = """
    coalesce(group_concat(CASE WHEN author = 'visitor' THEN text END, char(10)), ''),
    coalesce(group_concat(CASE WHEN author <> 'visitor' THEN text END, char(10)), '')
    FROM messages"""
MAKE_TURN_WORDS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "sqlite": (
            """CREATE VIRTUAL TABLE turn_words USING fts5(
                question, reply, content='', columnsize=0,
                tokenize='porter unicode61 remove_diacritics 2')""",
            # FTS5 has to be told what it forgets, so what a turn said goes before and comes back
            # after.
            *(
                f"""CREATE TRIGGER turn_words_{when.lower()}_{change.split()[0].lower()}
                {when} {change} ON messages WHEN {row}.turn_number IS NOT NULL BEGIN
                INSERT INTO turn_words ({first}rowid, question, reply)
                    SELECT {mark}turn_number, {_SAID}
                    WHERE turn_number = {row}.turn_number GROUP BY turn_number;
                END"""
                for change, row in (
                    ("INSERT", "new"),
                    ("DELETE", "old"),
                    ("UPDATE OF text", "old"),
                )
                for when, first, mark in (
                    ("BEFORE", "turn_words, ", "'delete', "),
                    ("AFTER", "", ""),
                )
            ),
        ),
        "postgresql": (
            """CREATE TABLE turn_words (
                turn_number BIGINT NOT NULL PRIMARY KEY, words tsvector NOT NULL)""",
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
                        string_agg(text, chr(10) ORDER BY number)
                            FILTER (WHERE author = 'visitor'),
                        string_agg(text, chr(10) ORDER BY number)
                            FILTER (WHERE author <> 'visitor'))
                    FROM messages WHERE turn_number = turn GROUP BY turn_number
                    ON CONFLICT (turn_number) DO UPDATE SET words = excluded.words;
                RETURN NULL;
                END $$""",
            """CREATE TRIGGER turn_words_kept
                AFTER INSERT OR DELETE OR UPDATE OF text ON messages
                FOR EACH ROW EXECUTE FUNCTION keep_turn_words()""",
        ),
    }
)
FILL_TURN_WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "sqlite": f"""INSERT INTO turn_words (rowid, question, reply) SELECT turn_number,
            {_SAID} WHERE turn_number IS NOT NULL GROUP BY turn_number""",
        "postgresql": """INSERT INTO turn_words (turn_number, words) SELECT turn_number,
            words_of_turn(
                string_agg(text, chr(10) ORDER BY number)
                    FILTER (WHERE author = 'visitor'),
                string_agg(text, chr(10) ORDER BY number)
                    FILTER (WHERE author <> 'visitor'))
            FROM messages WHERE turn_number IS NOT NULL GROUP BY turn_number""",
    }
)
# Only PostgreSQL has it apart from the table; a full table is indexed faster than one that grows.
INDEX_TURN_WORDS: Final = "CREATE INDEX turn_words_by_word ON turn_words USING gin (words)"
