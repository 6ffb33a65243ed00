"""From version 2 to 3: the accounts of the staff, their sessions, and the audit log."""

from web.log.migration_steps.statement import Statement

STAFF_ACCOUNTS: tuple[Statement, ...] = (
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
)
