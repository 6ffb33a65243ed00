"""Exporting the conversations that fit a filter: a page, the file, and how far it is."""

import logging
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
from web.staff.inbox.export_progress import Progress, told
from web.staff.inbox.filters import Filter
from web.staff.inbox.queries import count
from web.staff.inbox.wording import read_wording
from web.staff.roles import Permission, Person
from web.staff.routing import add_page, render

logger = logging.getLogger(__name__)

PATH: Final = "/staff/export"
LONGEST_TICKET: Final = 36


def add_export(app: web.Application) -> None:
    """Add the pages of the export."""
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
    progress = await Progress.begin(request.app[LOG], person.id, _ticket(request))
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
        # First, because a handler whose connection is gone may be cancelled.
        await progress.fail()
        if request.transport is not None:
            request.transport.abort()
    return response


async def tell_progress(request: web.Request, person: Person) -> web.StreamResponse:
    """Answer with how far an export of this person is, as JSON."""
    find = partial(told, account=person.id, ticket=_ticket(request))
    progress = await request.app[LOG].read(find)
    if progress is None:
        raise NotFoundError("There is no such export.")
    return web.json_response(progress)


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
            await progress.add(len(ids), len(turns))
        if before is None:
            break
        groups, before = await log.read(partial(next_conversations, wanted=wanted, before=before))
    # Before the end of the file: whoever has all of it is told so.
    await progress.finish()
    await response.write_eof()


def _ticket(request: web.Request) -> str:
    # PostgreSQL stores no text with the character 0 in it.
    return request.query.get("ticket", "")[:LONGEST_TICKET].replace("\0", "")
