"""What the inbox shows of each conversation that was found."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from web.log.facets import Facet
from web.log.tables import Conversation, FacetValue, Message, Turn
from web.staff.inbox.filters import NONE
from web.staff.inbox.hits import Hit
from web.staff.tables_inbox import Label

MOST_SUGGESTIONS = 1_000


@dataclass(frozen=True)
class Row:
    """A conversation and the turn for which it was found, if anything was asked in it."""

    conversation: str
    turn: int | None
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
    turns = [hit.turn for hit in hits if hit.turn is not None]
    found = session.scalars(select(Turn).where(Turn.number.in_(turns)))
    by_number = {turn.number: turn for turn in found}
    ids = [hit.conversation for hit in hits]
    there = session.scalars(select(Conversation).where(Conversation.id.in_(ids)))
    by_id = {conversation.id: conversation for conversation in there}
    said = session.execute(
        select(Message.turn_number, Message.text).where(
            Message.turn_number.in_(turns), Message.author == "visitor"
        )
    )
    questions = {row.turn_number: row.text for row in said}
    labels: dict[str, list[str]] = {}
    for conversation, label in session.execute(
        select(Label.conversation_id, Label.label)
        .where(Label.conversation_id.in_(ids))
        .order_by(Label.label)
    ):
        labels.setdefault(conversation, []).append(label)
    return [
        _row(
            by_id[hit.conversation],
            by_number.get(hit.turn or 0),
            questions.get(hit.turn, ""),
            labels.get(hit.conversation, ()),
        )
        for hit in hits
        if hit.conversation in by_id
    ]


def _row(
    conversation: Conversation, turn: Turn | None, question: str, labels: Sequence[str]
) -> Row:
    return Row(
        conversation=conversation.id,
        turn=turn.number if turn else None,
        time=turn.created if turn else conversation.created,
        question=question,
        intent=turn.intent if turn else None,
        confidence=turn.confidence if turn else None,
        kind=turn.kind if turn else None,
        turns=conversation.turns,
        review=conversation.review,
        flagged=conversation.flagged,
        labels=labels,
    )


def suggestions(session: Session) -> dict[str, list[str]]:
    """Return the values that there are, by the name of the filter: those of turns, and labels."""
    found: dict[str, list[str]] = {facet.value: [] for facet in Facet}
    rows = select(FacetValue.name, FacetValue.value).order_by(FacetValue.name, FacetValue.value)
    for name, value in session.execute(rows):
        if len(found.setdefault(name, [])) < MOST_SUGGESTIONS:
            found[name].append(value)
    found[Facet.INTENT].insert(0, NONE)
    labels = select(Label.label).distinct().order_by(Label.label).limit(MOST_SUGGESTIONS)
    found["label"] = list(session.scalars(labels))
    return found
