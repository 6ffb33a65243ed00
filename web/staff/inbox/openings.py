"""Looking for conversations by the time they were opened, also those without a question."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from web.log.tables import Conversation
from web.staff.inbox.conditions import about_conversation
from web.staff.inbox.filters import Filter
from web.staff.inbox.hits import Hit

BEGINNING: Final = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND: Final = timedelta(microseconds=1)
LATEST: Final = datetime.max.replace(tzinfo=UTC)


def place_of(opened: datetime) -> int:
    """Return where a conversation stands in a list by opening."""
    return (opened - BEGINNING) // MICROSECOND


@dataclass(frozen=True)
class OpeningSearch:
    """How conversations are looked for that fit a filter about no turn."""

    wanted: Filter

    def downwards(self, session: Session, before: int | None, limit: int) -> list[Hit]:
        """Return the next hits that were opened before a place, newest first."""
        query = self._conversations()
        if before is not None:
            query = query.where(Conversation.created < _moment(before))
        query = query.order_by(Conversation.created.desc(), Conversation.id.desc())
        return self._hits(session, query.limit(limit))

    def upwards(self, session: Session, after: int, limit: int) -> list[Hit]:
        """Return the next hits that were opened after a place, oldest first."""
        query = self._conversations().where(Conversation.created > _moment(after))
        query = query.order_by(Conversation.created, Conversation.id)
        return self._hits(session, query.limit(limit))

    def counted(self, most: int) -> Select[int, int]:
        """Return the query for how many there are, twice; no more than ``most`` are counted."""
        some = self._conversations().limit(most).subquery()
        return select(func.count(), func.count()).select_from(some)

    def _conversations(self) -> Select[Any, Any, Any]:
        query = select(Conversation.id, Conversation.created, Conversation.last_turn)
        if self.wanted.asked == "no":
            query = query.where(Conversation.last_turn.is_(None))
        return query.where(*about_conversation(self.wanted))

    @staticmethod
    def _hits(session: Session, query: Select[Any, Any, Any]) -> list[Hit]:
        rows = session.execute(query)
        return [Hit(row.last_turn, row.id, place_of(row.created)) for row in rows]


def _moment(place: int) -> datetime:
    try:
        return BEGINNING + place * MICROSECOND
    except OverflowError:
        return LATEST
