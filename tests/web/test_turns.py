"""Stored before asked, stored before acknowledged, and never twice."""

import asyncio
import json
import sqlite3
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientTimeout, web

from tests.web import standins
from tests.web.conftest import Client, Start
from tests.web.standins import Fault, RasaStandIn, empty_list, traced
from tests.web.visitor import Visitor, error_code
from web.keys import LOG, TURNS
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


async def test_the_message_is_in_the_log_before_rasa_is_asked(
    visitor: Visitor, rasa: RasaStandIn, rows: Rows
) -> None:
    seen: list[tuple[Any, ...]] = []

    async def look(request: web.Request) -> web.StreamResponse:
        seen.extend(rows("SELECT text FROM messages WHERE author = 'visitor'"))
        return await standins.server_error(request)

    rasa.fault = look
    await visitor.say("first things first")

    assert seen == [("first things first",)]


async def test_the_same_id_gives_the_same_answer_once_more(
    visitor: Visitor, rasa: RasaStandIn
) -> None:
    turn = str(uuid.uuid4())

    first = await (await visitor.say("Hello", turn)).json()
    again = await (await visitor.say("Hello", turn.upper())).json()

    assert first == again
    assert len(rasa.asked) == 1
    assert len(await visitor.history()) == 3


async def test_fifty_posts_of_the_same_id_are_one_turn(visitor: Visitor, rasa: RasaStandIn) -> None:
    rasa.delay = 0.1
    turn = str(uuid.uuid4())

    responses = await asyncio.gather(*(visitor.say("Hello", turn) for _ in range(50)))

    assert {response.status for response in responses} == {200}
    assert len({await response.text() for response in responses}) == 1
    assert len(rasa.asked) == 1
    assert len(await visitor.history()) == 3


async def test_the_same_id_with_another_text_is_a_conflict(visitor: Visitor) -> None:
    turn = str(uuid.uuid4())
    await visitor.say("Hello", turn)

    response = await visitor.say("Goodbye", turn)

    assert (response.status, await error_code(response)) == (409, "conflict")


async def test_a_conflict_is_seen_while_the_turn_runs(visitor: Visitor, rasa: RasaStandIn) -> None:
    rasa.delay = 0.3
    turn = str(uuid.uuid4())
    running = asyncio.create_task(visitor.say("Hello", turn))
    await rasa.arrived.wait()

    response = await visitor.say("Goodbye", turn)

    assert await error_code(response) == "conflict"
    assert (await running).status == 200


async def test_the_same_id_in_two_conversations_is_two_turns(client: Client) -> None:
    turn = str(uuid.uuid4())
    first, second = await Visitor.open(client), await Visitor.open(client)

    await first.say("one", turn)
    response = await second.say("two", turn)

    assert (await response.json())["messages"][0]["text"] == "You said: two"


async def test_fifty_messages_at_once_are_stored_in_order_or_refused(
    visitor: Visitor, rasa: RasaStandIn
) -> None:
    rasa.delay = 0.02

    responses = await asyncio.gather(*(visitor.say(f"message {n}") for n in range(50)))

    taken = [response for response in responses if response.status == 200]
    refused = [response for response in responses if response.status != 200]
    assert len(taken) >= 4
    for response in refused:
        assert (response.status, await error_code(response)) == (429, "busy")
        assert int(response.headers["Retry-After"]) >= 1
    history = (await visitor.history())[1:]
    assert len(history) == 2 * len(taken)
    for said, answered in zip(history[::2], history[1::2], strict=True):
        assert said["author"] == "visitor"
        assert answered["text"] == f"You said: {said['text']}"
    assert rasa.most_inside == 1


