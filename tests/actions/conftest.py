"""The real knowledge, the real wording and a fixed day after the pay figures' review date."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from actions.desk import Desk
from actions.registry import build_actions
from actions.school import School
from actions.server import Executor
from knowledge import KnowledgeBase

NLU = Path("data/nlu")
TODAY = date(2026, 6, 1)
SCHOOL = School(
    "Riverside School",
    "(555) 555-0199",
    "desk@riverside.example",
    "Monday to Thursday, 8 am to 4 pm",
)


@dataclass(frozen=True)
class Turn:
    """What rasa-sdk hands back to Rasa after one action."""

    events: list[dict[str, Any]]
    message: dict[str, Any]

    @property
    def payload(self) -> dict[str, Any]:
        return dict(self.message["custom"])

    @property
    def text(self) -> str:
        return str(self.payload["text"])

    @property
    def facts(self) -> set[str]:
        return {fact["id"] for fact in self.payload["facts"]}

    @property
    def sources(self) -> set[str]:
        return {source["id"] for source in self.payload["sources"]}

    @property
    def cautions(self) -> str:
        return "\n".join(self.payload["disclaimers"])

    @property
    def choices(self) -> list[str]:
        return [choice["title"] for choice in self.payload["choices"]]


Ask = Callable[..., Turn]


@pytest.fixture(scope="session")
def knowledge() -> KnowledgeBase:
    return KnowledgeBase.in_memory()


@pytest.fixture(scope="session")
def desk(knowledge: KnowledgeBase) -> Desk:
    return Desk.open(knowledge, SCHOOL).on(TODAY)


@pytest.fixture(scope="session")
def ask(desk: Desk) -> Ask:
    """Send a tracker as Rasa does and return what comes back, through rasa-sdk's executor."""
    executor = Executor()
    for action in build_actions(desk):
        executor.register_action(action)

    def send(intent: str, text: str = "", *, action: str | None = None, **entities: Any) -> Turn:
        call = {
            "next_action": action or action_for(intent, entities),
            "version": "3.6.21",
            "sender_id": "0" * 32,
            "tracker": tracker(intent, text, entities),
        }
        result = asyncio.run(executor.run(call))
        assert result is not None
        (message,) = result.responses
        return Turn(result.events, message)

    return send


def action_for(intent: str, entities: dict[str, list[str]]) -> str:
    """Return the action that Rasa runs for an intent: all but two have one of their name."""
    if intent == "recommend_certification":
        known = {"place", "experience"} <= set(entities)
        return "action_follow_up" if known else "action_ask_certification_place"
    return "action_fallback" if intent == "nlu_fallback" else f"action_{intent}"


def aspects_of(intent: str) -> set[str]:
    """Return the aspects of an intent for which training knows examples that stand alone."""
    return _aspects().get(intent, set())


@cache
def _aspects() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for file in sorted(NLU.glob("*.yml")):
        for block in yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader)["nlu"]:
            if aspect := block.get("metadata", {}).get("aspect"):
                found.setdefault(block["intent"], set()).add(aspect)
    return found


def tracker(intent: str, text: str, entities: dict[str, list[str]]) -> dict[str, Any]:
    """Return a tracker as Rasa 3.6 writes it, with one message of the visitor."""
    named = [
        {"entity": kind, "value": value, "start": place, "end": place + 1, "extractor": "test"}
        for place, (kind, value) in enumerate(
            (kind, value) for kind, values in entities.items() for value in values
        )
    ]
    message = {
        "intent": {"name": intent, "confidence": 0.97},
        "entities": named,
        "text": text,
        "message_id": "m",
        "metadata": {},
        "intent_ranking": [{"name": intent, "confidence": 0.97}],
    }
    return {
        "sender_id": "0" * 32,
        "slots": {"frame": None, "session_started_metadata": None},
        "latest_message": message,
        "latest_event_time": 1780000000.0,
        "followup_action": None,
        "paused": False,
        "events": [{"event": "action", "name": "action_listen", "timestamp": 1780000000.0}],
        "latest_input_channel": "career_desk",
        "active_loop": {},
        "latest_action": {"action_name": "action_listen"},
        "latest_action_name": "action_listen",
    }
