"""The page of what was not understood: newest first, or grouped by meaning."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Final
from urllib.parse import urlencode

from aiohttp import web

from web.keys import LOG
from web.staff import audit
from web.staff.errors import BadFilterError, NotFoundError
from web.staff.insight import unknown
from web.staff.insight.grouping import Grouper, last_grouping
from web.staff.insight.unknown import PAGE_SIZE, Question, Reason
from web.staff.roles import Permission, Person
from web.staff.routing import add_page, render, see_other

PATH: Final = "/staff/unknown"
GROUPER: Final = web.AppKey("grouper", Grouper)
# A minute after the start there is better to do; groups change slowly.
FIRST_RUN: Final = 600.0  # seconds
PAUSE: Final = 3600.0
MOST_PAGES: Final = 1_000
LARGEST_NUMBER: Final = 2**63 - 1
TITLES: Final = {
    Reason.unknown: "No answer known",
    Reason.out_of_scope: "Out of scope",
    Reason.asked_back: "Asked back",
    Reason.again: "Asked again right after",
    Reason.unhelpful: "Voted not helpful",
}


def add_unknown(app: web.Application) -> None:
    """Add ``/staff/unknown`` and the job that groups its questions."""
    read = Permission.read_transcripts
    add_page(app, "GET", PATH, show_newest, read)
    add_page(app, "GET", f"{PATH}/groups", show_groups, read)
    add_page(app, "POST", f"{PATH}/groups", group_now, Permission.annotate)
    add_page(app, "GET", f"{PATH}/groups/{{id}}", show_group, read)
    app.cleanup_ctx.append(_run_grouper)


async def show_newest(request: web.Request, person: Person) -> web.StreamResponse:
    """Answer with the newest questions, for one reason or for all."""
    reasons = _reasons(request.query.get("reason", ""))
    before = _number(request, "before")
    log = request.app[LOG]
    found = await log.read(lambda s: unknown.newest(s, reasons, PAGE_SIZE + 1, before))
    shown = reasons[0] if len(reasons) == 1 else ""
    await audit.record(request, person, "unknown.list", details={"reason": shown or "all"})
    fields = {"reason": shown} if shown else {}
    return render(
        request,
        person,
        "staff/unknown.html",
        questions=found[:PAGE_SIZE],
        shown=shown,
        titles=TITLES,
        older=_older(PATH, found, fields),
    )


async def show_groups(request: web.Request, person: Person) -> web.StreamResponse:
    """Answer with the groups, the largest first."""
    page = _number(request, "page") or 1
    if page > MOST_PAGES:
        raise BadFilterError(f"“page” may be {MOST_PAGES} at most.")
    log = request.app[LOG]
    found = await log.read(lambda s: unknown.groups(s, (page - 1) * PAGE_SIZE, PAGE_SIZE + 1))
    last = await log.read(last_grouping)
    await audit.record(request, person, "unknown.groups", details={"page": page})
    return render(
        request,
        person,
        "staff/unknown_groups.html",
        groups=found[:PAGE_SIZE],
        last=last,
        runs=request.app[GROUPER].runs,
        may_run=person.may(Permission.annotate),
        following=f"{PATH}/groups?page={page + 1}" if len(found) > PAGE_SIZE else "",
    )


async def show_group(request: web.Request, person: Person) -> web.StreamResponse:
    """Answer with the questions of one group."""
    id_ = request.match_info["id"]
    group = int(id_) if id_.isascii() and id_.isdigit() and len(id_) < 19 else -1
    before = _number(request, "before")
    log = request.app[LOG]
    found = await log.read(lambda s: unknown.of_group(s, group, PAGE_SIZE + 1, before))
    if not found:
        raise NotFoundError("There is no such group (any more): groups are made anew every hour.")
    await audit.record(request, person, "unknown.group", str(group))
    return render(
        request,
        person,
        "staff/unknown_group.html",
        questions=found[:PAGE_SIZE],
        titles=TITLES,
        older=_older(f"{PATH}/groups/{group}", found, {}),
    )


async def group_now(request: web.Request, person: Person) -> web.StreamResponse:
    """Begin to group, without waiting for the end of it."""
    await audit.record(request, person, "unknown.group_now")
    request.app[GROUPER].begin()
    return see_other(f"{PATH}/groups")


def _reasons(name: str) -> tuple[Reason, ...]:
    if not name:
        return tuple(Reason)
    try:
        return (Reason(name),)
    except ValueError:
        raise BadFilterError(f"“reason” must be one of: {', '.join(Reason)}.") from None


def _number(request: web.Request, name: str) -> int | None:
    value = request.query.get(name, "")
    if not value:
        return None
    if not value.isascii() or not value.isdigit() or not 0 < int(value[:20]) <= LARGEST_NUMBER:
        raise BadFilterError(f"“{name}” must be a whole number above 0.")
    return int(value)


def _older(path: str, found: list[Question], fields: dict[str, str]) -> str:
    if len(found) <= PAGE_SIZE:
        return ""
    return f"{path}?{urlencode({**fields, 'before': found[PAGE_SIZE - 1].turn})}"


async def _run_grouper(app: web.Application) -> AsyncIterator[None]:
    grouper = Grouper(app[LOG])
    app[GROUPER] = grouper
    task = asyncio.create_task(grouper.repeat(FIRST_RUN, PAUSE))
    yield
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
    await grouper.stop()
