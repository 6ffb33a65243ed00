"""axe-core finds nothing in any state of the widget."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.accessibility import LOOKS, looking, violations
from tests.browser.hosts import School
from tests.browser.widget import TEXAS, TEXAS_MEDIAN, Widget, answer_with, message, visit

CHART = {
    "url": "/static/icon.svg",
    "summary": "Texas pays 47,230 dollars, Ohio 51,420.",
    "table": {"columns": ["State", "Median pay"], "rows": [["Texas", "$47,230"]]},
}


@pytest.fixture(params=LOOKS)
def checked(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    context = looking(browser, request.param)
    yield context.new_page()
    context.close()


def check(page: Page) -> None:
    assert violations(page) == []


def test_the_chat(checked: Page, school: School) -> None:
    widget = visit(checked, school)
    expect(widget.launcher).to_be_visible()
    check(checked)
    widget.open()
    check(checked)
    widget.ask_for(TEXAS, TEXAS_MEDIAN)
    checked.locator("summary").first.click()
    widget.button("Not helpful").click()
    expect(checked.locator(".reason")).to_be_visible()
    check(checked)


def test_the_views(checked: Page, school: School) -> None:
    widget = visit(checked, school, colour="#ffcc00")
    widget.open()
    widget.button("Talk to a person").click()
    widget.button("Send to the school").click()
    check(checked)
    fill_in(checked)
    widget.button("Send to the school").click()
    expect(checked.get_by_text("Your reference number is")).to_be_visible()
    check(checked)
    widget.button("Back to the chat").click()
    widget.button("Your chat").click()
    checked.get_by_text("Show everything that is kept").click()
    checked.get_by_text("Delete this chat", exact=True).click()
    check(checked)
    widget.button("Yes, delete it").click()
    expect(checked.get_by_text("Receipt")).to_be_visible()
    check(checked)


def fill_in(page: Page) -> None:
    page.get_by_role("textbox", name="Your name").fill("Ada Example")
    page.get_by_role("textbox", name="Your e-mail or phone number").fill("ada@mail.example")
    page.get_by_role("textbox", name="Your question").fill("When does the course begin?")
    page.get_by_role("checkbox").check()


def test_trouble(checked: Page, school: School) -> None:
    widget = visit(checked, school)
    widget.open()
    checked.context.set_offline(True)
    widget.ask(TEXAS)
    expect(widget.button("Try again")).to_be_visible()
    check(checked)


def test_charts_disagreement_and_other_kinds(checked: Page, school: School) -> None:
    kinds = ["answer", "handoff", "help", "error", "unknown"]
    answer_with(
        checked,
        [message(place, kind, kind=kind, chart=CHART) for place, kind in enumerate(kinds)],
    )
    widget = Widget(checked)
    visit(checked, school).launcher.click()
    expect(widget.log.locator("figure img")).to_have_count(5)
    expect(widget.log.get_by_text("Sources disagree")).to_have_count(5)
    checked.get_by_text("The figures as a table").first.click()
    expect(checked.get_by_role("table")).to_contain_text("$47,230")
    widget.log.get_by_role("button", name="Talk to a person").click()
    expect(checked.get_by_role("heading", name="Talk to a person")).to_be_focused()
    checked.keyboard.press("Escape")
    check(checked)


def test_the_chat_as_a_whole_page_in_spanish(checked: Page, school: School) -> None:
    visit(checked, school, mode="page", locale="es")
    expect(checked.get_by_role("log")).to_contain_text("Hello")
    assert checked.evaluate("document.activeElement.tagName") == "BODY"
    check(checked)
