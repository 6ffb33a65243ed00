"""What the operator of the machine does for the staff console at the command line."""

import re
from collections.abc import Callable
from typing import Final, TypeVar

from sqlalchemy.orm import Session

from web.log.engine import open_engine, writing
from web.settings import Settings
from web.staff import accounts, audit
from web.staff.addresses import local_address
from web.staff.errors import ConflictError
from web.staff.roles import Role

T = TypeVar("T")
BUSY_SECONDS: Final = 10.0
_HASH: Final = re.compile(r"[0-9a-f]{64}")


def make_admin(settings: Settings, name: str) -> str:
    """Return a one-time link for an admin: a new one, or one who can get in no more.

    Raises:
        BadInputError: for a name that cannot be one.
        ConflictError: when the name belongs to somebody who is no active admin.
        LogUnavailableError: when the database cannot be used.
    """

    def work(session: Session) -> str:
        operator = audit.Outsider()
        account = accounts.find_by_name(session, accounts.clean_name(name))
        if account is None:
            return accounts.invite(session, operator, name, Role.admin)
        if account.role != Role.admin or not account.active:
            raise ConflictError(f"{account.name} is not an active admin. Choose another name.")
        return accounts.new_link(session, operator, account.id)

    return f"{local_address(settings)}/staff/join/{_in_transaction(settings, work)}"


def verify_audit_log(settings: Settings, known: audit.KnownRow | None = None) -> audit.Verdict:
    """Check the whole audit log, and that the row ``known`` is still in it.

    Raises:
        LogUnavailableError: when the database cannot be used.
    """
    return _in_transaction(settings, lambda session: audit.verify_log(session, known))


def known_row(text: str) -> audit.KnownRow:
    """Return the row that ``number:hash`` names; ``ValueError`` when it names none."""
    number, _, digest = text.partition(":")
    if not _HASH.fullmatch(digest):
        raise ValueError("a row is noted as number:hash, as the command prints it")
    return audit.KnownRow(int(number), digest)


def _in_transaction(settings: Settings, work: Callable[[Session], T]) -> T:
    engine = open_engine(settings.database_url, BUSY_SECONDS)
    try:
        with Session(writing(engine)) as session, session.begin():
            return work(session)
    finally:
        engine.dispose()
