"""What a visitor meets, and what is kept, when Rasa or the log fails in the middle of a turn."""

import asyncio
import sqlite3
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.web import standins
from tests.web.conftest import Client, Start
from tests.web.standins import Fault, RasaStandIn, empty_list
from tests.web.visitor import Visitor, error_code
from web.keys import LOG
from web.log.records import Said
from web.settings import Settings

Rows = Callable[..., list[tuple[Any, ...]]]
FAULTS: dict[str, tuple[Fault, str]] = {
    "hung": (standins.hung, "slow"),
    "late": (standins.late, "slow"),
    "reset": (standins.reset, "down"),
    "cut": (standins.cut, "down"),
    "broken JSON": (standins.broken_json, "garbage"),
    "status 500": (standins.server_error, "garbage"),
    "10 MB": (standins.huge, "garbage"),
    "empty list": (standins.empty_list, "no_answer"),
    "stock empty answer": (standins.stock_empty, "garbage"),
    "answer to another turn": (standins.other_turn, "garbage"),
    "unknown kind": (standins.changed(kind="advert"), "garbage"),
    "no text": (standins.changed(text=""), "garbage"),
    "NUL in the text": (standins.changed(text="a\x00b"), "garbage"),
    "lone surrogate": (standins.changed(text="a\ud800b"), "garbage"),
    "facts of the wrong type": (standins.changed(facts=["x"]), "garbage"),
    "other schema": (standins.changed(schema=2), "garbage"),
    "no answer": (standins.told(502, "no_answer"), "no_answer"),
    "actions report an error": (standins.error_payload, "actions"),
}


