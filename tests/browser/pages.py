"""The addresses of the pages around the chat, and states that only an action shows."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

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
