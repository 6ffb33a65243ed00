"""The inbox, the transcript and the export, over HTTP."""

import csv
import html
import io
import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from tests.web.conftest import Client
from tests.web.staff.member import Member, application
from tests.web.standins import RasaStandIn, changed, empty_list
from tests.web.visitor import Visitor
from web.keys import LOG
from web.log.tables import Conversation
from web.staff.audit_pages import action_titles

Rows = Callable[..., list[tuple[Any, ...]]]
QUESTION = "what does a coder earn in Guam"


@pytest.fixture
async def guam(client: Client, rasa: RasaStandIn) -> str:
    """The id of a conversation whose second turn was not understood."""
    visitor = await Visitor.open(client)
    await visitor.say("hello there")
    rasa.fault = changed(kind="unknown", facts=[], sources=[])
    await visitor.say(QUESTION)
    rasa.fault = None
    return await newest(client)


async def newest(client: Client) -> str:
    """The id of the conversation that was active last."""
    query = select(Conversation.id).order_by(Conversation.last_turn.desc()).limit(1)
    found = await application(client)[LOG].read(lambda session: session.scalar(query))
    assert isinstance(found, str)
    return found


async def text_of(member: Member, path: str, status: int = 200) -> str:
    response = await member.get(path)
    page = html.unescape(await response.text())
    assert response.status == status, (response.headers.get("Location"), page)
    return page


def questions(page: str) -> list[str]:
    """The questions that the inbox lists."""
    return re.findall(r'<td><a href="/staff/conversations/[^>]+>([^<]+)<', page)


async def audited(officer: Member, action: str) -> list[tuple[str, str]]:
    """The rows of the audit log about an action: person and target."""
    page = await text_of(officer, f"/staff/audit?action={action}")
    return re.findall(
        rf"<td>([^<]+) <small>[^<]+</small></td>\s*<td>{re.escape(action_titles()[action])}</td>"
        r"\s*<td>(?:<code>([^<]*)</code>)?</td>",
        page,
    )


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


async def test_the_staff_annotate_a_conversation(
    guam: str, reviewer: Member, officer: Member
) -> None:
    path = f"/staff/conversations/{guam}"
    turn = re.findall(r'id="turn-(\d+)"', await text_of(reviewer, path))[1]

    for change, form in (
        ("labels", {"label": "  New  Topic "}),
        ("notes", {"text": "We need\na figure.", "turn": turn}),
        ("notes", {"text": "Ask the library."}),
        ("review", {"state": "reviewed"}),
        ("flag", {"flagged": "yes"}),
    ):
        response = await reviewer.post(f"{path}/{change}", {**form, "back": f"{path}?turn={turn}"})
        assert response.status == 303, await response.text()
        assert response.headers["Location"] == f"{path}?turn={turn}"

    page = await text_of(reviewer, path)
    for told in ("new topic", "Ask the library.", "reviewed by the reviewer", "flagged"):
        assert told in page
    assert page.index("A figure.".lower()) > page.index(QUESTION)
    for address in ("label=new+topic", "review=reviewed", "flagged=yes", "kind=unknown"):
        assert questions(await text_of(reviewer, f"/staff?{address}")) != []
    for action in ("label.add", "note.add", "review.set", "flag.set"):
        assert ("the reviewer", guam) in await audited(officer, action)


async def test_annotations_can_be_taken_back(guam: str, reviewer: Member) -> None:
    path = f"/staff/conversations/{guam}"
    await reviewer.post(f"{path}/labels", {"label": "wrong"})
    await reviewer.post(f"{path}/notes", {"text": "A slip."})
    await reviewer.post(f"{path}/review", {"state": "reviewed"})
    await reviewer.post(f"{path}/flag", {"flagged": "yes"})
    note = re.search(r'name="note" value="(\d+)"', await text_of(reviewer, path))
    assert note is not None

    await reviewer.post(f"{path}/labels/remove", {"label": "wrong"})
    await reviewer.post(f"{path}/notes/delete", {"note": note[1]})
    await reviewer.post(f"{path}/review", {"state": "new"})
    await reviewer.post(f"{path}/flag", {"flagged": "no"})

    page = await text_of(reviewer, path)
    assert "A slip." not in page
    assert "Remove the label" not in page
    assert "Mark as reviewed" in page
    assert questions(await text_of(reviewer, "/staff?flagged=yes")) == []


async def test_the_next_turn_makes_a_conversation_new_again(
    client: Client, reviewer: Member
) -> None:
    visitor = await Visitor.open(client)
    await visitor.say("first")
    await reviewer.post(
        f"/staff/conversations/{await newest(client)}/review", {"state": "reviewed"}
    )
    assert questions(await text_of(reviewer, "/staff?review=reviewed")) == ["first"]

    await visitor.say("second")

    assert questions(await text_of(reviewer, "/staff?review=new")) == ["second"]


