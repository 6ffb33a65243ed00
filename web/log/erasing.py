"""Deleting conversations from the log, one transaction each."""

import secrets
from datetime import datetime

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.orm import Session

from web.log import facets
from web.log.records import Receipt, now
from web.log.statements import require_conversation
from web.log.tables import Conversation, Erasure, Feedback, Handoff, Incident, Message, Turn
from web.staff.insight import figures


def erase(session: Session, conversation: str) -> Receipt:
    """Delete everything of ``conversation`` and note that Rasa has to forget it too.

    Raises:
        UnknownConversationError: when there is no such conversation.
    """
    require_conversation(session, conversation)
    figures.keep_conversation(session, conversation)
    counted = {
        table: session.scalar(
            select(func.count()).select_from(table).where(table.conversation_id == conversation)
        )
        or 0
        for table in (Message, Turn, Handoff)
    }
    session.execute(
        update(Incident)
        .where(Incident.conversation_id == conversation)
        .values(conversation_id=None)
    )
    turns = session.scalars(select(Turn.number).where(Turn.conversation_id == conversation))
    facets.remove(session, list(turns))
    session.execute(delete(Feedback).where(Feedback.conversation_id == conversation))
    session.execute(delete(Handoff).where(Handoff.conversation_id == conversation))
    session.execute(delete(Message).where(Message.conversation_id == conversation))
    session.execute(delete(Turn).where(Turn.conversation_id == conversation))
    session.execute(delete(Conversation).where(Conversation.id == conversation))
    receipt = Receipt(
        secrets.token_hex(6), now(), counted[Message], counted[Turn], counted[Handoff]
    )
    session.add(
        Erasure(
            receipt=receipt.number,
            time=receipt.time,
            conversation_id=conversation,
            words_left=True,
        )
    )
    return receipt


def finish_erasure(session: Session, conversation: str) -> None:
    """Note that Rasa has forgotten ``conversation``, and forget its id."""
    session.execute(
        update(Erasure)
        .where(Erasure.conversation_id == conversation)
        .values(conversation_id=None, finished=now())
    )


def unfinished_erasures(session: Session) -> list[str]:
    """Return the ids of deleted conversations that Rasa may still remember."""
    rows = session.scalars(select(Erasure.conversation_id).order_by(Erasure.time))
    return [row for row in rows if row is not None]


def unscrubbed(session: Session) -> list[str]:
    """Return the receipts of deletions whose words may still stand in the files."""
    return list(session.scalars(select(Erasure.receipt).where(Erasure.words_left)))


def finish_scrubbing(session: Session, receipts: list[str]) -> None:
    """Note that no byte of these deletions is left."""
    session.execute(update(Erasure).where(Erasure.receipt.in_(receipts)).values(words_left=False))


def idle_before(session: Session, moment: datetime, limit: int) -> list[str]:
    """Return the ids of conversations in which nothing happened since ``moment``.

    A conversation without a turn counts from its opening.
    """
    last = func.coalesce(Conversation.last_active, Conversation.created)
    # The first two conditions have indexes; the last turn is never before the opening.
    query = select(Conversation.id).where(
        Conversation.created < moment,
        or_(Conversation.last_active < moment, Conversation.last_active.is_(None)),
    )
    return list(session.scalars(query.order_by(last).limit(limit)))
