"""The pages around the chat, as people with different eyes, hands and machines meet them."""

import re
from collections.abc import Callable, Iterable, Iterator
from re import Pattern

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.assistant import Assistant
from tests.browser.accessibility import LOOKS, looking, violations
from web.pages.topics import topics_by_slug

COMPARED = "/facts/pay-state?state=texas&state=ohio&sort=name"
# One page of each kind; all of a kind come from one template with one stylesheet.
KINDS = (
    "/",
    "/chat",
    "/chat/plain",
    "/facts",
    "/facts?q=pay+in+texas",
    "/facts/pay-national",
    COMPARED,
    "/person",
    "/privacy",
    "/nothing-here",
)
PAGES = (
    *KINDS,
    "/facts?q=zzzz",
    *(f"/facts/{slug}" for slug in topics_by_slug()),
    "/facts/pay-state?state=texas",
    "/chat/plain/delete",  # an error: there is no chat yet
)
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def ask(page: Page, text: str) -> None:
    page.get_by_role("textbox", name="Your question").fill(text)
    page.get_by_role("button", name="Send").click()


def answers_without_a_script(page: Page, url: str) -> None:
    page.goto(f"{url}/chat/plain")
    ask(page, "how much do medical coders make")
    ask(page, "compare Texas and California")
    for folded in page.locator("details").all():
        folded.locator("summary").click()
    expect(page.get_by_text("Sources disagree")).to_have_count(1)
    expect(page.get_by_role("img")).to_have_count(2)


def a_message_that_is_too_long(page: Page, url: str) -> None:
    page.goto(f"{url}/chat/plain")
    page.locator("#text").evaluate("box => { box.removeAttribute('maxlength'); }")
    ask(page, "why " * 1500)
    expect(page.get_by_role("alert")).to_be_visible()


def a_chat_to_delete(page: Page, url: str) -> None:
    page.goto(f"{url}/chat/plain")
    ask(page, "pay in Ohio")
    page.get_by_role("link", name="Delete this chat").click()
    expect(page.get_by_role("heading", name="Delete this chat")).to_be_visible()


def a_deleted_chat(page: Page, url: str) -> None:
    a_chat_to_delete(page, url)
    page.get_by_role("button", name="Yes, delete it").click()
    expect(page.get_by_text("Receipt")).to_be_visible()


def a_form_with_mistakes(page: Page, url: str) -> None:
    page.goto(f"{url}/person")
    page.get_by_role("textbox", name="Your e-mail or phone number").fill("nowhere")
    page.get_by_role("button", name="Send to the school").click()
    expect(page.get_by_role("alert")).to_be_visible()


def a_form_that_was_sent(page: Page, url: str) -> None:
    page.goto(f"{url}/person")
    page.get_by_role("textbox", name="Your name").fill("Ada Example")
    page.get_by_role("textbox", name="Your e-mail or phone number").fill("ada@mail.example")
    page.get_by_role("textbox", name="Your question").fill("When does the course begin?")
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Send to the school").click()
    expect(page.get_by_text("Your reference number is")).to_be_visible()


STATES: tuple[Callable[[Page, str], None], ...] = (
    answers_without_a_script,
    a_message_that_is_too_long,
    a_chat_to_delete,
    a_deleted_chat,
    a_form_with_mistakes,
    a_form_that_was_sent,
)


@pytest.fixture(params=[look for look in LOOKS if look != "desktop"])
def look(request: pytest.FixtureRequest, browser: Browser) -> Iterator[BrowserContext]:
    context = looking(browser, request.param)
    yield context
    context.close()


@pytest.fixture
def without_script(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(java_script_enabled=False)
    yield context.new_page()
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


def test_nothing_moves_on_any_page_for_those_who_asked_for_that(
    page: Page, assistant: Assistant
) -> None:
    page.emulate_media(reduced_motion="reduce")
    for address in ("/", "/chat", "/facts", COMPARED, "/person"):
        page.goto(assistant.url + address)
        assert page.evaluate("document.getAnimations().length") == 0


def test_the_chat_without_a_script_from_question_to_receipt(
    without_script: Page, assistant: Assistant
) -> None:
    page = without_script
    page.goto(f"{assistant.url}/chat")
    expect(page.locator(".notice")).to_contain_text("computer program")
    page.get_by_role("button", name="What does a medical coder earn?").click()
    expect(page.get_by_text("$50,250").first).to_be_visible()
    ask(page, "what does a coder earn in Texas")
    answer = page.locator(".message.assistant").last
    expect(answer).to_contain_text("$47,230")
    expect(answer).to_contain_text("no promise")
    answer.get_by_text("How to Become a Medical Coding Specialist (").click()
    expect(answer.get_by_text("Salary by State")).to_be_visible()
    answer.get_by_text("Did this help?").click()
    answer.get_by_role("textbox").fill("Too short")
    answer.get_by_role("button", name="Not helpful").click()
    expect(page.get_by_text("Thank you, that is noted")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download this chat").click()
    assert "$47,230" in download.value.path().read_text(encoding="utf-8")
    page.get_by_role("link", name="Delete this chat").click()
    page.get_by_role("button", name="Yes, delete it").click()
    expect(
        page.get_by_text(re.compile(r"Receipt .+ deleted messages: 5,\s+turns: 2"))
    ).to_be_visible()
    page.get_by_role("link", name="Start a new chat").click()
    expect(page.locator(".message")).to_have_count(1)


def test_a_new_chat_without_a_script_shows_nothing_of_the_old_one(
    without_script: Page, assistant: Assistant
) -> None:
    page = without_script
    page.goto(f"{assistant.url}/chat/plain")
    ask(page, "pay in Ohio")
    expect(page.get_by_text("$51,420").first).to_be_visible()
    page.get_by_role("button", name="New chat").click()
    expect(page.locator(".message")).to_have_count(1)


def test_a_form_with_mistakes_keeps_what_was_typed_and_leads_to_them(
    without_script: Page, assistant: Assistant
) -> None:
    page = without_script
    a_form_with_mistakes(page, assistant.url)
    contact = page.get_by_role("textbox", name="Your e-mail or phone number")
    expect(contact).to_have_value("nowhere")
    expect(contact).to_have_attribute("aria-invalid", "true")
    page.get_by_role("alert").get_by_role("link").nth(1).click()
    expect(contact).to_be_focused()
    a_form_that_was_sent(page, assistant.url)


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