@pytest.mark.parametrize(
    ("change", "form", "status", "told"),
    [
        ("notes", {"text": "  "}, 400, "empty"),
        ("notes", {"text": "x" * 4_001}, 400, "4,000"),
        ("notes", {"text": "a\x00b"}, 400, "characters"),
        ("notes", {"text": "a", "turn": "999"}, 404, "no such turn"),
        ("notes", {"text": "a", "turn": "first"}, 400, "number"),
        ("notes/delete", {"note": "999"}, 404, "no such note"),
        ("labels", {"label": "x" * 41}, 400, "40"),
        ("labels/remove", {"label": "never given"}, 404, "label"),
        ("review", {"state": "perhaps"}, 400, "either"),
    ],
)
async def test_a_change_that_cannot_be_made_is_told(
    change: str, form: dict[str, str], status: int, told: str, guam: str, reviewer: Member
) -> None:
    response = await reviewer.post(f"/staff/conversations/{guam}/{change}", form)

    assert response.status == status
    assert told in await response.text()


async def test_a_form_leads_back_to_its_own_conversation_only(guam: str, reviewer: Member) -> None:
    path = f"/staff/conversations/{guam}"
    for back in ("https://elsewhere.example/", "//elsewhere.example", "/staff/me", path + "\r\nX:"):
        response = await reviewer.post(f"{path}/flag", {"flagged": "yes", "back": back})
        assert response.headers["Location"] == path


async def test_filters_can_be_saved_and_are_ones_own(
    guam: str, reviewer: Member, officer: Member
) -> None:
    form = {"name": "To do", "query": "review=new&kind=unknown"}
    response = await reviewer.post("/staff/filters", form)
    assert response.headers["Location"] == "/staff?kind=unknown&review=new"

    page = await text_of(reviewer, "/staff")
    saved = re.search(r'name="filter" value="(\d+)"', page)
    assert saved is not None
    assert '<a href="/staff?kind=unknown&review=new">To do</a>' in page
    assert "To do" not in await text_of(officer, "/staff")
    assert (await officer.post("/staff/filters/delete", {"filter": saved[1]})).status == 404

    await reviewer.post("/staff/filters/delete", {"filter": saved[1]})
    assert "To do" not in await text_of(reviewer, "/staff")
    assert (await reviewer.post("/staff/filters", {**form, "query": "x=1"})).status == 400


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


async def test_an_export_for_spreadsheets(guam: str, reviewer: Member) -> None:
    await reviewer.post(f"/staff/conversations/{guam}/notes", {"text": "=1+1"})

    response = await reviewer.get("/staff/export/file?format=csv&ticket=one&kind=unknown")
    text = await response.text()
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))

    assert response.content_type == "text/csv"
    assert "attachment" in response.headers["Content-Disposition"]
    assert response.headers["Cache-Control"] == "no-store"
    assert [row["question"] for row in rows] == ["hello there", QUESTION]
    assert [row["kind"] for row in rows] == ["answer", "unknown"]
    assert rows[0]["notes"] == "the reviewer: =1+1"
    progress = await (await reviewer.get("/staff/export/progress?ticket=one")).json()
    assert progress == {"conversations": 1, "turns": 2, "state": "finished"}


async def test_an_export_for_programs(guam: str, reviewer: Member) -> None:
    response = await reviewer.get("/staff/export/file?format=jsonl")
    turns = [json.loads(line) for line in (await response.text()).splitlines()]

    assert [turn["position"] for turn in turns] == [1, 2]
    assert turns[0]["schema"] == 1
    assert turns[0]["conversation"] == guam
    assert turns[0]["facts"] == ["profile.pay.us.median@0123456789ab"]
    assert turns[0]["actions"] == ["action_pay_national"]
    assert (turns[1]["kind"], turns[1]["facts"]) == ("unknown", [])


async def test_an_export_holds_every_conversation_once(
    client: Client, reviewer: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.staff.inbox.export.CONVERSATIONS_AT_ONCE", 2)
    monkeypatch.setattr("web.staff.inbox.export.TURNS_AT_ONCE", 3)
    for number in range(5):
        visitor = await Visitor.open(client)
        for turn in range(number % 3 + 1):
            await visitor.say(f"question {number} {turn}")

    response = await reviewer.get("/staff/export/file?format=jsonl")
    told = [json.loads(line)["question"] for line in (await response.text()).splitlines()]

    assert told == [
        f"question {number} {turn}" for number in range(4, -1, -1) for turn in range(number % 3 + 1)
    ]


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
