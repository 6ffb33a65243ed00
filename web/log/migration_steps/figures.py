"""From version 4 to 5: work on requests, figures, and groups of questions."""

from web.log.migration_steps.statement import Statement

FIGURES: tuple[Statement, ...] = (
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
)
