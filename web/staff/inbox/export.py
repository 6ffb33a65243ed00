"""Reading what an export holds, some conversations at a time."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from web.log.tables import Conversation, Feedback, Message, Turn
from web.reply import api_time
from web.staff.inbox.export_format import SCHEMA, ExportedTurn
from web.staff.inbox.filters import Filter
from web.staff.inbox.queries import find
from web.staff.tables_inbox import Label, Note

T = TypeVar("T", Turn, Label, Note)

CONVERSATIONS_AT_ONCE: Final = 200
TURNS_AT_ONCE: Final = 1_000


def next_conversations(
    session: Session, wanted: Filter, before: int | None
) -> tuple[list[list[str]], int | None]:
    """Find the next conversations that fit.

    Returns:
        Their ids in groups that are small enough to be read at once, and the turn before which to
        go on; ``None`` at the end.
    """
    hits = find(session, wanted, CONVERSATIONS_AT_ONCE, before=before)
    ids = [hit.conversation for hit in hits.hits]
    lengths = select(Conversation.id, Conversation.turns).where(Conversation.id.in_(ids))
    sizes = {row.id: row.turns for row in session.execute(lengths)}
    groups: list[list[str]] = []
    size = TURNS_AT_ONCE
    for id_ in ids:
        size += sizes.get(id_, 0)
        if size > TURNS_AT_ONCE:
            groups.append([])
            size = sizes.get(id_, 0)
        groups[-1].append(id_)
    return groups, hits.hits[-1].place if hits.older else None


def read_turns(session: Session, ids: Sequence[str]) -> list[ExportedTurn]:
    """Return all turns of some conversations, in their order; deleted ones have none."""
    conversations = {
        row.id: row for row in session.scalars(select(Conversation).where(Conversation.id.in_(ids)))
    }
    of_these = Turn.conversation_id.in_(ids)
    turns = _grouped(session.scalars(select(Turn).where(of_these).order_by(Turn.number)))
    labels = _grouped(
        session.scalars(select(Label).where(Label.conversation_id.in_(ids)).order_by(Label.label))
    )
    notes = _grouped(
        session.scalars(select(Note).where(Note.conversation_id.in_(ids)).order_by(Note.id))
    )
    said = _said(session, ids)
    return [
        _exported(conversations[id_], turn, position, said.get(turn.number, []),
                  [one.label for one in labels.get(id_, [])],
                  [f"{note.person}: {note.text}" for note in notes.get(id_, [])
                   if note.turn_number == turn.number
                   # What is about the whole conversation stands at its first turn.
                   or (note.turn_number is None and position == 1)])
        for id_ in ids
        for position, turn in enumerate(turns.get(id_, []), 1)
    ]  # fmt: skip


def _grouped(rows: Iterable[T]) -> dict[str, list[T]]:
    found: dict[str, list[T]] = {}
    for row in rows:
        found.setdefault(row.conversation_id, []).append(row)
    return found


def _said(session: Session, ids: Sequence[str]) -> dict[int, list[tuple[Message, Feedback | None]]]:
    rows = session.execute(
        select(Message, Feedback)
        .join(Feedback, Feedback.message_id == Message.id, isouter=True)
        .where(Message.conversation_id.in_(ids), Message.turn_number.is_not(None))
        .order_by(Message.number)
    )
    found: dict[int, list[tuple[Message, Feedback | None]]] = {}
    for message, vote in rows:
        found.setdefault(message.turn_number or 0, []).append((message, vote))
    return found


def _exported(
    conversation: Conversation,
    turn: Turn,
    position: int,
    said: Sequence[tuple[Message, Feedback | None]],
    labels: Sequence[str],
    notes: Sequence[str],
) -> ExportedTurn:
    answers = [message for message, _ in said if message.author != "visitor"]
    votes = [vote for _, vote in said if vote is not None]
    trace: Mapping[str, Any] = turn.trace or {}
    understood: Mapping[str, Any] = turn.understanding or {}
    return ExportedTurn(
        schema=SCHEMA,
        conversation=conversation.id,
        turn=turn.number,
        position=position,
        time=api_time(turn.created),
        state=turn.state,
        question="\n".join(one.text for one, _ in said if one.author == "visitor"),
        kind=turn.kind,
        answer="\n\n".join(one.text for one in answers),
        intent=turn.intent,
        confidence=turn.confidence,
        entities=[f"{one['entity']}={one['value']}" for one in understood.get("entities", [])],
        facts=[
            f"{fact['id']}@{fact['version']}"
            for one in answers
            for fact in one.details.get("facts", [])
        ],
        sources=list(
            dict.fromkeys(
                source["id"] for one in answers for source in one.details.get("sources", [])
            )
        ),
        actions=trace.get("actions", []),
        model=trace.get("model"),
        milliseconds=trace.get("milliseconds", {}),
        incident=turn.incident,
        feedback=("helpful" if votes[-1].helpful else "unhelpful") if votes else None,
        comment=votes[-1].comment if votes else None,
        review=conversation.review,
        flagged=conversation.flagged,
        labels=list(labels),
        notes=list(notes),
    )
