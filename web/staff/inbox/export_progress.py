"""How far each export is: in the database, so that another process or a restart can tell it too."""

import logging
from datetime import timedelta
from functools import partial
from typing import Final, Self

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from web.log.failures import LogUnavailableError
from web.log.records import now
from web.log.repository import ConversationLog
from web.staff.tables_inbox import Export

logger = logging.getLogger(__name__)

KEPT: Final = timedelta(days=1)
# A running export tells of itself with every thousand turns or so. One whose process was stopped
# never does again; one whose reader is very slow does.
LONGEST_SILENCE: Final = timedelta(minutes=5)


class Progress:
    """Notes how far one export is. That it cannot be noted does not keep the export from going on.

    Use :meth:`begin`.
    """

    def __init__(self, log: ConversationLog, number: int) -> None:
        self._log = log
        self._number = number
        self._conversations = 0
        self._turns = 0

    @classmethod
    async def begin(cls, log: ConversationLog, account: str, ticket: str) -> Self:
        """Return the progress of a new export that its page calls ``ticket``.

        Raises:
            LogUnavailableError: when the log cannot be written.
        """
        return cls(log, await log.write(partial(_begin, account=account, ticket=ticket)))

    async def add(self, conversations: int, turns: int) -> None:
        """Note that so many more are written."""
        self._conversations += conversations
        self._turns += turns
        await self._note("running")

    async def finish(self) -> None:
        """Note that everything is written."""
        await self._note("finished")

    async def fail(self) -> None:
        """Note that the export broke off."""
        await self._note("failed")

    async def _note(self, state: str) -> None:
        change = (
            update(Export)
            .where(Export.id == self._number)
            .values(conversations=self._conversations, turns=self._turns, state=state, time=now())
        )
        try:
            await self._log.write(lambda session: session.execute(change))
        except LogUnavailableError as error:
            logger.warning("how far an export is was not noted: %s", type(error).__name__)


def told(session: Session, account: str, ticket: str) -> dict[str, int | str] | None:
    """Return how far the newest export with this ticket is, as the page shows it.

    Returns:
        ``conversations``, ``turns`` and ``state``; ``None`` when ``account`` has no such export.
    """
    row = session.scalar(
        select(Export)
        .where(Export.account_id == account, Export.ticket == ticket)
        .order_by(Export.id.desc())
        .limit(1)
    )
    if row is None:
        return None
    silent = row.state == "running" and row.time < now() - LONGEST_SILENCE
    return {
        "conversations": row.conversations,
        "turns": row.turns,
        "state": "failed" if silent else row.state,
    }


def _begin(session: Session, account: str, ticket: str) -> int:
    session.execute(delete(Export).where(Export.time < now() - KEPT))
    export = Export(
        account_id=account, ticket=ticket, conversations=0, turns=0, state="running", time=now()
    )
    session.add(export)
    session.flush()
    return export.id
