"""Turns that the assistant did not understand; every function runs in a caller's session."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from heapq import merge
from itertools import groupby, islice
from types import MappingProxyType
from typing import Final

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from web.log.facets import Facet
from web.log.tables import FacetValue, Message, Turn, TurnFacet
from web.staff.tables_insight import QuestionGroup

PAGE_SIZE: Final = 50
AT_ONCE: Final = 500  # questions read for grouping


class Reason(StrEnum):
    """Why a turn counts as not understood."""

    unknown = "unknown"
    out_of_scope = "out_of_scope"
    asked_back = "asked_back"
    again = "again"
    unhelpful = "unhelpful"


# By which value of a turn each reason is found.
VALUES: Final = MappingProxyType(
    {
        Reason.unknown: (Facet.KIND, "unknown"),
        Reason.out_of_scope: (Facet.KIND, "out_of_scope"),
        Reason.asked_back: (Facet.KIND, "question"),
        Reason.again: (Facet.AGAIN, "yes"),
        Reason.unhelpful: (Facet.FEEDBACK, "unhelpful"),
    }
)
# The questions of the recommendation belong to it: nobody was misunderstood there.
ASKS_ANYWAY: Final = "recommend_certification"
# Of what is tapped and not typed the meaning is certain.
CERTAIN: Final = 1.0


@dataclass(frozen=True)
class Question:
    """A question that was not understood, and why it counts as such."""

    turn: int
    conversation: str
    time: datetime
    text: str
    intent: str | None
    confidence: float | None
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Group:
    """Questions of the same meaning; ``text`` is the one in their middle, or the newest."""

    number: int
    count: int
    newest: datetime
    text: str


def newest(
    session: Session, reasons: Collection[Reason], limit: int, before: int | None = None
) -> list[Question]:
    """Return the newest questions with one of ``reasons``; of turns below ``before`` only."""
    found = [_numbers(session, reason, limit, before) for reason in Reason if reason in reasons]
    together = merge(*found, key=lambda pair: -pair[0])
    turns = {
        turn: tuple(reason for _, reason in pairs)
        for turn, pairs in islice(groupby(together, key=lambda pair: pair[0]), limit)
    }
    return _questions(session, turns)


def of_group(session: Session, group: int, limit: int, before: int | None = None) -> list[Question]:
    """Return the newest questions of a group."""
    query = select(QuestionGroup.turn_number).where(QuestionGroup.group_number == group)
    if before is not None:
        query = query.where(QuestionGroup.turn_number < before)
    turns = list(session.scalars(query.order_by(QuestionGroup.turn_number.desc()).limit(limit)))
    return _questions(session, {turn: _reasons(session, turn) for turn in turns})


def groups(session: Session, offset: int, limit: int) -> list[Group]:
    """Return the groups with the most questions, the largest first."""
    count = func.count()
    rows = session.execute(
        select(QuestionGroup.group_number, count, func.max(QuestionGroup.turn_number))
        .group_by(QuestionGroup.group_number)
        .order_by(count.desc(), QuestionGroup.group_number.desc())
        .offset(offset)
        .limit(limit)
    ).all()
    wanted = {turn for number, _, last in rows for turn in (number, last)}
    said = {one.turn: one for one in _questions(session, dict.fromkeys(sorted(wanted), ()))}
    return [
        Group(number, many, said[last].time, said.get(number, said[last]).text)
        for number, many, last in rows
    ]


def distinct_texts(session: Session, limit: int, most_turns: int) -> dict[str, list[int]]:
    """Return the newest questions that were not understood: each text once, with its turns.

    There are at most ``limit`` texts, of the newest ``most_turns`` turns.
    """
    found: dict[str, list[int]] = {}
    before, seen = None, 0
    while seen < most_turns and (page := newest(session, tuple(Reason), AT_ONCE, before)):
        seen += len(page)
        for question in page:
            text = " ".join(question.text.lower().split())
            if text not in found and len(found) == limit:
                return found
            found.setdefault(text, []).append(question.turn)
        before = page[-1].turn
    return found


def _numbers(
    session: Session, reason: Reason, limit: int, before: int | None
) -> list[tuple[int, Reason]]:
    name, value = VALUES[reason]
    id_ = session.scalar(
        select(FacetValue.id).where(FacetValue.name == name, FacetValue.value == value)
    )
    if id_ is None:
        return []
    query = select(TurnFacet.turn_number).where(TurnFacet.value_id == id_)
    if before is not None:
        query = query.where(TurnFacet.turn_number < before)
    if reason is Reason.asked_back:
        query = query.join(Turn, Turn.number == TurnFacet.turn_number).where(_was_misread())
    numbers = session.scalars(query.order_by(TurnFacet.turn_number.desc()).limit(limit))
    return [(number, reason) for number in numbers]


def _was_misread() -> ColumnElement[bool]:
    return and_(Turn.confidence < CERTAIN, Turn.intent != ASKS_ANYWAY)


def _reasons(session: Session, turn: int) -> tuple[Reason, ...]:
    pairs = session.execute(
        select(FacetValue.name, FacetValue.value)
        .join(TurnFacet, TurnFacet.value_id == FacetValue.id)
        .where(TurnFacet.turn_number == turn)
    ).all()
    had = {(name, value) for name, value in pairs}
    return tuple(reason for reason, value in VALUES.items() if value in had)


def _questions(session: Session, turns: dict[int, tuple[Reason, ...]]) -> list[Question]:
    rows = session.execute(
        select(Turn, Message.text)
        .join(Message, and_(Message.turn_number == Turn.number, Message.author == "visitor"))
        .where(Turn.number.in_(turns))
        .order_by(Turn.number.desc())
    ).all()
    return [
        Question(
            turn.number,
            turn.conversation_id,
            turn.created,
            text,
            turn.intent,
            turn.confidence,
            turns[turn.number],
        )
        for turn, text in rows
    ]
