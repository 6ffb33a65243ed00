"""No text becomes code: 150 attacks through each way that text gets into the widget."""

import json

import pytest
import requests
from playwright.sync_api import Page, expect

from tests.assistant import Visitor
from tests.browser.attacks import ATTACKS, CODE, COUNTING
from tests.browser.hosts import School
from tests.browser.widget import answer_with, message, visit

# What the widget itself draws with; an attack that works would add something else.
HARMLESS = {
    *("SECTION", "HEADER", "H2", "H3", "DIV", "P", "OL", "UL", "LI", "SPAN", "SMALL", "A"),
    *("DETAILS", "SUMMARY", "BUTTON", "FORM", "LABEL", "TEXTAREA", "INPUT", "svg", "path"),
}


@pytest.fixture
def watched(page: Page) -> Page:
    page.add_init_script(COUNTING)
    return page


def check(page: Page) -> None:
    """Nothing was executed, nothing foreign stands in the widget, no address is code."""
    page.wait_for_timeout(300)
    assert page.evaluate("window.executions") == 0
    found = page.locator(".root").evaluate(
        """root => { const all = [...root.querySelectorAll('*')]; return {
          names: [...new Set(all.map(one => one.tagName))],
          handlers: all.flatMap(one => one.getAttributeNames()).filter(name => /^on/.test(name)),
          addresses: all.map(one => one.href ?? one.src).filter(one => /^javascript:/i.test(one)),
        } }"""
    )
    assert set(found["names"]) <= HARMLESS
    assert (found["handlers"], found["addresses"]) == ([], [])


def test_there_are_150_different_attacks() -> None:
    assert len(set(ATTACKS)) == 150


def test_none_through_what_a_visitor_writes(watched: Page, school: School) -> None:
    visitor = Visitor(school.assistant)
    for start in range(0, len(ATTACKS), 10):
        visitor.say("\n".join(ATTACKS[start : start + 10]))
    kept = json.dumps({"api": school.assistant, "token": visitor.token, "open": True})
    watched.add_init_script(f"sessionStorage.setItem('school-chat', {json.dumps(kept)})")
    widget = visit(watched, school)
    expect(widget.log.locator(".visitor")).to_have_count(15)
    shown = "".join(widget.log.locator(".visitor .bubble").all_inner_texts())
    assert [attack for attack in ATTACKS if attack not in shown] == []
    check(watched)
    widget.button("Your chat").click()
    watched.get_by_text("Show everything that is kept").click()
    check(watched)


def test_none_through_answers_sources_and_choices(watched: Page, school: School) -> None:
    answer_with(watched, [message(*one) for one in enumerate(ATTACKS)])
    widget = visit(watched, school)
    widget.launcher.click()
    expect(widget.log.locator(".assistant")).to_have_count(150)
    widget.log.evaluate("log => log.querySelectorAll('details').forEach(one => one.open = true)")
    check(watched)
    widget.log.evaluate(
        "log => log.querySelectorAll('.choices button').forEach(one => one.click())"
    )
    expect(widget.log.locator(".visitor")).to_have_count(150)
    check(watched)


def test_none_through_charts(watched: Page, school: School) -> None:
    charts = [
        {
            "url": attack,
            "summary": attack,
            "table": {"columns": [attack, attack], "rows": [[attack, attack]]},
        }
        for attack in ATTACKS
    ]
    answer_with(
        watched,
        [message(place, "figures", chart=chart) for place, chart in enumerate(charts)],
    )
    asked: list[str] = []
    watched.on("request", lambda request: asked.append(request.url))
    widget = visit(watched, school)
    widget.launcher.click()
    expect(widget.log.locator("figure")).to_have_count(150)
    watched.wait_for_timeout(300)
    assert watched.evaluate("window.executions") == 0
    foreign = [url for url in asked if not url.startswith((school.assistant, school.origin))]
    assert foreign == []


def test_none_through_the_settings_of_the_school(watched: Page, school: School) -> None:
    for attack in ATTACKS[:: len(CODE)]:
        widget = visit(
            watched,
            school,
            heading=attack,
            greeting=attack,
            colour=attack,
            locale=attack,
            position=attack,
            open="",
        )
        expect(watched.get_by_role("heading", level=2)).to_have_text(attack)
        expect(widget.log).to_contain_text(attack)
        assert watched.evaluate("window.executions") == 0
        watched.evaluate("sessionStorage.clear()")
    check(watched)


def test_none_through_what_the_tab_remembers(watched: Page, school: School) -> None:
    attack = ATTACKS[6]
    waiting = [{"id": attack, "content": {"text": attack}, "text": attack}]
    kept = json.dumps({"api": school.assistant, "token": None, "open": True, "waiting": waiting})
    watched.add_init_script(f"sessionStorage.setItem('school-chat', {json.dumps(kept)})")
    widget = visit(watched, school)
    expect(widget.log).to_contain_text("Hello")
    check(watched)


def test_the_files_say_what_they_are(school: School) -> None:
    script = requests.get(f"{school.assistant}/widget.js", timeout=10)
    assert script.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert script.headers["X-Content-Type-Options"] == "nosniff"
