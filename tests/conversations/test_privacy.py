"""What a run of the whole assistant leaves behind, and what an erasure leaves of it."""

import re
import sqlite3
import time
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

import pytest
import requests

from tests.assistant import ROOT, Assistant, Visitor, running_assistant

INVENTORY = ROOT / "docs" / "data-inventory.md"
ROW = re.compile(r"^\| `([^`]+)` \| (.*) \|$", re.MULTILINE)
# Nobody else writes this; the index of words may keep the beginning of a word elsewhere.
CANARY = "quokkazebra"
IN_INDEX = b"kkazebra"
TYPED = (
    f"I am {CANARY}, phone 512-555-0199, mail zebra.quokka@mail.example, born 3/4/1991, "
    "ssn 219-09-9999, 77 Quokka Street. What do coders earn in Texas?"
)
MASKED = (b"555-0199", b"zebra.quokka", b"3/4/1991", b"219-09", b"77 Quokka")
WISH = {
    "name": f"Jo {CANARY}",
    "contact": f"{CANARY}@mail.example",
    "question": f"May {CANARY} call?",
    "consent": True,
}


def part(title: str) -> dict[str, str]:
    """The rows of the table under a heading: first cell, and the rest of the row."""
    text = INVENTORY.read_text(encoding="utf-8").split(f"\n## {title}\n")[1].split("\n## ")[0]
    return {found[1]: found[2] for found in ROW.finditer(text)}


def files(var: Path) -> list[Path]:
    return [path for path in var.rglob("*") if path.is_file()]


def files_with(var: Path, *words: bytes) -> set[str]:
    return {
        path.name
        for path in files(var)
        for word in words
        if word.lower() in path.read_bytes().lower()
    }


def columns_of(database: Path) -> dict[str, set[str]]:
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    try:
        tables = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table'"
        ).fetchall()
        return {
            table: {row[1] for row in connection.execute(f"PRAGMA table_info({table})")}
            for (table,) in tables
        }
    finally:
        connection.close()


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with running_assistant(tmp_path_factory.mktemp("privacy") / "var") as running:
        yield running


@pytest.fixture(scope="module")
def visitor(assistant: Assistant) -> Visitor:
    """A visitor who has used everything that keeps something."""
    visitor = Visitor(assistant.url)
    headers = {"Authorization": f"Bearer {visitor.token}"}
    answer = visitor.say(TYPED)
    visitor.say(f"and in florida, {CANARY}?")
    feedback = {"helpful": False, "comment": f"{CANARY}: 512-555-0199 is my number"}
    address = f"{assistant.url}/api/messages/{answer['id']}/feedback"
    requests.post(address, json=feedback, headers=headers, timeout=10).raise_for_status()
    wish = {**WISH, "question": f"{WISH['question']} {TYPED}"}
    address = f"{assistant.url}/api/handoff"
    requests.post(address, json=wish, headers=headers, timeout=10).raise_for_status()
    requests.get(f"{assistant.url}/chat", timeout=10).raise_for_status()
    return visitor


def test_every_file_is_in_the_inventory(assistant: Assistant, visitor: Visitor) -> None:
    known = part("Files")

    found = {str(path.relative_to(assistant.var)) for path in files(assistant.var)}
    assert {"conversations.sqlite", "tracker.sqlite", "secret_key"} <= found
    assert [name for name in found if not any(fnmatch(name, pattern) for pattern in known)] == []


def test_every_table_and_column_is_in_the_inventory(assistant: Assistant, visitor: Visitor) -> None:
    said = {
        table: set(re.findall(r"\w+", rest.split(" | ")[0]))
        for table, rest in part("Tables").items()
    }

    found: dict[str, set[str]] = {}
    for name in ("conversations.sqlite", "tracker.sqlite"):
        found |= columns_of(assistant.var / name)
    assert found == said


def test_files_with_personal_data_are_for_their_owner_only(
    assistant: Assistant, visitor: Visitor
) -> None:
    personal = [name for name, rest in part("Files").items() if rest.split(" | ")[1] == "yes"]

    there = [assistant.var / name for name in personal if (assistant.var / name).exists()]
    assert there
    assert [path.name for path in there if path.stat().st_mode & 0o077] == []


def test_personal_data_is_in_no_file_and_words_only_where_the_inventory_says(
    assistant: Assistant, visitor: Visitor
) -> None:
    personal = {name for name, rest in part("Files").items() if rest.split(" | ")[1] == "yes"}

    assert files_with(assistant.var, *MASKED) == set()
    found = files_with(assistant.var, CANARY.encode())
    assert found
    assert found <= personal


def test_an_erasure_leaves_no_byte_in_any_file(assistant: Assistant, visitor: Visitor) -> None:
    assert files_with(assistant.var, IN_INDEX)
    response = requests.delete(
        f"{assistant.url}/api/conversation",
        headers={"Authorization": f"Bearer {visitor.token}"},
        timeout=20,
    )

    receipt = response.json()["receipt"]
    assert (receipt["turns"], receipt["handoffs"]) == (2, 1)
    assert (receipt["working_memory"], receipt["search_index"]) == ("deleted", "deleted")
    # A reader of the working memory may hold its journal for a moment.
    deadline = time.monotonic() + 10
    while files_with(assistant.var, IN_INDEX) and time.monotonic() < deadline:
        time.sleep(0.2)
    assert files_with(assistant.var, IN_INDEX) == set()
