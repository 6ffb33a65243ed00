"""The staff find what was not understood: newest first, and by meaning."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.web.conftest import Client
from tests.web.staff.insight.conftest import Ask
from tests.web.staff.member import Member
from tests.web.visitor import Visitor
from web.keys import LOG
from web.staff.insight.grouping import _keep
from web.staff.insight.unknown import distinct_texts

Rows = Callable[..., list[tuple[Any, ...]]]
GUAM = "what does a coder earn in Guam"


def texts(page: str) -> list[str]:
    return re.findall(r'#turn-\d+">([^<]*)</a>', page)


async def test_what_was_not_understood_is_listed_newest_first(reviewer: Member, ask: Ask) -> None:
    await ask("first", "unknown")
    await ask("understood", "answer")
    await ask("second", "out_of_scope")
    await ask("third", "question")

    page = await (await reviewer.get("/staff/unknown")).text()

    assert texts(page) == ["third", "second", "first"]
    for title in ("No answer known", "Out of scope", "Asked back"):
        assert f"<td>{title}</td>" in page
    assert "pay_state (40 %)" in page


async def test_a_question_leads_to_its_turn(reviewer: Member, ask: Ask, rows: Rows) -> None:
    await ask(GUAM)
    [(conversation, number)] = rows("SELECT conversation_id, number FROM turns")

    page = await (await reviewer.get("/staff/unknown")).text()

    assert f'<a href="/staff/conversations/{conversation}#turn-{number}">{GUAM}</a>' in page


async def test_an_answer_that_did_not_help_counts(
    reviewer: Member, ask: Ask, visitor: Visitor
) -> None:
    answer = await ask(GUAM, "answer")
    await visitor.client.post(
        f"/api/messages/{answer}/feedback", json={"helpful": False}, headers=visitor.headers
    )

    page = await (await reviewer.get("/staff/unknown?reason=unhelpful")).text()

    assert texts(page) == [GUAM]
    assert "<td>Voted not helpful</td>" in page


async def test_one_question_for_two_reasons_is_listed_once(
    reviewer: Member, ask: Ask, visitor: Visitor
) -> None:
    answer = await ask(GUAM, "unknown")
    await visitor.client.post(
        f"/api/messages/{answer}/feedback", json={"helpful": False}, headers=visitor.headers
    )

    page = await (await reviewer.get("/staff/unknown")).text()

    assert texts(page) == [GUAM]
    assert "<td>No answer known, Voted not helpful</td>" in page


async def test_a_question_that_was_asked_again_in_other_words_counts(
    reviewer: Member, ask: Ask
) -> None:
    await ask("how hard is the exam", "answer")
    await ask("is the exam really difficult", "answer")
    await ask("do taxes matter", "answer")

    page = await (await reviewer.get("/staff/unknown?reason=again")).text()

    assert texts(page) == ["how hard is the exam"]
    assert "<td>Asked again right after</td>" in page


@pytest.mark.parametrize("asked", [{"confidence": 1.0}, {"intent": "recommend_certification"}])
async def test_a_question_that_belongs_to_the_dialogue_does_not_count(
    reviewer: Member, ask: Ask, asked: dict[str, Any]
) -> None:
    await ask("tapped, or part of a recommendation", "question", **asked)

    assert texts(await (await reviewer.get("/staff/unknown")).text()) == []


async def test_one_reason_can_be_chosen(reviewer: Member, ask: Ask) -> None:
    await ask("first", "unknown")
    await ask("second", "out_of_scope")

    page = await (await reviewer.get("/staff/unknown?reason=out_of_scope")).text()

    assert texts(page) == ["second"]


async def test_many_questions_come_page_by_page(reviewer: Member, ask: Ask) -> None:
    for number in range(60):
        await ask(f"q{number}", "unknown" if number % 3 else "out_of_scope")

    first = await (await reviewer.get("/staff/unknown")).text()
    older = re.search(r'href="([^"]+)" rel="next"', first)
    assert older is not None
    second = await (await reviewer.get(older[1])).text()

    assert texts(first) + texts(second) == [f"q{number}" for number in reversed(range(60))]


async def test_questions_of_one_meaning_stand_together_the_most_frequent_first(
    reviewer: Member, ask: Ask, client: Client, rows: Rows
) -> None:
    for text in ("a joke", "Pay in Guam", "guam pay", "pay  in guam"):
        await ask(text)
    assert client.app is not None
    found = await client.app[LOG].read(lambda s: distinct_texts(s, 100, 100))
    assert set(found) == {"a joke", "pay in guam", "guam pay"}
    [(middle,)] = rows("SELECT turn_number FROM messages WHERE text = 'guam pay'")
    [(joke,)] = rows("SELECT turn_number FROM messages WHERE text = 'a joke'")
    group_of = {"a joke": joke, "pay in guam": middle, "guam pay": middle}
    await client.app[LOG].write(lambda s: _keep(s, found, group_of))

    page = await (await reviewer.get("/staff/unknown/groups")).text()
    assert "4 questions in 2 groups" in page
    assert re.findall(r'<td>(\d+)</td>\s*<th scope="row"><a href="([^"]+)">([^<]+)<', page) == [
        ("3", f"/staff/unknown/groups/{middle}", "guam pay"),
        ("1", f"/staff/unknown/groups/{joke}", "a joke"),
    ]
    inside = await (await reviewer.get(f"/staff/unknown/groups/{middle}")).text()
    assert texts(inside) == ["pay  in guam", "guam pay", "Pay in Guam"]


async def test_who_looked_is_on_record_without_the_questions(
    reviewer: Member, ask: Ask, rows: Rows
) -> None:
    await ask(GUAM)
    await reviewer.get("/staff/unknown?reason=unknown")
    await reviewer.get("/staff/unknown/groups")

    found = rows("SELECT action, details FROM staff_audit WHERE action LIKE 'unknown.%'")
    assert [action for action, _ in found] == ["unknown.list", "unknown.groups"]
    assert "Guam" not in str(found)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/staff/unknown?reason=bad", 400),
        ("/staff/unknown?before=x", 400),
        ("/staff/unknown?before=99999999999999999999999", 400),
        ("/staff/unknown/groups?page=0", 400),
        ("/staff/unknown/groups?page=1001", 400),
        ("/staff/unknown/groups/1", 404),
        ("/staff/unknown/groups/x", 404),
        ("/staff/unknown/groups/9999999999999999999", 404),
    ],
)
async def test_a_bad_address_is_told_on_a_page(reviewer: Member, path: str, status: int) -> None:
    response = await reviewer.get(path)

    assert response.status == status
    assert 'role="alert"' in await response.text()
