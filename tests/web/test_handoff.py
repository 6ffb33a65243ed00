"""Talking to a person: what is asked, kept and forgotten."""

import re
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientResponse

from tests.web.conftest import Client, Start
from tests.web.visitor import Visitor, error_code
from web.handoff import WishError, check_wish
from web.keys import FORGETTING
from web.log.voices import LETTERS, new_reference
from web.settings import Settings

Rows = Callable[..., list[tuple[Any, ...]]]
WISH = {
    "name": "Ana María",
    "contact": "ana@mail.example",
    "question": "May I visit a class?\nIn March?",
    "consent": True,
}


async def ask(client: Client, **changes: Any) -> ClientResponse:
    return await client.post("/api/handoff", json={**WISH, **changes})


async def test_a_wish_is_kept_and_answered_with_how_to_reach_a_person(
    client: Client, rows: Rows
) -> None:
    response = await ask(client)

    assert response.status == 201
    answer = await response.json()
    assert answer.pop("reference") == rows("SELECT reference FROM handoffs")[0][0]
    assert answer == {
        "hours": "Monday to Friday, 9 am to 5 pm",
        "phone": "(555) 555-0100",
        "mail": "advice@school.example",
    }
    assert rows("SELECT name, contact, question, conversation_id FROM handoffs") == [
        ("Ana María", "ana@mail.example", "May I visit a class?\nIn March?", None)
    ]


def test_a_reference_can_be_read_out() -> None:
    references = {new_reference() for _ in range(1000)}

    assert len(references) == 1000
    assert all(re.fullmatch(f"[{LETTERS}]{{4}}-[{LETTERS}]{{4}}", one) for one in references)
    assert not set("01OIS") & set(LETTERS)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"name": ""}, "bad_name"),
        ({"name": None}, "bad_name"),
        ({"name": "x" * 101}, "bad_name"),
        ({"name": "a\x00b"}, "bad_name"),
        ({"contact": "ana"}, "bad_contact"),
        ({"contact": "ana@mail"}, "bad_contact"),
        ({"contact": "12345"}, "bad_contact"),
        ({"contact": "call me at noon 5551234567"}, "bad_contact"),
        ({"contact": ["ana@mail.example"]}, "bad_contact"),
        ({"question": " \n"}, "bad_question"),
        ({"question": "x" * 2001}, "bad_question"),
        ({"consent": False}, "no_consent"),
        ({"consent": "true"}, "no_consent"),
        ({"consent": 1}, "no_consent"),
    ],
)
async def test_a_wish_that_cannot_be_answered_is_refused_with_its_reason(
    client: Client, rows: Rows, changes: dict[str, Any], code: str
) -> None:
    response = await ask(client, **changes)

    assert (response.status, await error_code(response)) == (400, code)
    assert rows("SELECT * FROM handoffs") == []


@pytest.mark.parametrize(
    "contact",
    ["555 555 0100", "+1 (555) 555-0100", "555.555.0100 ext. 12", "a.b+c@mail.school.example"],
)
def test_usual_ways_of_writing_a_contact_are_taken(contact: str) -> None:
    assert check_wish({**WISH, "contact": contact}).contact == contact


def test_all_problems_are_told_at_once_in_the_order_of_the_form() -> None:
    with pytest.raises(WishError) as caught:
        check_wish({})

    assert list(caught.value.problems) == ["name", "contact", "question", "consent"]
    assert caught.value.code == "bad_name"


async def test_a_wish_from_a_chat_is_not_in_the_transcript_but_in_the_download(
    visitor: Visitor,
) -> None:
    response = await visitor.client.post("/api/handoff", json=WISH, headers=visitor.headers)
    reference = (await response.json())["reference"]

    assert "Ana" not in str(await visitor.history())
    response = await visitor.client.get("/api/conversation", headers=visitor.headers)
    [kept] = (await response.json())["handoffs"]
    assert (kept["reference"], kept["name"]) == (reference, "Ana María")


async def test_a_wish_goes_with_its_chat(visitor: Visitor, client: Client, rows: Rows) -> None:
    await visitor.client.post("/api/handoff", json=WISH, headers=visitor.headers)
    await ask(client)

    response = await visitor.client.delete("/api/conversation", headers=visitor.headers)

    assert (await response.json())["receipt"]["handoffs"] == 1
    assert rows("SELECT conversation_id FROM handoffs") == [(None,)]


async def test_a_bad_token_is_refused_and_keeps_nothing(client: Client, rows: Rows) -> None:
    response = await client.post(
        "/api/handoff", json=WISH, headers={"Authorization": "Bearer forged"}
    )

    assert (response.status, await error_code(response)) == (401, "unauthorized")
    assert rows("SELECT * FROM handoffs") == []


async def test_a_wish_is_forgotten_when_its_time_is_over(
    client: Client, rows: Rows, database: Path
) -> None:
    await ask(client, name="canary-4711")
    await ask(client, name="Still here")
    connection = sqlite3.connect(database)
    connection.execute(
        "UPDATE handoffs SET expires = '2026-01-01 00:00:00' WHERE name = 'canary-4711'"
    )
    connection.commit()
    connection.close()

    assert client.app is not None
    await client.app[FORGETTING].tidy()

    assert rows("SELECT name FROM handoffs") == [("Still here",)]
    for file in database.parent.glob("conversations.sqlite*"):
        assert b"canary-4711" not in file.read_bytes()


async def test_a_wish_is_kept_as_long_as_the_school_says(
    start: Start, settings: Settings, rows: Rows
) -> None:
    await ask(await start(settings))

    [(days,)] = rows("SELECT julianday(expires) - julianday(time) FROM handoffs")
    assert round(days) == settings.school.handoff_days
