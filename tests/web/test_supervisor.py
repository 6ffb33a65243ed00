import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import psutil
import pytest
from aiohttp import ClientError, ClientSession

from tests.assistant import free_port
from web import supervisor as module
from web.supervisor import Service, StartupError, Supervisor

# A service like ours: answers 200 and leaves when its standard input ends.
SERVER = """
import http.server, os, sys, threading
class Ready(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200); self.end_headers()
    def log_message(self, *_): pass
threading.Thread(target=lambda: (os.read(0, 1), os._exit(0)), daemon=True).start()
http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Ready).serve_forever()
"""


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "WATCH_POLL_SECONDS", 0.2)
    monkeypatch.setattr(module, "PROBE_TIMEOUT_SECONDS", 0.5)


def service(folder: Path, *, program: str = SERVER) -> Service:
    port = free_port()
    return Service(
        name="the test service",
        command=[sys.executable, "-c", program, str(port)],
        ready_url=f"http://127.0.0.1:{port}/",
        log=folder / "service.log",
    )


@asynccontextmanager
async def supervised(one: Service, said: list[str]) -> AsyncIterator[Supervisor]:
    running = Supervisor([one], said.append)
    try:
        await running.start(20)
        yield running
    finally:
        await running.stop()


async def answers(one: Service) -> bool:
    async with ClientSession() as session:
        try:
            async with session.get(one.ready_url) as response:
                return response.status == 200
        except ClientError:
            return False


async def until_another_process(running: Supervisor, one: Service, before: int) -> None:
    async with asyncio.timeout(30):
        # Another process has no event to wait for.
        while running.process_id(one.name) == before or not await answers(one):  # noqa: ASYNC110
            await asyncio.sleep(0.1)


async def test_a_started_service_answers(tmp_path: Path) -> None:
    one = service(tmp_path)
    async with supervised(one, []):
        assert await answers(one)


async def test_a_stopped_supervisor_leaves_no_process(tmp_path: Path) -> None:
    one = service(tmp_path)
    async with supervised(one, []) as running:
        pid = running.process_id(one.name)
    assert not psutil.pid_exists(pid)


async def test_a_killed_service_is_started_again_and_said(tmp_path: Path) -> None:
    one, said = service(tmp_path), list[str]()
    async with supervised(one, said) as running:
        before = running.process_id(one.name)
        os.kill(before, signal.SIGKILL)
        await until_another_process(running, one, before)
    assert "the test service stopped" in said[0]


async def test_a_hung_service_is_replaced(tmp_path: Path) -> None:
    one, said = service(tmp_path), list[str]()
    async with supervised(one, said) as running:
        before = running.process_id(one.name)
        await asyncio.sleep(0.5)
        os.kill(before, signal.SIGSTOP)
        await until_another_process(running, one, before)
    assert "the test service does not answer any more" in said


async def test_a_service_that_cannot_start_names_its_last_words_and_its_log(
    tmp_path: Path,
) -> None:
    one = service(tmp_path, program="raise SystemExit('no model here')")
    with pytest.raises(StartupError, match=r"the test service ended: no model here .*service\.log"):
        async with supervised(one, []):
            pass


async def test_a_service_that_never_gets_ready_is_given_up(tmp_path: Path) -> None:
    one = service(tmp_path, program="import os; os.read(0, 1)")
    running = Supervisor([one], print)
    with pytest.raises(StartupError, match="takes too long"):
        await running.start(1)
    await running.stop()
