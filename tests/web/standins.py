"""Small real servers that stand in for Rasa and the action server, with faults on demand."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

Fault = Callable[[web.Request], Awaitable[web.StreamResponse]]


def payload(text: str, **changes: Any) -> dict[str, Any]:
    """A valid answer of the actions."""
    return {
        "schema": 1,
        "kind": "answer",
        "text": text,
        "facts": [{"id": "profile.pay.us.median", "version": "0123456789ab"}],
        "sources": [
            {
                "id": "medical-coder-profile",
                "title": "Medical coder profile",
                "section": "Pay",
                "basis": "U.S. Bureau of Labor Statistics",
                "as_of": "2024",
                "published": None,
            }
        ],
        "disclaimers": ["Pay differs."],
        "choices": [
            {"title": "And in Texas?", "intent": "pay_state", "entities": {"state": ["texas"]}}
        ],
        "chart": None,
        **changes,
    }


def answer(turn: str, *payloads: dict[str, Any]) -> dict[str, Any]:
    """What the channel answers."""
    intent = {"name": "pay_national", "confidence": 0.9}
    return {
        "turn": turn,
        "messages": [{"text": "all of it", "custom": one} for one in payloads],
        "understanding": {"intent": intent, "ranking": [intent], "entities": []},
        "trace": {
            "model": "career-desk-0a1b2c3d4e5f",
            "actions": ["action_pay_national"],
            "before": {},
            "after": {"frame": {"intent": "pay_national"}},
            "milliseconds": {"understanding": 14, "actions": 9, "dialogue": 5},
        },
    }


class RasaStandIn:
    """Speaks the channel's contract; ``fault`` takes the place of the next answers."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.forgotten: list[str] = []
        self.fault: Fault | None = None
        self.delay = 0.0
        self.inside = 0
        self.most_inside = 0
        self.arrived = asyncio.Event()
        self.url = ""
        self.server: TestServer | None = None

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_post("/webhooks/career_desk/turn", self._turn)
        app.router.add_get("/webhooks/career_desk/ready", self._ready)
        app.router.add_delete("/webhooks/career_desk/conversation/{id}", self._forget)
        return app

    async def _turn(self, request: web.Request) -> web.StreamResponse:
        body = await request.json()
        self.asked.append(body)
        self.inside += 1
        self.most_inside = max(self.most_inside, self.inside)
        self.arrived.set()
        try:
            await asyncio.sleep(self.delay)
            if self.fault is not None:
                return await self.fault(request)
        finally:
            self.inside -= 1
        said = body["text"] if "text" in body else body["choice"]["intent"]
        return web.json_response(answer(body["turn"], payload(f"You said: {said}")))

    async def _ready(self, request: web.Request) -> web.StreamResponse:
        if self.fault is not None:
            return await self.fault(request)
        return web.json_response({"ready": True, "model": "career-desk-1.tar.gz"})

    async def _forget(self, request: web.Request) -> web.StreamResponse:
        if self.fault is not None:
            return await self.fault(request)
        self.forgotten.append(request.match_info["id"])
        return web.json_response({"deleted": True})


@asynccontextmanager
async def rasa_stand_in() -> AsyncIterator[RasaStandIn]:
    """Run a stand-in for Rasa; ``server.close()`` takes it down."""
    rasa = RasaStandIn()
    server = TestServer(rasa.app(), handler_cancellation=True)
    async with server:
        rasa.server = server
        rasa.url = str(server.make_url("")).rstrip("/")
        yield rasa


@asynccontextmanager
async def actions_stand_in() -> AsyncIterator[TestServer]:
    """Run something that answers ``/health`` as the action server does."""

    async def health(request: web.Request) -> web.Response:
        return web.json_response({"status": "ok"})

    app = web.Application()
    app.router.add_get("/health", health)
    server = TestServer(app)
    async with server:
        yield server


# The faults. Each is one way in which an answer can go wrong.


async def hung(request: web.Request) -> web.StreamResponse:
    """Never answer."""
    await asyncio.Event().wait()
    raise AssertionError


async def late(request: web.Request) -> web.StreamResponse:
    """Answer after the deadline, with a first part in time."""
    response = web.StreamResponse()
    await response.prepare(request)
    await response.write(b"{")
    await asyncio.sleep(30)
    return response


async def reset(request: web.Request) -> web.StreamResponse:
    """Cut the connection without an answer."""
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


async def cut(request: web.Request) -> web.StreamResponse:
    """Promise more than is sent."""
    response = web.StreamResponse(headers={"Content-Length": "1000"})
    await response.prepare(request)
    await response.write(b'{"turn": "')
    assert request.transport is not None
    request.transport.close()
    return response


async def broken_json(request: web.Request) -> web.StreamResponse:
    """Send half of a document as if it were whole."""
    return web.Response(body=b'{"turn": "1", "messages": [', content_type="application/json")


async def server_error(request: web.Request) -> web.StreamResponse:
    """Fail the way a web framework fails."""
    return web.Response(status=500, text="Internal Server Error")


async def huge(request: web.Request) -> web.StreamResponse:
    """Send 10 MB that would be a valid answer."""
    valid = json.dumps(answer((await request.json())["turn"], payload("Hello")))
    return web.Response(body=valid.encode() + b" " * 10_000_000, content_type="application/json")


async def empty_list(request: web.Request) -> web.StreamResponse:
    """Answer, but with nothing to say."""
    return web.json_response(answer((await request.json())["turn"]))


async def stock_empty(request: web.Request) -> web.StreamResponse:
    """What Rasa's own REST channel says when an action failed."""
    return web.json_response([])


async def other_turn(request: web.Request) -> web.StreamResponse:
    """Answer something that was not asked."""
    return web.json_response(answer("00000000-0000-0000-0000-000000000000", payload("Stray")))


async def error_payload(request: web.Request) -> web.StreamResponse:
    """The actions say themselves that they could not answer."""
    turn = (await request.json())["turn"]
    return web.json_response(answer(turn, payload("I could not look it up.", kind="error")))


def changed(**changes: Any) -> Fault:
    """Answer with a payload in which something is wrong."""

    async def fault(request: web.Request) -> web.StreamResponse:
        turn = (await request.json())["turn"]
        return web.json_response(answer(turn, payload("Hello", **changes)))

    return fault


def traced(trace: Any) -> Fault:
    """Answer well, with something else about the way of the answer."""

    async def fault(request: web.Request) -> web.StreamResponse:
        turn = (await request.json())["turn"]
        return web.json_response({**answer(turn, payload("Hello")), "trace": trace})

    return fault


def told(status: int, code: str) -> Fault:
    """Answer with an error of the channel's contract."""

    async def fault(request: web.Request) -> web.StreamResponse:
        return web.Response(
            status=status,
            body=json.dumps({"error": {"code": code, "message": "no"}}),
            content_type="application/json",
        )

    return fault
