from __future__ import annotations

import os
import socket
import sqlite3
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from action_server import ActionServer
from bot.serve import EXIT_ALREADY_RUNNING, EXIT_NOT_STARTED, tracker_address
from bot.single import AlreadyRunningError, hold_lock, lock_path
from serving import ROOT, Served, end, new_conversation, start, wait_until_ready

pytest_plugins = ["serving"]


def test_ready_names_the_model(served: Served) -> None:
    answer = {"ready": True, "model": "tiny.tar.gz"}

    assert served.request("GET", "/webhooks/career_desk/ready") == (200, answer)


def test_tensorflow_is_not_loaded(served: Served) -> None:
    served.say(new_conversation(), "salary")
    mapped = Path(f"/proc/{served.process.pid}/maps").read_text()

    assert "tensorflow" not in mapped


def test_nothing_else_is_mounted(served: Served) -> None:
    for method, path in [
        ("GET", "/"),
        ("GET", "/status"),
        ("GET", "/version"),
        ("GET", "/domain"),
        ("GET", "/conversations/default/tracker"),
        ("POST", "/model/parse"),
        ("PUT", "/model"),
        ("POST", "/webhooks/rest/webhook"),
        ("GET", "/webhooks/career_desk"),
        ("GET", "/webhooks/career_desk/turn"),
    ]:
        status, answer = served.request(method, path)
        assert status in (404, 405), path
        assert answer.keys() == {"error"}
        assert "asa" not in str(answer)


def test_a_body_that_is_too_large_is_refused(served: Served) -> None:
    status, answer = served.post(b" " * 200_000)

    assert (status, answer["error"]["code"]) == (413, "too_large")


def test_listens_on_this_machine_only(served: Served) -> None:
    listening = []
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/{served.process.pid}/net/{table}").read_text().splitlines()[1:]:
            address, state = line.split()[1], line.split()[3]
            if state == "0A" and int(address.split(":")[1], 16) == served.port:
                listening.append(address.split(":")[0])

    assert listening == ["0100007F"]


def test_the_tracker_file_is_private_and_durable(served: Served) -> None:
    served.say(new_conversation(), "hello")
    for suffix in ("", "-wal"):
        mode = Path(f"{served.database}{suffix}").stat().st_mode
        assert stat.S_IMODE(mode) == 0o600
    connection = sqlite3.connect(served.database)
    try:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    finally:
        connection.close()


def test_a_second_process_on_the_same_database_refuses(
    served: Served, tiny_model: Path, action_server: ActionServer
) -> None:
    process, line = start(served.database.parent, tiny_model, "http://127.0.0.1:1/webhook")

    assert line == ""
    assert process.wait(20) == EXIT_ALREADY_RUNNING
    end(process)
    assert "already served by process" in served.log.read_text()
    assert served.say(new_conversation(), "hello")[0] == 200


def test_a_taken_port_and_a_missing_model_are_told(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        for port, reason in [(taken.getsockname()[1], "is not free"), (0, "train it first")]:
            command = [sys.executable, "-m", "bot.serve", "--port", str(port)]
            command += ["--model", "no-such-model", "--database", f"sqlite:///{tmp_path}/t.sqlite"]
            done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
            assert done.returncode == EXIT_NOT_STARTED
            assert reason in done.stderr
            assert "Traceback" not in done.stderr


def test_a_running_turn_is_finished_before_the_end_and_found_after_it(
    tmp_path: Path, tiny_model: Path, action_server: ActionServer
) -> None:
    actions = f"http://127.0.0.1:{action_server.port}/webhook"
    process, line = start(tmp_path, tiny_model, actions)
    served = Served(tmp_path, process, int(line.split()[-1]))
    wait_until_ready(served)
    conversation = new_conversation()
    action_server.mode = "short pause"
    answers: list[object] = []
    client = threading.Thread(target=lambda: answers.append(served.say(conversation, "salary")[0]))
    client.start()
    assert action_server.started.wait(10)

    assert end(process) == 0
    client.join(10)
    assert answers == [200]
    assert served.slots(conversation)["asked"] == 1

    # The end of standard input ends the process, when asked to.
    process, line = start(tmp_path, tiny_model, actions, "--exit-with-parent")
    try:
        served = Served(tmp_path, process, int(line.split()[-1]))
        wait_until_ready(served)
        action_server.mode = "good"
        _, answer = served.say(conversation, "salary")
        assert answer["messages"][0]["text"].startswith("Question 2.")
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(10) == 0
    finally:
        process.kill()
        end(process)


def test_chooses_the_tracker_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    own = f"sqlite:///{ROOT}/var/tracker.sqlite"
    assert tracker_address(None) == own
    assert tracker_address("sqlite:///x.sqlite") == "sqlite:///x.sqlite"
    monkeypatch.setenv("DATABASE_URL", "sqlite:////srv/conversations.sqlite")
    assert tracker_address(None) == own
    monkeypatch.setenv("DATABASE_URL", "postgresql://desk@database/desk")
    assert tracker_address(None) == "postgresql://desk@database/desk"


def test_a_lock_is_held_until_it_is_given_back(tmp_path: Path) -> None:
    path = lock_path(f"sqlite:///{tmp_path}/tracker.sqlite", tmp_path)
    assert path == lock_path(f"sqlite:///{tmp_path}/x/../tracker.sqlite", tmp_path)
    assert path != lock_path("postgresql://desk:secret@database/desk", tmp_path)

    with hold_lock(path), pytest.raises(AlreadyRunningError, match=str(os.getpid())):
        hold_lock(path, seconds=0)
    hold_lock(path, seconds=0).close()
