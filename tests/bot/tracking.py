"""Conversations to store, and a store to keep them in.

The test modules both import this and name it as a plugin, hence: PYTEST_DONT_REWRITE
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    BotUttered,
    Event,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

from bot.tracker_store import BoundedTrackerStore

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
