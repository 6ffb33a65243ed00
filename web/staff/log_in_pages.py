"""Logging in and out."""

import re
from collections.abc import Mapping
from typing import Final

from aiohttp import web
from sqlalchemy.orm import Session

from web.keys import LOG, SETTINGS
from web.log.records import now
from web.staff import accounts, audit, one_time_codes, sessions, throttle
from web.staff.browsers import browser_name
from web.staff.errors import BadInputError, TooManyError
from web.staff.passwords import verify_password
from web.staff.roles import Permission, Person
from web.staff.routing import (
    LOG_IN,
    add_open_page,
    add_page,
    form_of,
    home_of,
    render,
    see_other,
)
from web.staff.tables_people import Account

FIELDS: Final = ("name", "password", "code")
_WRONG: Final = (
    "That did not fit. Check the name, the password and the code. A code works once only: if you "
    "have just used it, wait for the next one."
)
# A page of the console, so that a link cannot send people anywhere else after the log-in.
_OWN_PAGE: Final = re.compile(r"/staff(/[\w.~%@:+,;=-]+)*(\?[!-\[\]-~]*)?", re.ASCII)


def add_log_in(app: web.Application) -> None:
    """Add ``/staff/log-in`` and ``/staff/log-out``."""
    add_open_page(app, "GET", LOG_IN, show_form)
    add_open_page(app, "POST", LOG_IN, log_in)
    add_page(app, "POST", "/staff/log-out", log_out, Permission.own_account)


async def show_form(request: web.Request) -> web.StreamResponse:
    """Answer with the form, or go on when this browser is logged in."""
    person = await sessions.person_of(request)
    if person is not None:
        return see_other(_next_page(request.query.get("next", "")) or home_of(request, person))
    return _form(request, {"next": request.query.get("next", "")})


async def log_in(request: web.Request) -> web.StreamResponse:
    """Begin a session for who knows name, password and code."""
    form = await form_of(request)
    name, password, code = (form.get(field, "") for field in FIELDS)
    if not name.strip() or not password or not code.strip():
        return _form(request, form, BadInputError("Please fill in all three fields."))
    log = request.app[LOG]
    account, knows_code = await log.read(lambda session: _look_up(session, name, code))
    counters = throttle.counters_for(
        request, accounts.name_key(name), account.id if account else None
    )
    wait = 0
    if request.app[SETTINGS].rate_limit:
        moment = now()
        wait = await log.read(lambda s: throttle.seconds_to_wait(s, counters, moment))
    if wait and not knows_code:
        return _form(request, form, throttle.too_many(wait))
    right = await verify_password(account.password if account else None, password)
    token = None
    if account is not None and right and knows_code:
        browser = browser_name(request.headers.get("User-Agent", ""))
        replaced = sessions.current_token(request)
        account_id = account.id
        token = await log.write(
            lambda session: _begin(session, account_id, code, browser, replaced, counters)
        )
    if token is None:
        await log.write(lambda session: _fail(session, account, counters))
        return _form(request, form, throttle.too_many(wait) if wait else BadInputError(_WRONG))
    response = see_other(_next_page(form.get("next", "")) or "/staff/start")
    sessions.keep(request, response, token)
    if account is not None:
        throttle.mark(request, response, account.id)
    return response


async def log_out(request: web.Request, person: Person) -> web.StreamResponse:
    """End this session at once."""

    def work(session: Session) -> None:
        sessions.end(session, person.id, person.session)
        audit.append(session, person, "session.log_out")

    await request.app[LOG].write(work)
    response = see_other(LOG_IN)
    sessions.forget(response)
    return response


def _look_up(session: Session, name: str, code: str) -> tuple[Account | None, bool]:
    account = accounts.find_by_name(session, name)
    if account is None or not account.active or account.password is None:
        return None, False
    return account, one_time_codes.knows_code(session, account, code)


def _begin(
    session: Session,
    account_id: str,
    code: str,
    browser: str,
    replaced: str,
    counters: list[throttle.Counter],
) -> str | None:
    """Return the token of a new session; ``None`` when the code was used a moment ago."""
    account = session.get_one(Account, account_id)
    if not account.active or not one_time_codes.use_code(session, account, code):
        return None
    throttle.forget_failures(session, counters)
    token = sessions.start(session, account.id, browser, replaced)
    person = audit.Outsider(id=account.id, name=account.name, role=account.role)
    audit.append(session, person, "session.log_in")
    return token


def _fail(session: Session, account: Account | None, counters: list[throttle.Counter]) -> None:
    throttle.count_failure(session, counters, now())
    if account is not None:
        stranger = audit.Outsider(name="not logged in", role="")
        audit.append(session, stranger, "session.refused", account.id, {"name": account.name})


def _form(
    request: web.Request,
    fields: Mapping[str, str],
    problem: BadInputError | TooManyError | None = None,
) -> web.Response:
    status = 200 if problem is None else problem.status
    page = render(
        request,
        None,
        "staff/log_in.html",
        status,
        name=fields.get("name", "")[: accounts.LONGEST_NAME],
        next_page=_next_page(fields.get("next", "")),
        problem=problem.message if problem else "",
    )
    if problem is not None and problem.retry_after is not None:
        page.headers["Retry-After"] = str(problem.retry_after)
    return page


def _next_page(address: str) -> str:
    return address if len(address) <= 1000 and _OWN_PAGE.fullmatch(address) else ""
