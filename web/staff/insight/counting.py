"""Counting turns, conversations and requests by hour. The database does the work, row by row."""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    DateTime,
    and_,
    case,
    extract,
    func,
    or_,
    select,
    true,
    type_coerce,
)
from sqlalchemy.orm import Session

from web.log.facets import SECONDS, SLOWER, Facet
from web.log.tables import Conversation, FacetValue, Handoff, Turn, TurnFacet

LONGEST_VALUE: Final = 200
STATE: Final = "state="

Counts = Counter[tuple[datetime, str, str]]
"""How often a value of a name was counted in an hour."""


@dataclass(frozen=True)
class Span:
    """A time from ``since`` on, up to but without ``until``."""

    since: datetime
    until: datetime


def count(session: Session, span: Span, conversation: str | None = None) -> Counts:
    """Count everything within ``span``, of one conversation or of all."""
    counts: Counts = Counter()
    dialect = session.get_bind().dialect.name
    of_turns = and_(
        Turn.created >= span.since,
        Turn.created < span.until,
        Turn.conversation_id == conversation if conversation else true(),
    )
    _count_turns(session, counts, dialect, of_turns)
    _count_facets(session, counts, dialect, of_turns)
    for time, name, id_ in (
        (Conversation.created, "conversation", Conversation.id),
        (Handoff.time, "handoff", Handoff.conversation_id),
    ):
        hour = _hour(dialect, time)
        query = select(hour, func.count()).where(time >= span.since, time < span.until)
        if conversation is not None:
            query = query.where(id_ == conversation)
        for written, many in session.execute(query.group_by(hour)):
            counts[_moment(written), name, ""] += many
    return counts


def _count_turns(
    session: Session, counts: Counts, dialect: str, condition: ColumnElement[bool]
) -> None:
    told = (
        _hour(dialect, Turn.created).label("hour"),
        Turn.kind,
        Turn.intent,
        _tenth(Turn.confidence).label("tenth"),
        _seconds_class(dialect).label("class"),
        (Turn.number == Conversation.last_turn).label("last"),
    )
    rows = session.execute(
        select(*told, func.count())
        .join(Conversation, Conversation.id == Turn.conversation_id)
        .where(condition)
        .group_by(*told)
    )
    for written, kind, intent, tenth, seconds, last, many in rows:
        hour, topic = _moment(written), (intent or "")[:LONGEST_VALUE]
        found = [("turn", ""), ("kind", kind or "none")]
        found += [("topic", topic)] if topic else []
        found += [("confidence", str(tenth))] if tenth is not None else []
        found += [("seconds", seconds)] if seconds is not None else []
        found += [("leave", topic)] if last else []
        for name, value in found:
            counts[hour, name, value] += many


def _count_facets(
    session: Session, counts: Counts, dialect: str, condition: ColumnElement[bool]
) -> None:
    wanted = or_(
        and_(FacetValue.name == Facet.ENTITY, FacetValue.value.startswith(STATE)),
        and_(FacetValue.name == Facet.FEEDBACK, FacetValue.value.in_(("helpful", "unhelpful"))),
    )
    query = select(FacetValue.id, FacetValue.name, FacetValue.value).where(wanted)
    values = {id_: (name, value) for id_, name, value in session.execute(query)}
    told = (_hour(dialect, Turn.created).label("hour"), Turn.intent, TurnFacet.value_id)
    rows = session.execute(
        select(*told, func.count())
        .join(TurnFacet, TurnFacet.turn_number == Turn.number)
        # The sum keeps SQLite from reading all turns that ever had such a value.
        .where(condition, (TurnFacet.value_id + 0).in_(values))
        .group_by(*told)
    )
    for written, intent, id_, many in rows:
        name, value = values[id_]
        if name == Facet.FEEDBACK:
            counts[_moment(written), value, (intent or "")[:LONGEST_VALUE]] += many
        else:
            counts[_moment(written), "state", value.removeprefix(STATE)[:LONGEST_VALUE]] += many


def _hour(dialect: str, time: Any) -> ColumnElement[str]:
    if dialect == "postgresql":
        return func.to_char(time, 'YYYY-MM-DD"T"HH24:00:00')
    return func.strftime("%Y-%m-%dT%H:00:00", time)


def _moment(written: str) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=UTC)


def _tenth(share: Any) -> ColumnElement[int | None]:
    ends = [(share < (tenth + 1) / 10, tenth) for tenth in range(9)]
    return case((share.is_(None), None), *ends, else_=9)


def _seconds_class(dialect: str) -> ColumnElement[str | None]:
    begin, end = type_coerce(Turn.created, DateTime), type_coerce(Turn.finished, DateTime)
    seconds: Any
    if dialect == "postgresql":
        seconds = extract("epoch", end - begin)
    else:
        seconds = (func.julianday(end) - func.julianday(begin)) * 86_400
    classes = [(seconds < limit, f"{limit:g}") for limit in SECONDS]
    return case((Turn.finished.is_(None), None), *classes, else_=SLOWER)
