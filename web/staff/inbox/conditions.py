"""The conditions of a filter as SQL, and which of them to begin with."""

from collections.abc import Sequence
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import ColumnElement, literal, or_, select, union_all
from sqlalchemy.orm import Session, aliased

from web.log.facets import Facet
from web.log.tables import Conversation, FacetValue, Handoff, Turn, TurnFacet
from web.staff.inbox.condition import MANY, MANY_OF_AN_INDEX, Condition, Number, each, size_of
from web.staff.inbox.filters import NONE, Filter
from web.staff.inbox.word_conditions import condition_of as words_condition
from web.staff.inbox.words import parse_words
from web.staff.tables_inbox import Label

# The columns that are empty where a turn has no value of a facet.
COLUMNS: Final = MappingProxyType({Facet.KIND: Turn.kind, Facet.INTENT: Turn.intent})


def conditions_of(session: Session, wanted: Filter) -> list[Condition]:
    """Return the conditions of ``wanted`` but for its time, the rarest first."""
    found = [_facet(session, facet, values) for facet, values in wanted.facets.items()]
    if wanted.words:
        found.append(words_condition(session, parse_words(wanted.words), wanted.words_in))
    if wanted.confidence_from is not None or wanted.confidence_to is not None:
        found.append(_confidence(session, wanted))
    if wanted.last:
        found.append(_last(session))
    about = about_conversation(wanted)
    if about:
        found.append(_conversation(session, about))
    return sorted(found, key=lambda condition: condition.size)


def about_conversation(wanted: Filter) -> list[ColumnElement[bool]]:
    """Return what has to hold for the row of a conversation."""
    found: list[ColumnElement[bool]] = []
    if wanted.opened_since is not None:
        found.append(Conversation.created >= wanted.opened_since)
    if wanted.opened_until is not None:
        found.append(Conversation.created < wanted.opened_until)
    if wanted.turns_from is not None:
        found.append(Conversation.turns >= wanted.turns_from)
    if wanted.turns_to is not None:
        found.append(Conversation.turns <= wanted.turns_to)
    if wanted.review is not None:
        found.append(Conversation.review == wanted.review)
    if wanted.flagged:
        found.append(Conversation.flagged.is_(True))
    if wanted.labels:
        labelled = select(Label.conversation_id).where(Label.label.in_(wanted.labels))
        found.append(Conversation.id.in_(labelled))
    if wanted.handoff:
        found.append(Conversation.id.in_(select(Handoff.conversation_id)))
    return found


def _facet(session: Session, facet: Facet, values: Sequence[str]) -> Condition:
    ids = session.scalars(
        select(FacetValue.id).where(FacetValue.name == facet, FacetValue.value.in_(values))
    ).all()
    column = COLUMNS.get(facet) if NONE in values else None

    def holds(number: Number, _conversation: ColumnElement[str]) -> ColumnElement[bool]:
        having, lacking = aliased(TurnFacet), aliased(Turn)
        found = each(
            select(literal(1)).where(having.value_id.in_(ids), having.turn_number == number)
        )
        if column is None:
            return found
        empty = getattr(lacking, column.key).is_(None)
        return or_(found, each(select(literal(1)).where(lacking.number == number, empty)))

    numbers = select(TurnFacet.turn_number.label("number")).where(TurnFacet.value_id.in_(ids))
    if column is not None:
        without = select(Turn.number.label("number")).where(column.is_(None))
        both = union_all(numbers, without).subquery()
        numbers = select(both.c.number) if ids else without
    size = size_of(session, numbers, MANY_OF_AN_INDEX)
    in_order = len(ids) + (column is not None) == 1
    return Condition(size, MANY_OF_AN_INDEX, numbers, holds, in_order=in_order)


def _confidence(session: Session, wanted: Filter) -> Condition:
    def within(confidence: Any) -> list[ColumnElement[bool]]:
        limits = []
        if wanted.confidence_from is not None:
            limits.append(confidence >= wanted.confidence_from / 100)
        if wanted.confidence_to is not None:
            limits.append(confidence <= wanted.confidence_to / 100)
        return limits

    def holds(number: Number, _conversation: ColumnElement[str]) -> ColumnElement[bool]:
        sure = aliased(Turn)
        return each(select(literal(1)).where(sure.number == number, *within(sure.confidence)))

    numbers = select(Turn.number.label("number")).where(*within(Turn.confidence))
    size = size_of(session, numbers, MANY_OF_AN_INDEX)
    return Condition(size, MANY_OF_AN_INDEX, numbers, holds)


def _last(session: Session) -> Condition:
    def holds(number: Number, conversation: ColumnElement[str]) -> ColumnElement[bool]:
        of = aliased(Conversation)
        return each(select(literal(1)).where(of.id == conversation, of.last_turn == number))

    numbers = select(Conversation.last_turn.label("number")).where(Conversation.last_turn > 0)
    size = size_of(session, numbers, MANY_OF_AN_INDEX)
    return Condition(size, MANY_OF_AN_INDEX, numbers, holds, in_order=True)


def _conversation(session: Session, about: Sequence[ColumnElement[bool]]) -> Condition:
    def holds(_number: Number, conversation: ColumnElement[str]) -> ColumnElement[bool]:
        return each(select(literal(1)).where(Conversation.id == conversation, *about))

    numbers = (
        select(Turn.number.label("number"))
        .join(Conversation, Conversation.id == Turn.conversation_id)
        .where(*about)
    )
    return Condition(size_of(session, numbers, MANY), MANY, numbers, holds, about_turn=False)
