"""What the inbox shows of each conversation that was found."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from web.log.facets import Facet
from web.log.tables import Conversation, FacetValue, Message, Turn
from web.staff.inbox.queries import Hit
from web.staff.tables_inbox import Label

MOST_SUGGESTIONS = 1_000


@dataclass(frozen=True)
class Row:
    """A conversation and the turn for which it was found."""

    conversation: str
    turn: int
    time: datetime
    question: str
    intent: str | None
    confidence: float | None
    kind: str | None
    turns: int
    review: str
    flagged: bool
    labels: Sequence[str]


def read_rows(session: Session, hits: Sequence[Hit]) -> list[Row]:
    """Return what is shown of ``hits``, in their order."""
    turns = [hit.turn for hit in hits]
    found = session.execute(
        select(Turn, Conversation)
        .join(Conversation, Conversation.id == Turn.conversation_id)
        .where(Turn.number.in_(turns))
    )
    by_turn = {turn.number: (turn, conversation) for turn, conversation in found}
    said = session.execute(
        select(Message.turn_number, Message.text).where(
            Message.turn_number.in_(turns), Message.author == "visitor"
        )
    )
    questions = {row.turn_number: row.text for row in said}
    labels: dict[str, list[str]] = {}
    for conversation, label in session.execute(
        select(Label.conversation_id, Label.label)
        .where(Label.conversation_id.in_([hit.conversation for hit in hits]))
        .order_by(Label.label)
    ):
        labels.setdefault(conversation, []).append(label)
    return [
        Row(
            conversation=hit.conversation,
            turn=hit.turn,
            time=turn.created,
            question=questions.get(hit.turn, ""),
            intent=turn.intent,
            confidence=turn.confidence,
            kind=turn.kind,
            turns=conversation.turns,
            review=conversation.review,
            flagged=conversation.flagged,
            labels=labels.get(hit.conversation, ()),
        )
        for hit in hits
        if hit.turn in by_turn
        for turn, conversation in [by_turn[hit.turn]]
    ]


def suggestions(session: Session) -> dict[str, list[str]]:
    """Return the values that there are, by the name of the filter: those of turns, and labels."""
    found: dict[str, list[str]] = {facet.value: [] for facet in Facet}
    rows = select(FacetValue.name, FacetValue.value).order_by(FacetValue.name, FacetValue.value)
    for name, value in session.execute(rows):
        if len(found.setdefault(name, [])) < MOST_SUGGESTIONS:
            found[name].append(value)
    labels = select(Label.label).distinct().order_by(Label.label).limit(MOST_SUGGESTIONS)
    found["label"] = list(session.scalars(labels))
    return found
