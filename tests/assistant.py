"""The whole assistant as a process of its own, the way `make run` starts it."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
import requests

ROOT = Path(__file__).resolve().parent.parent
# Generous: a machine that does much else starts slowly, and no test measures absolute time.
READY_WITHIN_SECONDS = 240


@dataclass
class Assistant:
    """A running assistant at `url`, with its files under `var`."""

    url: str
    var: Path
    process: subprocess.Popen[bytes]

    def descendants(self) -> list[int]:
        """Process ids of the private processes, the website's children."""
        return [child.pid for child in psutil.Process(self.process.pid).children()]


@contextlib.contextmanager
def running_assistant(var: Path, **environment: str) -> Iterator[Assistant]:
    """Start the assistant with its own folder, wait until it is ready, stop it in the end."""
    port = free_port()
    process = start_assistant(var, port, **environment)
    try:
        yield Assistant(f"http://127.0.0.1:{port}", var, process)
    finally:
        stop(process)


def start_assistant(var: Path, port: int, **environment: str) -> "subprocess.Popen[bytes]":
    """Start the assistant on `port` and return when it says that it is ready.

    What it says goes into a file: a pipe that nobody reads would fill up and make it wait.
    """
    var.mkdir(parents=True, exist_ok=True)
    output = var / "output.txt"
    with output.open("wb") as file:
        process = subprocess.Popen(
            [sys.executable, "-m", "web", "serve"],
            cwd=ROOT,
            env={
                **os.environ,
                "PORT": str(port),
                "VAR_DIR": str(var),
                "KNOWLEDGE_DATABASE": str(ROOT / "var" / "knowledge.sqlite"),
                "RATE_LIMIT": "off",
                "PYTHONUNBUFFERED": "1",
                **environment,
            },
            stdout=file,
            stderr=subprocess.STDOUT,
        )
    deadline = time.monotonic() + READY_WITHIN_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        if "is ready" in output.read_text(encoding="utf-8"):
            return process
        time.sleep(0.1)
    stop(process)
    raise AssertionError("the assistant did not start:\n" + output.read_text(encoding="utf-8"))


def stop(process: "subprocess.Popen[bytes]") -> None:
    """Stop the assistant as Ctrl-C does."""
    if process.poll() is None:
        process.send_signal(signal.SIGINT)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=20)
    if process.poll() is None:
        process.kill()
        process.wait()


def free_port() -> int:
    """A port on loopback that nothing listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Visitor:
    """One visitor's conversation over the public chat API."""

    url: str
    token: str = ""
    greeting: list[dict[str, Any]] = field(default_factory=list)
    choices: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Open the conversation."""
        opened = requests.post(f"{self.url}/api/conversations", json={}, timeout=10)
        opened.raise_for_status()
        self.token = opened.json()["token"]
        self.greeting = opened.json()["messages"]
        self.choices = self.greeting[-1]["choices"]

    def say(self, text: str) -> dict[str, Any]:
        """Send `text`; returns the one message of the answer."""
        return self._turn({"text": text})

    def choose(self, title: str) -> dict[str, Any]:
        """Take the offered choice with this title."""
        chosen = next((choice for choice in self.choices if choice["title"] == title), None)
        assert chosen, f"{title!r} is not among {[choice['title'] for choice in self.choices]}"
        return self._turn({"choice": chosen["id"]})

    def send(self, turn: dict[str, Any]) -> requests.Response:
        """Post a turn as it is."""
        return requests.post(
            f"{self.url}/api/messages",
            json=turn,
            headers={"Authorization": f"Bearer {self.token}"},
            timeout=20,
        )

    def history(self) -> list[dict[str, Any]]:
        """Every message of the conversation as the log holds it."""
        response = requests.get(
            f"{self.url}/api/messages",
            headers={"Authorization": f"Bearer {self.token}"},
            timeout=10,
        )
        response.raise_for_status()
        messages: list[dict[str, Any]] = response.json()["messages"]
        return messages

    def _turn(self, content: dict[str, Any]) -> dict[str, Any]:
        started = time.monotonic()
        response = self.send({"id": str(uuid.uuid4()), **content})
        assert response.status_code == 200, response.text
        answers = [m for m in response.json()["messages"] if m["author"] == "assistant"]
        assert len(answers) == 1, answers
        self.choices = answers[0]["choices"]
        return {**answers[0], "seconds": time.monotonic() - started}
