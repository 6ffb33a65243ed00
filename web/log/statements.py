"""What the log does in one transaction each; every function runs inside a caller's session."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from web.log import facets, second_tries
from web.log.facets import Facet
from web.log.failures import TurnConflictError, UnknownConversationError
from web.log.records import Choice, LoggedMessage, LoggedTurn, Opening, Said, Vote, now
from web.log.tables import Conversation, Feedback, Incident, Message, Schema, Turn

CHOICE_LIFETIME = timedelta(hours=24)


def add_conversation(
    session: Session,
    conversation: str,
    messages: Sequence[LoggedMessage],
    notice_version: str | None,
) -> None:
    """Add a conversation with its first messages and the version of the notice that was shown."""
    session.add(Conversation(id=conversation, created=now(), notice_version=notice_version))
    session.flush()
    _add_messages(session, conversation, None, messages)


def begin_turn(
    session: Session, conversation: str, client_id: str, said: Said
) -> list[LoggedMessage] | None:
    """Add the visitor's message, or find the turn again.

    Returns:
        The stored answer when there is one; ``None`` when Rasa has (still, or again) to be asked.

    Raises:
        UnknownConversationError: when there is no such conversation.
        TurnConflictError: when ``client_id`` was used for another content.
    """
    require_conversation(session, conversation)
    turn = _turn(session, conversation, client_id)
    if turn is None:
        turn = Turn(
            conversation_id=conversation,
            client_id=client_id,
            digest=said.digest,
            state="open",
            created=now(),
        )
        session.add(turn)
        session.flush()
        session.execute(
            update(Conversation)
            .where(Conversation.id == conversation)
            .values(
                turns=Conversation.turns + 1,
                last_turn=turn.number,
                last_active=turn.created,
                review="new",
            )
        )
        visitor = LoggedMessage(author="visitor", kind="question", text=said.text)
        _add_messages(session, conversation, turn.number, [visitor])
        return None
    if turn.digest != said.digest:
        raise TurnConflictError
    if turn.state == "answered":
        return _answer(session, turn)
    turn.state = "open"
    return None


def finish_turn(
    session: Session,
    conversation: str,
    client_id: str,
    answer: Sequence[LoggedMessage],
    understanding: dict[str, Any] | None,
    incident: str | None,
    trace: dict[str, Any] | None,
) -> list[LoggedMessage]:
    """Add the answer of an open turn; an answer that is there already is kept and returned.

    ``understanding`` and ``trace`` are what Rasa told about the turn, see :mod:`web.payload`.

    Raises:
        UnknownConversationError: when the conversation was deleted meanwhile.
    """
    turn = _turn(session, conversation, client_id)
    if turn is None:
        raise UnknownConversationError
    if turn.state == "answered":
        return _answer(session, turn)
    turn.state = "answered"
    turn.finished = now()
    turn.understanding = understanding
    turn.trace = trace
    turn.kind = answer[0].kind if answer else None
    if understanding is not None:
        turn.intent = understanding["intent"]["name"]
        turn.confidence = understanding["intent"]["confidence"]
    _add_messages(session, conversation, turn.number, answer)
    model = trace.get("model") if trace else None
    pairs = facets.of_answer(answer, understanding, model)
    facets.add(session, turn.number, pairs | facets.of_time(turn.created, turn.finished))
    second_tries.note(session, turn)
    if incident is not None:
        _note_incident(session, turn, incident)
    return list(answer)


def fail_turn(session: Session, conversation: str, client_id: str, incident: str) -> None:
    """Mark an open turn as failed, so that it may be tried again.

    Raises:
        UnknownConversationError: when the conversation was deleted meanwhile.
    """
    turn = _turn(session, conversation, client_id)
    if turn is None:
        raise UnknownConversationError
    if turn.state == "open":
        turn.state = "failed"
    _note_incident(session, turn, incident)


def require_conversation(session: Session, conversation: str) -> Opening:
    """Return how ``conversation`` was opened.

    Raises:
        UnknownConversationError: when there is no such conversation.
    """
    row = session.get(Conversation, conversation)
    if row is None:
        raise UnknownConversationError
    return Opening(row.created, row.notice_version)


def messages_after(
    session: Session, conversation: str, after: str | None, limit: int | None
) -> list[LoggedMessage] | None:
    """Return messages in order, those behind the id ``after`` only; ``None`` if it is unknown.

    Raises:
        UnknownConversationError: when there is no such conversation.
    """
    require_conversation(session, conversation)
    query = (
        select(Message, Feedback)
        .join(Feedback, Feedback.message_id == Message.id, isouter=True)
        .where(Message.conversation_id == conversation)
        .order_by(Message.number)
        .limit(limit)
    )
    if after is not None:
        number = session.scalar(
            select(Message.number).where(
                Message.conversation_id == conversation, Message.id == after
            )
        )
        if number is None:
            return None
        query = query.where(Message.number > number)
    return [_logged(message, vote) for message, vote in session.execute(query)]


def turns_of(session: Session, conversation: str) -> list[LoggedTurn]:
    """Return the turns of ``conversation`` in order."""
    rows = session.scalars(
        select(Turn).where(Turn.conversation_id == conversation).order_by(Turn.number)
    )
    return [
        LoggedTurn(row.client_id, row.state, row.created, row.finished, row.understanding)
        for row in rows
    ]


def find_choice(session: Session, conversation: str, choice: str) -> Choice | None:
    """Return a choice that was offered in ``conversation`` not too long ago, by its id.

    Raises:
        UnknownConversationError: when there is no such conversation.
    """
    require_conversation(session, conversation)
    row = session.scalar(
        select(Message).where(
            Message.conversation_id == conversation,
            Message.id == choice.rpartition(".")[0],
            Message.time > now() - CHOICE_LIFETIME,
        )
    )
    offered = row.details.get("choices", []) if row is not None else []
    return next((Choice(**one) for one in offered if one["id"] == choice), None)


def note_writable(session: Session) -> None:
    """Write one small row: proves that the log can be written."""
    session.execute(update(Schema).values(checked=now()))


def _turn(session: Session, conversation: str, client_id: str) -> Turn | None:
    return session.scalar(
        select(Turn).where(Turn.conversation_id == conversation, Turn.client_id == client_id)
    )


def _answer(session: Session, turn: Turn) -> list[LoggedMessage]:
    rows = session.scalars(
        select(Message)
        .where(Message.turn_number == turn.number, Message.author != "visitor")
        .order_by(Message.number)
    )
    return [_logged(row) for row in rows]


def _note_incident(session: Session, turn: Turn, kind: str) -> None:
    turn.incident = kind
    facets.replace(session, turn.number, Facet.INCIDENT, {(Facet.INCIDENT, kind)})
    session.add(Incident(time=now(), kind=kind, conversation_id=turn.conversation_id))


def _add_messages(
    session: Session, conversation: str, turn: int | None, messages: Sequence[LoggedMessage]
) -> None:
    for message in messages:
        session.add(
            Message(
                id=message.id,
                conversation_id=conversation,
                turn_number=turn,
                author=message.author,
                time=message.time,
                kind=message.kind,
                text=message.text,
                details=message.details,
            )
        )
        # One by one, so that the numbers follow the order of the list.
        session.flush()


def _logged(row: Message, feedback: Feedback | None = None) -> LoggedMessage:
    return LoggedMessage(
        author=row.author,
        kind=row.kind,
        text=row.text,
        details=row.details,
        id=row.id,
        time=row.time,
        vote=Vote(feedback.helpful, feedback.comment) if feedback else None,
    )
