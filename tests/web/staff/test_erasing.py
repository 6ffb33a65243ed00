"""The privacy officer erases what somebody wants erased, everywhere, and gets a receipt."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.web.conftest import Client
from tests.web.staff.member import Member
from tests.web.standins import RasaStandIn, server_error
from tests.web.visitor import Visitor
from web.staff.erasing import Target, read_target
from web.staff.errors import BadInputError

Rows = Callable[..., list[tuple[Any, ...]]]
ID = "0123456789abcdef0123456789abcdef"
WISH = {"name": "quokka-4711", "contact": "a@mail.example", "question": "Why?", "consent": True}


@pytest.mark.parametrize(
    "text",
    [ID, ID.upper(), f" {ID}\n", f"https://chat.school.example/staff/conversations/{ID}#turn-3"],
)
def test_a_conversation_is_named_by_its_id_or_its_link(text: str) -> None:
    assert read_target(text) == Target(conversation=ID)


@pytest.mark.parametrize("text", ["7KQM-2XFD", " 7kqm-2xfd", "7KQM2XFD"])
def test_a_request_is_named_by_its_reference(text: str) -> None:
    assert read_target(text) == Target(reference="7KQM-2XFD")


@pytest.mark.parametrize("text", ["", "hello", ID[:-1], f"{ID}0", "7KQM-2XF0", "x" * 1000])
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(BadInputError):
        read_target(text)


async def test_a_conversation_is_gone_from_every_file(
    officer: Member, visitor: Visitor, rasa: RasaStandIn, rows: Rows, database: Path
) -> None:
    await visitor.say("quokka-4711 pay")
    [(conversation,)] = rows("SELECT id FROM conversations")

    page = await (await officer.get(f"/staff/erase?what={conversation}")).text()
    assert "3 messages" in page
    assert "quokka" not in page
    response = await officer.post("/staff/erase", {"what": conversation})

    assert response.status == 200
    text = await response.text()
    assert "3 messages and\n        1 turns erased" in text
    [(receipt,)] = rows("SELECT receipt FROM erasures")
    assert receipt in text
    assert rasa.forgotten == [conversation]
    for file in database.parent.rglob("*"):
        assert file.is_dir() or b"quokka" not in file.read_bytes(), file


async def test_what_was_erased_and_by_whom_is_on_record(
    officer: Member, visitor: Visitor, rows: Rows
) -> None:
    await visitor.say("Hello")
    [(conversation,)] = rows("SELECT id FROM conversations")
    await officer.get(f"/staff/erase?what={conversation}")
    await officer.post("/staff/erase", {"what": conversation})

    [(receipt,)] = rows("SELECT receipt FROM erasures")
    found = rows(
        "SELECT person, action, target, details FROM staff_audit"
        " WHERE action LIKE 'erasure.%' ORDER BY number"
    )
    assert [(person, action, target) for person, action, target, _ in found] == [
        (officer.name, f"erasure.{step}", conversation) for step in ("prepare", "begin", "done")
    ]
    assert receipt in found[-1][3]


async def test_a_rasa_that_is_away_is_told(
    officer: Member, visitor: Visitor, rasa: RasaStandIn, rows: Rows
) -> None:
    await visitor.say("Hello")
    [(conversation,)] = rows("SELECT id FROM conversations")
    rasa.fault = server_error

    response = await officer.post("/staff/erase", {"what": conversation})

    assert "as soon as it can be" in await response.text()
    assert rows("SELECT conversation_id FROM erasures") == [(conversation,)]


async def test_a_request_to_talk_to_a_person_is_erased_by_its_reference(
    officer: Member, client: Client, rows: Rows, database: Path
) -> None:
    reference = (await (await client.post("/api/handoff", json=WISH)).json())["reference"]

    assert reference in await (await officer.get(f"/staff/erase?what={reference}")).text()
    response = await officer.post("/staff/erase", {"what": reference})

    assert f"Request {reference} is erased" in await response.text()
    assert rows("SELECT count(*) FROM handoffs") == [(0,)]
    for file in database.parent.rglob("*"):
        assert file.is_dir() or b"quokka-4711" not in file.read_bytes(), file


@pytest.mark.parametrize(
    ("what", "status"), [("nonsense", 400), (ID, 404), ("7KQM-2XFD", 404), ("%FF%00", 400)]
)
async def test_what_cannot_be_erased_is_told_on_the_page(
    officer: Member, what: str, status: int
) -> None:
    for response in (
        await officer.get(f"/staff/erase?what={what}"),
        await officer.post("/staff/erase", {"what": what}),
    ):
        assert response.status == status
        assert re.search(r'role="alert">[A-Z]', await response.text())
