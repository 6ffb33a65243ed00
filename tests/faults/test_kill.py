"""What was acknowledged is in the log, whatever is killed when.

Visitors write all the time while the website, Rasa or the action server is killed with SIGKILL.
Each keeps a record of what was acknowledged and sends a turn again, under the same id, until it
is. Afterwards the record is held against the log. ROUNDS sets the number of kills (3 by default;
`make faults` runs the long form).
"""

import itertools
import os
import signal
import sqlite3
import threading
import time
import uuid
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
import pytest
import requests

from tests.assistant import READY_WITHIN_SECONDS, Visitor, free_port, start_assistant, stop

ROUNDS = int(os.environ.get("ROUNDS", "3"))
VISITORS = 6
VICTIMS = ("website", "bot.serve", "actions")
SECONDS_OF_TRAFFIC = 3.0
QUESTIONS = (
    "what do medical coders make in Ohio",
    "how long does the training take",
    "can I do this from home",
    "thanks a lot",
)


@dataclass
class Record:
    """What one visitor sent and what was acknowledged: text to the id of the answer."""

    visitor: Visitor
    acknowledged: dict[str, str] = field(default_factory=dict)
    tried_again: int = 0


def write_until(stop_writing: threading.Event, record: Record) -> None:
    """Send one question after the other; a turn that fails is sent again under its id."""
    number = 0
    while not stop_writing.is_set():
        number += 1
        text = f"{QUESTIONS[number % len(QUESTIONS)]} (question {number})"
        turn = {"id": str(uuid.uuid4()), "text": text}
        # A turn that is never acknowledged ends with the test, or its thread would outlive it.
        while (answer := attempt(record.visitor, turn)) is None and not stop_writing.is_set():
            record.tried_again += 1
            time.sleep(0.2)
        if answer is not None:
            record.acknowledged[text] = answer["id"]
        time.sleep(0.02)


def attempt(visitor: Visitor, turn: dict[str, Any]) -> dict[str, Any] | None:
    """The acknowledged answer, or None when the turn was not acknowledged."""
    try:
        response = visitor.send(turn)
    except requests.RequestException:
        return None
    if response.status_code != 200:
        assert response.json()["error"]["code"], response.text
        return None
    messages: list[dict[str, Any]] = response.json()["messages"]
    return [message for message in messages if message["author"] == "assistant"][-1]


def kill(victim: str, website: int) -> None:
    """End one of the three processes without warning."""
    if victim == "website":
        os.kill(website, signal.SIGKILL)
        return
    children = psutil.Process(website).children()
    pids = [child.pid for child in children if victim in child.cmdline()]
    assert pids, f"{victim} is not running"
    os.kill(pids[0], signal.SIGKILL)


@pytest.mark.timeout(2 * READY_WITHIN_SECONDS + READY_WITHIN_SECONDS * ROUNDS)
def test_no_acknowledged_turn_is_lost_or_doubled_when_a_process_is_killed(tmp_path: Path) -> None:
    port = free_port()
    website = start_assistant(tmp_path, port)
    records = [Record(Visitor(f"http://127.0.0.1:{port}")) for _ in range(VISITORS)]
    stop_writing = threading.Event()
    writers = [
        threading.Thread(target=write_until, args=(stop_writing, record), daemon=True)
        for record in records
    ]
    try:
        for writer in writers:
            writer.start()
        for number in range(ROUNDS):
            time.sleep(SECONDS_OF_TRAFFIC)
            victim = VICTIMS[number % len(VICTIMS)]
            kill(victim, website.pid)
            if victim == "website":
                website.wait()
                stop(website)
                website = start_assistant(tmp_path, port)
            else:
                wait_until_ready(port)
        time.sleep(SECONDS_OF_TRAFFIC)
        stop_writing.set()
        for writer in writers:
            writer.join(60)
        assert not any(writer.is_alive() for writer in writers)
        found = [compare(record) for record in records]
    finally:
        stop_writing.set()
        stop(website)
    acknowledged = sum(len(record.acknowledged) for record in records)
    again = sum(record.tried_again for record in records)
    lost, doubled = (sum(column) for column in zip(*found, strict=True))
    print(
        f"\n{ROUNDS} kills, {VISITORS} visitors: {acknowledged} turns acknowledged, "
        f"{again} tries repeated, {lost} lost, {doubled} doubled"
    )
    assert acknowledged > 50 * ROUNDS, "too little traffic to prove anything"
    assert again > 0, "no kill was noticed by any visitor"
    assert found == [(0, 0)] * VISITORS
    with sqlite3.connect(tmp_path / "conversations.sqlite") as log:
        assert log.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    log.close()


def compare(record: Record) -> tuple[int, int]:
    """Hold a visitor's record against the log: turns lost or out of order, turns doubled."""
    history: list[dict[str, Any]] = []
    while True:
        page = page_after(record.visitor, history[-1]["id"] if history else None)
        history += page["messages"]
        if not page["more"]:
            break
    said = [message["text"] for message in history if message["author"] == "visitor"]
    answers = {
        first["text"]: second["id"]
        for first, second in itertools.pairwise(history)
        if first["author"] == "visitor" and second["author"] == "assistant"
    }
    lost = sum(answers.get(text) != answer for text, answer in record.acknowledged.items())
    lost += [text for text in said if text in record.acknowledged] != list(record.acknowledged)
    doubled = sum(count - 1 for count in Counter(said).values())
    return lost, doubled


def page_after(visitor: Visitor, after: str | None) -> dict[str, Any]:
    """One page of the visitor's history."""
    response = requests.get(
        f"{visitor.url}/api/messages",
        params={"after": after} if after else {},
        headers={"Authorization": f"Bearer {visitor.token}"},
        timeout=20,
    )
    response.raise_for_status()
    page: dict[str, Any] = response.json()
    return page


def wait_until_ready(port: int) -> None:
    """Wait until the supervisor has brought everything back."""
    deadline = time.monotonic() + READY_WITHIN_SECONDS
    said = "nothing"
    while time.monotonic() < deadline:
        try:
            response = requests.get(f"http://127.0.0.1:{port}/readyz", timeout=20)
            if response.status_code == 200:
                return
            said = response.text
        except requests.RequestException as error:
            said = str(error)
        time.sleep(0.5)
    raise AssertionError(f"not ready again after {READY_WITHIN_SECONDS} seconds; it said: {said}")
