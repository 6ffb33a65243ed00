"""One's own account: password, recovery codes, and where one is logged in."""

from aiohttp import web
from sqlalchemy.orm import Session

from web.keys import LOG, SETTINGS
from web.log.records import now
from web.staff import accounts, audit, one_time_codes, passwords, sessions, throttle
from web.staff.errors import BadInputError, NotFoundError, StaffError, TooManyError
from web.staff.roles import Permission, Person
from web.staff.routing import add_page, form_of, home_of, render, see_other
from web.staff.tables_people import Account

HOME = "/staff/me"


def add_own(app: web.Application) -> None:
    """Add ``/staff/me`` and ``/staff/start``, which leads to the first page of a role."""
    own = Permission.own_account
    add_page(app, "GET", "/staff/start", go_home, own)
    add_page(app, "GET", HOME, show_own, own)
    add_page(app, "POST", f"{HOME}/password", change_password, own)
    add_page(app, "POST", f"{HOME}/recovery-codes", renew_codes, own)
    add_page(app, "POST", f"{HOME}/sessions/end-others", end_others, own)
    add_page(app, "POST", f"{HOME}/sessions/{{id:[0-9a-f]{{16}}}}/end", end_session, own)


async def go_home(request: web.Request, person: Person) -> web.StreamResponse:
    """Go on to the first page that this person may see."""
    return see_other(home_of(request, person))


async def show_own(request: web.Request, person: Person) -> web.StreamResponse:
    """Answer with the sessions and the forms."""
    return await _page(request, person)


async def change_password(request: web.Request, person: Person) -> web.StreamResponse:
    """Set a new password; every other session ends."""
    form = await form_of(request)
    password = form.get("new", "")
    try:
        passwords.check_new(password, form.get("repeated", ""), person.name)
        await _check_owner(request, person)
    except (BadInputError, TooManyError) as error:
        return await _page(request, person, error)
    password_hash = await passwords.hash_password(password)

    def work(session: Session) -> None:
        session.get_one(Account, person.id).password = password_hash
        sessions.end_all(session, person.id, but=person.session)
        audit.append(session, person, "account.password", person.id)

    await request.app[LOG].write(work)
    return see_other(f"{HOME}?done=password")


async def renew_codes(request: web.Request, person: Person) -> web.StreamResponse:
    """Show new recovery codes, this once; the old ones end."""
    try:
        await _check_owner(request, person)
    except (BadInputError, TooManyError) as error:
        return await _page(request, person, error)

    def work(session: Session) -> list[str]:
        audit.append(session, person, "account.recovery_codes", person.id)
        return one_time_codes.replace_recovery_codes(session, person.id)

    codes = await request.app[LOG].write(work)
    return render(request, person, "staff/recovery_codes.html", codes=codes, joined=False)


async def end_session(request: web.Request, person: Person) -> web.StreamResponse:
    """End one of one's own sessions."""
    session_id = request.match_info["id"]

    def work(session: Session) -> None:
        if not sessions.end(session, person.id, session_id):
            raise NotFoundError("This session has ended already.")
        audit.append(session, person, "session.end", session_id)

    await request.app[LOG].write(work)
    return see_other(f"{HOME}?done=session")


async def end_others(request: web.Request, person: Person) -> web.StreamResponse:
    """End all of one's own sessions but this one."""

    def work(session: Session) -> None:
        sessions.end_all(session, person.id, but=person.session)
        audit.append(session, person, "session.end_others")

    await request.app[LOG].write(work)
    return see_other(f"{HOME}?done=session")


DONE = {
    "password": "Your password is changed. Your other sessions have ended.",
    "session": "Done. The session has ended.",
}


async def _check_owner(request: web.Request, person: Person) -> None:
    """Make sure that it is the owner who sits there, not somebody at an unlocked screen.

    Raises:
        BadInputError: for a wrong password or code.
        TooManyError: after too many tries.
    """
    form = await form_of(request)
    code = form.get("code", "")
    log = request.app[LOG]
    counters = throttle.counters_for(request, accounts.name_key(person.name), person.id)
    if request.app[SETTINGS].rate_limit:
        moment = now()
        wait = await log.read(lambda session: throttle.seconds_to_wait(session, counters, moment))
        if wait:
            raise throttle.too_many(wait)
    stored = await log.read(lambda session: session.get_one(Account, person.id).password)
    right = await passwords.verify_password(stored, form.get("password", ""))

    def check(session: Session) -> bool:
        if right and one_time_codes.use_code(session, session.get_one(Account, person.id), code):
            throttle.forget_failures(session, counters)
            return True
        throttle.count_failure(session, counters, now())
        return False

    if not await log.write(check):
        raise BadInputError(
            "The password or the code does not fit. A code works once only: wait for the next one."
        )


async def _page(
    request: web.Request, person: Person, problem: StaffError | None = None
) -> web.Response:
    def work(session: Session) -> tuple[list[sessions.ListedSession], int]:
        found = sessions.list_sessions(session, person.id)
        return list(found), one_time_codes.count_recovery_codes(session, person.id)

    listed, left = await request.app[LOG].read(work)
    return render(
        request,
        person,
        "staff/me.html",
        200 if problem is None else problem.status,
        sessions=listed,
        codes_left=left,
        shortest=passwords.SHORTEST,
        done=DONE.get(request.query.get("done", ""), ""),
        problem=problem.message if problem else "",
    )
