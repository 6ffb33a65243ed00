"""From version 3 to 4: what the staff find turns by, and what they add to conversations."""

from web.log.migration_steps.question_words import FILL_QUESTION_WORDS, MAKE_QUESTION_WORDS
from web.log.migration_steps.statement import Statement


def _of_the_staff(number: str) -> tuple[str, ...]:
    """Return what makes notes and saved filters; `number` is how a database counts rows up."""
    return (
        f"""CREATE TABLE staff_notes (
            id {number},
            conversation_id VARCHAR(32) NOT NULL
                REFERENCES conversations (id) ON DELETE CASCADE,
            turn_number BIGINT REFERENCES turns (number) ON DELETE CASCADE,
            person VARCHAR(80) NOT NULL,
            time TIMESTAMP NOT NULL,
            text TEXT NOT NULL)""",
        f"""CREATE TABLE staff_saved_filters (
            id {number},
            account_id VARCHAR(16) NOT NULL
                REFERENCES staff_accounts (id) ON DELETE CASCADE,
            name VARCHAR(80) NOT NULL,
            query TEXT NOT NULL,
            time TIMESTAMP NOT NULL,
            UNIQUE (account_id, name))""",
    )


INBOX: tuple[Statement, ...] = (
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
            *_of_the_staff("INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT"),
            *MAKE_QUESTION_WORDS["sqlite"],
            FILL_QUESTION_WORDS["sqlite"],
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
            *_of_the_staff("BIGSERIAL PRIMARY KEY"),
            *MAKE_QUESTION_WORDS["postgresql"],
            FILL_QUESTION_WORDS["postgresql"],
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
)
