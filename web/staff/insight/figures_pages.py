"""The dashboard: figures of all conversations, each table with its plot."""

import time
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock
from functools import partial
from typing import Final
from urllib.parse import urlencode

from aiohttp import web
from sqlalchemy.orm import Session

from web.keys import GALLERY, LOG
from web.log.records import now
from web.staff.errors import BadFilterError, NotFoundError
from web.staff.insight.counting import Span
from web.staff.insight.figures import read
from web.staff.insight.report import Counted, Period, Section
from web.staff.insight.sections import sections
from web.staff.roles import Permission, Person
from web.staff.routing import add_page, render

PATH: Final = "/staff/figures"
USUAL_DAYS: Final = 30
MOST_DAYS: Final = 400
# The page and its plots have to tell the same numbers, and asking twice should cost once.
KEPT_SECONDS: Final = 30.0
MOST_KEPT: Final = 20


@dataclass
class Reports:
    """The reports of the last half minute, by their period."""

    kept: OrderedDict[Period, tuple[float, list[Section]]] = field(default_factory=OrderedDict)


REPORTS: Final = web.AppKey("reports", Reports)


def add_figures(app: web.Application) -> None:
    """Add ``/staff/figures``."""
    app[REPORTS] = Reports()
    add_page(app, "GET", PATH, show_figures, Permission.see_figures)
    add_page(app, "GET", f"{PATH}/{{id}}", show_plot, Permission.see_figures)


async def show_figures(request: web.Request, person: Person) -> web.StreamResponse:
    """Answer with all tables of a period."""
    period = read_period(request.query)
    found = await _report(request, period)
    fields = urlencode({**period.fields(), "day": period.day.isoformat()})
    return render(
        request,
        person,
        "staff/figures.html",
        period=period,
        sections=found,
        plots={one.key: f"{PATH}/{one.key}.svg?{fields}" for one in found},
        may_read=person.may(Permission.read_transcripts),
        today=now().date(),
    )


async def show_plot(request: web.Request, person: Person) -> web.StreamResponse:
    """Answer with the plot of one table."""
    period = read_period(request.query)
    name = request.match_info["id"]
    found = {f"{one.key}.svg": one for one in await _report(request, period)}
    if name not in found:
        raise NotFoundError("There is no such plot.")
    picture = await request.app[GALLERY].paint(partial(_draw, found[name]))
    return web.Response(body=picture, content_type="image/svg+xml")


def read_period(query: Mapping[str, str]) -> Period:
    """Return the period that an address names; without one, the last 30 days.

    Raises:
        BadFilterError: with a sentence that names the field.
    """
    today = now().date()
    end = _day("to", query) or today
    begin = _day("from", query) or end - timedelta(days=USUAL_DAYS - 1)
    if begin > end:
        raise BadFilterError("“from” may not be after “to”.")
    if (end - begin).days >= MOST_DAYS:
        raise BadFilterError(f"The figures of at most {MOST_DAYS} days can be shown at once.")
    told = _day("day", query) or end
    if not begin <= told <= end:
        raise BadFilterError("“day” must lie within the days that are shown.")
    return Period(begin, end, told)


def _day(name: str, query: Mapping[str, str]) -> date | None:
    value = query.get(name, "").strip()
    if not value:
        return None
    try:
        day = date.fromisoformat(value)
    except ValueError:
        raise BadFilterError(f"“{name}” must be a day such as 2026-03-31.") from None
    if not 2000 <= day.year <= 2200:
        raise BadFilterError(f"“{name}” must lie between the years 2000 and 2200.")
    return day


async def _report(request: web.Request, period: Period) -> list[Section]:
    kept = request.app[REPORTS].kept
    made = kept.get(period)
    if made is not None and time.monotonic() - made[0] < KEPT_SECONDS:
        return made[1]
    counted = await request.app[LOG].read(partial(_counted, period=period))
    found = sections(counted, period)
    kept[period] = (time.monotonic(), found)
    kept.move_to_end(period)
    while len(kept) > MOST_KEPT:
        kept.popitem(last=False)
    return found


def _counted(session: Session, period: Period) -> Counted:
    span = Span(
        datetime.combine(period.first, clock(), UTC),
        datetime.combine(period.last + timedelta(days=1), clock(), UTC),
    )
    found = read(session, span)
    hours = found.hours
    return Counted(found.totals, hours["conversation"], hours["turn"], hours["handoff"])


def _draw(section: Section) -> bytes:
    # Loading the plotting library takes a second, so it waits for the first plot.
    from web.staff.insight.drawing import draw

    return draw(section)
