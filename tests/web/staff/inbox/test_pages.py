"""The inbox and the transcript, over HTTP."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.web.conftest import Client
from tests.web.staff.inbox.reading import QUESTION, audited, newest, questions, text_of
from tests.web.staff.member import Member
from tests.web.standins import RasaStandIn, empty_list
from tests.web.visitor import Visitor

Rows = Callable[..., list[tuple[Any, ...]]]


async def test_the_inbox_lists_the_last_question_of_each_conversation(
    client: Client, guam: str, reviewer: Member
) -> None:
    await (await Visitor.open(client)).say("how long does training take")

    page = await text_of(reviewer, "/staff")

    assert questions(page) == ["how long does training take", QUESTION]
    assert "2 conversations." in page


async def test_a_filter_shows_the_turn_that_fits(guam: str, reviewer: Member) -> None:
    assert questions(await text_of(reviewer, "/staff?kind=answer")) == ["hello there"]
    assert questions(await text_of(reviewer, "/staff?kind=unknown")) == [QUESTION]
    assert questions(await text_of(reviewer, "/staff?words=guam+earning")) == [QUESTION]
    assert questions(await text_of(reviewer, "/staff?words=guam+hello")) == []


async def test_empty_fields_leave_the_address(guam: str, reviewer: Member) -> None:
    response = await reviewer.get("/staff?words=&kind=unknown&kind=&from=&label=")

    assert response.status == 303
    assert response.headers["Location"] == "/staff?kind=unknown"


async def test_pages_lead_to_older_and_newer_conversations(
    client: Client, reviewer: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.staff.inbox.pages.ROWS_ON_A_PAGE", 2)
    for number in range(5):
        await (await Visitor.open(client)).say(f"question {number}")

    seen = [page := await text_of(reviewer, "/staff?kind=answer")]
    while older := re.search(r'<a href="([^"]+)" rel="next"', page):
        seen.append(page := await text_of(reviewer, older[1]))
    newer = re.search(r'<a href="([^"]+)" rel="prev"', seen[1])

    assert [questions(one) for one in seen] == [
        ["question 4", "question 3"], ["question 2", "question 1"], ["question 0"]
    ]  # fmt: skip
    assert newer is not None
    assert questions(await text_of(reviewer, newer[1])) == ["question 4", "question 3"]
    assert 'rel="prev"' not in seen[0]


@pytest.mark.parametrize(
    ("path", "status", "told"),
    [
        ("/staff?intnet=pay", 400, "no filter"),
        ("/staff?from=tomorrow", 400, "2026-11-21"),
        ("/staff?before=x", 400, "number"),
        ("/staff?before=99999999999999999999", 400, "number"),
        ("/staff?before=1&after=1", 400, "together"),
        ("/staff?kind=%FF", 400, "characters"),
        ("/staff/conversations/" + "0" * 32, 404, "no such conversation"),
        ("/staff/conversations/%00", 404, ""),
        ("/staff/conversations/GUAM?turn=99", 404, "no such turn"),
        ("/staff/conversations/GUAM?page=2", 404, "1 pages"),
        ("/staff/conversations/GUAM?page=0", 400, "number"),
        ("/staff/export?kind=%00", 400, "characters"),
        ("/staff/export/file?format=xls", 400, "csv, jsonl"),
        ("/staff/export/progress?ticket=none", 404, "no such export"),
    ],
)
async def test_what_cannot_be_shown_is_told_on_a_page(
    path: str, status: int, told: str, guam: str, reviewer: Member
) -> None:
    page = await text_of(reviewer, path.replace("GUAM", guam), status)

    assert told in page
    assert "<h1>" in page


async def test_a_transcript_tells_how_each_turn_came_about(
    client: Client, rasa: RasaStandIn, reviewer: Member
) -> None:
    visitor = await Visitor.open(client)
    answered = await (await visitor.say("What is the pay?")).json()
    vote = {"helpful": False, "comment": "too short"}
    await client.post(
        f"/api/messages/{answered['messages'][0]['id']}/feedback",
        json=vote, headers=visitor.headers,
    )  # fmt: skip
    rasa.fault = empty_list
    await visitor.say("And now?")

    page = await text_of(reviewer, f"/staff/conversations/{await newest(client)}")

    for told in (
        "What is the pay?", "You said: What is the pay?", "not helpful", "“too short”",
        "pay_national, 90\xa0%", "action_pay_national", "career-desk-0a1b2c3d4e5f",
        "intent: pay_national", "profile.pay.us.median", "0123456789ab", "Medical coder profile",
        "looking up the answer", "there was no answer",
    ):  # fmt: skip
        assert told in page, told


async def test_a_long_transcript_has_pages_and_a_link_to_each_turn(
    client: Client, reviewer: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.staff.inbox.transcripts.TURNS_ON_A_PAGE", 2)
    visitor = await Visitor.open(client)
    for number in range(5):
        await visitor.say(f"question {number}")
    path = f"/staff/conversations/{await newest(client)}"

    pages = [await text_of(reviewer, f"{path}?page={number}") for number in (1, 2, 3)]
    told = [re.findall(r"<blockquote>([^<]+)", page) for page in pages]
    link = re.search(r'<a href="([^"#]+)#turn-\d+">Link to turn 4<', pages[1])

    assert told == [["question 0", "question 1"], ["question 2", "question 3"], ["question 4"]]
    assert link is not None
    assert re.findall(r"<blockquote>([^<]+)", await text_of(reviewer, link[1])) == told[1]


async def test_neighbours_are_those_of_the_filter(client: Client, reviewer: Member) -> None:
    for number in range(3):
        visitor = await Visitor.open(client)
        await visitor.say(f"question {number} about guam")
        await visitor.say("thanks")
        await (await Visitor.open(client)).say("something else")

    inbox = await text_of(reviewer, "/staff?words=guam")
    middle = re.findall(r'<td><a href="([^"]+)"', inbox)[1]
    page = await text_of(reviewer, middle)
    found = {
        relation: re.search(rf'<a href="([^"]+)" rel="{relation}"', page)
        for relation in ("prev", "next")
    }

    for relation, question in (("prev", "question 2"), ("next", "question 0")):
        link = found[relation]
        assert link is not None
        assert question in await text_of(reviewer, link[1])


async def test_who_read_a_chat_is_on_record(guam: str, reviewer: Member, officer: Member) -> None:
    await text_of(reviewer, f"/staff/conversations/{guam}")
    await text_of(reviewer, "/staff?words=zephyrine&kind=unknown")
    await (await reviewer.get("/staff/export/file?kind=unknown")).read()

    assert ("the reviewer", guam) in await audited(officer, "transcript.view")
    log = await text_of(officer, "/staff/audit")
    assert "filter: kind=unknown; words: 1" in log
    assert "format: csv" in log
    assert "zephyrine" not in log


async def test_the_privacy_officer_reads_and_changes_nothing(guam: str, officer: Member) -> None:
    page = await text_of(officer, f"/staff/conversations/{guam}")

    assert QUESTION in page
    assert f"/staff/erase?what={guam}" in page
    assert "Mark as reviewed" not in page
    refused = await officer.post(f"/staff/conversations/{guam}/flag", {"flagged": "yes"})
    assert refused.status == 403


async def test_erasing_a_conversation_takes_all_that_the_staff_added(
    guam: str, reviewer: Member, officer: Member, rows: Rows
) -> None:
    path = f"/staff/conversations/{guam}"
    await reviewer.post(f"{path}/notes", {"text": "zephyrine"})
    await reviewer.post(f"{path}/labels", {"label": "marmalade"})

    await officer.post("/staff/erase", {"what": guam, "sure": "yes"})

    for table in ("staff_notes", "staff_labels", "turn_facets", "facet_values", "turns"):
        assert rows(f"SELECT count(*) FROM {table}") == [(0,)], table
    assert await text_of(reviewer, path, 404)
