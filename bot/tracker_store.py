"""Rasa's working memory: one row a conversation, written completely or not at all.

Differs from Rasa's own SQL store in what a failure does. Rasa's store overwrites in silence when
two processes write the same conversation, ends the process on an odd value, and blocks every
visitor while the database is busy. Here a save either took place or is reported on the turn.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import cache
from typing import Any, TypeVar

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import FailSafeTrackerStore, TrackerStore
from rasa.shared.core import events as rasa_events
from rasa.shared.core.conversation import Dialogue
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy.exc import SQLAlchemyError

from bot.tracker_table import RevisionConflictError, TrackerTable
from bot.turn import Event, StoredConversation, Turn, answer_of, current_turn
from bot.window import last_turns

logger = logging.getLogger(__name__)

DEFAULT_URL = "sqlite:///var/tracker.sqlite"

_Result = TypeVar("_Result")


class StoreError(Exception):
    """The tracker database could not be read or written; holds no words of the visitor."""


class BoundedTrackerStore(TrackerStore):
    """Keeps the last turns of each conversation in one row of SQLite or PostgreSQL."""

    def __init__(
        self,
        domain: Domain | None,
        host: str | None = None,
        event_broker: EventBroker | None = None,
        window_turns: int = 20,
        keep_days: float = 7,
        busy_seconds: float = 2.0,
    ) -> None:
        """Open the database and make the table where it is missing.

        Args:
            domain: The domain, if known already; Rasa sets it again after loading the model.
            host: The address of the database (Rasa passes `url` of endpoints.yml under this name).
            event_broker: Where to publish events too; normally none.
            window_turns: How many of the visitor's messages to keep in a conversation.
            keep_days: After how many days without activity `purge_idle` deletes a conversation.
            busy_seconds: How long to wait for a locked database.

        Raises:
            sqlalchemy.exc.SQLAlchemyError: The database cannot be opened.
            ValueError: A setting is out of range.
        """
        super().__init__(domain, event_broker)
        if window_turns < 1 or keep_days <= 0 or busy_seconds <= 0:
            raise ValueError("window_turns, keep_days and busy_seconds have to be above zero.")
        self.window_turns = window_turns
        self.keep_days = keep_days
        self.table = TrackerTable(host or DEFAULT_URL, busy_seconds)
        # Many threads, because all they do while the database is locked is wait.
        self._threads = ThreadPoolExecutor(max_workers=32, thread_name_prefix="tracker-store")

    async def load(self, sender_id: str) -> StoredConversation:
        """Read a conversation as it is stored.

        Args:
            sender_id: The conversation.

        Returns:
            Its revision and events; revision 0 and no events when there is no such row.

        Raises:
            StoreError: The database could not be read.
        """
        return await self._in_thread("read", self.table.read, sender_id)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """Return the tracker of a conversation, or None when there is none.

        Raises:
            StoreError: The database could not be read. The turn is marked, so that a tracker made
                afresh in its place cannot be saved over the stored one.
        """
        turn = _turn_of(sender_id)
        if turn is not None and turn.loaded is not None:
            stored = turn.loaded
        else:
            try:
                stored = await self.load(sender_id)
            except StoreError as error:
                if turn is not None:
                    turn.store_failure = str(error)
                raise
        if stored.revision == 0:
            return None
        tracker = self.init_tracker(sender_id)
        dialogue = Dialogue(sender_id, _revived(stored.events))
        tracker.recreate_from_dialogue(dialogue)
        tracker.stored_revision = stored.revision
        return tracker

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Write a conversation, or leave what is stored as it was.

        Within a turn of our channel nothing is raised, because Rasa would put the tracker into a
        memory that nobody reads: the outcome stands on the turn. A turn that failed or has no
        answer is not stored, so that the same turn can be tried again.

        Raises:
            StoreError: Outside such a turn, when the conversation could not be stored.
        """
        if not tracker.events:
            return
        turn = _turn_of(tracker.sender_id)
        if turn is None:
            await self._write(tracker, self._window(tracker))
            await self.stream_events(tracker)
        elif turn.failure is None and turn.store_failure is None:
            await self._save_turn(turn, tracker)

    async def _save_turn(self, turn: Turn, tracker: DialogueStateTracker) -> None:
        events = self._window(tracker)
        if answer_of(events, turn.id) is None:
            turn.failure = "the assistant had nothing to say"
            return
        try:
            await self._write(tracker, events)
        except StoreError as error:
            turn.store_failure = str(error)
        else:
            turn.stored_events = events

    def _window(self, tracker: DialogueStateTracker) -> list[Event]:
        kept = last_turns(list(tracker.events), self.domain.slots, self.window_turns)
        return [event.as_dict() for event in kept]

    async def _write(self, tracker: DialogueStateTracker, events: list[Event]) -> None:
        revision: int = getattr(tracker, "stored_revision", 0)
        await self._in_thread("write", self.table.write, tracker.sender_id, revision, events)
        tracker.stored_revision = revision + 1

    async def keys(self) -> Iterable[str]:
        """Return the ids of all conversations that are stored.

        Raises:
            StoreError: The database could not be read.
        """
        return await self._in_thread("read", self.table.keys)

    async def delete(self, sender_id: str) -> bool:
        """Delete a conversation, its bytes in the file and the journal included.

        Args:
            sender_id: The conversation.

        Returns:
            Whether there was anything to delete.

        Raises:
            StoreError: The database could not be written.
        """
        return await self._in_thread("delete from", self.table.delete, sender_id) > 0

    async def purge(self, older_than: timedelta) -> int:
        """Delete the conversations without activity for some time.

        Args:
            older_than: How long nothing may have happened.

        Returns:
            How many conversations were deleted.

        Raises:
            StoreError: The database could not be written.
        """
        before = time.time() - older_than.total_seconds()
        return await self._in_thread("delete from", self.table.delete_before, before)

    async def purge_idle(self) -> int:
        """Delete the conversations without activity for `keep_days`; see `purge`."""
        return await self.purge(timedelta(days=self.keep_days))

    def close(self) -> None:
        """Wait for what is being written and let go of the database."""
        self._threads.shutdown(wait=True)
        self.table.close()

    async def _in_thread(self, act: str, call: Callable[..., _Result], *arguments: Any) -> _Result:
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(self._threads, call, *arguments)
        except RevisionConflictError:
            raise StoreError("another process has changed the conversation meanwhile") from None
        except (SQLAlchemyError, ValueError, TypeError, OSError) as error:
            # The error itself may quote the row, which holds what the visitor said.
            reason = type(getattr(error, "orig", None) or error).__name__
            logger.error("Could not %s the tracker database (%s).", act, reason)
            raise StoreError(f"could not {act} the tracker database ({reason})") from None


