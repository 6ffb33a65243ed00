"""What is not saved, and who is told, when something is in the way."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from rasa.core.tracker_store import FailSafeTrackerStore, TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy import event as database_event

from bot.tracker_store import BoundedTrackerStore, StoreError
from bot.turn import Turn, answer_of, current_turn
from locking import locked
from tracking import (
    CONVERSATION,
    add,
    converse,
    fresh,
    opened,
    run,
    stored,
    turn_events,
    user_turns,
)

CANARY = "zephyrine marmalade"
pytest_plugins = ["tracking"]

# What Rasa and its libraries say when a domain is read.
pytestmark = [
    pytest.mark.filterwarnings("ignore:the load_module:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:Slot auto-fill:UserWarning"),
]


def test_a_writer_that_did_not_see_the_latest_turn_fails(store: BoundedTrackerStore) -> None:
    converse(store, 1)
    mine, theirs = stored(store), stored(store)
    run(store.save(add(theirs, turn_events(2, "theirs"))))

    with pytest.raises(StoreError, match="another process"):
        run(store.save(add(mine, turn_events(3, "mine"))))
    assert user_turns(stored(store)) == ["turn 0", "turn 2"]


def test_a_new_conversation_does_not_overwrite_a_stored_one(store: BoundedTrackerStore) -> None:
    converse(store, 3)

    with pytest.raises(StoreError):
        run(store.save(add(fresh(store), turn_events(9))))
    assert len(user_turns(stored(store))) == 3


def test_a_locked_database_fails_the_save_and_nothing_is_lost(
    path: Path, store: BoundedTrackerStore
) -> None:
    converse(store, 2)
    tracker = add(stored(store), turn_events(7, CANARY))
    with locked(path), pytest.raises(StoreError) as failed:
        run(store.save(tracker))

    assert CANARY not in str(failed.value)
    assert len(user_turns(stored(store))) == 2
    run(store.save(tracker))
    assert len(user_turns(stored(store))) == 3


def test_the_event_loop_goes_on_while_the_database_is_locked(
    path: Path, store: BoundedTrackerStore
) -> None:
    async def work() -> int:
        ticks = 0
        save = asyncio.ensure_future(store.save(add(fresh(store), turn_events(1))))
        while not save.done():
            await asyncio.sleep(0.01)
            ticks += 1
        with pytest.raises(StoreError):
            await save
        return ticks

    with locked(path):
        assert run(work()) > 3


def test_a_read_only_database_fails_the_save(
    path: Path, store: BoundedTrackerStore, domain: Domain
) -> None:
    converse(store, 1)
    with opened(f"sqlite:///file:{path}?mode=ro&uri=true", domain) as read_only:
        tracker = add(stored(read_only), turn_events(2))
        with pytest.raises(StoreError):
            run(read_only.save(tracker))

    assert len(user_turns(stored(store))) == 1


def test_a_full_disk_fails_the_save(path: Path, store: BoundedTrackerStore) -> None:
    converse(store, 1)
    tracker = add(stored(store), turn_events(2, "x" * 100_000))

    def fill(connection: Any, *_: object) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count={pages}")

    engine = store.table._engine
    database_event.listen(engine, "checkout", fill)
    with pytest.raises(StoreError):
        run(store.save(tracker))
    database_event.remove(engine, "checkout", fill)
    engine.dispose()

    assert len(user_turns(stored(store))) == 1


@pytest.mark.parametrize("odd", ["\ud800", "a\x00b", "\N{GRINNING FACE}", "\u202e"])
def test_no_odd_value_ends_the_process(store: BoundedTrackerStore, odd: str) -> None:
    run(store.save(add(fresh(store), turn_events(1, odd))))
    assert stored(store).latest_message.text == odd

    try:
        run(store.save(add(fresh(store, odd), turn_events(1))))
        assert run(store.retrieve(odd)) is not None
    except StoreError:
        assert odd == "\ud800"


async def as_turn(turn: Turn, tracker: DialogueStateTracker, store: TrackerStore) -> None:
    current_turn.set(turn)
    await store.save(tracker)


def test_a_turn_is_told_that_it_was_saved(store: BoundedTrackerStore) -> None:
    turn = Turn("turn 1", CONVERSATION)
    run(as_turn(turn, add(fresh(store), turn_events(1)), FailSafeTrackerStore(store)))

    assert turn.failure is None
    assert turn.store_failure is None
    answer = answer_of(turn.stored_events or [], "turn 1")
    assert answer is not None
    assert answer["messages"][0]["text"] == "Answer 1"
    assert len(answer["understanding"]["ranking"]) == 5


def test_a_turn_is_told_that_it_was_not_saved(path: Path, store: BoundedTrackerStore) -> None:
    turn = Turn("turn 1", CONVERSATION)
    wrapped = FailSafeTrackerStore(store)
    with locked(path):
        run(as_turn(turn, add(fresh(store), turn_events(1)), wrapped))

    assert turn.store_failure is not None
    assert turn.stored_events is None
    # Rasa's wrapper would otherwise keep the conversation in memory for good.
    assert wrapped._fallback_tracker_store is None


def test_a_failed_or_empty_turn_is_not_stored(store: BoundedTrackerStore) -> None:
    failed = Turn("turn 1", CONVERSATION, failure="the action server took too long")
    run(as_turn(failed, add(fresh(store), turn_events(1)), store))
    silent = Turn("turn 2", CONVERSATION)
    events = [e for e in turn_events(2) if not isinstance(e, BotUttered)]
    run(as_turn(silent, add(fresh(store), events), store))

    assert failed.stored_events is None
    assert silent.failure is not None
    assert run(store.retrieve(CONVERSATION)) is None


def test_after_a_failed_read_the_same_turn_is_not_saved(
    path: Path, store: BoundedTrackerStore
) -> None:
    converse(store, 3)
    wrapped = FailSafeTrackerStore(store)

    turn = Turn("turn 9", CONVERSATION)

    def break_off() -> None:
        store.table.close()
        path.rename(path.with_suffix(".away"))
        path.mkdir()

    def mend() -> None:
        path.rmdir()
        path.with_suffix(".away").rename(path)

    async def work() -> None:
        current_turn.set(turn)
        break_off()
        tracker = await wrapped.get_or_create_tracker(CONVERSATION, append_action_listen=False)
        mend()
        await wrapped.save(add(tracker, turn_events(9)))

    run(work())
    assert turn.store_failure is not None
    assert turn.stored_events is None
    assert user_turns(stored(store)) == ["turn 0", "turn 1", "turn 2"]
