"""From version 1 to 2: votes on answers, and requests to talk to a person."""

from web.log.migration_steps.statement import Statement

VOTES_AND_REQUESTS: tuple[Statement, ...] = (
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
)