def bounded_store(store: TrackerStore) -> BoundedTrackerStore:
    """Unwrap our store from what Rasa puts around every store.

    Args:
        store: The tracker store of Rasa's agent.

    Returns:
        Our store inside it.

    Raises:
        TypeError: Another kind of store is configured.
    """
    # Rasa offers no public way to the store it has wrapped.
    inner = store._tracker_store if isinstance(store, FailSafeTrackerStore) else store
    if not isinstance(inner, BoundedTrackerStore):
        raise TypeError("endpoints.yml has to name bot.tracker_store.BoundedTrackerStore.")
    return inner


def _revived(events: list[Event]) -> list[rasa_events.Event]:
    # As rasa_events.deserialise_events, which walks through all classes for every single event:
    # a quarter of the work of a turn.
    classes = ((_event_class(event["event"]), event) for event in events)
    revived = (kind._from_parameters(event) for kind, event in classes if kind is not None)
    return [event for event in revived if event is not None]


@cache
def _event_class(type_name: str) -> type[rasa_events.Event] | None:
    kind: type[rasa_events.Event] | None = rasa_events.Event.resolve_by_type(type_name)
    return kind


def _turn_of(sender_id: str) -> Turn | None:
    turn = current_turn.get()
    return turn if turn is not None and turn.conversation == sender_id else None
