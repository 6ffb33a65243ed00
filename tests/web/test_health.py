"""Alive and ready are two questions."""

import shutil
import sqlite3
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import TestServer

from tests.web.conftest import Client, Start
from tests.web.standins import RasaStandIn, broken_json, hung, told
from web.settings import Settings


async def ready(client: Client) -> tuple[int, dict[str, Any]]:
    response = await client.get("/readyz")
    return response.status, await response.json()


async def test_alive_needs_nobody_else(client: Client, rasa: RasaStandIn) -> None:
    rasa.fault = hung
    response = await client.get("/healthz")

    assert (response.status, await response.json()) == (200, {"status": "ok"})


async def test_ready_when_every_part_works(knowing: Client) -> None:
    status, body = await ready(knowing)

    assert (status, body["ready"]) == (200, True)
    assert {name: check["ok"] for name, check in body["checks"].items()} == {
        "model": True,
        "actions": True,
        "log": True,
        "knowledge": True,
        "danger": True,
    }
    assert body["checks"]["knowledge"]["version"]
    assert body["checks"]["knowledge"]["age_days"] == 0


@pytest.mark.parametrize("fault", [hung, broken_json, told(503, "not_ready")])
async def test_not_ready_without_a_model(knowing: Client, rasa: RasaStandIn, fault: Any) -> None:
    rasa.fault = fault
    status, body = await ready(knowing)

    assert (status, body["error"]["code"]) == (503, "not_ready")
    assert body["checks"]["model"] == {"ok": False}
    assert body["checks"]["actions"] == {"ok": True}


async def test_not_ready_while_danger_is_heard_by_certain_words_only(
    knowing: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.health.hears_meaning", lambda: False)

    status, body = await ready(knowing)

    assert (status, body["checks"]["danger"]) == (503, {"ok": False})


async def test_not_ready_without_actions(knowing: Client, actions: TestServer) -> None:
    await actions.close()

    status, body = await ready(knowing)

    assert (status, body["checks"]["actions"]) == (503, {"ok": False})


async def test_not_ready_while_the_log_is_locked(knowing: Client, database: Path) -> None:
    holder = sqlite3.connect(database, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    status, body = await ready(knowing)
    holder.execute("ROLLBACK")
    holder.close()

    assert (status, body["checks"]["log"]) == (503, {"ok": False})
    assert (await ready(knowing))[0] == 200


@pytest.mark.parametrize("content", [None, b"", b"no database"])
async def test_not_ready_without_knowledge(
    start: Start, settings: Settings, tmp_path: Path, content: bytes | None
) -> None:
    path = tmp_path / "knowledge.sqlite"
    if content is not None:
        path.write_bytes(content)
    client = await start(replace(settings, knowledge_database=path))

    status, body = await ready(client)

    assert (status, body["checks"]["knowledge"]) == (503, {"ok": False})


async def test_ready_as_soon_as_the_knowledge_is_built(
    start: Start, settings: Settings, tmp_path: Path, knowledge_file: Path
) -> None:
    path = tmp_path / "knowledge.sqlite"
    # On a busy machine every other part may take longer than usual.
    patient = replace(settings.timing, check_deadline=20.0)
    client = await start(replace(settings, knowledge_database=path, timing=patient))
    assert (await ready(client))[0] == 503

    shutil.copyfile(knowledge_file, path)

    assert (await ready(client))[0] == 200
