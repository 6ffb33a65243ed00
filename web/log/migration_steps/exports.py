"""From version 6 to 7: how far the exports of the staff are."""

from typing import Final

from web.log.migration_steps.statement import Statement

_COLUMNS: Final = """
    account_id VARCHAR(16) NOT NULL REFERENCES staff_accounts (id) ON DELETE CASCADE,
    ticket VARCHAR(36) NOT NULL,
    conversations BIGINT NOT NULL,
    turns BIGINT NOT NULL,
    state VARCHAR(8) NOT NULL,
    time TIMESTAMP NOT NULL"""

EXPORTS: tuple[Statement, ...] = (
    {
        "sqlite": (
            f"""CREATE TABLE staff_exports (
                id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, {_COLUMNS})""",
        ),
        "postgresql": (f"CREATE TABLE staff_exports (id BIGSERIAL PRIMARY KEY, {_COLUMNS})",),
    },
    "CREATE INDEX staff_exports_by_ticket ON staff_exports (account_id, ticket)",
)