@pytest.mark.parametrize("timing", [{"rasa_deadline": 2, "queue_wait": 0.2}], indirect=True)
async def test_who_waits_too_long_is_refused_and_not_stored(
    visitor: Visitor, rasa: RasaStandIn
) -> None:
    rasa.fault = standins.hung

    responses = await asyncio.gather(visitor.say("one"), visitor.say("two"))

    assert sorted(response.status for response in responses) == [200, 429]
    assert len(await visitor.history()) == 3


async def test_many_visitors_are_answered_and_rasa_gets_a_few_at_once(
    start: Start, settings: Settings, rasa: RasaStandIn
) -> None:
    rasa.delay = 0.01
    timing = replace(settings.timing, asked_at_once=4)
    client = await start(replace(settings, timing=timing))
    visitors = [await Visitor.open(client) for _ in range(30)]

    responses = await asyncio.gather(*(visitor.say("Hello") for visitor in visitors))

    texts = [(await response.json())["messages"][0]["text"] for response in responses]
    assert texts == ["You said: Hello"] * 30
    assert rasa.most_inside <= 4


async def test_a_visitor_who_leaves_finds_the_answer_later(
    visitor: Visitor, rasa: RasaStandIn
) -> None:
    rasa.delay = 0.3
    turn = str(uuid.uuid4())
    with pytest.raises(TimeoutError):
        await visitor.client.post(
            "/api/messages",
            json={"id": turn, "text": "Hello"},
            headers=visitor.headers,
            timeout=ClientTimeout(total=0.1),
        )

    response = await visitor.say("Hello", turn)

    assert (await response.json())["messages"] == (await visitor.history())[2:]
    assert len(rasa.asked) == 1


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


async def test_no_new_turn_begins_while_the_gateway_stops(client: Client) -> None:
    visitor = await Visitor.open(client)
    assert client.app is not None
    await client.app[TURNS].drain(1)

    response = await visitor.say("Hello")

    assert (response.status, await error_code(response)) == (503, "closing")


async def test_running_turns_are_finished_when_the_gateway_stops(
    client: Client, visitor: Visitor, rasa: RasaStandIn, rows: Rows
) -> None:
    rasa.delay = 0.2
    sent = asyncio.create_task(visitor.say("Hello"))
    await rasa.arrived.wait()
    assert client.server is not None
    await client.server.close()
    await asyncio.gather(sent, return_exceptions=True)

    assert rows("SELECT state FROM turns") == [("answered",)]


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


async def test_how_an_answer_came_about_is_kept(visitor: Visitor, rows: Rows) -> None:
    await visitor.say("What is the pay?")

    [(kept,)] = rows("SELECT trace FROM turns")
    trace = json.loads(kept)
    assert trace["model"] == "career-desk-0a1b2c3d4e5f"
    assert trace["actions"] == ["action_pay_national"]
    assert (trace["before"], trace["after"]) == ({}, {"frame": {"intent": "pay_national"}})
    assert trace["milliseconds"].keys() == {
        "waiting", "storing", "danger", "rasa", "adding", "understanding", "actions", "dialogue"
    }  # fmt: skip


@pytest.mark.parametrize(
    "trace",
    [
        "nothing",
        {"model": ["a"]},
        {"before": {"note": "x" * 30_000}},
        {"after": {"note": "\x00"}},
        {"milliseconds": {"understanding": "long"}},
    ],
)
async def test_an_answer_is_kept_whatever_is_told_about_its_way(
    trace: Any, visitor: Visitor, rasa: RasaStandIn, rows: Rows
) -> None:
    rasa.fault = traced(trace)

    response = await visitor.say("What is the pay?")

    assert response.status == 200
    assert rows("SELECT kind FROM turns") == [("answer",)]
    assert rows("SELECT count(*) FROM incidents") == [(0,)]


async def test_an_incident_stands_at_its_turn(
    visitor: Visitor, rasa: RasaStandIn, rows: Rows
) -> None:
    rasa.fault = empty_list

    await visitor.say("What is the pay?")

    assert rows("SELECT kind, incident FROM turns") == [("error", "no_answer")]
