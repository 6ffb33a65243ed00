"""The audit log: nothing in it can be changed unseen."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from sqlalchemy import URL, create_engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from tests.web.conftest import Client
from tests.web.log.conftest import postgresql, url  # noqa: F401
from tests.web.staff.member import Member, application
from web.keys import LOG
from web.log.repository import ConversationLog
from web.staff import audit
from web.staff.tables_audit import AuditRow

ACTOR = audit.Outsider(id="0123456789abcdef", name="Ann Lee", role="reviewer")
TRIGGERS = ("staff_audit_no_update", "staff_audit_no_delete", "staff_audit_no_replace")


@pytest.fixture
async def log(url: URL) -> AsyncIterator[ConversationLog]:  # noqa: F811
    opened = await ConversationLog.open(url, busy=2, patience=5)
    yield opened
    await opened.close()


@pytest.fixture
async def chain(client: Client, database: Path) -> Path:
    """A log with five rows."""
    for number in range(5):
        await application(client)[LOG].write(adding(number))
    return database


async def verdict_of(client: Client) -> audit.Verdict:
    found = await application(client)[LOG].read(audit.verify_log)
    assert isinstance(found, audit.Verdict)
    return found


def tamper(database: Path, *statements: str) -> None:
    """Change the file as somebody who has it may: without the triggers."""
    with sqlite3.connect(database) as connection:
        for trigger in TRIGGERS:
            connection.execute(f"DROP TRIGGER {trigger}")
        for statement in statements:
            connection.execute(statement)
    connection.close()


async def test_rows_are_chained_from_the_first(log: ConversationLog) -> None:
    before = await log.read(audit.verify_log)
    for number in range(3):
        await log.write(adding(number))

    after = await log.read(audit.verify_log)

    assert (after.rows, after.broken) == (before.rows + 3, None)
    assert after.last_hash != before.last_hash


def adding(number: int) -> Callable[[Session], None]:
    """Work that adds one row."""
    return lambda session: audit.append(session, ACTOR, "test", str(number), {"ü": "→"})


CHANGES = {
    "sqlite": [
        "UPDATE staff_audit SET person = 'somebody else'",
        "DELETE FROM staff_audit",
        "INSERT OR REPLACE INTO staff_audit SELECT * FROM staff_audit",
    ],
    "postgresql": [
        "UPDATE staff_audit SET person = 'somebody else'",
        "DELETE FROM staff_audit",
        "TRUNCATE staff_audit",
    ],
}


async def test_the_database_refuses_changes(
    log: ConversationLog,
    url: URL,  # noqa: F811
) -> None:
    await log.write(adding(1))
    engine = create_engine(url)
    for statement in CHANGES[engine.dialect.name]:
        with pytest.raises(DBAPIError, match="append-only"), engine.begin() as connection:
            connection.execute(text(statement))
    engine.dispose()


@pytest.mark.parametrize(
    ("statement", "broken"),
    [
        ("UPDATE staff_audit SET person = 'somebody else' WHERE number = 3", 3),
        ("UPDATE staff_audit SET time = '2020-01-01 00:00:00.000000' WHERE number = 3", 3),
        ("UPDATE staff_audit SET account_id = NULL WHERE number = 3", 3),
        ("UPDATE staff_audit SET role = 'admin' WHERE number = 3", 3),
        ("UPDATE staff_audit SET action = 'nothing' WHERE number = 3", 3),
        ("UPDATE staff_audit SET target = 'visit-9' WHERE number = 3", 3),
        ("UPDATE staff_audit SET details = '{}' WHERE number = 3", 3),
        ("UPDATE staff_audit SET hash = previous WHERE number = 3", 3),
        ("DELETE FROM staff_audit WHERE number = 3", 4),
        ("DELETE FROM staff_audit WHERE number = 1", 2),
    ],
)
async def test_a_row_that_was_changed_past_the_program_is_found(
    chain: Path, client: Client, statement: str, broken: int
) -> None:
    assert (await verdict_of(client)).rows == 5
    tamper(chain, statement)

    verdict = await verdict_of(client)

    assert verdict.broken == broken
    assert verdict.reason


async def test_a_row_with_a_new_hash_of_its_own_breaks_the_next(
    chain: Path, client: Client
) -> None:
    log = application(client)[LOG]

    def forged(session: Session) -> str:
        row = session.get_one(AuditRow, 3)
        row.person = "somebody else"
        digest = audit.hash_of(row)
        session.rollback()
        return digest

    digest = await log.read(forged)
    tamper(
        chain,
        f"UPDATE staff_audit SET person = 'somebody else', hash = '{digest}' WHERE number = 3",
    )

    assert (await verdict_of(client)).broken == 4


async def test_the_page_checks_the_chain(chain: Path, client: Client, officer: Member) -> None:
    response = await officer.post("/staff/audit/verify")
    assert "rows fit together" in await response.text()

    tamper(chain, "UPDATE staff_audit SET person = 'somebody else' WHERE number = 2")

    response = await officer.post("/staff/audit/verify")
    assert "The chain is broken at row 2" in await response.text()


async def test_several_writers_make_one_chain(url: URL) -> None:  # noqa: F811
    logs = [await ConversationLog.open(url, busy=5, patience=10) for _ in range(3)]
    before = await logs[0].read(audit.verify_log)
    await asyncio.gather(*(log.write(adding(number)) for number in range(10) for log in logs))
    after = await logs[0].read(audit.verify_log)
    for log in logs:
        await log.close()

    assert (after.rows - before.rows, after.broken) == (30, None)


async def test_what_cannot_be_recorded_does_not_happen(officer: Member, database: Path) -> None:
    token = await officer.csrf_token()
    holder = sqlite3.connect(database)
    holder.execute("BEGIN IMMEDIATE")
    try:
        response = await officer.request("POST", "/staff/audit/verify", {"csrf_token": token})
    finally:
        holder.close()

    assert response.status == 503
    assert "rows fit together" not in await response.text()
