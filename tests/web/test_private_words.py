"""No personal data gets past the door: not into the log, not to Rasa, not into any file or line."""

import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.web.conftest import Client
from tests.web.standins import RasaStandIn
from tests.web.visitor import Visitor, error_code

Rows = Callable[..., list[tuple[Any, ...]]]
TYPED = "I'm at 512-555-0123 or jane@mail.example, 12 Main St. What do coders earn?"
KEPT = "I'm at [phone number] or [e-mail address], [postal address] What do coders earn?"
PRIVATE = (b"555-0123", b"jane@", b"12 Main")


def assert_nowhere(folder: Path) -> None:
    files = [file for file in folder.rglob("*") if file.is_file()]
    assert files
    for file in files:
        content = file.read_bytes()
        assert [word for word in PRIVATE if word in content] == [], file


async def test_what_a_visitor_types_is_masked_before_anybody_reads_it(
    visitor: Visitor,
    rasa: RasaStandIn,
    rows: Rows,
    database: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    assert (await visitor.say(TYPED)).status == 200

    assert [one["text"] for one in rasa.asked] == [KEPT]
    assert (KEPT,) in rows("SELECT text FROM messages")
    assert_nowhere(database.parent)
    assert "0123" not in caplog.text


async def test_the_simple_chat_masks_as_well(
    client: Client, rasa: RasaStandIn, database: Path
) -> None:
    await client.post("/chat/plain", data={"text": TYPED, "id": str(uuid.uuid4())})

    assert [one["text"] for one in rasa.asked] == [KEPT]
    assert_nowhere(database.parent)


async def test_a_comment_is_masked(visitor: Visitor, rows: Rows, database: Path) -> None:
    answer = (await (await visitor.say("Hello")).json())["messages"][0]["id"]
    body = {"helpful": False, "comment": f"Wrong. {TYPED}"}
    response = await visitor.client.post(
        f"/api/messages/{answer}/feedback", json=body, headers=visitor.headers
    )

    assert response.status == 204
    assert rows("SELECT comment FROM feedback") == [(f"Wrong. {KEPT}",)]
    assert_nowhere(database.parent)


async def test_the_question_to_a_person_is_masked_but_not_the_contact(
    client: Client, rows: Rows
) -> None:
    wish = {"name": "Jane", "contact": "jane@mail.example", "question": TYPED, "consent": True}
    assert (await client.post("/api/handoff", json=wish)).status == 201

    assert rows("SELECT contact, question FROM handoffs") == [("jane@mail.example", KEPT)]


async def test_the_schools_own_number_is_left(visitor: Visitor, rasa: RasaStandIn) -> None:
    await visitor.say("Is (555) 555-0100 yours?")

    assert rasa.asked[0]["text"] == "Is (555) 555-0100 yours?"


async def test_a_text_that_grows_too_long_by_its_placeholders_is_refused(visitor: Visitor) -> None:
    response = await visitor.say("a@b.io " * 571)

    assert (response.status, await error_code(response)) == (400, "text_too_long")
