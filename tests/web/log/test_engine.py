"""How the database of the log is opened."""

import asyncio
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import URL, create_engine, make_url, text

from web.log.engine import open_engine
from web.log.failures import LogSchemaError, LogUnavailableError
from web.log.records import Said, new_id
from web.log.repository import ConversationLog
from web.log.tables import SCHEMA_VERSION
from web.tokens import new_conversation


def sqlite_url(folder: Path) -> URL:
    return make_url(f"sqlite:///{folder}/new/log.sqlite")


def files_with(folder: Path, words: bytes) -> list[str]:
    files = [file for file in folder.rglob("*") if file.is_file()]
    assert files
    return [file.name for file in files if words in file.read_bytes()]


def test_sqlite_keeps_what_was_committed_even_without_power(tmp_path: Path) -> None:
    engine = open_engine(sqlite_url(tmp_path), busy=1)
    with engine.connect() as connection:
        pragmas = {
            name: connection.execute(text(f"PRAGMA {name}")).scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        }
    engine.dispose()

    assert pragmas == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
    }


def test_a_file_that_others_could_read_is_closed_to_them(tmp_path: Path) -> None:
    path = tmp_path / "log.sqlite"
    path.touch(mode=0o644)

    open_engine(make_url(f"sqlite:///{path}"), busy=1).dispose()

    assert path.stat().st_mode & 0o777 == 0o600


def test_the_tables_carry_their_version(url: URL) -> None:
    open_engine(url, busy=2).dispose()
    engine = open_engine(url, busy=2)
    with engine.connect() as connection:
        versions = connection.execute(text("SELECT version FROM schema_version")).all()
    engine.dispose()

    assert versions == [(SCHEMA_VERSION,)]


def test_tables_of_another_version_are_not_touched(tmp_path: Path) -> None:
    url = sqlite_url(tmp_path)
    open_engine(url, busy=1).dispose()
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE schema_version SET version = 99"))
    engine.dispose()

    with pytest.raises(LogSchemaError, match="version 99"):
        open_engine(url, busy=1)


@pytest.mark.parametrize(
    "url",
    [
        "sqlite:////proc/nowhere/log.sqlite",
        "postgresql+psycopg://nobody@127.0.0.1:1/test",
    ],
)
def test_a_database_that_cannot_be_opened_is_told(url: str) -> None:
    with pytest.raises(LogUnavailableError):
        open_engine(make_url(url), busy=1)


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    path = tmp_path / "log.sqlite"
    path.write_bytes(b"This is not a database." * 100)

    with pytest.raises(LogUnavailableError):
        open_engine(make_url(f"sqlite:///{path}"), busy=1)


async def test_an_erased_text_is_not_in_the_bytes_of_any_file(tmp_path: Path) -> None:
    log = await ConversationLog.open(sqlite_url(tmp_path), busy=1, patience=1)
    conversation = new_conversation()
    await log.add_conversation(conversation, [])
    for _ in range(20):
        await log.begin_turn(conversation, new_id(), Said("canary-4711 " * 50))
    assert files_with(tmp_path, b"canary-4711")
    await log.erase(conversation)
    await log.finish_erasure(conversation)

    assert await log.scrub(patience=60)

    assert files_with(tmp_path, b"canary-4711") == []
    await log.close()


async def test_an_erased_word_is_not_in_the_bytes_of_the_index_of_words(tmp_path: Path) -> None:
    log = await ConversationLog.open(sqlite_url(tmp_path), busy=1, patience=1)
    conversations = [new_conversation() for _ in range(3)]
    for conversation, word in zip(conversations, ("hello", "quokkazebra", "hello"), strict=True):
        await log.add_conversation(conversation, [])
        for number in range(30):
            await log.begin_turn(conversation, new_id(), Said(f"{word} number {number}"))
    assert files_with(tmp_path, b"quokkazebra")
    await log.erase(conversations[1])
    # FTS5 keeps beginnings of words apart from their ends.
    assert files_with(tmp_path, b"kkazebra")

    assert await log.scrub(patience=60)

    assert files_with(tmp_path, b"kkazebra") == []
    await log.close()


async def test_a_journal_that_a_reader_holds_is_emptied_later(tmp_path: Path) -> None:
    url = sqlite_url(tmp_path)
    log = await ConversationLog.open(url, busy=0.05, patience=1)
    conversation = new_conversation()
    await log.add_conversation(conversation, [])
    await log.begin_turn(conversation, new_id(), Said("canary-4711"))
    reader = sqlite3.connect(str(url.database), isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM messages").fetchall()
    await log.erase(conversation)

    assert not await log.scrub(patience=60)
    reader.close()
    assert await log.scrub(patience=60)

    assert files_with(tmp_path, b"canary-4711") == []
    await log.close()


async def test_a_locked_log_is_told_and_works_again_afterwards(tmp_path: Path) -> None:
    url = sqlite_url(tmp_path)
    log = await ConversationLog.open(url, busy=0.05, patience=0.05)
    conversation = new_conversation()
    await log.add_conversation(conversation, [])
    holder = sqlite3.connect(str(url.database), isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")

    turns = (log.begin_turn(conversation, new_id(), Said("Hello")) for _ in range(10))
    results = await asyncio.gather(*turns, return_exceptions=True)
    assert {type(result) for result in results} == {LogUnavailableError}
    assert await log.messages(conversation) == []
    holder.execute("ROLLBACK")
    holder.close()

    assert await log.begin_turn(conversation, new_id(), Said("Hello")) is None
    await log.close()
