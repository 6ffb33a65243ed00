"""A Rasa that does not understand what it is asked."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from aiohttp import web

from tests.web.standins import RasaStandIn, payload
from tests.web.visitor import Visitor

Ask = Callable[..., Awaitable[str]]


@pytest.fixture
def ask(visitor: Visitor, rasa: RasaStandIn) -> Ask:
    """Asks a question that gets an answer of some kind; returns the id of the answer."""

    async def ask(
        text: str,
        kind: str = "unknown",
        *,
        intent: str = "pay_state",
        confidence: float = 0.4,
        entities: tuple[tuple[str, str], ...] = (),
    ) -> str:
        async def answer(request: web.Request) -> web.StreamResponse:
            guess = {"name": intent, "confidence": confidence}
            found = [{"entity": name, "value": value} for name, value in entities]
            return web.json_response(
                {
                    "turn": (await request.json())["turn"],
                    "messages": [{"text": "x", "custom": payload("An answer.", kind=kind)}],
                    "understanding": {"intent": guess, "ranking": [guess], "entities": found},
                }
            )

        rasa.fault = answer
        body: dict[str, Any] = await (await visitor.say(text)).json()
        rasa.fault = None
        return str(body["messages"][0]["id"])

    return ask
