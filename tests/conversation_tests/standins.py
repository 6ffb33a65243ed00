"""Small real servers that speak the two protocols: a shop that sells tea."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from aiohttp import web

ANSWER = {
    "kind": "answer",
    "text": "Green tea is $4.",
    "facts": [{"id": "tea.green.price", "version": "1"}],
    "sources": [{"id": "price-list"}],
    "disclaimers": ["Prices may change."],
}
LOST = {"kind": "unknown", "text": "I do not know.", "facts": [], "sources": [], "disclaimers": []}


class RestShop:
    """Rasa's REST channel. `api` says whether the tracker can be read."""

    def __init__(self, *, api: bool = True) -> None:
        self.api = api
        self.senders: list[str] = []
        self.said: list[str] = []

    def app(self) -> web.Application:
        """The server's application."""
        app = web.Application()
        app.router.add_post("/webhooks/rest/webhook", self.webhook)
        if self.api:
            app.router.add_get("/conversations/{sender}/tracker", self.tracker)
        return app

    async def webhook(self, request: web.Request) -> web.Response:
        """Answer as Rasa does: one object for each thing an action utters."""
        body = await request.json()
        self.senders.append(body["sender"])
        self.said.append(body["message"])
        to = {"recipient_id": body["sender"]}
        if body["message"] == "fail":
            return web.Response(status=500, text="broken")
        if body["message"] == "nothing":
            return web.json_response([])
        if body["message"] == "slow":
            await asyncio.sleep(0.3)
        if body["message"] == "only payload":
            return web.json_response([{**to, "custom": ANSWER}])
        button = {"title": "Green tea", "payload": "/price"}
        return web.json_response(
            [
                {**to, "text": f"You said {body['message']}.", "buttons": [button]},
                {**to, "text": "Green tea is $4."},
                {**to, "custom": ANSWER},
            ]
        )

    async def tracker(self, request: web.Request) -> web.Response:
        """The tracker without its events."""
        last = {"text": self.said[-1]}
        return web.json_response({"slots": {"tea": "green"}, "latest_message": last})


class DeskShop:
    """The chat API of Career Desk."""

    def __init__(self) -> None:
        self.opened = 0
        self.turns: list[dict[str, Any]] = []

    def app(self) -> web.Application:
        """The server's application."""
        app = web.Application()
        app.router.add_post("/api/conversations", self.open)
        app.router.add_post("/api/messages", self.message)
        return app

    async def open(self, request: web.Request) -> web.Response:
        """A greeting with a choice."""
        self.opened += 1
        greeting = {"author": "assistant", "choices": [{"id": "c0", "title": "Prices"}]}
        return web.json_response({"token": "secret", "messages": [greeting]}, status=201)

    async def message(self, request: web.Request) -> web.Response:
        """The stored pair of messages."""
        if request.headers.get("Authorization") != "Bearer secret":
            return web.Response(status=401, text="who are you?")
        turn = await request.json()
        self.turns.append(turn)
        known = "choice" in turn or "tea" in turn["text"]
        said = {"author": "visitor", "text": turn.get("text", "")}
        answer = {
            **(ANSWER if known else LOST),
            "author": "assistant",
            "choices": [{"id": "c1", "title": "Black tea"}],
        }
        return web.json_response({"messages": [said, answer]})


@contextmanager
def served(app: web.Application) -> Iterator[str]:
    """Serve in a thread of its own, because the runner blocks; yields the address."""
    loop = asyncio.new_event_loop()
    runner = web.AppRunner(app)

    async def start() -> int:
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        return int(runner.addresses[0][1])

    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        port = asyncio.run_coroutine_threadsafe(start(), loop).result(10)
        yield f"http://127.0.0.1:{port}"
        asyncio.run_coroutine_threadsafe(runner.cleanup(), loop).result(10)
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
