"""The dashboard: every table with its plot, and numbers that lead to their conversations."""

import html
import re
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

import pytest

from tests.web.conftest import Client
from tests.web.staff.insight.conftest import Ask
from tests.web.staff.member import Member
from tests.web.visitor import Visitor
from web.log.records import now

Rows = Callable[..., list[tuple[Any, ...]]]
SECTIONS = [
    "days", "hours", "replies", "topics", "states", "feedback", "confidence", "seconds", "leaving",
]  # fmt: skip


async def fill(ask: Ask, visitor: Visitor) -> None:
    """Two questions, a vote, a request, and a second visitor who asks nothing."""
    await Visitor.open(visitor.client)
    await ask("pay in guam", "answer", confidence=0.85, entities=(("state", "guam"),))
    answer = await ask("more", "unknown", intent="outlook")
    await visitor.client.post(
        f"/api/messages/{answer}/feedback", json={"helpful": False}, headers=visitor.headers
    )
    wish = {"name": "A", "contact": "a@mail.example", "question": "Q", "consent": True}
    await visitor.client.post("/api/handoff", json=wish, headers=visitor.headers)


async def test_every_number_leads_to_its_conversations(
    reviewer: Member, ask: Ask, visitor: Visitor, rows: Rows
) -> None:
    await fill(ask, visitor)
    [(conversation,)] = rows("SELECT id FROM conversations WHERE turns > 0")
    [(reference,)] = rows("SELECT reference FROM handoffs")

    page = await (await reviewer.get("/staff/figures")).text()
    cells = re.findall(r"<td>(?:<a href=\"([^\"]+)\">)?([\d,]+)(?:</a>)?</td>", page)
    links = sorted({html.unescape(link) for link, _ in cells if link})

    assert {number for link, number in cells if not link} == {"0"}
    for part in (
        "kind=unknown", "intent=pay_state", "entity=state%3Dguam", "feedback=unhelpful",
        "confidence_from=80", "from=", "seconds=", "last=yes", "opened_from=", "/handoffs?",
    ):  # fmt: skip
        assert any(part in link for link in links), part
    for link in links:
        response = await reviewer.get(link)
        assert response.status == 200, link
        expected = reference if "/handoffs" in link else f"/staff/conversations/{conversation}"
        assert expected in await response.text(), link


async def test_a_number_is_that_of_the_list_behind_it(
    reviewer: Member, ask: Ask, visitor: Visitor
) -> None:
    await fill(ask, visitor)
    page = await (await reviewer.get("/staff/figures")).text()
    told = {
        html.unescape(link): int(number)
        for link, number in re.findall(r"<td><a href=\"([^\"]+)\">(\d+)</a></td>", page)
    }

    opened = {link: many for link, many in told.items() if "opened_from=" in link}
    assert set(opened.values()) == {2}
    for link in opened:
        assert "2 conversations fit" in await (await reviewer.get(link)).text()
    [left] = [link for link in told if "last=yes" in link]
    assert "intent=outlook" in left
    assert "1 conversation fits" in await (await reviewer.get(left)).text()


async def test_every_table_has_its_plot(reviewer: Member, ask: Ask, visitor: Visitor) -> None:
    await fill(ask, visitor)
    page = await (await reviewer.get("/staff/figures")).text()

    plots = re.findall(r'<img src="([^"]+)" alt="[^"]+"', page)
    assert [re.findall(r"/(\w+)\.svg", one)[0] for one in plots] == SECTIONS
    assert page.count("<table>") == len(plots)
    for address in plots:
        response = await reviewer.get(address.replace("&amp;", "&"))
        assert (response.status, response.content_type) == (200, "image/svg+xml")
        picture = await response.text()
        assert ElementTree.fromstring(picture).tag.endswith("svg")
        assert "style=" not in picture


async def test_the_tables_tell_what_was_counted(
    reviewer: Member, ask: Ask, visitor: Visitor
) -> None:
    await fill(ask, visitor)

    page = await (await reviewer.get("/staff/figures")).text()

    found = {
        (name, number.replace(",", ""))
        for name, number in re.findall(
            r'<th scope="row">([^<]+)</th>\s*<td>(?:<a [^>]+>)?([\d,]+)', page
        )
    }
    today = now().date().isoformat()
    for expected in (
        (today, "2"), ("Answered", "1"), ("No answer known", "1"), ("guam", "1"),
        ("80 to 90 %", "1"), ("40 to 50 %", "1"), ("outlook", "1"),
    ):  # fmt: skip
        assert expected in found, expected
    assert "<td>50.0 %</td>" in page


async def test_who_may_not_read_chats_sees_numbers_without_links(
    admin: Member, ask: Ask, visitor: Visitor
) -> None:
    await fill(ask, visitor)

    page = await (await admin.get("/staff/figures")).text()

    assert "Answered" in page
    assert 'href="/staff?' not in page


async def test_a_period_can_be_chosen(client: Client, reviewer: Member) -> None:
    page = await (
        await reviewer.get("/staff/figures?from=2026-01-01&to=2026-01-03&day=2026-01-02")
    ).text()

    assert re.findall(r'<th scope="row">(2026-[\d-]+)</th>', page) == [
        "2026-01-01", "2026-01-02", "2026-01-03",
    ]  # fmt: skip
    assert "By hour on 2026-01-02" in page
    assert "Nothing was counted in these days." in page


@pytest.mark.parametrize(
    "fields",
    [
        "from=yesterday",
        "to=2026-13-01",
        "from=2026-02-02&to=2026-02-01",
        "from=2020-01-01&to=2026-01-01",
        "from=0001-01-01&to=0001-01-02",
        "to=2026-02-01&day=2026-03-01",
    ],
)
async def test_a_bad_period_is_told_on_a_page(reviewer: Member, fields: str) -> None:
    response = await reviewer.get(f"/staff/figures?{fields}")

    assert response.status == 400
    assert 'role="alert"' in await response.text()


async def test_a_plot_that_does_not_exist_is_told(reviewer: Member) -> None:
    assert (await reviewer.get("/staff/figures/none.svg")).status == 404
