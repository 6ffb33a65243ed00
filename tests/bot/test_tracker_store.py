from __future__ import annotations

import os
import sqlite3
import time
import uuid
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from statistics import median

import pytest
from rasa.core.tracker_store import FailSafeTrackerStore, InMemoryTrackerStore, TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActiveLoop,
    ConversationPaused,
    SessionStarted,
    SlotSet,
)
from rasa.utils.endpoints import read_endpoint_config
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

from bot.tracker_store import BoundedTrackerStore, StoreError, bounded_store
from tracking import (
    CONVERSATION,
    add,
    converse,
    fresh,
    one_turn,
    opened,
    run,
    stored,
    turn_events,
    user_turns,
)

ROOT = Path(__file__).resolve().parents[2]
CANARY = "zephyrine marmalade"
pytest_plugins = ["tracking"]

# What Rasa and its libraries say when a domain is read.
pytestmark = [
    pytest.mark.filterwarnings("ignore:the load_module:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:Slot auto-fill:UserWarning"),
]


def test_a_conversation_comes_back_as_it_was_saved(store: BoundedTrackerStore) -> None:
    tracker = add(fresh(store), turn_events(1))
    run(store.save(tracker))

    back = stored(store)
    assert [event.as_dict() for event in back.events] == [e.as_dict() for e in tracker.events]
    assert back.get_slot("frame") == {"intent": "ask", "number": 1}
    assert run(store.retrieve("f" * 32)) is None
    assert list(run(store.keys())) == [CONVERSATION]


def test_only_the_last_turns_are_kept(path: Path, domain: Domain) -> None:
    with opened(f"sqlite:///{path}", domain, window_turns=3) as store:
        converse(store, 10)

        assert user_turns(stored(store)) == ["turn 7", "turn 8", "turn 9"]


def test_the_state_before_the_kept_turns_is_kept(path: Path, domain: Domain) -> None:
    with opened(f"sqlite:///{path}", domain, window_turns=2) as store:
        tracker = fresh(store)
        add(tracker, [*turn_events(0), SlotSet("state", "ohio"), SlotSet("state", "texas")])
        add(tracker, [SlotSet("level", None), ActiveLoop("contact_form"), ConversationPaused()])
        for number in range(1, 6):
            add(tracker, turn_events(number))
        run(store.save(tracker))
        # Cut again and again: what is kept is itself cut later.
        for number in range(6, 10):
            run(one_turn(store, CONVERSATION, number))
        back = stored(store)

    assert user_turns(back) == ["turn 8", "turn 9"]
    assert back.current_slot_values() == add(tracker, turn_events(9)).current_slot_values()
    assert back.get_slot("state") == "texas"
    assert back.get_slot("level") is None
    assert back.active_loop_name == "contact_form"
    assert back.is_paused()
    assert [type(event) for event in back.events][:2] == [ActionExecuted, SessionStarted]
    times = [event.timestamp for event in back.events]
    assert times == sorted(times)


def test_the_four_hundredth_turn_costs_at_most_twice_the_twentieth(
    path: Path, store: BoundedTrackerStore
) -> None:
    converse(store, 20, "a" * 32)
    converse(store, 400, "b" * 32)

    async def cost(sender: str) -> float:
        before = time.perf_counter()
        tracker = await one_turn(store, sender, 1000)
        # What Rasa does several times in a turn, and what it sends to the action server.
        tracker.copy()
        tracker.current_state()
        return time.perf_counter() - before

    async def compare() -> tuple[float, float]:
        pairs = [(await cost("a" * 32), await cost("b" * 32)) for _ in range(15)]
        return median(pair[0] for pair in pairs), median(pair[1] for pair in pairs)

    short, long = run(compare())
    connection = sqlite3.connect(path)
    sizes = [row[0] for row in connection.execute("select length(events) from rasa_tracker")]
    connection.close()
    assert long < 2 * short
    assert max(sizes) < 1.2 * min(sizes)


def test_a_deleted_conversation_does_not_come_back(store: BoundedTrackerStore) -> None:
    converse(store, 1)
    tracker = stored(store)
    assert run(store.delete(CONVERSATION)) is True
    assert run(store.delete(CONVERSATION)) is False

    with pytest.raises(StoreError):
        run(store.save(add(tracker, turn_events(2))))
    assert run(store.retrieve(CONVERSATION)) is None


def test_deleted_words_are_not_left_in_any_file(path: Path, store: BoundedTrackerStore) -> None:
    run(store.save(add(fresh(store), turn_events(1, CANARY))))
    converse(store, 2, "e" * 32)

    def found() -> list[str]:
        return [file.name for file in path.parent.iterdir() if CANARY.encode() in file.read_bytes()]

    assert found() != []
    run(store.delete(CONVERSATION))
    assert found() == []


def test_conversations_without_activity_are_purged(store: BoundedTrackerStore) -> None:
    converse(store, 1)
    assert run(store.purge(timedelta(days=1))) == 0
    assert run(store.purge_idle()) == 0
    assert run(store.purge(timedelta(0))) == 1
    assert run(store.retrieve(CONVERSATION)) is None


def test_the_store_is_found_inside_what_rasa_wraps_around_it(
    store: BoundedTrackerStore, domain: Domain
) -> None:
    assert bounded_store(FailSafeTrackerStore(store)) is store
    with pytest.raises(TypeError):
        bounded_store(FailSafeTrackerStore(InMemoryTrackerStore(domain)))


def test_endpoints_yml_names_the_store(
    tmp_path: Path, domain: Domain, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    config = read_endpoint_config(str(ROOT / "endpoints.yml"), "tracker_store")
    created = TrackerStore.create(config, domain)

    assert isinstance(created, BoundedTrackerStore)
    converse(created, 1)
    created.close()
    assert (tmp_path / "var" / "tracker.sqlite").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("setting", ["window_turns", "keep_days", "busy_seconds"])
def test_settings_out_of_range_are_refused(path: Path, setting: str) -> None:
    with pytest.raises(ValueError, match=setting):
        BoundedTrackerStore(None, f"sqlite:///{path}", **{setting: 0})


@pytest.fixture
def postgresql() -> Iterator[str]:
    """The address of a database of our own on the local server, dropped in the end."""
    server = "postgresql://postgres@127.0.0.1:5432/postgres?connect_timeout=2"
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    name = f"career_desk_{uuid.uuid4().hex[:12]}"
    try:
        with engine.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
    except OperationalError as error:
        if os.environ.get("CI") == "true":
            pytest.fail(f"PostgreSQL is needed in CI: {error.orig}")
        pytest.skip(f"THE TRACKER STORE IS NOT TESTED ON POSTGRESQL: {error.orig}")
    yield f"postgresql://postgres@127.0.0.1:5432/{name}"
    with engine.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    engine.dispose()


def test_postgresql_stores_refuses_and_deletes_alike(domain: Domain, postgresql: str) -> None:
    with opened(postgresql, domain, window_turns=3) as store:
        run(store.save(add(fresh(store), turn_events(0, "a\x00b \ud800"))))
        assert stored(store).latest_message.text == "a\x00b \ud800"
        mine, theirs = stored(store), stored(store)
        run(store.save(add(theirs, turn_events(1))))
        with pytest.raises(StoreError):
            run(store.save(add(mine, turn_events(1))))
        for odd in ("\ud800", "a\x00b", "x" * 300):
            with pytest.raises(StoreError):
                run(store.save(add(fresh(store, odd), turn_events(1))))
        converse(store, 5)
        assert len(user_turns(stored(store))) == 3
        assert run(store.purge(timedelta(0))) == 1
        assert run(store.retrieve(CONVERSATION)) is None
