"""The chat and the form of a browser that runs no script."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.assistant import Assistant
from tests.browser.pages import a_form_that_was_sent, a_form_with_mistakes, ask


@pytest.fixture
def without_script(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


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
