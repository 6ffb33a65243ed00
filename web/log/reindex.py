"""Deriving anew what the staff's filters need from what turns and messages say."""

from collections.abc import Iterable, Iterator
from itertools import groupby, islice

from sqlalchemy import Select, delete, func, select, update
from sqlalchemy.orm import Session

from web.log import facets, second_tries
from web.log.records import LoggedMessage
from web.log.tables import Conversation, FacetValue, Feedback, Message, Turn, TurnFacet

AT_ONCE = 500  # turns
SINCE_6 = (facets.Facet.SECONDS, facets.Facet.AGAIN)


def reindex(session: Session) -> None:
    """Derive the facets of all turns, and the counters of their conversations."""
    session.execute(delete(TurnFacet))
    last = 0
    while turns := list(
        session.scalars(select(Turn).where(Turn.number > last).order_by(Turn.number).limit(AT_ONCE))
    ):
        answers = _answers(session, last, turns[-1].number)
        for turn in turns:
            _index(session, turn, answers.get(turn.number, []))
        last = turns[-1].number
        session.flush()
        session.expunge_all()
    votes = session.execute(
        select(Feedback, Message.turn_number).join(Message, Message.id == Feedback.message_id)
    )
    for vote, number in votes.all():
        if number is not None:
            pairs = facets.of_vote(vote.helpful, vote.comment)
            facets.replace(session, number, facets.Facet.FEEDBACK, pairs)
    session.flush()
    _note_second_tries(session)
    of_conversation = Turn.conversation_id == Conversation.id
    session.execute(
        update(Conversation).values(
            turns=select(func.count(Turn.number)).where(of_conversation).scalar_subquery(),
            last_turn=select(func.max(Turn.number)).where(of_conversation).scalar_subquery(),
            last_active=select(func.max(Turn.created)).where(of_conversation).scalar_subquery(),
        ),
        execution_options={"synchronize_session": False},
    )


def add_times_and_second_tries(session: Session) -> None:
    """Derive the facets that version 6 has beside those of version 5."""
    session.execute(delete(TurnFacet).where(TurnFacet.value_id.in_(_values_of(*SINCE_6))))
    last = 0
    while rows := session.execute(
        select(Turn.number, Turn.created, Turn.finished)
        .where(Turn.number > last)
        .order_by(Turn.number)
        .limit(AT_ONCE)
    ).all():
        by_pair: dict[facets.Pair, list[int]] = {}
        for row in rows:
            for pair in facets.of_time(row.created, row.finished):
                by_pair.setdefault(pair, []).append(row.number)
        for pair, turns in by_pair.items():
            facets.add_to_all(session, turns, pair)
        last = rows[-1].number
    _note_second_tries(session)


def _note_second_tries(session: Session) -> None:
    for turns in batched(second_tries.of_all(session), AT_ONCE):
        facets.add_to_all(session, turns, second_tries.PAIR)


def batched(numbers: Iterable[int], size: int) -> Iterator[list[int]]:
    """Yield ``numbers`` in lists of at most ``size``."""
    left = iter(numbers)
    while some := list(islice(left, size)):
        yield some


def _values_of(*names: facets.Facet) -> Select[int]:
    return select(FacetValue.id).where(FacetValue.name.in_(names))


def _answers(session: Session, after: int, last: int) -> dict[int, list[LoggedMessage]]:
    rows = session.scalars(
        select(Message)
        .where(
            Message.turn_number > after, Message.turn_number <= last, Message.author != "visitor"
        )
        .order_by(Message.turn_number, Message.number)
    )
    return {
        number or 0: [LoggedMessage(one.author, one.kind, one.text, one.details) for one in group]
        for number, group in groupby(rows, key=lambda row: row.turn_number)
    }


def _index(session: Session, turn: Turn, answer: list[LoggedMessage]) -> None:
    turn.kind = answer[0].kind if answer else None
    if turn.understanding is not None:
        turn.intent = turn.understanding["intent"]["name"]
        turn.confidence = turn.understanding["intent"]["confidence"]
    model = turn.trace.get("model") if turn.trace else None
    pairs = facets.of_answer(answer, turn.understanding, model)
    pairs |= facets.of_time(turn.created, turn.finished)
    if turn.incident is not None:
        pairs.add((facets.Facet.INCIDENT, turn.incident))
    facets.add(session, turn.number, pairs)
