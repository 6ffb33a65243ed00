"""Deleting conversations: on the visitor's wish at once, and all of them after their time.

The log forgets in one transaction and notes what Rasa still has to forget, so a deletion that was
cut short, or met a Rasa that was down, is finished later.
"""

import asyncio
import logging
import time
from dataclasses import replace
from datetime import timedelta

from web.log.failures import LogUnavailableError, UnknownConversationError
from web.log.records import Receipt, now
from web.log.repository import ConversationLog
from web.rasa import Rasa, RasaError
from web.staff.insight.figures import add_up
from web.turns import Turns

# Seconds in which the bytes should be gone; a very large index of words takes longer.
VISITORS_PATIENCE = 2.0
TIDY_PATIENCE = 30.0
# Seconds between looks for bytes of chats whose time was over. Each look rewrites the index.
SCRUBBING_PAUSE = 3600.0

logger = logging.getLogger(__name__)


class Forgetting:
    """Deletes conversations in the log and in Rasa."""

    def __init__(
        self, log: ConversationLog, rasa: Rasa, turns: Turns, retention: timedelta
    ) -> None:
        """``retention``: how long after its last message a conversation is kept."""
        self._log = log
        self._rasa = rasa
        self._turns = turns
        self._retention = retention
        self._next_scrubbing = 0.0
        self._tasks: set[asyncio.Task[tuple[Receipt, bool]]] = set()

    async def forget(self, conversation: str) -> tuple[Receipt, bool]:
        """Delete everything of ``conversation``, even if the visitor leaves meanwhile.

        Returns:
            The receipt, and whether Rasa has forgotten already (else it is asked again later).

        Raises:
            LogUnavailableError: when nothing was deleted.
            UnknownConversationError: when the conversation does not exist any more.
        """
        task = asyncio.create_task(self._forget(conversation))
        self._tasks.add(task)
        await asyncio.wait({task})
        self._tasks.discard(task)
        return task.result()

    async def run(self, pause: float) -> None:
        """Tidy up every ``pause`` seconds, for ever."""
        while True:
            try:
                await self.tidy()
            except LogUnavailableError as error:
                logger.error("deleting old chats failed: %s", error)
            await asyncio.sleep(pause)

    async def tidy(self) -> None:
        """Delete what is older than it may be and finish what Rasa did not forget yet.

        Raises:
            LogUnavailableError: when the log cannot be read or written.
        """
        while idle := await self._log.idle_before(now() - self._retention):
            for conversation in idle:
                try:
                    await self._turns.erase(conversation)
                except UnknownConversationError:
                    continue
        await self._log.forget_wishes(now())
        while await self._log.write(lambda session: add_up(session, now())):
            pass
        await self._scrub_now_and_then()
        for conversation in await self._log.unfinished_erasures():
            if not await self._let_rasa_forget(conversation):
                return

    async def _forget(self, conversation: str) -> tuple[Receipt, bool]:
        receipt = await self._turns.erase(conversation)
        scrubbed = await self._log.scrub(VISITORS_PATIENCE)
        if not scrubbed:
            self._next_scrubbing = 0.0
        return replace(receipt, scrubbed=scrubbed), await self._let_rasa_forget(conversation)

    async def _scrub_now_and_then(self) -> None:
        if time.monotonic() < self._next_scrubbing:
            return
        if await self._log.scrub(TIDY_PATIENCE):
            self._next_scrubbing = time.monotonic() + SCRUBBING_PAUSE

    async def _let_rasa_forget(self, conversation: str) -> bool:
        try:
            await self._rasa.forget(conversation)
            await self._log.finish_erasure(conversation)
        except (RasaError, LogUnavailableError) as error:
            logger.error("a deletion has to be finished later: %s", type(error).__name__)
            return False
        return True
