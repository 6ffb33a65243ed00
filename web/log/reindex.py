"""Deriving anew what the staff's filters need from what turns and messages say."""

from itertools import groupby

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from web.log import facets
from web.log.records import LoggedMessage
from web.log.tables import Conversation, Feedback, Message, Turn, TurnFacet

AT_ONCE = 500  # turns


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
    of_conversation = Turn.conversation_id == Conversation.id
    session.execute(
        update(Conversation).values(
            turns=select(func.count(Turn.number)).where(of_conversation).scalar_subquery(),
            last_turn=select(func.max(Turn.number)).where(of_conversation).scalar_subquery(),
            last_active=select(func.max(Turn.created)).where(of_conversation).scalar_subquery(),
        ),
        execution_options={"synchronize_session": False},
    )


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
    if turn.incident is not None:
        pairs.add((facets.Facet.INCIDENT, turn.incident))
    facets.add(session, turn.number, pairs)