@contextmanager
def locked(database: Path) -> Iterator[None]:
    """Somebody else writes and does not end."""
    connection = sqlite3.connect(database, isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        connection.execute("ROLLBACK")
        connection.close()


@pytest.mark.parametrize("timing", [{"rasa_deadline": 1.5}], indirect=True)
@pytest.mark.parametrize("name", FAULTS)
async def test_a_fault_becomes_a_stored_apology_with_the_contact(
    name: str, visitor: Visitor, rasa: RasaStandIn, rows: Rows
) -> None:
    rasa.fault, incident = FAULTS[name]

    response = await visitor.say("What is the pay?")

    assert response.status == 200
    [message] = (await response.json())["messages"]
    assert message["kind"] == "error"
    assert "(555) 555-0100" in message["text"]
    assert "advice@school.example" in message["text"]
    assert (await visitor.history())[-1] == message
    assert rows("SELECT kind FROM incidents") == [(incident,)]


async def test_a_rasa_that_is_down_becomes_an_apology(
    visitor: Visitor, rasa: RasaStandIn, rows: Rows
) -> None:
    assert rasa.server is not None
    await rasa.server.close()

    [message] = (await (await visitor.say("Hello")).json())["messages"]

    assert message["kind"] == "error"
    assert rows("SELECT kind FROM incidents") == [("down",)]


async def test_the_next_message_after_a_fault_is_answered(
    visitor: Visitor, rasa: RasaStandIn
) -> None:
    rasa.fault = standins.server_error
    await visitor.say("one")
    rasa.fault = None

    [message] = (await (await visitor.say("two")).json())["messages"]

    assert message["text"] == "You said: two"


async def test_a_turn_whose_process_died_is_resumed(
    start: Start, settings: Settings, rasa: RasaStandIn
) -> None:
    dying = await start(replace(settings, timing=replace(settings.timing, drain=0)))
    visitor = await Visitor.open(dying)
    rasa.fault = standins.hung
    turn = str(uuid.uuid4())
    left = asyncio.create_task(visitor.say("Hello", turn))
    await rasa.arrived.wait()
    left.cancel()
    await asyncio.gather(left, return_exceptions=True)
    await dying.close()
    rasa.fault = None

    visitor.client = await start(settings)
    unanswered = await visitor.history()
    response = await visitor.say("Hello", turn)

    assert [message["text"] for message in unanswered][1:] == ["Hello"]
    assert (await response.json())["messages"][0]["text"] == "You said: Hello"
    assert len(await visitor.history()) == 3


async def test_a_turn_without_an_answer_in_the_log_is_resumed(
    client: Client, visitor: Visitor, rows: Rows
) -> None:
    assert client.app is not None
    [(conversation,)] = rows("SELECT id FROM conversations")
    turn = str(uuid.uuid4())
    await client.app[LOG].begin_turn(conversation, turn, Said("Hello"))

    response = await visitor.say("Hello", turn)

    assert (await response.json())["messages"][0]["text"] == "You said: Hello"
    assert [message["author"] for message in await visitor.history()] == [
        "assistant",
        "visitor",
        "assistant",
    ]


async def test_rasa_3243_a_turn_that_rasa_could_not_store_is_no_success(
    visitor: Visitor, rasa: RasaStandIn, rows: Rows
) -> None:
    rasa.fault = standins.told(503, "not_stored")
    turn = str(uuid.uuid4())

    response = await visitor.say("Hello", turn)

    assert (response.status, await error_code(response)) == (503, "not_stored")
    assert int(response.headers["Retry-After"]) >= 1
    assert rows("SELECT state FROM turns") == [("failed",)]
    assert rows("SELECT kind FROM incidents") == [("not_stored",)]


async def test_a_turn_that_was_not_stored_runs_when_it_is_tried_again(
    visitor: Visitor, rasa: RasaStandIn, rows: Rows
) -> None:
    rasa.fault = standins.told(503, "not_stored")
    turn = str(uuid.uuid4())
    await visitor.say("Hello", turn)
    rasa.fault = None

    response = await visitor.say("Hello", turn)

    assert response.status == 200
    assert len(rasa.asked) == 2
    assert rows("SELECT state FROM turns") == [("answered",)]
    assert [message["text"] for message in await visitor.history()][1:] == [
        "Hello",
        "You said: Hello",
    ]


async def test_a_locked_log_is_told_with_the_contact_and_rasa_is_not_asked(
    visitor: Visitor, rasa: RasaStandIn, database: Path
) -> None:
    with locked(database):
        response = await visitor.say("Hello")

    assert (response.status, await error_code(response)) == (503, "log_unavailable")
    assert "(555) 555-0100" in (await response.json())["error"]["message"]
    assert "Retry-After" in response.headers
    assert rasa.asked == []
    assert len(await visitor.history()) == 1


async def test_a_message_refused_by_a_locked_log_runs_when_it_is_sent_again(
    visitor: Visitor, database: Path
) -> None:
    turn = str(uuid.uuid4())
    with locked(database):
        await visitor.say("Hello", turn)

    assert (await visitor.say("Hello", turn)).status == 200
    assert len(await visitor.history()) == 3


async def test_an_answer_that_cannot_be_stored_is_not_acknowledged(
    visitor: Visitor, rasa: RasaStandIn, database: Path
) -> None:
    turn = str(uuid.uuid4())
    rasa.delay = 0.2
    sent = asyncio.create_task(visitor.say("Hello", turn))
    await rasa.arrived.wait()
    with locked(database):
        response = await sent

    assert await error_code(response) == "log_unavailable"
    assert (await visitor.say("Hello", turn)).status == 200
    assert [asked["turn"] for asked in rasa.asked] == [turn, turn]
    assert len(await visitor.history()) == 3


async def test_others_are_served_while_the_log_is_locked(
    start: Start, settings: Settings, database: Path
) -> None:
    patient = replace(settings.timing, log_busy=20)
    client = await start(replace(settings, timing=patient))
    visitor = await Visitor.open(client)
    with locked(database):
        writer = asyncio.create_task(visitor.say("Hello"))
        for _ in range(20):
            assert (await client.get("/healthz")).status == 200
            assert len(await visitor.history()) == 1
        assert not writer.done()

    assert (await writer).status == 200


async def test_no_word_of_a_visitor_is_logged_on_any_path(
    visitor: Visitor, rasa: RasaStandIn, database: Path, caplog: pytest.LogCaptureFixture
) -> None:
    for fault, _ in FAULTS.values():
        if fault not in (standins.hung, standins.late):
            rasa.fault = fault
            await visitor.say("canary-4711")
    rasa.fault = None
    await visitor.say("canary-4711")
    await visitor.post({"id": "canary-4711", "text": "canary-4711"})
    with locked(database):
        await visitor.say("canary-4711")

    assert "no answer from Rasa" in caplog.text
    assert "canary" not in caplog.text
    assert visitor.opened["token"] not in caplog.text


async def test_an_incident_stands_at_its_turn(
    visitor: Visitor, rasa: RasaStandIn, rows: Rows
) -> None:
    rasa.fault = empty_list

    await visitor.say("What is the pay?")

    assert rows("SELECT kind, incident FROM turns") == [("error", "no_answer")]
