"""Finding conversations, newest first, a page at a time, and counting them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, Subquery, exists, func, select
from sqlalchemy.orm import Session, aliased

from web.log.tables import Conversation, Turn
from web.staff.inbox.conditions import MANY, Condition, about_conversation, conditions_of
from web.staff.inbox.filters import Filter

# Counting goes on until so many turns fit.
MOST_COUNTED: Final = 30_000
ROUND: Final = 1_000
# Turns that begin at the same moment may have got their numbers in the other order.
SLACK: Final = 100


@dataclass(frozen=True)
class Hit:
    """A conversation that fits, and the number of the newest turn for which it does."""

    turn: int
    conversation: str


@dataclass(frozen=True)
class Hits:
    """A page of hits, newest first; ``newer`` and ``older`` tell whether there are more."""

    hits: tuple[Hit, ...]
    newer: bool
    older: bool


@dataclass(frozen=True)
class Count:
    """How many conversations fit; with ``more``, at least so many."""

    conversations: int
    more: bool

    def __str__(self) -> str:
        """Return the count as people read it: "12" or "more than 10,000"."""
        return f"more than {self.conversations:,}" if self.more else f"{self.conversations:,}"


def find(
    session: Session,
    wanted: Filter,
    limit: int,
    *,
    before: int | None = None,
    after: int | None = None,
) -> Hits:
    """Return the newest conversations that fit.

    Args:
        session: Where the log is read.
        wanted: What has to hold. Conditions about turns hold for the turn of the hit, which is
            the newest such turn of its conversation.
        limit: The most hits of a page.
        before: Only hits with an older turn than this number.
        after: Only hits with a newer turn, those next to it; not together with ``before``.
    """
    upwards = after is not None
    search = _Search.of(session, wanted)
    if search is None:
        return Hits((), newer=False, older=False)
    query = search.hits(before, after).limit(limit + 1)
    found = [Hit(number, conversation) for number, conversation in session.execute(query)]
    more, found = len(found) > limit, found[:limit]
    if upwards:
        found.reverse()
    return Hits(
        tuple(found),
        newer=more if upwards else before is not None,
        older=True if upwards else more,
    )


def count(session: Session, wanted: Filter) -> Count:
    """Count the conversations that fit, as far as it takes no long time."""
    search = _Search.of(session, wanted)
    if search is None:
        return Count(0, more=False)
    some = search.turns().limit(MOST_COUNTED).subquery()
    turns, conversations = session.execute(
        select(func.count(), func.count(some.c.conversation_id.distinct()))
    ).one()
    if turns < MOST_COUNTED:
        return Count(conversations, more=False)
    return Count(conversations // ROUND * ROUND, more=True)


@dataclass(frozen=True)
class _Search:
    """How a filter is looked for.

    Attributes:
        begin: The turns of the rarest condition; ``None``: all turns.
        ask: The other conditions.
        conditions: All of them.
        limits: The least and the greatest number of a turn within the time that is wanted.
    """

    wanted: Filter
    begin: Subquery | None
    ask: Sequence[Condition]
    conditions: Sequence[Condition]
    limits: tuple[int | None, int | None]

    @classmethod
    def of(cls, session: Session, wanted: Filter) -> "_Search | None":
        """Plan the search; ``None`` when nothing can be found."""
        if not wanted.is_about_turns:
            return cls(wanted, None, (), (), (None, None))
        limits = _numbers_of_time(session, wanted)
        conditions = conditions_of(session, wanted)
        if limits is None or any(condition.size == 0 for condition in conditions):
            return None
        rarest = conditions[0] if conditions else None
        if rarest is None or (rarest.size >= MANY and not rarest.in_order):
            return cls(wanted, None, conditions, conditions, limits)
        begin = rarest.numbers.subquery("rarest")
        return cls(wanted, begin, conditions[1:], conditions, limits)

    def hits(self, before: int | None, after: int | None) -> Select[Any]:
        """Return the query for the hits before or after a turn, those next to it first."""
        number, query = self._number, self.turns()
        if self.wanted.is_about_turns:
            later = aliased(Turn)
            about = [one for one in self.conditions if one.about_turn]
            query = query.where(
                ~exists().where(
                    later.conversation_id == Turn.conversation_id,
                    later.number > number,
                    *self._hold(about, later.number, later.conversation_id, later.created),
                )
            )
        if after is not None:
            return query.where(number > after).order_by(number)
        if before is not None:
            query = query.where(number < before)
        return query.order_by(number.desc())

    def turns(self) -> Select[Any]:
        """Return the query for the turns that fit, with their conversations."""
        number = self._number
        if not self.wanted.is_about_turns:
            query = select(number.label("number"), Conversation.id.label("conversation_id"))
            return query.where(number.is_not(None), *about_conversation(self.wanted))
        query = select(number.label("number"), Turn.conversation_id)
        if self.begin is not None:
            query = query.select_from(self.begin).join(Turn, Turn.number == number)
        return query.where(*self._hold(self.ask, number, Turn.conversation_id, Turn.created))

    @property
    def _number(self) -> Any:
        if not self.wanted.is_about_turns:
            return Conversation.last_turn
        return Turn.number if self.begin is None else self.begin.c.number

    def _hold(
        self, conditions: Sequence[Condition], number: Any, conversation: Any, created: Any
    ) -> list[ColumnElement[bool]]:
        found = [condition.holds(number, conversation) for condition in conditions]
        least, greatest = self.limits
        if self.wanted.since is not None:
            found += [number >= least, created >= self.wanted.since]
        if self.wanted.until is not None:
            found += [number <= greatest, created < self.wanted.until]
        return found


def _numbers_of_time(session: Session, wanted: Filter) -> tuple[int | None, int | None] | None:
    """Return the numbers between which all turns of the wanted time lie; ``None`` if none do."""
    least = greatest = None
    if wanted.since is not None:
        first = select(Turn.number).where(Turn.created >= wanted.since).order_by(Turn.created)
        least = session.scalar(select(func.min(first.limit(SLACK).subquery().c.number)))
    if wanted.until is not None:
        last = select(Turn.number).where(Turn.created < wanted.until).order_by(Turn.created.desc())
        greatest = session.scalar(select(func.max(last.limit(SLACK).subquery().c.number)))
    if (wanted.since and least is None) or (wanted.until and greatest is None):
        return None
    return least, greatest
