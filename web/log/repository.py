"""The conversation log for coroutines: every access runs in a thread and is either done or told."""

import asyncio
import sqlite3
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, Self, TypeVar

from sqlalchemy import URL, Engine
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.orm import Session

from web.log import erasing, statements, voices, words
from web.log.engine import POSTGRESQL_WRITERS, READERS, open_engine, writing
from web.log.failures import LogUnavailableError, unavailable
from web.log.records import (
    Choice,
    LoggedMessage,
    LoggedTurn,
    LoggedWish,
    Opening,
    Receipt,
    Said,
    Vote,
    Wish,
)
from web.log.threads import Threads
from web.log.trouble import Trouble, Watch

T = TypeVar("T")


class ConversationLog:
    """The log of all conversations.

    Every method raises ``LogUnavailableError`` when the database could not do its work; what a
    method returned is on the disk. :mod:`web.log.statements`, :mod:`web.log.voices` and
    :mod:`web.log.erasing` tell what each does and raises.
    """

    def __init__(self, engine: Engine, patience: float) -> None:
        """Use :meth:`open`."""
        self._engine = engine
        self._writing = writing(engine)
        self._sqlite = engine.dialect.name == "sqlite"
        # SQLite has one writer at a time anyway; one thread makes them queue in order.
        self._writers = Threads(1 if self._sqlite else POSTGRESQL_WRITERS, patience)
        self._readers = Threads(READERS, patience)
        self._scrubbing = asyncio.Lock()
        self._watch = Watch()

    @classmethod
    async def open(cls, url: URL, *, busy: float, patience: float) -> Self:
        """Open the log at ``url``, making its tables if they are missing.

        Args:
            url: An SQLite file or a PostgreSQL database (driver psycopg).
            busy: Seconds one statement waits for a lock of somebody else.
            patience: Seconds one access waits for a free thread.

        Raises:
            LogUnavailableError: when the database cannot be opened.
            LogSchemaError: when a newer version of this program made its tables.
        """
        engine = await asyncio.get_running_loop().run_in_executor(None, open_engine, url, busy)
        return cls(engine, patience)

    async def close(self) -> None:
        """Finish what runs and close all connections."""
        await asyncio.get_running_loop().run_in_executor(None, self._close)

    async def add_conversation(
        self,
        conversation: str,
        messages: Sequence[LoggedMessage],
        notice_version: str | None = None,
    ) -> None:
        """Add a conversation with its first messages and the version of the notice shown."""
        await self.write(
            lambda s: statements.add_conversation(s, conversation, messages, notice_version)
        )

    async def require_conversation(self, conversation: str) -> Opening:
        """Return how the conversation was opened."""
        return await self.read(lambda s: statements.require_conversation(s, conversation))

    async def begin_turn(
        self, conversation: str, client_id: str, said: Said
    ) -> list[LoggedMessage] | None:
        """Store what the visitor said, or return the stored answer."""
        return await self.write(lambda s: statements.begin_turn(s, conversation, client_id, said))

    async def finish_turn(
        self,
        conversation: str,
        client_id: str,
        answer: Sequence[LoggedMessage],
        *,
        understanding: dict[str, Any] | None = None,
        incident: str | None = None,
        trace: dict[str, Any] | None = None,
    ) -> list[LoggedMessage]:
        """Store the answer and return what is stored."""
        return await self.write(
            lambda s: statements.finish_turn(
                s, conversation, client_id, answer, understanding, incident, trace
            )
        )

    async def fail_turn(self, conversation: str, client_id: str, incident: str) -> None:
        """Mark the turn as failed."""
        await self.write(lambda s: statements.fail_turn(s, conversation, client_id, incident))

    async def messages(
        self, conversation: str, *, after: str | None = None, limit: int | None = None
    ) -> list[LoggedMessage] | None:
        """Return the messages behind ``after``; ``None`` when that id is unknown."""
        return await self.read(lambda s: statements.messages_after(s, conversation, after, limit))

    async def turns(self, conversation: str) -> list[LoggedTurn]:
        """Return the turns in order."""
        return await self.read(lambda s: statements.turns_of(s, conversation))

    async def find_choice(self, conversation: str, choice: str) -> Choice | None:
        """Return a choice offered in this conversation."""
        return await self.read(lambda s: statements.find_choice(s, conversation, choice))

    async def vote(self, conversation: str, message: str, vote: Vote) -> bool:
        """Keep a vote on an answer; ``False`` when there is no such answer."""
        return await self.write(lambda s: voices.vote(s, conversation, message, vote))

    async def add_wish(
        self, wish: Wish, keep: timedelta, conversation: str | None = None, notify: bool = False
    ) -> LoggedWish:
        """Keep the wish to talk to a person."""
        return await self.write(lambda s: voices.add_wish(s, wish, keep, conversation, notify))

    async def wishes(self, conversation: str) -> list[LoggedWish]:
        """Return the wishes that were written in a conversation."""
        return await self.read(lambda s: voices.wishes_of(s, conversation))

    async def forget_wishes(self, expired_before: datetime) -> int:
        """Delete the wishes whose time is over; on SQLite their bytes leave the files as well."""
        count = await self.write(lambda s: voices.forget_wishes(s, expired_before))
        if count and self._sqlite:
            await self._writers.run(self._empty_journal)
        return count

    async def forget_wish(self, reference: str) -> bool:
        """Delete one wish, and its bytes; returns whether there was one."""
        found = await self.write(lambda s: voices.forget_wish(s, reference))
        if found and self._sqlite:
            await self._writers.run(self._empty_journal)
        return found

    async def erase(self, conversation: str) -> Receipt:
        """Delete the conversation; :meth:`scrub` lets its bytes leave the files as well."""
        return await self.write(lambda s: erasing.erase(s, conversation))

    async def scrub(self, patience: float) -> bool:
        """Let the bytes of deleted conversations leave the files of SQLite.

        Args:
            patience: Seconds after which to stop and go on another time.

        Returns:
            Whether nothing is left. Never raises: what was deleted is deleted.
        """
        latest = time.monotonic() + patience
        try:
            async with self._scrubbing:
                return await self._scrub(latest)
        except LogUnavailableError:
            return False

    async def _scrub(self, latest: float) -> bool:
        receipts = await self.read(erasing.unscrubbed)
        if not receipts:
            return True
        if self._sqlite:
            await self.write(lambda s: words.begin_sweep(s.connection()))
            # Step by step, so that whoever writes meanwhile need not wait for all of it.
            while await self.write(lambda s: words.sweep(s.connection())):
                if time.monotonic() > latest:
                    return False
            if not await self._writers.run(self._empty_journal):
                return False
        await self.write(lambda s: erasing.finish_scrubbing(s, receipts))
        return True

    async def finish_erasure(self, conversation: str) -> None:
        """Note that Rasa has forgotten the conversation."""
        await self.write(lambda s: erasing.finish_erasure(s, conversation))

    async def unfinished_erasures(self) -> list[str]:
        """Return the deleted conversations that Rasa may still remember."""
        return await self.read(erasing.unfinished_erasures)

    async def idle_before(self, moment: datetime, limit: int = 100) -> list[str]:
        """Return conversations in which nothing happened since ``moment``, oldest first."""
        return await self.read(lambda s: erasing.idle_before(s, moment, limit))

    async def check_writable(self) -> None:
        """Write something small."""
        await self.write(statements.note_writable)

    @property
    def trouble(self) -> Trouble | None:
        """When the log could not be written, if that was lately."""
        return self._watch.trouble()

    async def read(self, work: Callable[[Session], T]) -> T:
        """Return what ``work`` reads in a transaction of its own."""
        return await self._readers.run(lambda: self._within(self._engine, work))

    async def write(self, work: Callable[[Session], T]) -> T:
        """Return what ``work`` returns once what it wrote is on the disk.

        ``work`` runs a second time, in a new transaction, when another process was first.
        """

        def watched() -> T:
            try:
                done = self._within(self._writing, work)
            except LogUnavailableError as error:
                self._watch.failed(error)
                raise
            self._watch.succeeded()
            return done

        return await self._writers.run(watched)

    @staticmethod
    def _within(engine: Engine, work: Callable[[Session], T]) -> T:
        def transaction() -> T:
            with Session(engine, expire_on_commit=False) as session, session.begin():
                return work(session)

        try:
            try:
                return transaction()
            except IntegrityError:
                # Another process added the same turn in between: now its row is there to be found.
                return transaction()
        # The connect hook of SQLite runs outside SQLAlchemy's translation of errors.
        except (SQLAlchemyError, sqlite3.Error, OSError) as error:
            raise unavailable(error) from None

    def _empty_journal(self) -> bool:
        """Return whether the journal is empty; a reader may be in the way."""
        connection = self._engine.raw_connection()
        try:
            cursor = connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
            return bool(cursor.fetchone()[0] == 0)
        except sqlite3.Error:
            return False
        finally:
            connection.close()

    def _close(self) -> None:
        self._writers.close()
        self._readers.close()
        self._engine.dispose()
