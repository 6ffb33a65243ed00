"""The conditions of a filter as SQL, and which of them to begin with.

Each condition can do two things: name the turns for which it holds, and tell of one turn whether
it does. The rarest condition names the turns and the others are asked about each of these, newest
first, so a page is found without looking at the rest of the log.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Select,
    column,
    exists,
    func,
    literal,
    select,
    table,
    text,
)
from sqlalchemy.orm import Session, aliased

from web.log.tables import Conversation, FacetValue, Handoff, Turn, TurnFacet
from web.staff.inbox.filters import Filter
from web.staff.inbox.words import Words, parse_words
from web.staff.tables_inbox import Label

Number = ColumnElement[int]
Holds = Callable[[Number, ColumnElement[str]], ColumnElement[bool]]
# From here on, walking through the newest turns finds a page sooner than sorting all that fit:
# where the fitting turns have to be read, and where an index alone names them.
MANY: Final = 8_000
MANY_OF_AN_INDEX: Final = 40_000


@dataclass(frozen=True)
class Condition:
    """One condition on a turn.

    Attributes:
        size: For how many turns it holds; ``most`` stands for that or more.
        most: Up to how many turns were counted.
        numbers: Selects the numbers of these turns, as ``number``, perhaps more than once.
        holds: Tells of the turn with a number and a conversation whether it does.
        holds_for_many: The same for very many turns, where that is asked differently.
        in_order: Whether the database has ``numbers`` in order, so that none need be sorted.
        about_turn: Whether it may hold for some turns of a conversation and not for others.
    """

    size: int
    most: int
    numbers: Select[Any]
    holds: Holds
    holds_for_many: Holds | None = None
    in_order: bool = False
    about_turn: bool = True

    @property
    def is_begin(self) -> bool:
        """Whether a search may begin with the turns of this condition."""
        return self.in_order or self.size < self.most


def conditions_of(session: Session, wanted: Filter) -> list[Condition]:
    """Return the conditions of ``wanted`` but for its time, the rarest first."""
    found = [_facet(session, facet, values) for facet, values in wanted.facets.items()]
    if wanted.words:
        found.append(_words(session, parse_words(wanted.words)))
    if wanted.confidence_from is not None or wanted.confidence_to is not None:
        found.append(_confidence(session, wanted))
    about = about_conversation(wanted)
    if about:
        found.append(_conversation(session, about))
    return sorted(found, key=lambda condition: condition.size)


def about_conversation(wanted: Filter) -> list[ColumnElement[bool]]:
    """Return what has to hold for the row of a conversation."""
    found: list[ColumnElement[bool]] = []
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


def _facet(session: Session, facet: str, values: Sequence[str]) -> Condition:
    ids = session.scalars(
        select(FacetValue.id).where(FacetValue.name == facet, FacetValue.value.in_(values))
    ).all()

    def holds(number: Number, _conversation: ColumnElement[str]) -> ColumnElement[bool]:
        having = aliased(TurnFacet)
        return _each(
            select(literal(1)).where(having.value_id.in_(ids), having.turn_number == number)
        )

    numbers = select(TurnFacet.turn_number.label("number")).where(TurnFacet.value_id.in_(ids))
    size = _size(session, numbers, MANY_OF_AN_INDEX)
    return Condition(size, MANY_OF_AN_INDEX, numbers, holds, in_order=len(ids) == 1)


def _words(session: Session, words: Words) -> Condition:
    if session.get_bind().dialect.name == "sqlite":
        return _words_in_sqlite(session, words)
    index = table("question_words", column("turn_number"), column("words"))
    query = func.websearch_to_tsquery("english", words.for_postgresql())

    def holds(number: Number, _conversation: ColumnElement[str]) -> ColumnElement[bool]:
        said = index.alias()
        return _each(
            select(literal(1)).where(said.c.turn_number == number, said.c.words.op("@@")(query))
        )

    numbers = select(index.c.turn_number.label("number")).where(index.c.words.op("@@")(query))
    return Condition(_size(session, numbers, MANY), MANY, numbers, holds)


def _words_in_sqlite(session: Session, words: Words) -> Condition:
    index = table("question_words", column("rowid"))
    matches = text("question_words MATCH :words").bindparams(words=words.for_fts5())

    def holds(number: Number, _conversation: ColumnElement[str]) -> ColumnElement[bool]:
        return exists(select(literal(1)).select_from(index).where(matches, index.c.rowid == number))

    def holds_for_many(number: Number, _conversation: ColumnElement[str]) -> ColumnElement[bool]:
        # Beginning a search takes longer than listing all that it finds.
        return number.in_(select(index.c.rowid).where(matches))

    numbers = select(index.c.rowid.label("number")).where(matches)
    size = _size(session, numbers, MANY_OF_AN_INDEX)
    return Condition(size, MANY_OF_AN_INDEX, numbers, holds, holds_for_many, in_order=True)


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
        return _each(select(literal(1)).where(sure.number == number, *within(sure.confidence)))

    numbers = select(Turn.number.label("number")).where(*within(Turn.confidence))
    size = _size(session, numbers, MANY_OF_AN_INDEX)
    return Condition(size, MANY_OF_AN_INDEX, numbers, holds)


def _conversation(session: Session, about: Sequence[ColumnElement[bool]]) -> Condition:
    def holds(_number: Number, conversation: ColumnElement[str]) -> ColumnElement[bool]:
        return _each(select(literal(1)).where(Conversation.id == conversation, *about))

    numbers = (
        select(Turn.number.label("number"))
        .join(Conversation, Conversation.id == Turn.conversation_id)
        .where(*about)
    )
    return Condition(_size(session, numbers, MANY), MANY, numbers, holds, about_turn=False)


def _each(query: Select[Any]) -> ColumnElement[bool]:
    """Return whether ``query`` finds anything, asked for each turn.

    The offset keeps PostgreSQL from making a join of it, which would read all that it finds.
    """
    return exists(query.offset(0))


def _size(session: Session, numbers: Select[Any], most: int) -> int:
    bounded = numbers.limit(most).subquery()
    return session.scalar(select(func.count()).select_from(bounded)) or 0
