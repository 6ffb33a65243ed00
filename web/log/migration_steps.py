"""The statements that change the tables of one version into those of the next.

Written out and never changed, so that a table that grows later is still made here as it was then.
Columns are only ever added, so the rows of before stay as they are.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

# One statement for both databases, or those of each by the name of its dialect.
Statement = str | Mapping[str, tuple[str, ...]]

# What a turn says, as step 5 has it.
_SAID_IN_5 = """
    coalesce(group_concat(CASE WHEN author = 'visitor' THEN text END, char(10)), ''),
    coalesce(group_concat(CASE WHEN author <> 'visitor' THEN text END, char(10)), '')
    FROM messages"""

# Each step by the version it starts from.
STEPS: Mapping[int, tuple[Statement, ...]] = MappingProxyType(
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
        2: (
            """CREATE TABLE staff_accounts (
                id VARCHAR(16) NOT NULL PRIMARY KEY,
                name VARCHAR(80) NOT NULL,
                key VARCHAR(80) NOT NULL UNIQUE,
                role VARCHAR(20) NOT NULL,
                active BOOLEAN NOT NULL,
                created TIMESTAMP NOT NULL,
                password VARCHAR(200),
                totp_secret VARCHAR(64),
                totp_used BIGINT)""",
            """CREATE TABLE staff_recovery_codes (
                code_hash VARCHAR(64) NOT NULL PRIMARY KEY,
                account_id VARCHAR(16) NOT NULL REFERENCES staff_accounts (id))""",
            "CREATE INDEX ix_staff_recovery_codes_account_id ON staff_recovery_codes (account_id)",
            """CREATE TABLE staff_sessions (
                id VARCHAR(16) NOT NULL PRIMARY KEY,
                token_hash VARCHAR(64) NOT NULL UNIQUE,
                account_id VARCHAR(16) NOT NULL REFERENCES staff_accounts (id),
                created TIMESTAMP NOT NULL,
                seen TIMESTAMP NOT NULL,
                browser VARCHAR(80) NOT NULL)""",
            "CREATE INDEX ix_staff_sessions_account_id ON staff_sessions (account_id)",
            """CREATE TABLE staff_invitations (
                token_hash VARCHAR(64) NOT NULL PRIMARY KEY,
                account_id VARCHAR(16) NOT NULL REFERENCES staff_accounts (id),
                expires TIMESTAMP NOT NULL,
                totp_secret VARCHAR(64) NOT NULL)""",
            "CREATE INDEX ix_staff_invitations_account_id ON staff_invitations (account_id)",
            """CREATE TABLE staff_log_in_failures (
                key_hash VARCHAR(64) NOT NULL PRIMARY KEY,
                count INTEGER NOT NULL,
                last TIMESTAMP NOT NULL)""",
            "CREATE INDEX ix_staff_log_in_failures_last ON staff_log_in_failures (last)",
            """CREATE TABLE staff_audit (
                number BIGINT NOT NULL PRIMARY KEY,
                time TIMESTAMP NOT NULL,
                account_id VARCHAR(16),
                person VARCHAR(80) NOT NULL,
                role VARCHAR(20) NOT NULL,
                action VARCHAR(40) NOT NULL,
                target VARCHAR(200) NOT NULL,
                details TEXT NOT NULL,
                previous VARCHAR(64) NOT NULL,
                hash VARCHAR(64) NOT NULL)""",
            "CREATE INDEX ix_staff_audit_time ON staff_audit (time)",
            "CREATE INDEX ix_staff_audit_account_id ON staff_audit (account_id)",
            "CREATE INDEX ix_staff_audit_action ON staff_audit (action)",
            "CREATE INDEX ix_staff_audit_target ON staff_audit (target)",
            {
                "sqlite": (
                    """CREATE TRIGGER staff_audit_no_update BEFORE UPDATE ON staff_audit
                    BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END""",
                    """CREATE TRIGGER staff_audit_no_delete BEFORE DELETE ON staff_audit
                    BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END""",
                    """CREATE TRIGGER staff_audit_no_replace BEFORE INSERT ON staff_audit
                    WHEN EXISTS (SELECT 1 FROM staff_audit WHERE number = NEW.number)
                    BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END""",
                ),
                "postgresql": (
                    """CREATE FUNCTION staff_audit_is_append_only() RETURNS trigger
                    LANGUAGE plpgsql AS
                    $$ BEGIN RAISE EXCEPTION 'the audit log is append-only'; END $$""",
                    """CREATE TRIGGER staff_audit_no_change
                    BEFORE UPDATE OR DELETE OR TRUNCATE ON staff_audit
                    FOR EACH STATEMENT EXECUTE FUNCTION staff_audit_is_append_only()""",
                ),
            },
        ),
        3: (
            "ALTER TABLE conversations ADD COLUMN turns INTEGER NOT NULL DEFAULT 0",
            "ALTER TABLE conversations ADD COLUMN last_turn BIGINT",
            "ALTER TABLE conversations ADD COLUMN last_active TIMESTAMP",
            "ALTER TABLE conversations ADD COLUMN review VARCHAR(8) NOT NULL DEFAULT 'new'",
            "ALTER TABLE conversations ADD COLUMN reviewed_by VARCHAR(80)",
            "ALTER TABLE conversations ADD COLUMN reviewed TIMESTAMP",
            "ALTER TABLE conversations ADD COLUMN flagged BOOLEAN NOT NULL DEFAULT FALSE",
            "CREATE INDEX conversations_by_last_turn ON conversations (last_turn)",
            "CREATE INDEX conversations_by_length ON conversations (turns, last_turn)",
            "CREATE INDEX conversations_by_review ON conversations (review, last_turn)",
            "CREATE INDEX conversations_by_flag ON conversations (flagged, last_turn)",
            "CREATE INDEX ix_conversations_last_active ON conversations (last_active)",
            "ALTER TABLE turns ADD COLUMN intent TEXT",
            "ALTER TABLE turns ADD COLUMN confidence FLOAT",
            "ALTER TABLE turns ADD COLUMN kind VARCHAR(14)",
            "ALTER TABLE turns ADD COLUMN incident VARCHAR(20)",
            "ALTER TABLE turns ADD COLUMN trace JSON",
            "CREATE INDEX turns_in_order ON turns (conversation_id, number)",
            "CREATE INDEX turns_by_confidence ON turns (confidence, number)",
            "CREATE INDEX ix_turns_created ON turns (created)",
            {
                "sqlite": (
                    """CREATE TABLE facet_values (
                        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
                        name VARCHAR(10) NOT NULL,
                        value TEXT NOT NULL,
                        UNIQUE (name, value))""",
                    """CREATE TABLE turn_facets (
                        value_id BIGINT NOT NULL REFERENCES facet_values (id),
                        turn_number BIGINT NOT NULL REFERENCES turns (number) ON DELETE CASCADE,
                        PRIMARY KEY (value_id, turn_number)) WITHOUT ROWID""",
                    """CREATE TABLE staff_notes (
                        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
                        conversation_id VARCHAR(32) NOT NULL
                            REFERENCES conversations (id) ON DELETE CASCADE,
                        turn_number BIGINT REFERENCES turns (number) ON DELETE CASCADE,
                        person VARCHAR(80) NOT NULL,
                        time TIMESTAMP NOT NULL,
                        text TEXT NOT NULL)""",
                    """CREATE TABLE staff_saved_filters (
                        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
                        account_id VARCHAR(16) NOT NULL
                            REFERENCES staff_accounts (id) ON DELETE CASCADE,
                        name VARCHAR(80) NOT NULL,
                        query TEXT NOT NULL,
                        time TIMESTAMP NOT NULL,
                        UNIQUE (account_id, name))""",
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
                    """INSERT INTO question_words (rowid, text) SELECT turn_number, text
                        FROM messages WHERE author = 'visitor' AND turn_number IS NOT NULL""",
                ),
                "postgresql": (
                    """CREATE TABLE facet_values (
                        id BIGSERIAL PRIMARY KEY,
                        name VARCHAR(10) NOT NULL,
                        value TEXT NOT NULL,
                        UNIQUE (name, value))""",
                    """CREATE TABLE turn_facets (
                        value_id BIGINT NOT NULL REFERENCES facet_values (id),
                        turn_number BIGINT NOT NULL REFERENCES turns (number) ON DELETE CASCADE,
                        PRIMARY KEY (value_id, turn_number))""",
                    """CREATE TABLE staff_notes (
                        id BIGSERIAL PRIMARY KEY,
                        conversation_id VARCHAR(32) NOT NULL
                            REFERENCES conversations (id) ON DELETE CASCADE,
                        turn_number BIGINT REFERENCES turns (number) ON DELETE CASCADE,
                        person VARCHAR(80) NOT NULL,
                        time TIMESTAMP NOT NULL,
                        text TEXT NOT NULL)""",
                    """CREATE TABLE staff_saved_filters (
                        id BIGSERIAL PRIMARY KEY,
                        account_id VARCHAR(16) NOT NULL
                            REFERENCES staff_accounts (id) ON DELETE CASCADE,
                        name VARCHAR(80) NOT NULL,
                        query TEXT NOT NULL,
                        time TIMESTAMP NOT NULL,
                        UNIQUE (account_id, name))""",
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
                    """INSERT INTO question_words (turn_number, words)
                        SELECT turn_number, to_tsvector('english', text) FROM messages
                        WHERE author = 'visitor' AND turn_number IS NOT NULL""",
                ),
            },
            "CREATE INDEX ix_turn_facets_turn_number ON turn_facets (turn_number)",
            "CREATE INDEX ix_staff_notes_conversation_id ON staff_notes (conversation_id)",
            "CREATE INDEX ix_staff_notes_turn_number ON staff_notes (turn_number)",
            "CREATE INDEX ix_staff_saved_filters_account_id ON staff_saved_filters (account_id)",
            """CREATE TABLE staff_labels (
                conversation_id VARCHAR(32) NOT NULL
                    REFERENCES conversations (id) ON DELETE CASCADE,
                label VARCHAR(40) NOT NULL,
                person VARCHAR(80) NOT NULL,
                time TIMESTAMP NOT NULL,
                PRIMARY KEY (conversation_id, label))""",
            "CREATE INDEX staff_labels_by_label ON staff_labels (label, conversation_id)",
            """ALTER TABLE erasures ADD COLUMN words_left BOOLEAN NOT NULL DEFAULT FALSE""",
        ),
        4: (
            "ALTER TABLE handoffs ADD COLUMN state VARCHAR(5) NOT NULL DEFAULT 'new'",
            "ALTER TABLE handoffs ADD COLUMN state_by VARCHAR(80)",
            "ALTER TABLE handoffs ADD COLUMN state_time TIMESTAMP",
            "ALTER TABLE handoffs ADD COLUMN note TEXT NOT NULL DEFAULT ''",
            "ALTER TABLE handoffs ADD COLUMN mail VARCHAR(7) NOT NULL DEFAULT 'off'",
            "ALTER TABLE handoffs ADD COLUMN mail_tries INTEGER NOT NULL DEFAULT 0",
            "ALTER TABLE handoffs ADD COLUMN mail_next TIMESTAMP",
            "ALTER TABLE handoffs ADD COLUMN mail_problem VARCHAR(200)",
            "CREATE INDEX ix_handoffs_mail_next ON handoffs (mail_next)",
            """CREATE TABLE figures (
                hour TIMESTAMP NOT NULL,
                name VARCHAR(20) NOT NULL,
                value VARCHAR(200) NOT NULL,
                count BIGINT NOT NULL,
                PRIMARY KEY (hour, name, value))""",
            """CREATE TABLE figures_mark (
                id INTEGER NOT NULL PRIMARY KEY,
                until TIMESTAMP NOT NULL)""",
            """CREATE TABLE question_groups (
                turn_number BIGINT NOT NULL PRIMARY KEY
                    REFERENCES turns (number) ON DELETE CASCADE,
                group_number BIGINT NOT NULL)""",
            "CREATE INDEX ix_question_groups_group_number ON question_groups (group_number)",
            """CREATE TABLE question_groupings (
                id INTEGER NOT NULL PRIMARY KEY,
                time TIMESTAMP NOT NULL,
                questions INTEGER NOT NULL,
                groups INTEGER NOT NULL,
                problem TEXT)""",
        ),
        5: (
            "CREATE INDEX turns_for_figures ON turns (created, kind, intent, confidence, finished)",
            "DROP INDEX ix_turns_created",
            "CREATE INDEX turns_without_kind ON turns (number) WHERE kind IS NULL",
            "CREATE INDEX turns_without_intent ON turns (number) WHERE intent IS NULL",
            {
                "sqlite": (
                    """CREATE VIRTUAL TABLE turn_words USING fts5(
                        question, reply, content='', columnsize=0,
                        tokenize='porter unicode61 remove_diacritics 2')""",
                    *(
                        f"""CREATE TRIGGER turn_words_{when.lower()}_{change.split()[0].lower()}
                        {when} {change} ON messages WHEN {row}.turn_number IS NOT NULL BEGIN
                        INSERT INTO turn_words ({first}rowid, question, reply)
                            SELECT {mark}turn_number, {_SAID_IN_5}
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
                    f"""INSERT INTO turn_words (rowid, question, reply) SELECT turn_number,
                        {_SAID_IN_5} WHERE turn_number IS NOT NULL GROUP BY turn_number""",
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
                    """INSERT INTO turn_words (turn_number, words) SELECT turn_number,
                        words_of_turn(
                            string_agg(text, chr(10) ORDER BY number)
                                FILTER (WHERE author = 'visitor'),
                            string_agg(text, chr(10) ORDER BY number)
                                FILTER (WHERE author <> 'visitor'))
                        FROM messages WHERE turn_number IS NOT NULL GROUP BY turn_number""",
                    "CREATE INDEX turn_words_by_word ON turn_words USING gin (words)",
                ),
            },
        ),
    }
)


def statements_of(older: int, dialect: str) -> Iterator[str]:
    """Yield the statements of the step from version ``older``, for ``dialect`` of SQLAlchemy."""
    for statement in STEPS[older]:
        if isinstance(statement, str):
            yield statement
        else:
            yield from statement[dialect]
