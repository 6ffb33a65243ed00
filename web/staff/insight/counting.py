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
    false,
    func,
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
    """Count everything within ``span``, of one conversation or of all.

    States of all conversations are told for the first hour of ``span``: which hour it was matters
    to nobody but whoever adds up, and adds up one hour at a time.
    """
    counts: Counts = Counter()
    dialect = session.get_bind().dialect.name
    of_turns = and_(
        Turn.created >= span.since,
        Turn.created < span.until,
        Turn.conversation_id == conversation if conversation else true(),
    )
    _count_turns(session, counts, dialect, of_turns)
    _count_votes(session, counts, dialect, of_turns)
    if conversation is None:
        _count_states(session, counts, span, of_turns)
    else:
        _count_states_by_hour(session, counts, dialect, of_turns)
    _count_leaving(session, counts, dialect, span, conversation)
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


def _count_leaving(
    session: Session, counts: Counts, dialect: str, span: Span, conversation: str | None
) -> None:
    hour = _hour(dialect, Conversation.last_active)
    query = (
        select(hour, Turn.intent, func.count())
        .select_from(Conversation)
        .join(Turn, Turn.number == Conversation.last_turn)
        .where(Conversation.last_active >= span.since, Conversation.last_active < span.until)
        .group_by(hour, Turn.intent)
    )
    if conversation is not None:
        query = query.where(Conversation.id == conversation)
    for written, intent, many in session.execute(query):
        counts[_moment(written), "leave", (intent or "")[:LONGEST_VALUE]] += many


def _count_turns(
    session: Session, counts: Counts, dialect: str, condition: ColumnElement[bool]
) -> None:
    # All of these stand in one index, so that the long rows of turns need not be read.
    told = (
        _hour(dialect, Turn.created).label("hour"),
        Turn.kind,
        Turn.intent,
        _tenth(Turn.confidence).label("tenth"),
        _seconds_class(dialect).label("class"),
    )
    rows = session.execute(select(*told, func.count()).where(condition).group_by(*told))
    for written, kind, intent, tenth, seconds, many in rows:
        hour, topic = _moment(written), (intent or "")[:LONGEST_VALUE]
        found = [("turn", ""), ("kind", kind or "none")]
        found += [("topic", topic)] if topic else []
        found += [("confidence", str(tenth))] if tenth is not None else []
        found += [("seconds", seconds)] if seconds is not None else []
        for name, value in found:
            counts[hour, name, value] += many


def _count_votes(
    session: Session, counts: Counts, dialect: str, condition: ColumnElement[bool]
) -> None:
    values = {
        id_: value
        for id_, value in _values(session, Facet.FEEDBACK)
        if value in ("helpful", "unhelpful")
    }
    told = (_hour(dialect, Turn.created).label("hour"), Turn.intent, TurnFacet.value_id)
    rows = session.execute(
        select(*told, func.count())
        .join(TurnFacet, TurnFacet.turn_number == Turn.number)
        .where(condition, TurnFacet.value_id.in_(values), *_numbers(session, condition))
        .group_by(*told)
    )
    for written, intent, id_, many in rows:
        counts[_moment(written), values[id_], (intent or "")[:LONGEST_VALUE]] += many


def _count_states(
    session: Session, counts: Counts, span: Span, condition: ColumnElement[bool]
) -> None:
    values = _states(session)
    rows = session.execute(
        select(TurnFacet.value_id, func.count())
        .where(
            TurnFacet.value_id.in_(values),
            TurnFacet.turn_number.in_(select(Turn.number).where(condition)),
            *_numbers(session, condition),
        )
        .group_by(TurnFacet.value_id)
    )
    hour = span.since.replace(minute=0, second=0, microsecond=0)
    for id_, many in rows:
        counts[hour, "state", values[id_]] += many


def _count_states_by_hour(
    session: Session, counts: Counts, dialect: str, condition: ColumnElement[bool]
) -> None:
    values = _states(session)
    hour = _hour(dialect, Turn.created)
    rows = session.execute(
        select(hour, TurnFacet.value_id, func.count())
        .join(TurnFacet, TurnFacet.turn_number == Turn.number)
        # The sum keeps SQLite from reading all turns that ever had such a value.
        .where(condition, (TurnFacet.value_id + 0).in_(values))
        .group_by(hour, TurnFacet.value_id)
    )
    for written, id_, many in rows:
        counts[_moment(written), "state", values[id_]] += many


def _states(session: Session) -> dict[int, str]:
    return {
        id_: value.removeprefix(STATE)[:LONGEST_VALUE]
        for id_, value in _values(session, Facet.ENTITY)
        if value.startswith(STATE)
    }


def _values(session: Session, facet: Facet) -> list[tuple[int, str]]:
    query = select(FacetValue.id, FacetValue.value).where(FacetValue.name == facet)
    return [(id_, value) for id_, value in session.execute(query)]


def _numbers(session: Session, condition: ColumnElement[bool]) -> list[ColumnElement[bool]]:
    """Return limits of the numbers of turns: few values are then looked for in few turns."""
    limits = select(func.min(Turn.number), func.max(Turn.number)).where(condition)
    found: Any = session.execute(limits).one()
    least, greatest = found
    if least is None:
        return [false()]
    return [TurnFacet.turn_number >= least, TurnFacet.turn_number <= greatest]


def _hour(dialect: str, time: Any) -> ColumnElement[str]:
    if dialect == "postgresql":
        return func.to_char(time, 'YYYY-MM-DD"T"HH24')
    # SQLite keeps moments as text that begins with day and hour.
    return func.substr(time, 1, 13)


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
