"""A real action server that does what a test wants."""

import asyncio
import threading
from typing import Any

from aiohttp import web


class ActionServer:
    """A real action server that behaves as `mode` says."""

    def __init__(self) -> None:
        self.mode = "good"
        self.calls = 0
        self.started = threading.Event()
        self.port = 0
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._runner: web.AppRunner | None = None
        self.start()

    def start(self) -> None:
        asyncio.run_coroutine_threadsafe(self._start(), self._loop).result(10)

    def stop(self) -> None:
        asyncio.run_coroutine_threadsafe(self._stop(), self._loop).result(10)

    def close(self) -> None:
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    async def _start(self) -> None:
        app = web.Application(client_max_size=2**24)
        app.router.add_post("/webhook", self._answer)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port)
        await site.start()
        self.port = self._runner.addresses[0][1]

    async def _stop(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def _end(self) -> None:
        """Stop, and wait for the slow answers that nobody waits for any more."""
        await self._stop()
        left = asyncio.all_tasks() - {asyncio.current_task()}
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        self.calls += 1
        call = await request.json()
        self.started.set()
        said = call["tracker"]["latest_message"]["text"]
        if self.mode == "reset":
            assert request.transport is not None
            request.transport.abort()
        if self.mode == "slow":
            await asyncio.sleep(20)
        if self.mode == "short pause":
            await asyncio.sleep(1)
        bodies: dict[str, Any] = {
            "error": web.Response(status=500, text=f"failed on {said}"),
            "refused": web.json_response({"error": said}, status=400),
            "rejected": web.json_response({"action_name": said, "error": said}, status=400),
            "garbage": web.Response(text=f"<html>{said}", content_type="application/json"),
            "cut": web.Response(text='{"events": [', content_type="application/json"),
            "list": web.json_response([said]),
            "wrong events": web.json_response({"events": said}),
            "wrong response": web.json_response({"responses": [{"text": [said]}]}),
            "surrogate": web.json_response({"responses": [{"text": "\ud800"}]}),
            "long": web.json_response({"responses": [{"text": "x" * 2_000_000}]}),
            "empty": web.json_response({"events": [], "responses": []}),
        }
        if self.mode in bodies:
            response: web.StreamResponse = bodies[self.mode]
            return response
        asked = (call["tracker"]["slots"]["asked"] or 0) + 1
        text = f"Question {asked}.\n\nThe answer."
        custom = {"schema": 1, "kind": "answer", "text": text}
        return web.json_response(
            {
                "events": [{"event": "slot", "name": "asked", "value": asked}],
                "responses": [{"text": text, "custom": custom, "buttons": []}],
            }
        )
