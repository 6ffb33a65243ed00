"""What is deleted is gone everywhere, even when Rasa was away."""

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from tests.web.conftest import Client, Start
from tests.web.standins import RasaStandIn, server_error
from tests.web.visitor import Visitor
from web.keys import FORGETTING, LOG
from web.log.records import now
from web.settings import Settings

Rows = Callable[..., list[tuple[Any, ...]]]


def move(
    database: Path, conversation: str, opened: datetime, active: datetime | None = None
) -> None:
    """Let a conversation have begun, and its last turn have been, at another time."""
    connection = sqlite3.connect(database)
    times = [one.replace(tzinfo=None).isoformat(sep=" ") for one in (opened, active or opened)]
    connection.execute(
        "UPDATE conversations SET created = ?, last_active = ? WHERE id = ?",
        (*times, conversation),
    )
    connection.commit()
    connection.close()


async def test_a_rasa_that_is_away_forgets_later(
    client: Client, visitor: Visitor, rasa: RasaStandIn, rows: Rows
) -> None:
    await visitor.say("Hello")
    [(conversation,)] = rows("SELECT id FROM conversations")
    rasa.fault = server_error
    response = await visitor.client.delete("/api/conversation", headers=visitor.headers)
    assert (await response.json())["receipt"]["working_memory"] == "pending"
    assert rows("SELECT conversation_id FROM erasures") == [(conversation,)]
    rasa.fault = None

    assert client.app is not None
    await client.app[FORGETTING].tidy()

    assert rasa.forgotten == [conversation]
    assert rows("SELECT conversation_id FROM erasures") == [(None,)]


async def test_a_deletion_that_was_cut_short_is_finished_at_the_next_start(
    start: Start, settings: Settings, rasa: RasaStandIn, rows: Rows
) -> None:
    first = await start(settings)
    await Visitor.open(first)
    [(conversation,)] = rows("SELECT id FROM conversations")
    assert first.app is not None
    await first.app[LOG].erase(conversation)
    await first.close()

    second = await start(settings)
    assert second.app is not None
    await second.app[FORGETTING].tidy()

    assert conversation in rasa.forgotten
    assert await second.app[LOG].unfinished_erasures() == []


async def test_chats_are_deleted_after_their_time_and_younger_ones_stay(
    client: Client, rasa: RasaStandIn, rows: Rows, database: Path
) -> None:
    old = await Visitor.open(client)
    [(conversation,)] = rows("SELECT id FROM conversations")
    young = await Visitor.open(client)
    for visitor, days in ((young, 29), (old, 31)):
        await visitor.say("Hello")
        [(talked,)] = rows("SELECT conversation_id FROM turns ORDER BY number DESC LIMIT 1")
        move(database, talked, now() - timedelta(days=days))

    assert client.app is not None
    await client.app[FORGETTING].tidy()

    assert rasa.forgotten == [conversation]
    assert (await old.say("Hello")).status == 401
    assert (await young.say("Hello")).status == 200


async def test_a_chat_is_kept_from_its_last_message_on(
    client: Client, visitor: Visitor, rows: Rows, database: Path
) -> None:
    await visitor.say("Hello")
    [(conversation,)] = rows("SELECT id FROM conversations")
    assert client.app is not None

    move(database, conversation, now() - timedelta(days=90), now() - timedelta(days=29))
    await client.app[FORGETTING].tidy()
    assert rows("SELECT id FROM conversations") == [(conversation,)]

    move(database, conversation, now() - timedelta(days=90), now() - timedelta(days=31))
    await client.app[FORGETTING].tidy()
    assert rows("SELECT id FROM conversations") == []


async def test_more_old_chats_than_one_read_brings_are_deleted(
    client: Client, rows: Rows, database: Path
) -> None:
    connection = sqlite3.connect(database)
    connection.executemany(
        "INSERT INTO conversations (id, created) VALUES (?, '2020-01-01 00:00:00')",
        [(f"{number:032x}",) for number in range(250)],
    )
    connection.commit()
    connection.close()

    assert client.app is not None
    await client.app[FORGETTING].tidy()

    assert rows("SELECT count(*) FROM conversations") == [(0,)]


async def test_the_deletion_runs_by_itself(
    start: Start, settings: Settings, rasa: RasaStandIn
) -> None:
    quick = replace(settings, timing=replace(settings.timing, forgetting_pause=0.01))
    client = await start(quick)
    visitor = await Visitor.open(client)
    rasa.fault = server_error
    await client.delete("/api/conversation", headers=visitor.headers)
    rasa.fault = None

    assert client.app is not None
    while await client.app[LOG].unfinished_erasures():
        pass
    assert len(rasa.forgotten) == 1


async def test_bytes_that_a_reader_holds_leave_at_the_next_tidying(
    client: Client, visitor: Visitor, database: Path
) -> None:
    await visitor.say("quokkazebra")
    reader = sqlite3.connect(database, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM messages").fetchall()
    response = await visitor.client.delete("/api/conversation", headers=visitor.headers)
    assert (await response.json())["receipt"]["search_index"] == "pending"
    reader.close()

    assert client.app is not None
    await client.app[FORGETTING].tidy()

    for file in database.parent.glob("conversations.sqlite*"):
        assert b"kkazebra" not in file.read_bytes(), file
