"""The audit log: who looked at what and who changed what, each row chained to the one before."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Protocol

from aiohttp import web
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from web.keys import LOG
from web.log.records import now
from web.staff.tables_audit import AuditRow

FIRST_PREVIOUS: Final = "0" * 64
LONGEST_TARGET: Final = 200
# Any number will do, as long as nobody else in the same PostgreSQL database uses it.
POSTGRESQL_LOCK: Final = 4_711_030


class Actor(Protocol):
    """Whoever does something: a person who is logged in, or somebody at the command line."""

    @property
    def id(self) -> str | None:
        """Id of the account, if there is one."""

    @property
    def name(self) -> str:
        """Name as it is shown."""

    @property
    def role(self) -> str:
        """Role at that moment."""


@dataclass(frozen=True)
class Outsider:
    """Whoever acts without being logged in, such as the operator at the command line."""

    id: str | None = None
    name: str = "command line"
    role: str = "operator"


async def record(
    request: web.Request,
    person: Actor,
    action: str,
    target: str = "",
    details: Mapping[str, Any] | None = None,
) -> None:
    """Note what ``person`` does, before the answer goes out.

    The log is never shortened, so it may not hold what somebody may want to have erased: name
    conversations by their id, and leave out the words of students, in searches too.

    Args:
        request: The request that is being answered.
        person: Who does it.
        action: What is done, such as ``transcript.view``: at most 40 characters.
        target: What it is done to, such as the id of a conversation.
        details: More, as JSON has it.

    Raises:
        LogUnavailableError: when it cannot be written; the request must fail then.
    """
    await request.app[LOG].write(lambda session: append(session, person, action, target, details))


def append(
    session: Session,
    person: Actor,
    action: str,
    target: str = "",
    details: Mapping[str, Any] | None = None,
) -> None:
    """Add a row within a transaction, so that a change and its row come or fail together."""
    if session.get_bind().dialect.name == "postgresql":
        # One at a time, as SQLite has it anyway: each row needs the hash of the last.
        lock = {"lock": POSTGRESQL_LOCK}
        session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), lock)
    last = session.execute(
        select(AuditRow.number, AuditRow.hash).order_by(AuditRow.number.desc()).limit(1)
    ).first()
    row = AuditRow(
        number=last.number + 1 if last else 1,
        time=now(),
        account_id=person.id,
        person=person.name,
        role=str(person.role),
        action=action,
        target=target[:LONGEST_TARGET],
        details=canonical_json(details or {}),
        previous=last.hash if last else FIRST_PREVIOUS,
    )
    row.hash = hash_of(row)
    session.add(row)
    session.flush()


def canonical_json(value: Any) -> str:
    """Return ``value`` as the one JSON text that stands for it: sorted keys, no spaces, ASCII."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def hash_of(row: AuditRow) -> str:
    """Return SHA-256 over the previous hash and the canonical JSON of ``row``, in hexadecimal."""
    content = canonical_json(
        {
            "number": row.number,
            "time": row.time.isoformat(timespec="microseconds"),
            "account": row.account_id,
            "person": row.person,
            "role": row.role,
            "action": row.action,
            "target": row.target,
            "details": row.details,
        }
    )
    return hashlib.sha256(f"{row.previous}{content}".encode()).hexdigest()


@dataclass(frozen=True)
class Verdict:
    """What a check of the chain found; ``broken`` is the first row that does not fit."""

    rows: int
    last_hash: str
    broken: int | None = None
    reason: str = ""


@dataclass(frozen=True)
class KnownRow:
    """A row that was noted down outside of the database."""

    number: int
    hash: str


def verify(rows: Iterable[AuditRow], known: KnownRow | None = None) -> Verdict:
    """Check the chain.

    A chain that was cut off at its end, or written anew from some row on, fits together again:
    only a row that was noted elsewhere can tell.

    Args:
        rows: All of them, in the order of their numbers.
        known: A row that must be among them.
    """
    count, previous = 0, FIRST_PREVIOUS
    for row in rows:
        reason = ""
        if row.number != count + 1:
            reason = f"row {count + 1} is missing"
        elif row.previous != previous:
            reason = "it does not follow from the row before it"
        elif row.hash != hash_of(row):
            reason = "its content does not fit its hash"
        elif known is not None and known.number == row.number and known.hash != row.hash:
            reason = "it is not the row that was noted down"
        if reason:
            return Verdict(count, previous, broken=row.number, reason=reason)
        count, previous = row.number, row.hash
    if known is not None and known.number > count:
        reason = "it was noted down and is missing"
        return Verdict(count, previous, broken=known.number, reason=reason)
    return Verdict(count, previous)


def verify_log(session: Session, known: KnownRow | None = None) -> Verdict:
    """Check the whole chain in the database, as :func:`verify` does."""
    query = select(AuditRow).order_by(AuditRow.number).execution_options(yield_per=1000)
    return verify(session.scalars(query), known)
