"""How turns that fit a filter are looked for."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import Session, aliased

from web.log.tables import Conversation, Turn
from web.staff.inbox.condition import Condition
from web.staff.inbox.conditions import about_conversation, conditions_of
from web.staff.inbox.filters import Filter
from web.staff.inbox.hits import Hit

# Turns that are read at first beyond those of a page: those of one visit often fit together.
MORE: Final = 1.25
STEERING: Final = MappingProxyType(
    {
        "enable_mergejoin": "off",
        "enable_hashjoin": "off",
        "enable_seqscan": "off",
        "max_parallel_workers_per_gather": "0",
    }
)
# Turns that begin at the same moment may have got their numbers in the other order.
SLACK: Final = 100


@dataclass(frozen=True)
class Search:
    """How a filter is looked for.

    Attributes:
        conditions: What has to hold, the rarest first.
        limits: The least and the greatest number of a turn within the time that is wanted.
    """

    wanted: Filter
    conditions: Sequence[Condition]
    limits: tuple[int | None, int | None]

    @classmethod
    def of(cls, session: Session, wanted: Filter) -> "Search | None":
        """Plan the search; ``None`` when nothing can be found."""
        _keep_order_of_joins(session)
        if not wanted.is_about_turns:
            return cls(wanted, (), (None, None))
        limits = _numbers_of_time(session, wanted)
        conditions = conditions_of(session, wanted)
        if limits is None or any(condition.size == 0 for condition in conditions):
            return None
        return cls(wanted, conditions, limits)

    def downwards(self, session: Session, before: int | None, limit: int) -> list[Hit]:
        """Return the next hits before a turn, newest first."""
        number, _, query = self._turns()
        query = query.order_by(number.desc())
        found: dict[str, int] = {}
        at, size = before, int(limit * MORE)
        while len(found) < limit:
            older = query if at is None else query.where(number < at)
            rows = session.execute(older.limit(size)).all()
            new = dict(reversed([(row.conversation_id, row.number) for row in rows]))
            for conversation in self._with_newer_turn(session, list(new), before):
                del new[conversation]
            # Those that are known already were found with a newer turn.
            found = {**new, **found}
            if len(rows) < size:
                break
            at, size = rows[-1].number, 2 * size
        hits = sorted(((turn, one) for one, turn in found.items()), reverse=True)
        return [Hit(turn, conversation) for turn, conversation in hits[:limit]]

    def upwards(self, session: Session, after: int, limit: int) -> list[Hit]:
        """Return the next hits after a turn, oldest first."""
        number, conversation, query = self._turns()
        query = query.where(number > after).order_by(number).limit(limit)
        if self.wanted.is_about_turns:
            later = aliased(Turn)
            query = query.where(
                ~exists().where(
                    later.conversation_id == conversation,
                    later.number > number,
                    *self._hold_for(later),
                )
            )
        return [Hit(row.number, row.conversation_id) for row in session.execute(query)]

    def counted(self, most: int) -> Select[int, int]:
        """Return the query for two numbers: of candidates, and of conversations that fit.

        Candidates are conversations, or turns for which the rarest condition holds; no more than
        ``most`` of them are looked at.
        """
        if not self.wanted.is_about_turns:
            some = self._conversations().limit(most).subquery()
            return select(func.count(), func.count()).select_from(some)
        rarest, others = self.conditions[:1], list(self.conditions[1:])
        numbers = rarest[0].numbers if rarest else select(Turn.number.label("number"))
        first = numbers.selected_columns.number
        candidates = numbers.where(*self._within(first)).limit(most).subquery()
        others = [replace(one, holds=one.holds_for_many or one.holds) for one in others]
        holds = self._hold(others, candidates.c.number, Turn.conversation_id, Turn.created)
        conversations = (
            select(func.count(Turn.conversation_id.distinct()))
            .select_from(candidates)
            .join(Turn, Turn.number == candidates.c.number)
            .where(*holds)
        )
        return select(
            select(func.count()).select_from(candidates).scalar_subquery(),
            conversations.scalar_subquery(),
        )

    def _conversations(self) -> Select[Any, Any]:
        query = select(
            Conversation.last_turn.label("number"), Conversation.id.label("conversation_id")
        )
        return query.where(Conversation.last_turn.is_not(None), *about_conversation(self.wanted))

    def _turns(self) -> tuple[Any, Any, Select[Any, Any]]:
        """Return the number of a turn, its conversation, and the query for the turns that fit."""
        if not self.wanted.is_about_turns:
            return Conversation.last_turn, Conversation.id, self._conversations()
        rarest = self.conditions[0] if self.conditions else None
        if rarest is None or not rarest.is_begin:
            holds = self._hold(self.conditions, Turn.number, Turn.conversation_id, Turn.created)
            query = select(Turn.number, Turn.conversation_id).where(*holds)
            return Turn.number, Turn.conversation_id, query
        begin = rarest.numbers if rarest.in_order else rarest.numbers.distinct()
        candidates = begin.subquery()
        number = candidates.c.number

        def looked_up(value: Any) -> Any:
            # Not a join: a planner could begin it at the other end.
            of_candidate = select(value).where(Turn.number == number)
            return of_candidate.correlate(candidates).scalar_subquery()

        conversation = looked_up(Turn.conversation_id)
        holds = self._hold(self.conditions[1:], number, conversation, looked_up(Turn.created))
        query = select(number, conversation.label("conversation_id")).select_from(candidates)
        return number, conversation, query.where(*holds)

    def _with_newer_turn(
        self, session: Session, conversations: Sequence[str], before: int | None
    ) -> list[str]:
        """Return the conversations that stand on a newer page, for they fit there already."""
        if before is None or not self.wanted.is_about_turns or not conversations:
            return []
        newer = aliased(Turn)
        query = (
            select(newer.conversation_id)
            .distinct()
            .where(
                newer.conversation_id.in_(conversations),
                newer.number >= before,
                *self._hold_for(newer),
            )
        )
        return list(session.scalars(query))

    def _hold_for(self, turn: Any) -> list[ColumnElement[bool]]:
        """Return what has to hold for another turn of a conversation that fits."""
        about = [one for one in self.conditions if one.about_turn]
        return self._hold(about, turn.number, turn.conversation_id, turn.created)

    def _hold(
        self, conditions: Sequence[Condition], number: Any, conversation: Any, created: Any
    ) -> list[ColumnElement[bool]]:
        found = [condition.holds(number, conversation) for condition in conditions]
        if self.wanted.since is not None:
            found.append(created >= self.wanted.since)
        if self.wanted.until is not None:
            found.append(created < self.wanted.until)
        return found + self._within(number)

    def _within(self, number: Any) -> list[ColumnElement[bool]]:
        least, greatest = self.limits
        found = [number >= least] if least is not None else []
        return found + ([number <= greatest] if greatest is not None else [])


def _keep_order_of_joins(session: Session) -> None:
    """Let PostgreSQL look up one turn after the other, from the rarest condition on.

    Its planner thinks that turns with a value are spread evenly, and would rather read both sides
    of a join as a whole until it has found enough. SQLite does as the queries say by itself.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(*(func.set_config(*one, True) for one in STEERING.items())))


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
