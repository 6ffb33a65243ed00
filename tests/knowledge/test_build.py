import datetime
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from knowledge import build
from knowledge.loader import load
from tests.knowledge.folder import Folder

BUILT = datetime.datetime(2026, 1, 2, 3, 4, 5, tzinfo=datetime.UTC)


def content(database: Path) -> list[str]:
    with closing(sqlite3.connect(database)) as connection:
        return list(connection.iterdump())


def test_the_same_knowledge_gives_the_same_database(folder: Folder, tmp_path: Path) -> None:
    knowledge = load(folder.save())
    build.build(knowledge, tmp_path / "one.sqlite", BUILT)
    build.build(knowledge, tmp_path / "two.sqlite", BUILT)
    assert content(tmp_path / "one.sqlite") == content(tmp_path / "two.sqlite")


def test_records_its_version_and_time(folder: Folder, tmp_path: Path) -> None:
    knowledge = load(folder.save())
    database = tmp_path / "made" / "here" / "kb.sqlite"
    build.build(knowledge, database, BUILT)
    with closing(sqlite3.connect(database)) as connection:
        about = dict(connection.execute("SELECT name, value FROM about"))
    assert about == {"version": knowledge.version, "built": "2026-01-02T03:04:05+00:00"}


def test_replaces_an_older_database_and_leaves_nothing_else(folder: Folder, tmp_path: Path) -> None:
    database = tmp_path / "var" / "kb.sqlite"
    database.parent.mkdir()
    database.write_bytes(b"of before")
    build.build(load(folder.save()), database)
    assert [path.name for path in database.parent.iterdir()] == ["kb.sqlite"]
    assert database.read_bytes().startswith(b"SQLite format 3")


def test_a_build_that_fails_keeps_the_older_database(folder: Folder, tmp_path: Path) -> None:
    knowledge = load(folder.save())
    database = tmp_path / "var" / "kb.sqlite"
    build.build(knowledge, database)
    before = database.read_bytes()
    (fact, *others) = knowledge.facts
    twice = type(knowledge)(
        knowledge.sources, knowledge.subjects, (fact, fact, *others), knowledge.conflicts
    )
    with pytest.raises(Exception, match="UNIQUE"):
        build.build(twice, database)
    assert database.read_bytes() == before
    assert [path.name for path in database.parent.iterdir()] == ["kb.sqlite"]


def test_refuses_references_to_nothing(folder: Folder, tmp_path: Path) -> None:
    knowledge = load(folder.save())
    without = type(knowledge)(knowledge.sources, (), knowledge.facts, knowledge.conflicts)
    with pytest.raises(Exception, match="FOREIGN KEY"):
        build.build(without, tmp_path / "kb.sqlite")
