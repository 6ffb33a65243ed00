from __future__ import annotations

import asyncio
import os
import sqlite3
import time
import uuid
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from statistics import median
from typing import Any, TypeVar

import pytest
from rasa.core.tracker_store import FailSafeTrackerStore, InMemoryTrackerStore, TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActiveLoop,
    BotUttered,
    ConversationPaused,
    Event,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import read_endpoint_config
from sqlalchemy import create_engine, text
from sqlalchemy import event as database_event
from sqlalchemy.exc import OperationalError

from bot.tracker_store import BoundedTrackerStore, StoreError, bounded_store
from bot.turn import Turn, answer_of, current_turn
from locking import locked

ROOT = Path(__file__).resolve().parents[2]
CANARY = "zephyrine marmalade"
CONVERSATION = "0123456789abcdef" * 2

DOMAIN = """
version: "3.1"
intents: [ask]
slots:
  state: {type: any, influence_conversation: false, mappings: [{type: custom}]}
  level: {type: any, initial_value: any, influence_conversation: false, mappings: [{type: custom}]}
  frame: {type: any, influence_conversation: false, mappings: [{type: custom}]}
forms:
  contact_form: {required_slots: [state]}
"""

# What Rasa and its libraries say when a domain is read.
pytestmark = [
    pytest.mark.filterwarnings("ignore:the load_module:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:Slot auto-fill:UserWarning"),
]

_Result = TypeVar("_Result")


def run(work: Coroutine[Any, Any, _Result]) -> _Result:
    return asyncio.run(work)


@pytest.fixture(scope="module")
def domain() -> Domain:
    return Domain.from_yaml(DOMAIN)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "tracker.sqlite"


@pytest.fixture
def store(path: Path, domain: Domain) -> Iterator[BoundedTrackerStore]:
    with opened(f"sqlite:///{path}", domain) as store:
        yield store


@contextmanager
def opened(address: str, domain: Domain, **settings: Any) -> Iterator[BoundedTrackerStore]:
    store = BoundedTrackerStore(domain, address, **{"busy_seconds": 0.3, **settings})
    try:
        yield store
    finally:
        store.close()


def turn_events(number: int, text: str = "What about Texas?") -> list[Event]:
    intent = {"name": "ask", "confidence": 1.0}
    ranking = [{"name": f"intent {n}", "confidence": 0.1} for n in range(10)]
    parsed = {"intent": intent, "intent_ranking": ranking, "entities": [], "text": text}
    return [
        UserUttered(text, intent, [], parsed, message_id=f"turn {number}"),
        ActionExecuted("action_answer"),
        BotUttered(f"Answer {number}", {"custom": {"kind": "answer", "text": "words " * 200}}),
        SlotSet("frame", {"intent": "ask", "number": number}),
        ActionExecuted("action_listen"),
    ]


def fresh(store: BoundedTrackerStore, sender: str = CONVERSATION) -> DialogueStateTracker:
    tracker = store.init_tracker(sender)
    for event in (
        ActionExecuted("action_session_start"),
        SessionStarted(),
        ActionExecuted("action_listen"),
    ):
        tracker.update(event)
    return tracker


def add(tracker: DialogueStateTracker, events: list[Event]) -> DialogueStateTracker:
    for event in events:
        tracker.update(event)
    return tracker


async def one_turn(store: BoundedTrackerStore, sender: str, number: int) -> DialogueStateTracker:
    tracker = await store.retrieve(sender) or fresh(store, sender)
    await store.save(add(tracker, turn_events(number)))
    return tracker


def converse(store: BoundedTrackerStore, turns: int, sender: str = CONVERSATION) -> None:
    async def work() -> None:
        for number in range(turns):
            await one_turn(store, sender, number)

    run(work())


def stored(store: BoundedTrackerStore, sender: str = CONVERSATION) -> DialogueStateTracker:
    tracker = run(store.retrieve(sender))
    assert tracker is not None
    return tracker


def user_turns(tracker: DialogueStateTracker) -> list[str]:
    return [event.message_id for event in tracker.events if isinstance(event, UserUttered)]


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


def test_conversations_without_activity_are_purged(store: BoundedTrackerStore) -> None:
    converse(store, 1)
    assert run(store.purge(timedelta(days=1))) == 0
    assert run(store.purge_idle()) == 0
    assert run(store.purge(timedelta(0))) == 1
    assert run(store.retrieve(CONVERSATION)) is None


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
