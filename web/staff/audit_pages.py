"""The privacy officer's page: who looked at what, newest first."""

import datetime
import functools
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final
from urllib.parse import urlencode

import yaml
from aiohttp import web
from multidict import MultiMapping
from sqlalchemy import select
from sqlalchemy.orm import Session

from web.keys import LOG
from web.staff import audit
from web.staff.errors import BadFilterError
from web.staff.roles import Permission, Person
from web.staff.routing import add_page, render
from web.staff.tables_audit import AuditRow

PATH: Final = "/staff/audit"
PAGE_SIZE: Final = 50
_TITLES: Final = Path(__file__).with_name("actions.yml")
_LONGEST_VALUE: Final = 200
_LARGEST_NUMBER: Final = 2**63 - 1


@dataclass(frozen=True)
class AuditFilter:
    """Which rows to show; empty fields let everything through. Days are whole ones, in UTC."""

    person: str = ""
    action: str = ""
    target: str = ""
    since: datetime.date | None = None
    until: datetime.date | None = None
    before: int | None = None
    """Rows with smaller numbers only: where the next page begins."""


def add_audit(app: web.Application) -> None:
    """Add ``/staff/audit``."""
    add_page(app, "GET", PATH, show_audit, Permission.read_audit)
    add_page(app, "POST", f"{PATH}/verify", check_chain, Permission.read_audit)


async def show_audit(request: web.Request, person: Person) -> web.StreamResponse:
    """Answer with the rows that fit the filter in the address."""
    wanted = parse_filter(request.query)
    given = {name: str(value) for name, value in asdict(wanted).items() if value}
    await audit.record(request, person, "audit.view", details=given)
    return await _page(request, person, wanted, None)


async def check_chain(request: web.Request, person: Person) -> web.StreamResponse:
    """Check the whole chain and answer with what was found."""
    verdict = await request.app[LOG].read(audit.verify_log)
    details = {"rows": verdict.rows, "broken": verdict.broken}
    await audit.record(request, person, "audit.verify", details=details)
    return await _page(request, person, AuditFilter(), verdict)


@functools.cache
def action_titles() -> Mapping[str, str]:
    """Return what each action is called in words."""
    return MappingProxyType(yaml.safe_load(_TITLES.read_text(encoding="utf-8")))


def parse_filter(query: MultiMapping[str]) -> AuditFilter:
    """Read a filter from the fields of an address.

    Raises:
        BadFilterError: for a field that cannot be understood; the message names it.
    """
    values = {name: query.get(name, "").strip() for name in ("person", "action", "target")}
    for name, value in values.items():
        if len(value) > _LONGEST_VALUE or "\0" in value:
            raise BadFilterError(f"The filter “{name}” is too long or cannot be read.")
    parsed = AuditFilter(
        **values,
        since=_day(query, "since"),
        until=_day(query, "until"),
        before=_number(query, "before"),
    )
    if parsed.since and parsed.until and parsed.since > parsed.until:
        raise BadFilterError("The first day lies after the last one.")
    return parsed


def rows_for(session: Session, wanted: AuditFilter) -> list[AuditRow]:
    """Return up to one more than ``PAGE_SIZE`` rows, the newest first."""
    query = select(AuditRow).order_by(AuditRow.number.desc()).limit(PAGE_SIZE + 1)
    for column, value in (
        (AuditRow.person, wanted.person),
        (AuditRow.action, wanted.action),
        (AuditRow.target, wanted.target),
    ):
        if value:
            query = query.where(column == value)
    if wanted.since:
        query = query.where(AuditRow.time >= _midnight(wanted.since))
    if wanted.until:
        query = query.where(AuditRow.time < _midnight(wanted.until + datetime.timedelta(days=1)))
    if wanted.before is not None:
        query = query.where(AuditRow.number < wanted.before)
    return list(session.scalars(query))


async def _page(
    request: web.Request, person: Person, wanted: AuditFilter, verdict: audit.Verdict | None
) -> web.Response:
    titles = action_titles()

    def work(session: Session) -> tuple[list[AuditRow], list[str]]:
        actions = session.scalars(select(AuditRow.action).distinct().order_by(AuditRow.action))
        return rows_for(session, wanted), list(actions)

    rows, actions = await request.app[LOG].read(work)
    older = ""
    if len(rows) > PAGE_SIZE:
        fields = {name: value for name, value in request.query.items() if name != "before"}
        older = f"{PATH}?{urlencode({**fields, 'before': rows[PAGE_SIZE - 1].number})}"
    return render(
        request,
        person,
        "staff/audit.html",
        rows=[(row, titles.get(row.action, row.action), _details(row)) for row in rows[:PAGE_SIZE]],
        actions=[(action, titles.get(action, action)) for action in actions],
        wanted=wanted,
        older=older,
        verdict=verdict,
    )


def _details(row: AuditRow) -> str:
    content = json.loads(row.details)
    return "; ".join(
        f"{name}: {_shown(value)}" for name, value in content.items() if value is not None
    )


def _shown(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _day(query: MultiMapping[str], name: str) -> datetime.date | None:
    value = query.get(name, "").strip()
    try:
        day = datetime.date.fromisoformat(value) if value else None
    except ValueError as error:
        raise BadFilterError(f"“{name}” must be a day such as 2026-03-31.") from error
    if day is not None and not 2000 <= day.year <= 2200:
        raise BadFilterError(f"“{name}” must lie between the years 2000 and 2200.")
    return day


def _number(query: MultiMapping[str], name: str) -> int | None:
    value = query.get(name, "").strip()
    if not value:
        return None
    if not value.isascii() or not value.isdigit() or int(value) > _LARGEST_NUMBER:
        raise BadFilterError(f"“{name}” must be the number of a row.")
    return int(value)


def _midnight(day: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time(), datetime.UTC)
