"""The pages around the chat, as people with different eyes, hands and machines meet them."""

import re
from collections.abc import Callable, Iterable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.assistant import Assistant
from tests.browser.accessibility import LOOKS, looking, violations
from tests.browser.pages import COMPARED, KINDS, PAGES, STATES

SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(params=[look for look in LOOKS if look != "desktop"])
def look(request: pytest.FixtureRequest, browser: Browser) -> Iterator[BrowserContext]:
    context = looking(browser, request.param)
    yield context
    context.close()


def broken_on(context: BrowserContext, url: str, addresses: Iterable[str]) -> dict[str, object]:
    """Return the pages that break rules, and which."""
    page = context.new_page()
    found: dict[str, object] = {}
    for address in addresses:
        page.goto(url + address)
        if broken := violations(page):
            found[address] = broken
    return found


@pytest.mark.timeout(900)
def test_no_page_breaks_an_accessibility_rule(browser: Browser, assistant: Assistant) -> None:
    context = looking(browser, "desktop")
    assert broken_on(context, assistant.url, PAGES) == {}
    context.close()


@pytest.mark.timeout(300)
def test_no_kind_of_page_breaks_one_in_any_look(look: BrowserContext, assistant: Assistant) -> None:
    assert broken_on(look, assistant.url, KINDS) == {}


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_no_state_of_a_page_breaks_an_accessibility_rule(
    look: BrowserContext, assistant: Assistant, state: Callable[[Page, str], None]
) -> None:
    page = look.new_page()
    state(page, assistant.url)
    assert violations(page) == []


# 320 px is a small telephone, and a desktop of 1280 px at 400 %; 640 px is that desktop at 200 %.
@pytest.mark.parametrize("width", [320, 640])
def test_no_page_scrolls_sideways(page: Page, assistant: Assistant, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 512})
    too_wide = []
    for address in PAGES:
        page.goto(assistant.url + address)
        if page.evaluate(SIDEWAYS) > 0:
            too_wide.append(address)
    for state in STATES:
        page.context.clear_cookies()
        state(page, assistant.url)
        if page.evaluate(SIDEWAYS) > 0:
            too_wide.append(state.__name__)
    assert too_wide == []


def test_letters_of_twice_the_size_still_fit(page: Page, assistant: Assistant) -> None:
    page.set_viewport_size({"width": 640, "height": 800})
    too_wide = []
    for address in PAGES:
        page.goto(assistant.url + address)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        if page.evaluate(SIDEWAYS) > 0:
            too_wide.append(address)
    assert too_wide == []


# WCAG 2.2, criterion 1.4.12; also what a wider font does.
def test_widely_spaced_letters_still_fit_a_small_screen(page: Page, assistant: Assistant) -> None:
    page.set_viewport_size({"width": 320, "height": 512})
    too_wide = []
    for address in PAGES:
        page.goto(assistant.url + address)
        page.evaluate(
            "Object.assign(document.documentElement.style,"
            " {letterSpacing: '0.12em', wordSpacing: '0.16em', lineHeight: '1.5'})"
        )
        if page.evaluate(SIDEWAYS) > 0:
            too_wide.append(address)
    assert too_wide == []


@pytest.mark.parametrize("size", [(1280, 800), (375, 667)])
def test_the_chat_page_shows_the_whole_chat_at_once(
    page: Page, assistant: Assistant, size: tuple[int, int]
) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(f"{assistant.url}/chat")
    expect(page.get_by_role("log")).to_contain_text("Hello")
    assert page.evaluate("scrollY") == 0
    expect(page.get_by_role("heading", name="Career Desk")).to_be_in_viewport(ratio=1)
    expect(page.get_by_role("textbox", name="Your question")).to_be_in_viewport(ratio=1)
    expect(page.get_by_role("button", name="Your chat")).to_be_in_viewport(ratio=1)
    expect(page.get_by_role("link", name="The simple chat")).to_be_in_viewport(ratio=1)


def test_nothing_moves_on_any_page_for_those_who_asked_for_that(
    page: Page, assistant: Assistant
) -> None:
    page.emulate_media(reduced_motion="reduce")
    for address in ("/", "/chat", "/facts", COMPARED, "/person"):
        page.goto(assistant.url + address)
        assert page.evaluate("document.getAnimations().length") == 0


def test_what_leads_stands_in_front_of_what_differs(page: Page, assistant: Assistant) -> None:
    page.goto(f"{assistant.url}/facts/pay-national")
    facts = page.locator("h2:has-text('The United States') + ul > .fact")
    expect(facts.first.locator(".standing")).to_have_count(0)
    expect(facts.first).to_contain_text("$50,250")
    assert facts.locator(".standing").count() > 0


def test_a_chart_of_a_page_has_its_picture_its_meaning_and_its_figures(
    page: Page, assistant: Assistant
) -> None:
    for topic in ("pay-state", "pay-national", "training-cost", "training-time"):
        page.goto(f"{assistant.url}/facts/{topic}")
        picture = page.get_by_role("figure").get_by_role("img")
        picture.scroll_into_view_if_needed()
        page.wait_for_function("one => one.naturalWidth > 100", arg=picture.element_handle())
        expect(page.get_by_role("figure")).to_contain_text(re.compile(r"\$\d|months|years"))
        expect(page.locator("table")).to_have_count(1)
