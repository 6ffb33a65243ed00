"""A tiny assistant, trained once, served by the real process with a real action server beside it.

The test modules both import this and name it as a plugin, hence: PYTEST_DONT_REWRITE
"""

from __future__ import annotations

import asyncio
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
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

ROOT = Path(__file__).resolve().parents[2]

CONFIG = """
recipe: default.v1
language: en
assistant_id: tiny
pipeline:
  - name: KeywordIntentClassifier
  - name: RegexEntityExtractor
policies:
  - name: RulePolicy
"""

DOMAIN = """
version: "3.1"
intents: [greet, ask_pay, ask_help, ask_both, staff_only]
entities: [state, is_staff]
slots:
  state: {type: any, influence_conversation: false, mappings: [{type: from_entity, entity: state}]}
  is_staff:
    type: any
    influence_conversation: false
    mappings: [{type: from_entity, entity: is_staff}]
  asked: {type: any, influence_conversation: false, mappings: [{type: custom}]}
responses:
  utter_greet:
    - text: "Hello.\\n\\nAsk me anything."
      custom: {schema: 1, kind: smalltalk, text: Hello.}
  utter_staff:
    - text: "Staff only."
  utter_default:
    - text: "I did not understand."
actions: [action_pay]
session_config: {session_expiration_time: 60, carry_over_slots_to_new_session: true}
"""

DATA = """
version: "3.1"
nlu:
  - intent: greet
    examples: |
      - hello
      - good morning
  - intent: ask_pay
    examples: |
      - salary
      - pay
      - income in [texas](state)
  - intent: ask_help
    examples: |
      - assistance
  - intent: ask_both
    examples: |
      - everything
  - intent: staff_only
    examples: |
      - xyzzy
  - lookup: state
    examples: |
      - texas
      - florida
rules:
  - rule: greet
    steps: [{intent: greet}, {action: utter_greet}]
  - rule: pay
    steps: [{intent: ask_pay}, {action: action_pay}]
  - rule: two answers
    steps: [{intent: ask_both}, {action: utter_greet}, {action: action_pay}]
  - rule: nothing to say
    steps: [{intent: ask_help}, {action: action_listen}]
  - rule: staff
    steps: [{intent: staff_only}, {action: utter_staff}]
"""


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
        self.stop()
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

    @contextmanager
    def locked(self) -> Iterator[None]:
        connection = sqlite3.connect(self.database, isolation_level=None)
        try:
            connection.execute("BEGIN IMMEDIATE")
            yield
            connection.execute("ROLLBACK")
        finally:
            connection.close()


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
    parts = {"config.yml": CONFIG, "domain.yml": DOMAIN, "data.yml": DATA}
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
