"""What the staff see of requests to talk to a person, and what they do with them."""

import re
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.web.conftest import Client
from tests.web.staff.member import Member
from tests.web.visitor import Visitor

Rows = Callable[..., list[tuple[Any, ...]]]
WISH = {"name": "Jo <b>", "contact": "jo@mail.example", "question": "A visit?", "consent": True}


@pytest.fixture
async def reference(client: Client) -> str:
    response = await client.post("/api/handoff", json=WISH)
    return str((await response.json())["reference"])


async def test_a_request_is_read_with_its_contact_and_question(
    reviewer: Member, reference: str
) -> None:
    listed = await (await reviewer.get("/staff/handoffs")).text()
    assert f'href="/staff/handoffs/{reference}"' in listed
    assert "Jo &lt;b&gt;" in listed
    assert "jo@mail.example" not in listed

    page = await (await reviewer.get(f"/staff/handoffs/{reference}")).text()
    for word in ("Jo &lt;b&gt;", "jo@mail.example", "A visit?", "not sent from a chat"):
        assert word in page


async def test_a_request_from_a_chat_leads_to_its_transcript(
    reviewer: Member, visitor: Visitor, rows: Rows
) -> None:
    response = await visitor.client.post("/api/handoff", json=WISH, headers=visitor.headers)
    reference = (await response.json())["reference"]
    [(conversation,)] = rows("SELECT id FROM conversations")

    page = await (await reviewer.get(f"/staff/handoffs/{reference}")).text()

    assert f'href="/staff/conversations/{conversation}"' in page


async def test_work_on_a_request_is_kept_with_who_did_it(
    reviewer: Member, reference: str, rows: Rows
) -> None:
    form = {"before": "new", "state": "taken", "note": " Called.\n "}
    response = await reviewer.post(f"/staff/handoffs/{reference}", form)

    assert response.status == 303
    page = await (await reviewer.get(response.headers["Location"])).text()
    assert "The request is saved." in page
    assert "Taken, by the reviewer" in page
    assert rows("SELECT state, state_by, note FROM handoffs") == [
        ("taken", reviewer.name, "Called.")
    ]
    listed = await (await reviewer.get("/staff/handoffs")).text()
    assert "Open (1)" in listed
    assert "Taken (1)" in listed
    assert "New (0)" in listed


async def test_a_request_that_is_done_leaves_the_open_ones(
    reviewer: Member, reference: str
) -> None:
    form = {"before": "new", "state": "done", "note": ""}
    await reviewer.post(f"/staff/handoffs/{reference}", form)

    assert reference not in await (await reviewer.get("/staff/handoffs")).text()
    assert reference in await (await reviewer.get("/staff/handoffs?show=done")).text()
    assert reference in await (await reviewer.get("/staff/handoffs?show=all")).text()


async def test_two_people_do_not_overwrite_each_other(
    reviewer: Member, reference: str, rows: Rows
) -> None:
    form = {"before": "new", "state": "taken", "note": "mine"}
    await reviewer.post(f"/staff/handoffs/{reference}", form)

    late = await reviewer.post(f"/staff/handoffs/{reference}", {**form, "note": "late"})

    assert late.status == 409
    assert "meanwhile" in await late.text()
    assert rows("SELECT note FROM handoffs") == [("mine",)]


async def test_who_read_and_changed_a_request_is_on_record(
    reviewer: Member, reference: str, rows: Rows
) -> None:
    await reviewer.get("/staff/handoffs")
    await reviewer.get(f"/staff/handoffs/{reference}")
    form = {"before": "new", "state": "done", "note": "Jo called"}
    await reviewer.post(f"/staff/handoffs/{reference}", form)

    found = rows("SELECT action, target, details FROM staff_audit WHERE action LIKE 'handoff%'")
    assert [one[:2] for one in found] == [
        ("handoffs.list", ""),
        ("handoff.view", reference),
        ("handoff.change", reference),
    ]
    assert "Jo" not in str(found)


async def test_many_requests_come_page_by_page(reviewer: Member, database: Path) -> None:
    connection = sqlite3.connect(database)
    connection.executemany(
        "INSERT INTO handoffs (reference, time, expires, name, contact, question) VALUES"
        " (?, '2026-01-01 00:00:00.000000', '2099-01-01 00:00:00.000000', 'A', 'B', 'C')",
        [(f"AAAA-{number:04}",) for number in range(120)],
    )
    connection.commit()
    connection.close()

    address: str | None = "/staff/handoffs"
    pages: list[list[str]] = []
    while address and len(pages) < 5:
        page = await (await reviewer.get(address)).text()
        pages.append(re.findall(r'href="/staff/handoffs/(AAAA-\d+)"', page))
        older = re.search(r'href="([^"]+)" rel="next"', page)
        address = older[1].replace("&amp;", "&") if older else None

    assert [len(one) for one in pages] == [50, 50, 20]
    expected = [f"AAAA-{number:04}" for number in reversed(range(120))]
    assert [one for page in pages for one in page] == expected


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/staff/handoffs?show=everything", 400),
        ("/staff/handoffs?after=x", 400),
        ("/staff/handoffs?after=%FF", 400),
        ("/staff/handoffs/AAAA-AAAA", 404),
        ("/staff/handoffs/%00", 404),
    ],
)
async def test_a_bad_address_is_told_on_a_page(reviewer: Member, path: str, status: int) -> None:
    response = await reviewer.get(path)

    assert response.status == status
    assert 'role="alert"' in await response.text()


@pytest.mark.parametrize(
    "changes",
    [{"state": "gone"}, {"before": ""}, {"note": "x" * 2001}, {"note": "a\x00b"}],
)
async def test_a_bad_form_changes_nothing(
    reviewer: Member, reference: str, rows: Rows, changes: dict[str, str]
) -> None:
    form = {"before": "new", "state": "done", "note": "", **changes}

    response = await reviewer.post(f"/staff/handoffs/{reference}", form)

    assert response.status == 400
    assert 'role="alert"' in await response.text()
    assert rows("SELECT state, note FROM handoffs") == [("new", "")]
