"""Being logged in: who a request comes from, and for how long that holds."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from aiohttp import web
from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from web.keys import LIMITS, LOG, SETTINGS
from web.log.records import now
from web.staff.csrf import make_token
from web.staff.roles import Person, Role
from web.staff.tables_people import Account, StaffSession

IDLE: Final = timedelta(minutes=30)
ABSOLUTE: Final = timedelta(hours=12)
# A session is noted as seen at most this often: reading a page should not mean writing one.
SEEN_STEP: Final = timedelta(minutes=1)
COOKIE_PATH: Final = "/staff"
# A browser takes the first name over HTTPS only.
SECURE_NAME: Final = "__Secure-staff-session"
PLAIN_NAME: Final = "staff-session"
LONGEST_BROWSER: Final = 80


@dataclass(frozen=True)
class ListedSession:
    """A session as its owner sees it."""

    id: str
    browser: str
    created: datetime
    seen: datetime


def token_hash(token: str) -> str:
    """Return what is stored of a token; it has 256 random bits, so no salt is needed."""
    return hashlib.sha256(token.encode()).hexdigest()


def is_secure(request: web.Request) -> bool:
    """Return whether the browser reached us over HTTPS, perhaps through a proxy."""
    return (
        request.secure
        or request.app[LIMITS].forwarded_scheme(request) == "https"
        or request.headers.get("Origin", "").startswith("https://")
    )


def read_cookie(request: web.Request, secure_name: str, plain_name: str) -> str:
    """Return the value of a cookie by the name that fits the connection; empty if there is none."""
    names = [secure_name] if is_secure(request) else [secure_name, plain_name]
    return next((request.cookies[name] for name in names if request.cookies.get(name)), "")


def set_cookie(
    request: web.Request,
    response: web.StreamResponse,
    names: tuple[str, str],
    value: str,
    max_age: int | None = None,
) -> None:
    """Set a cookie that scripts cannot read and other websites cannot send.

    ``names``: over HTTPS and over plain HTTP. ``max_age``: seconds; ``None`` lasts until the
    browser is closed.
    """
    secure = is_secure(request)
    response.set_cookie(
        names[0] if secure else names[1],
        value,
        path=COOKIE_PATH,
        max_age=max_age,
        httponly=True,
        samesite="Strict",
        secure=secure,
    )


async def person_of(request: web.Request) -> Person | None:
    """Return who is logged in with this browser; ``None`` when nobody is, or not any more.

    Raises:
        LogUnavailableError: when the database cannot tell.
    """
    token = read_cookie(request, SECURE_NAME, PLAIN_NAME)
    if not token:
        return None
    moment = now()
    found = await request.app[LOG].read(lambda session: _find(session, token, moment))
    if found is None:
        return None
    account, row = found
    if moment - row.seen > SEEN_STEP:
        await request.app[LOG].write(lambda session: _note_seen(session, row.id, moment))
    return Person(
        id=account.id,
        name=account.name,
        role=Role(account.role),
        session=row.id,
        csrf_token=make_token(request.app[SETTINGS].secret_key, token),
    )


def start(session: Session, account_id: str, browser: str, replaced: str = "") -> str:
    """Begin a session and return its token.

    Args:
        session: The transaction.
        account_id: Whose session.
        browser: What the browser says it is.
        replaced: The token that this browser had until now; it ends.
    """
    moment = now()
    token = secrets.token_urlsafe(32)
    session.execute(
        delete(StaffSession).where(
            or_(
                StaffSession.seen < moment - IDLE,
                StaffSession.created < moment - ABSOLUTE,
                StaffSession.token_hash == token_hash(replaced),
            )
        )
    )
    session.add(
        StaffSession(
            id=secrets.token_hex(8),
            token_hash=token_hash(token),
            account_id=account_id,
            created=moment,
            seen=moment,
            browser=browser[:LONGEST_BROWSER],
        )
    )
    session.flush()
    return token


def end(session: Session, account_id: str, session_id: str) -> bool:
    """End one session of an account; ``False`` when there is no such one."""
    result = session.execute(
        delete(StaffSession)
        .where(StaffSession.account_id == account_id, StaffSession.id == session_id)
        .returning(StaffSession.id)
    )
    return result.first() is not None


def end_all(session: Session, account_id: str, but: str = "") -> None:
    """End all sessions of an account, except the one with the id ``but``."""
    session.execute(
        delete(StaffSession).where(StaffSession.account_id == account_id, StaffSession.id != but)
    )


def list_sessions(session: Session, account_id: str) -> Sequence[ListedSession]:
    """Return the sessions of an account that are still good, the newest first."""
    moment = now()
    rows = session.scalars(
        select(StaffSession)
        .where(
            StaffSession.account_id == account_id,
            StaffSession.seen >= moment - IDLE,
            StaffSession.created >= moment - ABSOLUTE,
        )
        .order_by(StaffSession.created.desc())
    )
    return [ListedSession(row.id, row.browser, row.created, row.seen) for row in rows]


def keep(request: web.Request, response: web.StreamResponse, token: str) -> None:
    """Let the browser keep the session until it is closed."""
    set_cookie(request, response, (SECURE_NAME, PLAIN_NAME), token)


def forget(response: web.StreamResponse) -> None:
    """Let the browser forget its session."""
    response.del_cookie(
        SECURE_NAME, path=COOKIE_PATH, secure=True, httponly=True, samesite="Strict"
    )
    response.del_cookie(PLAIN_NAME, path=COOKIE_PATH, httponly=True, samesite="Strict")


def current_token(request: web.Request) -> str:
    """Return the token of this browser, whether or not it is still good."""
    return read_cookie(request, SECURE_NAME, PLAIN_NAME)


def _find(session: Session, token: str, moment: datetime) -> tuple[Account, StaffSession] | None:
    row = session.execute(
        select(Account, StaffSession)
        .join(StaffSession, StaffSession.account_id == Account.id)
        .where(
            StaffSession.token_hash == token_hash(token),
            StaffSession.seen >= moment - IDLE,
            StaffSession.created >= moment - ABSOLUTE,
            Account.active,
        )
    ).first()
    return None if row is None else (row[0], row[1])


def _note_seen(session: Session, session_id: str, moment: datetime) -> None:
    session.execute(update(StaffSession).where(StaffSession.id == session_id).values(seen=moment))
