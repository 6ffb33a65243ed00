"""The export as a file, over HTTP."""

import asyncio
import csv
import io
import json

import pytest
from aiohttp import ClientError

from tests.web.conftest import Client
from tests.web.staff.inbox.reading import QUESTION
from tests.web.staff.member import Member
from tests.web.visitor import Visitor
from web.log.failures import LogUnavailableError


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


async def test_a_ticket_that_cannot_be_stored(guam: str, reviewer: Member) -> None:
    response = await reviewer.get("/staff/export/file?ticket=%00" + "a" * 50)

    assert guam in await response.text()
    progress = await (await reviewer.get("/staff/export/progress?ticket=" + "a" * 35)).json()
    assert progress["state"] == "finished"


@pytest.mark.usefixtures("guam")
async def test_an_export_that_breaks_off_is_told(
    reviewer: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise LogUnavailableError

    monkeypatch.setattr("web.staff.inbox.export_pages.read_turns", refuse)
    with pytest.raises(ClientError):
        await (await reviewer.get("/staff/export/file?ticket=one")).text()

    async with asyncio.timeout(5):
        while True:
            progress = await (await reviewer.get("/staff/export/progress?ticket=one")).json()
            if progress["state"] != "running":
                break
            await asyncio.sleep(0.05)
    assert progress == {"conversations": 0, "turns": 0, "state": "failed"}
