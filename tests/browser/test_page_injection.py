"""No text becomes code on our own pages: 150 attacks through what is typed and what is known."""

import re
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.assistant import ROOT, Assistant, Visitor, running_assistant
from tests.browser.attacks import ATTACKS, COUNTING
from tests.browser.widget import Widget
from web.pages.topics import topics_by_slug

# The renderer refuses numbers and braces that no fact stands for, so these stay off its texts.
SAYABLE = [attack for attack in ATTACKS if not re.search(r"[0-9{}]", attack)]
CHECK = """() => {
  const all = [...document.querySelectorAll('*')];
  return {
    executions: window.executions,
    scripts: all.filter(one => one.matches('script, iframe, object, embed, base, svg, math, style')
      && !one.src?.endsWith('/widget.js')).map(one => one.outerHTML),
    handlers: all.flatMap(one => one.getAttributeNames()).filter(name => /^on/.test(name)),
    addresses: all.map(one => one.href ?? one.src).filter(one => /^javascript:/i.test(one)),
  };
}"""
NOTHING = {"executions": 0, "scripts": [], "handlers": [], "addresses": []}


@pytest.fixture
def watched(page: Page) -> Page:
    page.add_init_script(COUNTING)
    return page


@pytest.fixture(scope="module")
def poisoned(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """An assistant whose knowledge holds an attack in every text that people read."""
    folder = tmp_path_factory.mktemp("poisoned")
    database = folder / "knowledge.sqlite"
    shutil.copy(ROOT / "var" / "knowledge.sqlite", database)
    poison(database)
    with running_assistant(folder, KNOWLEDGE_DATABASE=str(database)) as assistant:
        yield assistant


def poison(database: Path) -> None:
    """Put an attack behind every text of the knowledge."""
    columns = (
        ("fact", "note", ATTACKS),
        ("fact", "statement", SAYABLE),
        ("fact", "section", SAYABLE),
        ("fact", "basis", SAYABLE),
        ("subject", "name", SAYABLE),
        ("source", "title", SAYABLE),
        ("source", "publisher", ATTACKS),
        ("source", "note", ATTACKS),
        ("conflict", "question", ATTACKS),
        ("conflict", "note", SAYABLE),
    )
    with sqlite3.connect(database) as connection:
        for table, column, attacks in columns:
            rows = connection.execute(f"SELECT rowid FROM {table} ORDER BY rowid").fetchall()
            connection.executemany(
                f"UPDATE {table} SET {column} = coalesce({column}, '') || ' ' || ? WHERE rowid = ?",
                [(attacks[place % len(attacks)], row) for place, (row,) in enumerate(rows)],
            )


@pytest.mark.timeout(400)
def test_none_through_the_knowledge_on_the_pages_of_facts(
    watched: Page, poisoned: Assistant
) -> None:
    shown = ""
    for address in ("/facts", "/facts?q=pay", *(f"/facts/{slug}" for slug in topics_by_slug())):
        watched.goto(poisoned.url + address)
        assert watched.evaluate(CHECK) == NOTHING, address
        shown += watched.locator("main").inner_text()
    assert [attack for attack in ATTACKS if attack not in shown] == []


def test_none_through_the_knowledge_in_answers(watched: Page, poisoned: Assistant) -> None:
    watched.goto(f"{poisoned.url}/chat")
    widget = Widget(watched)
    expect(widget.log).to_contain_text("Hello")
    for place, question in enumerate(("compare Texas and Ohio", "how long does training take")):
        widget.ask(question)
        expect(widget.log.locator(".message.assistant")).to_have_count(place + 2, timeout=20_000)
    expect(widget.log).to_contain_text("executed()")
    watched.wait_for_timeout(300)
    assert watched.evaluate("window.executions") == 0
    assert widget.log.locator("script, iframe, object, embed, svg[onload], video").count() == 0


def test_none_through_what_a_visitor_types(watched: Page, assistant: Assistant) -> None:
    visitor = Visitor(assistant.url)
    for start in range(0, len(ATTACKS), 10):
        visitor.say("\n".join(ATTACKS[start : start + 10]))
    cookie = {"name": "chat", "value": visitor.token, "url": assistant.url}
    watched.context.add_cookies([cookie])  # type: ignore[list-item]
    watched.goto(f"{assistant.url}/chat/plain")
    assert watched.evaluate(CHECK) == NOTHING
    shown = "".join(watched.locator(".message.visitor .typed").all_inner_texts())
    assert [attack for attack in ATTACKS if attack not in shown] == []


def test_none_through_forms_and_addresses(watched: Page, assistant: Assistant) -> None:
    for attack in ATTACKS[::5]:
        watched.goto(f"{assistant.url}/person")
        watched.get_by_role("textbox", name="Your name").fill(attack)
        watched.get_by_role("textbox", name="Your question").fill(attack)
        watched.get_by_role("button", name="Send to the school").click()
        expect(watched.get_by_role("textbox", name="Your question")).to_have_value(attack)
        assert watched.evaluate(CHECK) == NOTHING, attack
        watched.goto(f"{assistant.url}/facts")
        watched.get_by_role("searchbox").fill(attack)
        watched.keyboard.press("Enter")
        expect(watched.get_by_role("heading", level=1)).to_contain_text(attack)
        assert watched.evaluate(CHECK) == NOTHING, attack
