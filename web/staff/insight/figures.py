"""The figures of the dashboard: counted by hour, and kept when conversations are erased.

Hours that cannot change any more are added up once, by :func:`add_up`. Those after the mark are
counted when somebody looks. What is erased before its hour was added up is added at that moment.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from web.log.tables import Conversation, Handoff, Turn
from web.staff.insight.counting import Counts, Span, count
from web.staff.tables_insight import Figure, FiguresMark

# A chat can be gone on with for 24 hours; then nothing about its turns changes any more.
SETTLED: Final = timedelta(hours=25)
HOUR: Final = timedelta(hours=1)
BEGINNING: Final = datetime(2000, 1, 1, tzinfo=UTC)
AT_ONCE: Final = 200  # rows or numbers of one statement
# What is told by hour.
HOURLY: Final = ("conversation", "turn", "handoff")


@dataclass(frozen=True)
class Found:
    """How often each value of each name was counted, and each name of ``HOURLY`` by hour."""

    totals: Counter[tuple[str, str]]
    hours: dict[str, Counter[datetime]]


def read(session: Session, span: Span) -> Found:
    """Return what was counted within ``span``."""
    found = Found(Counter(), {name: Counter() for name in HOURLY})
    within = (Figure.hour >= span.since, Figure.hour < span.until)
    together = func.sum(Figure.count)
    for name, value, many in session.execute(
        select(Figure.name, Figure.value, together)
        .where(*within)
        .group_by(Figure.name, Figure.value)
    ):
        found.totals[name, value] += int(many)
    for hour, name, many in session.execute(
        select(Figure.hour, Figure.name, together)
        .where(*within, Figure.name.in_(HOURLY))
        .group_by(Figure.hour, Figure.name)
    ):
        found.hours[name][hour] += int(many)
    for (hour, name, value), many in _recent(session, span).items():
        found.totals[name, value] += many
        if name in HOURLY:
            found.hours[name][hour] += many
    return found


def add_up(session: Session, moment: datetime) -> bool:
    """Add up one more hour of what has settled before ``moment``; returns whether there is more.

    One hour at a time, because whoever wants to write has to wait for it.
    """
    settled = hour_of(moment - SETTLED)
    mark = session.get(FiguresMark, 1, with_for_update=True)
    if mark is None:
        mark = FiguresMark(id=1, until=BEGINNING)
        session.add(mark)
    hour = _first_hour(session, mark.until)
    if hour is None or hour >= settled:
        mark.until = max(mark.until, settled)
        return False
    mark.until = hour + HOUR
    _keep(session, count(session, Span(hour, mark.until)))
    return True


def keep_conversation(session: Session, conversation: str) -> None:
    """Add what has not been added up of a conversation that is about to be erased."""
    span = Span(_mark(session, lock=True), datetime.max.replace(tzinfo=UTC))
    _keep(session, count(session, span, conversation))


def keep_handoff(session: Session, handoff: Handoff) -> None:
    """Add a request that is about to be erased, unless it has been added up."""
    if handoff.time >= _mark(session, lock=True):
        _keep(session, Counter({(hour_of(handoff.time), "handoff", ""): 1}))


def hour_of(moment: datetime) -> datetime:
    """Return the beginning of the hour of ``moment``."""
    return moment.replace(minute=0, second=0, microsecond=0)


def _mark(session: Session, *, lock: bool = False) -> datetime:
    # Locked, so that nothing is added up by somebody else before it is erased.
    mark = session.get(FiguresMark, 1, with_for_update={"read": True} if lock else None)
    return mark.until if mark is not None else BEGINNING


def _first_hour(session: Session, since: datetime) -> datetime | None:
    """Return the first hour from ``since`` on in which there is something to count."""
    columns = (Turn.created, Conversation.created, Handoff.time)
    first = [session.scalar(select(func.min(one)).where(one >= since)) for one in columns]
    return hour_of(min(found)) if (found := [one for one in first if one is not None]) else None


def _recent(session: Session, span: Span) -> Counts:
    since = max(span.since, _mark(session))
    return count(session, Span(since, span.until)) if since < span.until else Counter()


def _keep(session: Session, counts: Counts) -> None:
    dialect = session.get_bind().dialect.name
    insert: Any = postgresql.insert if dialect == "postgresql" else sqlite.insert
    rows = [
        {"hour": hour, "name": name, "value": value, "count": count}
        for (hour, name, value), count in sorted(counts.items())
    ]
    for start in range(0, len(rows), AT_ONCE):
        statement = insert(Figure).values(rows[start : start + AT_ONCE])
        session.execute(
            statement.on_conflict_do_update(
                index_elements=[Figure.hour, Figure.name, Figure.value],
                set_={"count": Figure.count + statement.excluded.count},
            )
        )
