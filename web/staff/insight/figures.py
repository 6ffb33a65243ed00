"""The figures of the dashboard: counted by hour, and kept when conversations are erased.

Hours that cannot change any more are added up once, by :func:`add_up`. Those after the mark are
counted when somebody looks. What is erased before its hour was added up is added at that moment.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, func, or_, select, true
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from web.log.facets import Facet
from web.log.tables import Conversation, FacetValue, Handoff, Turn, TurnFacet
from web.staff.tables_insight import Figure, FiguresMark

# A chat can be gone on with for 24 hours; then nothing about its turns changes any more.
SETTLED: Final = timedelta(hours=25)
HOUR: Final = timedelta(hours=1)
BEGINNING: Final = datetime(2000, 1, 1, tzinfo=UTC)
LONGEST_VALUE: Final = 200
AT_ONCE: Final = 200  # rows or numbers of one statement
# Upper ends of the classes of time to answer, in seconds; the last class is open.
SECONDS: Final = (0.5, 1.0, 2.0, 5.0)
SLOWER: Final = "more"
STATE: Final = "state="
# What is told by hour.
HOURLY: Final = ("conversation", "turn", "handoff")

Key = tuple[datetime, str, str]
Counts = Counter[Key]


@dataclass(frozen=True)
class Span:
    """A time from ``since`` on, up to but without ``until``."""

    since: datetime
    until: datetime


@dataclass(frozen=True)
class Found:
    """How often each value of each name was counted, and each name of ``HOURLY`` by hour."""

    totals: Counter[tuple[str, str]]
    hours: dict[str, Counter[datetime]]


def read(session: Session, span: Span) -> Found:
    """Return what was counted within ``span``."""
    found = Found(Counter(), {name: Counter() for name in HOURLY})
    within = (Figure.hour >= span.since, Figure.hour < span.until)
    count = func.sum(Figure.count)
    for name, value, many in session.execute(
        select(Figure.name, Figure.value, count).where(*within).group_by(Figure.name, Figure.value)
    ):
        found.totals[name, value] += int(many)
    for hour, name, many in session.execute(
        select(Figure.hour, Figure.name, count)
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
    _keep(session, _count(session, Span(hour, mark.until)))
    return True


def keep_conversation(session: Session, conversation: str) -> None:
    """Add what has not been added up of a conversation that is about to be erased."""
    span = Span(_mark(session, lock=True), datetime.max.replace(tzinfo=UTC))
    _keep(session, _count(session, span, conversation))


def keep_handoff(session: Session, handoff: Handoff) -> None:
    """Add a request that is about to be erased, unless it has been added up."""
    if handoff.time >= _mark(session, lock=True):
        _keep(session, Counter({(hour_of(handoff.time), "handoff", ""): 1}))


def hour_of(moment: datetime) -> datetime:
    """Return the beginning of the hour of ``moment``."""
    return moment.replace(minute=0, second=0, microsecond=0)


def seconds_class(seconds: float) -> str:
    """Return the class of a time to answer: the upper end of it, or ``more``."""
    return next((f"{end:g}" for end in SECONDS if seconds < end), SLOWER)


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
    return _count(session, Span(since, span.until)) if since < span.until else Counter()


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


def _count(session: Session, span: Span, conversation: str | None = None) -> Counts:
    """Count everything within ``span``, of one conversation or of all."""
    of_turns = and_(
        Turn.created >= span.since,
        Turn.created < span.until,
        Turn.conversation_id == conversation if conversation else true(),
    )
    counts: Counts = Counter()
    for hour, name, value in _of_turns(session, of_turns):
        counts[hour, name, value[:LONGEST_VALUE]] += 1
    for time, of, name, id_ in (
        (Conversation.created, Conversation, "conversation", Conversation.id),
        (Handoff.time, Handoff, "handoff", Handoff.conversation_id),
    ):
        query = select(time).select_from(of).where(time >= span.since, time < span.until)
        if conversation is not None:
            query = query.where(id_ == conversation)
        for moment in session.scalars(query):
            counts[hour_of(moment), name, ""] += 1
    return counts


def _of_turns(session: Session, condition: ColumnElement[bool]) -> Iterator[Key]:
    intents: dict[int, tuple[datetime, str]] = {}
    rows = session.execute(
        select(
            Turn.number,
            Turn.created,
            Turn.finished,
            Turn.kind,
            Turn.intent,
            Turn.confidence,
            Conversation.last_turn,
        )
        .join(Conversation, Conversation.id == Turn.conversation_id)
        .where(condition)
    )
    for number, created, finished, kind, intent, confidence, last in rows:
        hour, topic = hour_of(created), intent or ""
        intents[number] = (hour, topic)
        yield hour, "turn", ""
        yield hour, "kind", kind or "none"
        if topic:
            yield hour, "topic", topic
        if confidence is not None:
            yield hour, "confidence", str(min(9, int(confidence * 10)))
        if finished is not None:
            yield hour, "seconds", seconds_class((finished - created).total_seconds())
        if number == last:
            yield hour, "leave", topic
    facets = _facets(session, sorted(intents))
    for number, name, value in facets:
        hour, topic = intents[number]
        if name == Facet.FEEDBACK:
            yield hour, value, topic
        else:
            yield hour, "state", value.removeprefix(STATE)


def _facets(session: Session, turns: list[int]) -> Iterator[tuple[int, str, str]]:
    wanted = or_(
        and_(FacetValue.name == Facet.ENTITY, FacetValue.value.startswith(STATE)),
        and_(FacetValue.name == Facet.FEEDBACK, FacetValue.value.in_(("helpful", "unhelpful"))),
    )
    values = {
        id_: (name, value)
        for id_, name, value in session.execute(
            select(FacetValue.id, FacetValue.name, FacetValue.value).where(wanted)
        )
    }
    for start in range(0, len(turns), AT_ONCE):
        some = turns[start : start + AT_ONCE]
        rows = session.execute(
            select(TurnFacet.turn_number, TurnFacet.value_id).where(TurnFacet.turn_number.in_(some))
        )
        for number, id_ in rows:
            if id_ in values:
                yield number, *values[id_]
