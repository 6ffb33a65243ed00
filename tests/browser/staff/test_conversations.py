"""A question that was not understood: found, read, worked on, exported, and erased for good."""

import csv
import io
import os
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.assistant import Assistant, Visitor
from tests.browser.staff.console import (
    LOOKS,
    Colleague,
    check_accessibility,
    check_width,
)

QUESTION = "what does a coder earn in Guam"


@pytest.fixture(scope="module")
def asked(assistant: Assistant) -> None:
    """Some visitors have asked, one of them about Guam."""
    for number in range(2):
        Visitor(assistant.url).say("how long does training take")
        visitor = Visitor(assistant.url)
        visitor.say("what is the median pay")
        if number == 0:
            visitor.say(QUESTION)


@pytest.fixture
def at_inbox(asked: None, reviewer: Colleague, browser: Browser) -> Iterator[Page]:
    with reviewer.at(browser) as page:
        page.goto("/staff")
        yield page


def find(page: Page, words: str) -> None:
    page.get_by_label("Words", exact=True).fill(words)
    page.get_by_role("button", name="Show", exact=True).click()


def question_links(page: Page) -> list[str]:
    return page.locator("td:nth-child(2) a").all_inner_texts()


def test_a_reviewer_works_on_a_question_that_was_not_understood(
    at_inbox: Page, reviewer: Colleague, officer: Colleague, assistant: Assistant, browser: Browser
) -> None:
    page = at_inbox
    kind = told_kind(page)

    # Find it among what was not understood, and keep the address.
    page.get_by_label("Kind of reply").select_option(kind)
    page.get_by_role("button", name="Show", exact=True).click()
    bookmark = page.url
    assert urlsplit(bookmark).query == f"kind={kind}"
    page.get_by_role("link", name=QUESTION).click()

    # Read it.
    article = page.locator("article", has_text=QUESTION)
    expect(article).to_be_in_viewport()
    article.get_by_text("How turn 2 was understood").click()
    expect(article.get_by_role("table", name="Topics that were thought of")).to_be_visible()
    expect(article.get_by_role("table", name="Time taken")).to_contain_text("understanding")
    conversation = page.locator("dd code").first.inner_text()

    # Label, note, reviewed.
    page.get_by_label("New label").fill("new topic")
    page.get_by_role("button", name="Add the label").click()
    page.get_by_label("New note").fill("Guam is no state: the table has none.")
    expect(page.get_by_label("About")).to_have_value(re.compile(r"\d+"))
    page.get_by_role("button", name="Add the note").click()
    page.get_by_role("button", name="Mark as reviewed").click()
    expect(article.get_by_label("Note")).to_contain_text("Guam is no state")
    expect(page.get_by_text("reviewed by Reviewer")).to_be_visible()

    # The bookmark leads a colleague to the same list.
    with officer.at(browser) as other:
        other.goto(bookmark)
        expect(other.get_by_role("link", name=QUESTION)).to_be_visible()
        row = other.get_by_role("row", name=re.compile(QUESTION))
        expect(row).to_contain_text("reviewed")
        expect(row).to_contain_text("new topic")

    # Export.
    page.goto(bookmark)
    page.get_by_role("link", name="Export these conversations").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    text = Path(download.value.path()).read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["question"] for row in rows] == ["what is the median pay", QUESTION]
    assert rows[1]["notes"] == "Reviewer: Guam is no state: the table has none."
    expect(page.locator("#progress")).to_contain_text("Exported 1 of 1 conversations, 2 turns.")

    # Erase: nothing of it is left in any file.
    assert in_files(assistant.var, QUESTION)
    with officer.at(browser) as other:
        other.goto(f"/staff/conversations/{conversation}")
        other.get_by_role("link", name="Erase this conversation").click()
        erase(other)
    page.goto(bookmark)
    assert QUESTION not in question_links(page)
    for words in (QUESTION, "Guam is no state"):
        assert not in_files(assistant.var, words)


def told_kind(page: Page) -> str:
    """The kind of the reply to the question, which is one of those that are no answer."""
    row = page.get_by_role("row", name=re.compile(QUESTION))
    told = row.locator("td").nth(3).inner_text()
    kinds = {"not understood": "unknown", "out of scope": "out_of_scope"}
    assert told in kinds, told
    return kinds[told]


def erase(page: Page) -> None:
    """Confirm on the page that erases."""
    page.get_by_role("button", name="Yes, erase it").click()
    expect(page.get_by_role("status")).to_contain_text("2 turns erased")


def in_files(folder: Path, words: str) -> list[str]:
    """The files below ``folder`` that hold the bytes of ``words``."""
    found = []
    for path in folder.rglob("*"):
        if path.is_file() and words.encode() in path.read_bytes():
            found.append(os.fspath(path.relative_to(folder)))
    return found


def test_a_filter_is_saved_and_leads_back(at_inbox: Page) -> None:
    page = at_inbox
    find(page, '"how long" training')
    assert question_links(page) == ["how long does training take"] * 2

    page.get_by_text("Save this filter").click()
    page.get_by_label("Name", exact=True).fill("Training")
    page.get_by_role("button", name="Save the filter").click()
    page.goto("/staff")
    page.get_by_role("link", name="Training", exact=True).click()

    assert question_links(page) == ["how long does training take"] * 2
    page.get_by_role("link", name="Without Words:").click()
    assert len(question_links(page)) > 2


def test_the_arrow_keys_lead_to_the_neighbours_but_not_out_of_a_field(at_inbox: Page) -> None:
    page = at_inbox
    find(page, "training")
    page.locator("td:nth-child(2) a").first.click()
    # A key that is pressed before the script has come does nothing.
    page.get_by_role("heading", name="Conversation", exact=True).wait_for()
    page.wait_for_load_state("load")
    first = page.url

    page.keyboard.press("ArrowRight")
    page.wait_for_url(lambda url: url != first)
    second = page.url
    page.keyboard.press("ArrowLeft")
    page.wait_for_url(first)
    page.get_by_label("New note").click()
    page.keyboard.press("ArrowRight")

    assert page.url == first != second


def test_a_wrong_filter_is_told_on_a_page(at_inbox: Page) -> None:
    at_inbox.goto("/staff?from=yesterday")

    expect(at_inbox.get_by_text("must be a date such as")).to_be_visible()


@pytest.mark.parametrize("look", LOOKS)
def test_the_pages_are_accessible_and_fit_a_phone(
    asked: None, reviewer: Colleague, browser: Browser, look: str
) -> None:
    # The checker itself needs an inline style, which the pages' own policy refuses.
    with reviewer.at(browser, bypass_csp=True, **LOOKS[look]) as page:
        page.goto("/staff?kind=answer")
        for path in ("/staff?kind=answer", "/staff?words=zephyrine", "/staff/export"):
            page.goto(path)
            for closed in page.locator("summary").all():
                closed.click()
            check_accessibility(page)
            check_width(page)
        page.goto("/staff?kind=answer")
        page.locator("td:nth-child(2) a").first.click()
        for closed in page.locator("summary").all():
            closed.click()
        check_accessibility(page)
        check_width(page)
