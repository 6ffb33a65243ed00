"""A disk that is really full: nothing confirmed is lost, everybody is told, it goes on by itself.

The disk is a small file system of its own. Where none may be mounted, the same is tried with a
limit of SQLite, which refuses to write in the same way.
"""

import asyncio
import sqlite3
import time
import uuid
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Protocol

import pytest
from aiohttp import web
from sqlalchemy import event

from tests.web.conftest import Client, Start
from tests.web.small_disk import small_disk
from tests.web.staff.member import Member, application
from tests.web.standins import RasaStandIn, answer, payload
from tests.web.visitor import Visitor, error_code
from web.keys import FORGETTING, LOG
from web.log.tables import Handoff
from web.settings import Settings
from web.staff.roles import Role

DEADLINE = 9.0  # seconds within which every message is answered
LONG = "what does a coder earn in Guam " * 50
WISH = {"name": "Jo", "contact": "jo@mail.example", "question": "A visit?", "consent": True}


class Disk(Protocol):
    """Where the log lies."""

    def fill(self) -> None:
        """Leave no room."""

    def make_room(self) -> None:
        """Make room again."""


class LimitedDatabase:
    """SQLite's own limit in place of that of a disk."""

    def __init__(self) -> None:
        self._full = False

    def limit(self, client: Client) -> None:
        """Begin to ask, whenever the gateway takes a connection, whether there is room."""

        def set_limit(connection: sqlite3.Connection, *_: object) -> None:
            # SQLite takes the size of now where this is too small.
            connection.execute(f"PRAGMA max_page_count = {1 if self._full else 4_000_000_000}")

        event.listen(application(client)[LOG]._engine, "checkout", set_limit)

    def fill(self) -> None:
        """Leave no room but what the pages that are there have."""
        self._full = True

    def make_room(self) -> None:
        """Take the limit away."""
        self._full = False


@pytest.fixture(params=["disk", "limit"])
def disk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Disk]:
    if request.param == "limit":
        yield LimitedDatabase()
    else:
        with small_disk(tmp_path / "small") as mounted:
            yield mounted


@pytest.fixture
async def filling(start: Start, settings: Settings, disk: Disk) -> Client:
    """A gateway whose log lies on that disk."""
    if isinstance(disk, LimitedDatabase):
        client = await start(settings)
        disk.limit(client)
        return client
    var = settings.var.parent / "small" / "var"
    url = settings.database_url.set(database=str(var / "conversations.sqlite"))
    return await start(replace(settings, var=var, database_url=url))


async def talk_until_full(visitor: Visitor) -> tuple[list[str], str]:
    """Talk on; returns what was confirmed, and the id of the first message that was refused."""
    confirmed: list[str] = []
    for number in range(2_000):
        id_, text = str(uuid.uuid4()), f"{number} {LONG}"
        began = time.monotonic()
        response = await visitor.say(text, id_)
        assert time.monotonic() - began < DEADLINE
        if response.status != 200:
            assert await error_code(response) == "log_unavailable"
            assert response.status == 503
            return confirmed, id_
        confirmed += [text.strip(), (await response.json())["messages"][0]["text"]]
    raise AssertionError("the disk was never full")


async def test_a_visitor_is_told_and_loses_nothing(filling: Client, disk: Disk) -> None:
    visitor = await Visitor.open(filling)
    disk.fill()
    confirmed, refused = await talk_until_full(visitor)
    disk.make_room()

    again = await visitor.say(f"{len(confirmed) // 2} {LONG}", refused)

    assert again.status == 200
    history = [message["text"] for message in await visitor.history()]
    assert [text for text in confirmed if text not in history] == []
    assert len(history) == len(set(history)) == 1 + len(confirmed) + 2


async def test_an_answer_that_found_no_room_is_given_once_there_is_some(
    filling: Client, disk: Disk, rasa: RasaStandIn
) -> None:
    visitor = await Visitor.open(filling)
    long = "The answer. " * 2_000

    async def fill_meanwhile(request: web.Request) -> web.StreamResponse:
        disk.fill()
        return web.json_response(answer((await request.json())["turn"], payload(long)))

    rasa.fault = fill_meanwhile
    id_ = str(uuid.uuid4())
    response = await visitor.say("how long is the training", id_)
    while response.status == 200:
        id_ = str(uuid.uuid4())
        response = await visitor.say("how long is the training", id_)
    assert await error_code(response) == "log_unavailable"
    rasa.fault = None
    disk.make_room()

    assert (await visitor.say("how long is the training", id_)).status == 200
    history = await visitor.history()
    assert [one["author"] for one in history[1:]] == ["visitor", "assistant"] * (len(history) // 2)


async def test_the_staff_see_it_and_it_goes_on_without_a_restart(
    filling: Client, disk: Disk
) -> None:
    reviewer = await Member.invited(filling, Role.reviewer)
    admin = await Member.invited(filling, Role.admin)
    visitor = await Visitor.open(filling)
    disk.fill()
    await talk_until_full(visitor)
    while (response := await reviewer.get("/staff")).status == 200:
        await response.read()

    assert response.status == 503
    assert "The disk of the database is full" in await response.text()
    own = await (await admin.get("/staff/me")).text()
    assert "nothing can be written: the disk of the database is full" in " ".join(own.split())
    if not isinstance(disk, LimitedDatabase):  # which lets pages that are there be changed
        ready = await (await filling.get("/readyz")).json()
        assert ready["checks"]["log"] == {"ok": False}

    disk.make_room()
    inbox = await reviewer.get("/staff")

    assert inbox.status == 200
    told = " ".join((await inbox.text()).split())
    assert "nothing could be written, because the disk of the database was full" in told
    ready = await (await filling.get("/readyz")).json()
    assert ready["checks"]["log"] == {"ok": True}


async def test_a_request_for_a_person_is_refused_with_the_way_to_reach_the_school(
    filling: Client, disk: Disk
) -> None:
    disk.fill()
    kept = 0
    while (response := await filling.post("/api/handoff", json=WISH)).status == 201:
        kept += 1
        assert kept < 2_000
    assert await error_code(response) == "log_unavailable"
    assert "@" in (await response.json())["error"]["message"]

    disk.make_room()
    assert (await filling.post("/api/handoff", json=WISH)).status == 201
    log = application(filling)[LOG]
    assert await log.read(lambda session: session.query(Handoff).count()) == kept + 1


async def test_the_jobs_survive_it(filling: Client, disk: Disk) -> None:
    visitor = await Visitor.open(filling)
    disk.fill()
    await talk_until_full(visitor)
    job = asyncio.create_task(application(filling)[FORGETTING].run(0.05))
    await asyncio.sleep(0.3)
    assert not job.done()
    disk.make_room()

    deleted = await filling.delete("/api/conversation", headers=visitor.headers)

    assert deleted.status == 200
    assert not job.done()
    job.cancel()
