"""The server as `python -m actions` starts it."""

import asyncio
import json
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rasa_sdk import Action

from actions.server import Executor, describe
from knowledge.build import build
from knowledge.loader import FOLDER, load
from tests.actions.conftest import tracker

SECRET = "my-secret-words"


class Server:
    """A running action server with the log that it writes."""

    def __init__(self, folder: Path, database: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])
        self.log = folder / "log"
        command = [sys.executable, "-m", "actions", "--port", str(self.port)]
        command += ["--knowledge", str(database), "--exit-with-parent"]
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=log, stderr=subprocess.STDOUT
            )

    def wait(self) -> None:
        for _ in range(600):
            if self.process.poll() is not None:
                break
            try:
                self.call(b"{}", "health", method="GET")
            except OSError:
                time.sleep(0.1)
            else:
                return
        pytest.fail(self.log.read_text())

    def call(self, body: Any, path: str = "webhook", method: str = "POST") -> tuple[int, str]:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/{path}",
            data=data if method == "POST" else None,
            headers={"Content-Type": "application/json", "Origin": "http://example.com"},
            method=method,
        )
        try:
            with urllib.request.urlopen(request, timeout=10) as response:
                assert "Access-Control-Allow-Origin" not in response.headers
                return response.status, response.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("actions")
    build(load(FOLDER), folder / "knowledge.sqlite")
    running = Server(folder, folder / "knowledge.sqlite")
    try:
        running.wait()
        yield running
    finally:
        running.process.kill()
        running.process.wait()
        assert running.process.stdin
        running.process.stdin.close()


def call(action: str, **extra: Any) -> dict[str, Any]:
    body = {
        "next_action": action,
        "version": "3.6.21",
        "sender_id": "0" * 32,
        "tracker": tracker("pay_state", SECRET, {"state": ["texas"]}),
    }
    return {**body, **extra}


def test_an_action_answers_over_http(server: Server) -> None:
    status, body = server.call(call("action_pay_state", domain={"intents": []}))
    answer = json.loads(body)
    assert status == 200
    assert answer["responses"][0]["custom"]["text"].startswith("In Texas")
    assert answer["events"][0]["value"] == {"intent": "pay_state", "state": ["texas"]}


def test_rasa_may_leave_the_domain_out(server: Server) -> None:
    assert server.call(call("action_pay_state"))[0] == 200


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (call("action_pay_state", tracker={"text": SECRET}), 500),
        (call("action_unknown"), 404),
        (f'{{"text": "{SECRET}'.encode(), 400),
        (f'["{SECRET}"]'.encode(), 500),
    ],
)
def test_errors_repeat_nothing_of_the_request(server: Server, body: Any, expected: int) -> None:
    status, answer = server.call(body)
    assert status == expected
    assert SECRET not in answer
    assert "tracker" not in answer
    assert SECRET not in server.log.read_text()


def test_a_failed_action_stands_in_the_log_with_its_place(server: Server) -> None:
    server.call(call("action_pay_state", tracker={}))
    assert re.search(r"an action failed: KeyError in .*from_dict", server.log.read_text())


def test_only_the_loopback_interface_listens(server: Server) -> None:
    rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    mine = [row[1] for row in rows if row[3] == "0A" and row[1].endswith(f":{server.port:04X}")]
    assert mine == [f"0100007F:{server.port:04X}"]
    six = Path("/proc/net/tcp6")
    assert not six.exists() or f":{server.port:04X} " not in six.read_text()


def test_the_server_ends_when_its_parent_closes_the_input(server: Server, tmp_path: Path) -> None:
    other = Server(tmp_path, server.log.parent / "knowledge.sqlite")
    other.wait()
    assert other.process.stdin
    other.process.stdin.close()
    assert other.process.wait(timeout=20) == 0


def test_a_missing_knowledge_base_stops_the_start(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "actions", "--port", "0", "--knowledge"]
    run = subprocess.run(
        [*command, str(tmp_path / "none.sqlite")], capture_output=True, text=True, timeout=60
    )
    assert run.returncode != 0
    assert "none.sqlite" in run.stderr


class Failing(Action):  # type: ignore[misc]
    """Fails with the visitor's words in the message, as a careless action might."""

    def name(self) -> str:
        return "action_failing"

    def run(self, dispatcher: Any, tracker: Any, domain: Any) -> list[dict[str, Any]]:
        raise ValueError(tracker.latest_message["text"])


def test_an_exception_is_described_without_its_message() -> None:
    executor = Executor()
    executor.register_action(Failing())
    with pytest.raises(ValueError, match=SECRET) as raised:
        asyncio.run(executor.run(call("action_failing")))
    described = describe(raised.value)
    assert "ValueError in" in described
    assert SECRET not in described
