"""What a visitor tells the school apart from questions: votes, and the wish for a person."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from web.log import facets
from web.log.facets import Facet
from web.log.records import LoggedWish, Vote, Wish, now
from web.log.statements import require_conversation
from web.log.tables import Feedback, Handoff, Message
from web.staff.insight import figures

# Read out over a telephone: nothing that sounds or looks like something else.
LETTERS = "23456789ABCDEFGHJKLMNPQRTUVWXYZ"
GROUP = 4


def vote(session: Session, conversation: str, message: str, vote: Vote) -> bool:
    """Keep ``vote`` on an answer of ``conversation``, in place of an earlier one.

    Returns:
        Whether there is such an answer: visitors do not vote on their own messages.

    Raises:
        UnknownConversationError: when there is no such conversation.
    """
    require_conversation(session, conversation)
    answer = session.execute(
        select(Message.id, Message.turn_number).where(
            Message.id == message,
            Message.conversation_id == conversation,
            Message.author != "visitor",
        )
    ).one_or_none()
    if answer is None:
        return False
    if answer.turn_number is not None:
        pairs = facets.of_vote(vote.helpful, vote.comment)
        facets.replace(session, answer.turn_number, Facet.FEEDBACK, pairs)
    session.merge(
        Feedback(
            message_id=answer.id,
            conversation_id=conversation,
            helpful=vote.helpful,
            comment=vote.comment,
            time=now(),
        )
    )
    return True


def add_wish(
    session: Session, wish: Wish, keep: timedelta, conversation: str | None, notify: bool = False
) -> LoggedWish:
    """Keep ``wish`` for ``keep``, with the conversation it came from if there is one.

    ``notify``: a mail is to be sent about it.

    Raises:
        UnknownConversationError: when that conversation does not exist any more.
    """
    if conversation is not None:
        require_conversation(session, conversation)
    row = Handoff(
        reference=new_reference(),
        time=now(),
        expires=now() + keep,
        conversation_id=conversation,
        name=wish.name,
        contact=wish.contact,
        question=wish.question,
        mail="waiting" if notify else "off",
        mail_next=now() if notify else None,
    )
    session.add(row)
    return _logged(row)


def wishes_of(session: Session, conversation: str) -> list[LoggedWish]:
    """Return the wishes written in ``conversation``, oldest first."""
    query = select(Handoff).where(Handoff.conversation_id == conversation).order_by(Handoff.time)
    return [_logged(row) for row in session.scalars(query)]


def forget_wishes(session: Session, expired_before: datetime) -> int:
    """Delete the wishes that expired before a moment; returns how many there were."""
    expired = list(session.scalars(select(Handoff).where(Handoff.expires < expired_before)))
    for row in expired:
        _forget(session, row)
    return len(expired)


def forget_wish(session: Session, reference: str) -> bool:
    """Delete one wish; returns whether there was one."""
    found = session.get(Handoff, reference)
    if found is not None:
        _forget(session, found)
    return found is not None


def new_reference() -> str:
    """Return a reference that people can read out, such as ``7KQM-2XFD``."""
    groups = ["".join(secrets.choice(LETTERS) for _ in range(GROUP)) for _ in range(2)]
    return "-".join(groups)


def _forget(session: Session, row: Handoff) -> None:
    figures.keep_handoff(session, row)
    session.delete(row)


def _logged(row: Handoff) -> LoggedWish:
    return LoggedWish(
        row.reference, row.time, row.expires, Wish(row.name, row.contact, row.question)
    )
