"""Exporting the conversations that fit a filter: a page, the file, and how far it is."""

import logging
from collections import OrderedDict
from dataclasses import dataclass
from functools import partial
from typing import Final
from uuid import uuid4

from aiohttp import web

from web.keys import LOG
from web.log.failures import LogUnavailableError
from web.log.records import now
from web.staff import audit
from web.staff.errors import BadFilterError, NotFoundError
from web.staff.inbox.export import next_conversations, read_turns
from web.staff.inbox.export_format import FORMATS, SCHEMA, Format
from web.staff.inbox.filters import Filter
from web.staff.inbox.queries import count
from web.staff.inbox.wording import read_wording
from web.staff.roles import Permission, Person
from web.staff.routing import add_page, render

logger = logging.getLogger(__name__)

PATH: Final = "/staff/export"
MOST_TICKETS: Final = 200
LONGEST_TICKET: Final = 36


@dataclass
class Progress:
    """How far an export is."""

    conversations: int = 0
    turns: int = 0
    state: str = "running"


Tickets = OrderedDict[tuple[str, str], Progress]
TICKETS: Final = web.AppKey("staff_exports", Tickets)


def add_export(app: web.Application) -> None:
    """Add the pages of the export."""
    app[TICKETS] = OrderedDict()
    add_page(app, "GET", PATH, show_export, Permission.export)
    add_page(app, "GET", f"{PATH}/file", send_file, Permission.export)
    add_page(app, "GET", f"{PATH}/progress", tell_progress, Permission.export)


async def show_export(request: web.Request, person: Person) -> web.StreamResponse:
    """Answer with what would be exported and in which formats."""
    wanted = Filter.read(request.query.items())
    number = await request.app[LOG].read(lambda session: count(session, wanted))
    return render(
        request,
        person,
        "staff/export.html",
        wanted=wanted,
        chips=wanted.fields(),
        query=wanted.query(),
        count=number,
        ticket=str(uuid4()),
        schema=SCHEMA,
        wording=read_wording(),
    )


async def send_file(request: web.Request, person: Person) -> web.StreamResponse:
    """Stream the file; a connection that breaks off tells that it is not whole."""
    fields = [one for one in request.query.items() if one[0] not in ("format", "ticket")]
    wanted = Filter.read(fields)
    name = request.query.get("format", "csv")
    if name not in FORMATS:
        raise BadFilterError(f"“format” must be one of: {', '.join(FORMATS)}.")
    progress = _begin(request, person)
    details = {**wanted.for_audit(), "format": name}
    await audit.record(request, person, "conversations.export", details=details)
    form = FORMATS[name]
    response = web.StreamResponse()
    response.content_type = form.content_type
    response.charset = "utf-8"
    file = f"conversations-{now():%Y-%m-%d-%H%M}.{form.ending}"
    response.headers["Content-Disposition"] = f'attachment; filename="{file}"'
    await response.prepare(request)
    try:
        await _write(request, response, wanted, form, progress)
    except (LogUnavailableError, ConnectionError) as error:
        logger.error("an export broke off: %s", type(error).__name__)
        progress.state = "failed"
        if request.transport is not None:
            request.transport.abort()
        return response
    progress.state = "finished"
    return response


async def tell_progress(request: web.Request, person: Person) -> web.StreamResponse:
    """Answer with how far an export of this person is, as JSON."""
    ticket = request.query.get("ticket", "")
    progress = request.app[TICKETS].get((person.id, ticket))
    if progress is None:
        raise NotFoundError("There is no such export.")
    return web.json_response(
        {
            "conversations": progress.conversations,
            "turns": progress.turns,
            "state": progress.state,
        }
    )


async def _write(
    request: web.Request,
    response: web.StreamResponse,
    wanted: Filter,
    form: Format,
    progress: Progress,
) -> None:
    log = request.app[LOG]
    await response.write(form.head().encode())
    groups, before = await log.read(lambda session: next_conversations(session, wanted, None))
    while groups:
        for ids in groups:
            turns = await log.read(partial(read_turns, ids=ids))
            await response.write(form.rows(turns).encode())
            progress.turns += len(turns)
            progress.conversations += len(ids)
        if before is None:
            break
        groups, before = await log.read(partial(next_conversations, wanted=wanted, before=before))
    await response.write_eof()


def _begin(request: web.Request, person: Person) -> Progress:
    ticket = request.query.get("ticket", "")[:LONGEST_TICKET]
    tickets, progress = request.app[TICKETS], Progress()
    tickets[person.id, ticket] = progress
    while len(tickets) > MOST_TICKETS:
        tickets.popitem(last=False)
    return progress
