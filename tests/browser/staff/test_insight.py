"""Requests for a person, what was not understood, the figures and erasing, at a real browser."""

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import requests
from playwright.sync_api import Browser, Page, expect

from tests.assistant import Assistant, Visitor
from tests.browser.staff.console import (
    LOOKS,
    Colleague,
    check_accessibility,
    check_width,
)

STRANGE = "can my quokkazebra study here too"
WISH = {
    "name": "Ana Quokkazebra",
    "contact": "ana@mail.example",
    "question": "May I visit a class?",
    "consent": True,
}


@pytest.fixture(scope="module")
def reference(assistant: Assistant) -> str:
    """A visitor has asked something strange, and then for a person; returns the reference."""
    visitor = Visitor(assistant.url)
    answer = visitor.say(STRANGE)
    headers = {"Authorization": f"Bearer {visitor.token}"}
    requests.post(
        f"{assistant.url}/api/messages/{answer['id']}/feedback",
        json={"helpful": False},
        headers=headers,
        timeout=10,
    ).raise_for_status()
    told = requests.post(
        f"{assistant.url}/api/handoff", json=WISH, headers=headers, timeout=10
    ).json()
    return str(told["reference"])


@pytest.fixture
def page(reference: str, reviewer: Colleague, browser: Browser) -> Iterator[Page]:
    with reviewer.at(browser) as page:
        yield page


def test_a_request_is_read_and_worked_on(page: Page, reference: str) -> None:
    page.goto("/staff/handoffs")
    page.get_by_role("link", name=reference).click()
    expect(page.get_by_text("ana@mail.example")).to_be_visible()

    page.get_by_label("Taken").check()
    page.get_by_label("Note for your colleagues").fill("Calls back on Monday.")
    page.get_by_role("button", name="Save").click()

    expect(page.get_by_role("status")).to_have_text("The request is saved.")
    expect(page.get_by_label("Note for your colleagues")).to_have_value("Calls back on Monday.")
    page.get_by_role("link", name="Read the chat it came from").click()
    expect(page.get_by_text(STRANGE).first).to_be_visible()


def test_a_question_is_found_among_what_was_not_understood(page: Page) -> None:
    page.goto("/staff/unknown")
    page.get_by_label("Why it is here").select_option(label="Voted not helpful")
    page.get_by_role("button", name="Show").click()
    page.get_by_role("link", name=STRANGE).click()

    expect(page).to_have_url(re.compile(r"/staff/conversations/[0-9a-f]{32}#turn-\d+$"))
    expect(page.get_by_text(STRANGE).first).to_be_visible()


def test_questions_are_grouped_by_the_real_encoder(page: Page) -> None:
    page.goto("/staff/unknown/groups")
    page.get_by_role("button", name="Group them now").click()
    wait_for(page, lambda: page.get_by_role("link", name=STRANGE).count() == 1)

    page.get_by_role("link", name=STRANGE).click()
    expect(page.get_by_role("heading", name="Questions of one meaning")).to_be_visible()


def test_a_figure_leads_to_its_conversations(page: Page) -> None:
    page.goto("/staff/figures")
    for picture in page.locator("main img").all():
        picture.scroll_into_view_if_needed()
        expect(picture).to_have_js_property("complete", True)
        assert picture.evaluate("one => one.naturalWidth") > 100
    table = page.get_by_role("table").filter(has_text="Not helpful")
    row = table.get_by_role("row").filter(has=page.locator("td:nth-child(3) a")).first
    row.locator("td:nth-child(3) a").click()

    expect(page).to_have_url(re.compile("feedback=unhelpful"))
    expect(page.get_by_role("link", name=STRANGE)).to_be_visible()


@pytest.mark.parametrize("look", LOOKS)
def test_pages_with_something_in_them_are_accessible(
    reference: str, reviewer: Colleague, officer: Colleague, browser: Browser, look: str
) -> None:
    with reviewer.at(browser, bypass_csp=True, **LOOKS[look]) as page:
        for path in ("handoffs", f"handoffs/{reference}", "unknown", "figures"):
            page.goto(f"/staff/{path}")
            check_accessibility(page)
            check_width(page)
    with officer.at(browser, bypass_csp=True, **LOOKS[look]) as page:
        for what in (reference, "nonsense"):
            page.goto(f"/staff/erase?what={what}")
            check_accessibility(page)
            check_width(page)


def test_an_erased_chat_is_in_no_file(
    assistant: Assistant, reference: str, reviewer: Colleague, officer: Colleague, browser: Browser
) -> None:
    with reviewer.at(browser) as page:
        page.goto(f"/staff/handoffs/{reference}")
        address = page.get_by_role("link", name="Read the chat it came from").get_attribute("href")
    assert files_with(assistant.var, b"kkazebra")

    with officer.at(browser) as page:
        page.goto("/staff/erase")
        page.get_by_label("Link or id of a conversation").fill(f"{assistant.url}{address}")
        page.get_by_role("button", name="Find it").click()
        expect(page.get_by_text("1 requests to talk to a person")).to_be_visible()
        page.get_by_role("button", name="Yes, erase it").click()
        expect(page.get_by_role("status")).to_contain_text("Receipt")

    deadline = time.monotonic() + 30
    while (left := files_with(assistant.var, b"kkazebra")) and time.monotonic() < deadline:
        time.sleep(0.5)
    assert left == []


def wait_for(page: Page, condition: Callable[[], bool]) -> None:
    """Load the page again until something is so."""
    deadline = time.monotonic() + 90
    while not condition() and time.monotonic() < deadline:
        page.wait_for_timeout(500)
        page.goto("/staff/unknown/groups")
    assert condition()


def files_with(var: Path, word: bytes) -> list[str]:
    return [path.name for path in var.rglob("*") if path.is_file() and word in path.read_bytes()]
