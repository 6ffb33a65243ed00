"""Thumbs: whether an answer helped."""

from collections.abc import Callable
from typing import Any

import pytest
from aiohttp import ClientResponse

from tests.web.conftest import Client
from tests.web.visitor import Visitor, error_code

Rows = Callable[..., list[tuple[Any, ...]]]


@pytest.fixture
async def answer(visitor: Visitor) -> str:
    """The id of an answer of the assistant."""
    [message] = (await (await visitor.say("pay")).json())["messages"]
    return str(message["id"])


async def vote(visitor: Visitor, message: str, body: Any) -> ClientResponse:
    return await visitor.client.post(
        f"/api/messages/{message}/feedback", json=body, headers=visitor.headers
    )


async def votes(visitor: Visitor) -> list[Any]:
    return [message["feedback"] for message in await visitor.history()]


async def test_a_vote_is_kept_with_its_answer(visitor: Visitor, answer: str) -> None:
    response = await vote(visitor, answer, {"helpful": True})

    assert (response.status, await response.text()) == (204, "")
    assert await votes(visitor) == [None, None, {"helpful": True, "comment": None}]


async def test_the_last_vote_counts(visitor: Visitor, answer: str, rows: Rows) -> None:
    await vote(visitor, answer, {"helpful": False, "comment": "  Wrong  \r\nstate "})
    await vote(visitor, answer, {"helpful": True})
    await vote(visitor, answer, {"helpful": False, "comment": "Too\r\nlong"})

    assert rows("SELECT helpful, comment FROM feedback") == [(0, "Too\nlong")]


async def test_an_empty_comment_is_none(visitor: Visitor, answer: str) -> None:
    assert (await vote(visitor, answer, {"helpful": False, "comment": " \n"})).status == 204
    assert (await votes(visitor))[-1] == {"helpful": False, "comment": None}


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "bad_vote"),
        ({"helpful": "yes"}, "bad_vote"),
        ({"helpful": 1}, "bad_vote"),
        ({"helpful": None}, "bad_vote"),
        ({"helpful": True, "comment": 1}, "bad_vote"),
        ({"helpful": True, "comment": "a\x00"}, "bad_characters"),
        ({"helpful": True, "comment": "x" * 1001}, "comment_too_long"),
    ],
)
async def test_a_bad_vote_is_refused_with_its_reason(
    visitor: Visitor, answer: str, body: Any, code: str
) -> None:
    response = await vote(visitor, answer, body)

    assert (response.status, await error_code(response)) == (400, code)
    assert (await votes(visitor))[-1] is None


async def test_only_answers_of_the_own_chat_can_be_voted_on(
    client: Client, visitor: Visitor, answer: str
) -> None:
    own_question = (await visitor.history())[1]["id"]
    stranger = await Visitor.open(client)
    for who, message in [
        (visitor, own_question),
        (visitor, "unknown"),
        (visitor, "%00"),
        (visitor, "x" * 500),
        (stranger, answer),
    ]:
        response = await vote(who, message, {"helpful": True})
        assert (response.status, await error_code(response)) == (404, "unknown_message")


async def test_votes_are_part_of_the_download_and_go_with_the_chat(
    visitor: Visitor, answer: str, rows: Rows
) -> None:
    await vote(visitor, answer, {"helpful": False, "comment": "canary-4711"})

    response = await visitor.client.get("/api/conversation", headers=visitor.headers)
    assert (await response.json())["messages"][-1]["feedback"]["comment"] == "canary-4711"
    await visitor.client.delete("/api/conversation", headers=visitor.headers)

    assert rows("SELECT * FROM feedback") == []
