"""A tiny assistant, trained once, served by the real process with a real action server beside it.

The test modules both import this and name it as a plugin, hence: PYTEST_DONT_REWRITE
"""

from __future__ import annotations

import hashlib
import http.client
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from action_server import ActionServer

ROOT = Path(__file__).resolve().parents[2]
TINY = Path(__file__).with_name("tiny")


class Served:
    """The running process and how to talk to it."""

    def __init__(self, folder: Path, process: subprocess.Popen[str], port: int) -> None:
        self.process = process
        self.port = port
        self.database = folder / "tracker.sqlite"
        self.log = folder / "serve.log"

    def request(
        self, method: str, path: str, body: bytes | None = None, headers: Any = None
    ) -> tuple[int, Any]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, body, headers or {})
            response = connection.getresponse()
            return response.status, json.loads(response.read())
        finally:
            connection.close()

    def post(self, document: Any, content_type: str = "application/json") -> tuple[int, Any]:
        body = document if isinstance(document, bytes) else json.dumps(document).encode()
        headers = {"Content-Type": content_type}
        return self.request("POST", "/webhooks/career_desk/turn", body, headers)

    def say(self, conversation: str, text: str, turn: str | None = None) -> tuple[int, Any]:
        return self.post({"conversation": conversation, "turn": turn or new_turn(), "text": text})

    def choose(self, conversation: str, **choice: Any) -> tuple[int, Any]:
        return self.post({"conversation": conversation, "turn": new_turn(), "choice": choice})

    def events(self, conversation: str) -> list[dict[str, Any]]:
        connection = sqlite3.connect(self.database)
        try:
            query = "select events from rasa_tracker where sender_id = ?"
            row = connection.execute(query, (conversation,)).fetchone()
        finally:
            connection.close()
        return json.loads(row[0]) if row else []

    def slots(self, conversation: str) -> dict[str, Any]:
        slots: dict[str, Any] = {}
        for event in self.events(conversation):
            if event["event"] == "slot":
                slots[event["name"]] = event["value"]
        return slots


def new_conversation() -> str:
    return uuid.uuid4().hex


def new_turn() -> str:
    return str(uuid.uuid4())


def start(folder: Path, model: Path, actions: str, *more: str) -> tuple[subprocess.Popen[str], str]:
    """Start the process and wait for what it prints once it is about to listen."""
    command = [sys.executable, "-m", "bot.serve", "--port", "0", "--model", str(model)]
    command += ["--actions", actions, "--database", f"sqlite:///{folder}/tracker.sqlite", *more]
    with (folder / "serve.log").open("a") as log:
        process = subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True
        )
    assert process.stdout is not None
    return process, process.stdout.readline()


def end(process: subprocess.Popen[str]) -> int:
    """End the process as a supervisor would; returns its exit code."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
    try:
        return process.wait(20)
    finally:
        process.kill()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()


@pytest.fixture(scope="session")
def tiny_model(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The trained assistant; kept in pytest's cache, because training takes most of the time."""
    parts = {file.name: file.read_text() for file in sorted(TINY.glob("*.yml"))}
    lock = (ROOT / "bot" / "requirements.lock").read_text()
    key = hashlib.sha256(json.dumps([parts, lock]).encode()).hexdigest()[:12]
    cache = getattr(request.config, "cache", None)
    folder = cache.mkdir(f"tiny-model-{key}") if cache else tmp_path_factory.mktemp("tiny")
    model: Path = folder / "tiny.tar.gz"
    if not model.exists():
        training = tmp_path_factory.mktemp("training")
        train(training, parts)
        # Renamed at the end, so that an interrupted run leaves no half of a model.
        shutil.copy(training / "tiny.tar.gz", folder / "tiny.part")
        (folder / "tiny.part").rename(model)
    return model


def train(folder: Path, parts: dict[str, str]) -> None:
    for name, content in parts.items():
        (folder / name).write_text(content)
    command = [sys.executable, "-m", "rasa", "train", "--data", "data.yml"]
    command += ["--fixed-model-name", "tiny", "--out", str(folder)]
    environment = {
        **os.environ,
        "RASA_TELEMETRY_ENABLED": "false",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    }
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="session")
def action_server() -> Iterator[ActionServer]:
    server = ActionServer()
    yield server
    server.close()


@pytest.fixture(autouse=True)
def good_actions(request: pytest.FixtureRequest) -> Iterator[None]:
    yield
    if "action_server" in request.fixturenames:
        server: ActionServer = request.getfixturevalue("action_server")
        server.mode = "good"
        server.started.clear()


@pytest.fixture(scope="session")
def served(
    tmp_path_factory: pytest.TempPathFactory, tiny_model: Path, action_server: ActionServer
) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("served")
    actions = f"http://127.0.0.1:{action_server.port}/webhook"
    process, line = start(folder, tiny_model, actions)
    try:
        assert line.startswith("bot.serve: port "), (folder / "serve.log").read_text()
        served = Served(folder, process, int(line.split()[-1]))
        wait_until_ready(served)
        yield served
    finally:
        end(process)


def wait_until_ready(served: Served) -> None:
    for _ in range(200):
        try:
            served.request("GET", "/webhooks/career_desk/ready")
        except ConnectionRefusedError:
            threading.Event().wait(0.05)
        else:
            return
    raise AssertionError(served.log.read_text())
