"""Whether a visitor asked the same again in other words: the answer before was of no use then.

The rule is simple on purpose, so that the staff can be told it. A message is a second try of the
one right before it when

- both were typed, within ten minutes, and neither is small talk, a call for help or a fault;
- it names nothing (state, certification, ...) that the first one did not name, unless the first
  one was not understood at all;
- both were taken for the same topic, or the first one was not understood;
- at least half of the telling words of the shorter one stand in the other one too, in some form.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from web.log import facets
from web.log.facets import Facet, Pair
from web.log.tables import Message, Turn

PAIR: Pair = (Facet.AGAIN, "yes")
AT_MOST_APART = timedelta(minutes=10)
SHARED = 0.5  # of the telling words of the shorter question
NOT_UNDERSTOOD = frozenset({"unknown", "out_of_scope"})
NO_QUESTION = frozenset({"smalltalk", "help", "handoff", "error"})
# What is tapped has this confidence.
CERTAIN = 1.0
WORD = re.compile(r"[^\W_]+")
# Forms of a word have their beginning in common, such as earn and earning.
BEGINNING = 4
# What tells nothing, and what nearly every question is about.
_EMPTY = """
    a about all am an and any are as at be been but by can cant could did do does dont for from get
    give go had has have hello hey hi how i if im in is it its just like many me mean meant much my
    no not of ok okay on one or our please question said say should so some sorry tell than thank
    thanks that the their them then there these they this to too try u ur us want was we well were
    what whats when where which who why will with would yes you your
    medical coder coders coding code codes
"""
EMPTY_WORDS = frozenset(_EMPTY.split())


@dataclass(frozen=True)
class Asked:
    """What the rule looks at of one turn."""

    number: int
    conversation: str
    time: datetime
    text: str
    intent: str | None
    confidence: float | None
    kind: str | None
    named: frozenset[Pair]


def is_second_try(first: Asked, second: Asked) -> bool:
    """Return whether ``second``, the turn right after ``first``, asks the same again."""
    both = (first, second)
    if any(one.kind in NO_QUESTION or one.confidence == CERTAIN for one in both):
        return False
    if first.conversation != second.conversation or second.time - first.time > AT_MOST_APART:
        return False
    if first.kind not in NOT_UNDERSTOOD:
        same_topic = first.intent is not None and first.intent == second.intent
        if not same_topic or not second.named <= first.named:
            return False
    words = [telling_words(one.text) for one in both]
    shorter = min(len(one) for one in words)
    return shorter > 0 and len(words[0] & words[1]) >= SHARED * shorter


def telling_words(text: str) -> set[str]:
    """Return the beginnings of the words of ``text`` that tell what it is about."""
    words = (word.lower() for word in WORD.findall(text.replace("'", "").replace("’", "")))
    return {word[:BEGINNING] for word in words if word not in EMPTY_WORDS}


def note(session: Session, turn: Turn) -> None:
    """Note at the turn before ``turn``, just answered, whether ``turn`` is a second try of it."""
    pair = (
        select(Turn, Message.text)
        .join(Message, and_(Message.turn_number == Turn.number, Message.author == "visitor"))
        .where(Turn.conversation_id == turn.conversation_id, Turn.number <= turn.number)
        .order_by(Turn.number.desc())
        .limit(2)
    )
    asked = [_asked(row, text) for row, text in session.execute(pair)]
    if len(asked) == 2 and is_second_try(asked[1], asked[0]):
        facets.replace(session, asked[1].number, Facet.AGAIN, {PAIR})


def of_all(session: Session) -> Iterator[int]:
    """Yield the numbers of all turns that were followed by a second try."""
    query = (
        select(Turn, Message.text)
        .join(Message, and_(Message.turn_number == Turn.number, Message.author == "visitor"))
        .order_by(Turn.conversation_id, Turn.number)
        .execution_options(yield_per=500)
    )
    before = None
    for row, text in session.execute(query):
        asked = _asked(row, text)
        session.expunge(row)
        if before is not None and is_second_try(before, asked):
            yield before.number
        before = asked


def _asked(row: Turn, text: str) -> Asked:
    understood: Mapping[str, Any] = row.understanding or {}
    entities = understood.get("entities", ())
    return Asked(
        number=row.number,
        conversation=row.conversation_id,
        time=row.created,
        text=text,
        intent=row.intent,
        confidence=row.confidence,
        kind=row.kind,
        named=frozenset((one["entity"], str(one["value"])) for one in entities),
    )
