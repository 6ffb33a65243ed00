"""Reading one conversation with everything that is known about it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from web.log.tables import Conversation, Feedback, Handoff, Message, Turn
from web.staff.errors import NotFoundError
from web.staff.tables_inbox import Label, Note

TURNS_ON_A_PAGE: Final = 100
LONGEST_ID: Final = 32


@dataclass(frozen=True)
class Said:
    """One message, with the visitor's vote on it if there is one."""

    id: str
    author: str
    kind: str
    time: datetime
    text: str
    details: Mapping[str, Any]
    helpful: bool | None = None
    comment: str | None = None


@dataclass(frozen=True)
class TurnView:
    """One turn; ``position`` counts the turns of the conversation from 1."""

    number: int
    position: int
    state: str
    created: datetime
    finished: datetime | None
    intent: str | None
    confidence: float | None
    ranking: Sequence[Mapping[str, Any]]
    entities: Sequence[Mapping[str, Any]]
    incident: str | None
    trace: Mapping[str, Any]
    question: Said | None
    answers: Sequence[Said]
    notes: Sequence[Note]


@dataclass(frozen=True)
class Transcript:
    """A page of a conversation; ``opening`` is what was said before the first turn."""

    conversation: Conversation
    opening: Sequence[Said]
    turns: Sequence[TurnView]
    notes: Sequence[Note]
    labels: Sequence[str]
    handoffs: Sequence[tuple[str, datetime]]
    page: int
    pages: int


def require_conversation(session: Session, id_: str) -> Conversation:
    """Return the row of a conversation; ``NotFoundError`` when there is none."""
    known = len(id_) <= LONGEST_ID and id_.isascii() and id_.isalnum()
    found = session.get(Conversation, id_) if known else None
    if found is None:
        raise NotFoundError("There is no such conversation. It may have been deleted.")
    return found


def read_transcript(
    session: Session, id_: str, *, page: int | None = None, turn: int | None = None
) -> Transcript:
    """Return a page of a conversation.

    Args:
        session: Where the log is read.
        id_: The conversation.
        page: Which page, from 1.
        turn: Number of a turn: without ``page``, the page with this turn.

    Raises:
        NotFoundError: when there is no such conversation, page or turn.
    """
    conversation = require_conversation(session, id_)
    pages = max(1, -(-conversation.turns // TURNS_ON_A_PAGE))
    if page is None:
        page = 1 if turn is None else _page_of(session, id_, turn)
    if not 1 <= page <= pages:
        raise NotFoundError(f"This conversation has {pages} pages.")
    before = (page - 1) * TURNS_ON_A_PAGE
    rows = session.scalars(
        select(Turn)
        .where(Turn.conversation_id == id_)
        .order_by(Turn.number)
        .offset(before)
        .limit(TURNS_ON_A_PAGE)
    ).all()
    said = _said(session, id_, [row.number for row in rows])
    notes: dict[int | None, list[Note]] = {}
    for note in session.scalars(select(Note).where(Note.conversation_id == id_).order_by(Note.id)):
        notes.setdefault(note.turn_number, []).append(note)
    labels = select(Label.label).where(Label.conversation_id == id_).order_by(Label.label)
    handoffs = select(Handoff.reference, Handoff.time).where(Handoff.conversation_id == id_)
    return Transcript(
        conversation=conversation,
        opening=_opening(session, id_) if page == 1 else (),
        turns=[
            _view(row, position, said.get(row.number, ()), notes.get(row.number, ()))
            for position, row in enumerate(rows, before + 1)
        ],
        notes=notes.get(None, ()),
        labels=session.scalars(labels).all(),
        handoffs=[(reference, time) for reference, time in session.execute(handoffs)],
        page=page,
        pages=pages,
    )


def _page_of(session: Session, id_: str, turn: int) -> int:
    own = select(Turn.number).where(Turn.conversation_id == id_, Turn.number == turn)
    if session.scalar(own) is None:
        raise NotFoundError("This conversation has no such turn.")
    before = select(func.count()).where(Turn.conversation_id == id_, Turn.number < turn)
    return (session.scalar(before) or 0) // TURNS_ON_A_PAGE + 1


def _opening(session: Session, id_: str) -> list[Said]:
    first = select(Message).where(Message.conversation_id == id_).order_by(Message.number).limit(5)
    return [_of_row(row) for row in session.scalars(first) if row.turn_number is None]


def _said(session: Session, id_: str, turns: Sequence[int]) -> dict[int, list[Said]]:
    if not turns:
        return {}
    rows = session.execute(
        select(Message, Feedback)
        .join(Feedback, Feedback.message_id == Message.id, isouter=True)
        .where(
            Message.conversation_id == id_,
            Message.turn_number >= turns[0],
            Message.turn_number <= turns[-1],
        )
        .order_by(Message.number)
    )
    found: dict[int, list[Said]] = {}
    for message, vote in rows:
        found.setdefault(message.turn_number or 0, []).append(_of_row(message, vote))
    return found


def _of_row(row: Message, vote: Feedback | None = None) -> Said:
    return Said(
        row.id,
        row.author,
        row.kind,
        row.time,
        row.text,
        row.details,
        vote.helpful if vote else None,
        vote.comment if vote else None,
    )


def _view(row: Turn, position: int, said: Sequence[Said], notes: Sequence[Note]) -> TurnView:
    understood = row.understanding or {}
    return TurnView(
        number=row.number,
        position=position,
        state=row.state,
        created=row.created,
        finished=row.finished,
        intent=row.intent,
        confidence=row.confidence,
        ranking=understood.get("ranking", ()),
        entities=understood.get("entities", ()),
        incident=row.incident,
        trace=row.trace or {},
        question=next((one for one in said if one.author == "visitor"), None),
        answers=[one for one in said if one.author != "visitor"],
        notes=notes,
    )
