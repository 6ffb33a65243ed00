"""The pages for those who use no mouse."""

import re
from re import Pattern

from playwright.sync_api import Page, expect

from tests.assistant import Assistant
from tests.browser.pages import COMPARED


def press_tab_until(page: Page, role: str, name: str | Pattern[str], most: int = 80) -> None:
    """Go on with the Tab key until the element has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        wanted = page.get_by_role(role, name=name)  # type: ignore[arg-type]
        if wanted.count() and wanted.first.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError(f"{most} times Tab do not reach {name}")


def test_the_simple_chat_works_with_the_keyboard_alone(page: Page, assistant: Assistant) -> None:
    page.goto(f"{assistant.url}/chat/plain")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    press_tab_until(page, "textbox", "Your question")
    page.keyboard.type("pay in Ohio")
    press_tab_until(page, "button", "Send")
    page.keyboard.press("Enter")
    expect(page.get_by_text("$51,420").first).to_be_visible()
    press_tab_until(page, "button", "Where Ohio ranks")
    page.keyboard.press("Enter")
    expect(page.get_by_text("number 22 of 51")).to_be_visible()


def test_states_are_sorted_and_compared_with_the_keyboard_alone(
    page: Page, assistant: Assistant
) -> None:
    page.goto(f"{assistant.url}/facts/pay-state")
    press_tab_until(page, "link", re.compile("^State"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("columnheader", name="State")).to_have_attribute(
        "aria-sort", "ascending"
    )
    for name in ("Compare Alabama", "Compare Alaska"):
        press_tab_until(page, "checkbox", name)
        page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="The states you compare")).to_be_visible()
    expect(page.get_by_role("figure").first).to_contain_text("Alabama $38,540")


def test_the_focus_is_always_seen(page: Page, assistant: Assistant) -> None:
    page.goto(assistant.url + COMPARED)
    for _ in range(12):
        page.keyboard.press("Tab")
        width = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
        assert float(width.removesuffix("px")) >= 2
