"""Stored before asked, stored before acknowledged, and never twice."""

import asyncio
import json
import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from aiohttp import ClientTimeout, web

from tests.web import standins
from tests.web.conftest import Client, Start
from tests.web.standins import RasaStandIn, traced
from tests.web.visitor import Visitor, error_code
from web.keys import TURNS
from web.settings import Settings

Rows = Callable[..., list[tuple[Any, ...]]]


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
