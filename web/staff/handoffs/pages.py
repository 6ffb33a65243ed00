"""The pages of the requests to talk to a person, and the job that tells the staff of new ones."""

import asyncio
import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import UTC, datetime
from typing import Final
from urllib.parse import urlencode

from aiohttp import web
from sqlalchemy.orm import Session

from web.errors import ApiError
from web.keys import LOG, MASKER, NOTIFIER, SETTINGS
from web.staff import audit
from web.staff.addresses import local_address
from web.staff.errors import BadFilterError, BadInputError
from web.staff.handoffs import work
from web.staff.handoffs.notifier import Notification, Notifier
from web.staff.handoffs.work import OPEN, Days, Place, State
from web.staff.inbox.fields import begin, end, get
from web.staff.roles import Permission, Person
from web.staff.routing import add_page, form_of, render, see_other
from web.text import clean_text

PATH: Final = "/staff/handoffs"
LONGEST_NOTE: Final = 2_000
PAUSE: Final = 30.0  # seconds between looks for mails to try again
CHOICES: Final = {"open": OPEN, **{state.value: (state,) for state in State}, "all": tuple(State)}
DONE: Final = {"saved": "The request is saved."}


def add_handoffs(app: web.Application) -> None:
    """Add ``/staff/handoffs``; with a mail server in the settings, the mails about new requests."""
    see = Permission.see_handoffs
    add_page(app, "GET", PATH, show_requests, see)
    add_page(app, "GET", f"{PATH}/{{id}}", show_request, see)
    add_page(app, "POST", f"{PATH}/{{id}}", change_request, see)
    if app[SETTINGS].mail is not None:
        app.cleanup_ctx.append(_run_notifier)


async def show_requests(request: web.Request, person: Person) -> web.StreamResponse:
    """Answer with the requests in a state, newest first."""
    shown = request.query.get("show", "open")
    if shown not in CHOICES:
        raise BadFilterError(f"“show” must be one of: {', '.join(CHOICES)}.")
    after = _place(request.query["after"]) if "after" in request.query else None
    log = request.app[LOG]
    given = {name: request.query[name] for name in ("from", "to") if request.query.get(name)}
    days = Days(get(given, "from", begin), get(given, "to", end))
    rows, following = await log.read(lambda s: work.page_of(s, CHOICES[shown], after, days))
    counts = await log.read(lambda s: work.counts(s, days))
    waiting, problem = await log.read(work.mail_problems)
    await audit.record(request, person, "handoffs.list", details={"show": shown})
    return render(
        request,
        person,
        "staff/handoffs.html",
        rows=rows,
        shown=shown,
        choices={name: sum(counts[one] for one in states) for name, states in CHOICES.items()},
        given=given,
        fields=f"&{urlencode(given)}" if given else "",
        after=_written(following) if following else "",
        waiting=waiting,
        problem=problem,
    )


async def show_request(request: web.Request, person: Person) -> web.StreamResponse:
    """Answer with one request: who asks what, and the form for the work on it."""
    reference = request.match_info["id"]
    row = await request.app[LOG].read(lambda s: work.get(s, reference))
    await audit.record(request, person, "handoff.view", row.reference)
    return render(
        request,
        person,
        "staff/handoff.html",
        row=row,
        states=list(State),
        longest=LONGEST_NOTE,
        done=DONE.get(request.query.get("done", "")),
    )


async def change_request(request: web.Request, person: Person) -> web.StreamResponse:
    """Set the state and the note."""
    reference = request.match_info["id"]
    form = await form_of(request)
    before, state = _state(form.get("before", "")), _state(form.get("state", ""))
    note = request.app[MASKER].mask(_note(form.get("note", "")))

    def change(session: Session) -> None:
        work.change(session, reference, person.name, before, state, note)
        details = {"state": state.value, "note": bool(note)}
        audit.append(session, person, "handoff.change", reference, details)

    await request.app[LOG].write(change)
    return see_other(f"{PATH}/{reference}?done=saved")


def _state(value: str) -> State:
    try:
        return State(value)
    except ValueError:
        raise BadInputError(f"The state must be one of: {', '.join(State)}.") from None


def _note(text: str) -> str:
    if not text.strip():
        return ""
    try:
        return clean_text(text, LONGEST_NOTE).strip()
    except ApiError:
        raise BadInputError(
            f"The note may have {LONGEST_NOTE:,} characters at most, all of which can be shown."
        ) from None


def _place(value: str) -> Place:
    try:
        moment, _, reference = (
            urlsafe_b64decode(value.encode("ascii")).decode("ascii").partition(" ")
        )
        return Place(datetime.fromisoformat(moment).astimezone(UTC), reference)
    except (ValueError, binascii.Error):
        raise BadFilterError("“after” must be as in the link to the older requests.") from None


def _written(place: Place) -> str:
    return urlsafe_b64encode(f"{place.time.isoformat()} {place.reference}".encode()).decode()


async def _run_notifier(app: web.Application) -> AsyncIterator[None]:
    settings = app[SETTINGS]
    if settings.mail is None:
        raise ValueError("no mail server is set")
    address = local_address(settings)
    notifier = Notifier(app[LOG], Notification(settings.mail, settings.school.name, address))
    app[NOTIFIER] = notifier
    task = asyncio.create_task(notifier.run(PAUSE))
    yield
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
