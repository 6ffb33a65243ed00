"""What a student does with the widget on a school's page of another origin."""

import json
import re

from playwright.sync_api import Page, Route, expect

from tests.browser.hosts import School
from tests.browser.widget import TEXAS, TEXAS_MEDIAN, visit


def test_nothing_is_opened_before_somebody_opens_the_chat(page: Page, school: School) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    widget = visit(page, school)
    expect(widget.launcher).to_be_visible()
    assert [url for url in asked if "/api/" in url] == []


def test_the_notice_stands_before_the_first_message(page: Page, school: School) -> None:
    widget = visit(page, school)
    widget.open()
    expect(page.locator(".notice")).to_contain_text("computer program")
    expect(page.locator(".notice")).to_contain_text("30")
    expect(widget.question).to_be_focused()


def test_an_answer_comes_with_caution_and_sources(page: Page, school: School) -> None:
    widget = visit(page, school)
    widget.open()
    widget.ask_for(TEXAS, TEXAS_MEDIAN)
    expect(widget.log).to_contain_text("no promise")
    page.get_by_text("How to Become a Medical Coding Specialist (").first.click()
    expect(page.get_by_text("Salary by State").first).to_be_visible()


def test_help_above_an_answer_stays_in_sight(page: Page, school: School) -> None:
    def put_help_first(route: Route) -> None:
        response = route.fetch()
        body = response.json()
        answer = body["messages"][-1]
        helping = {
            **answer,
            "id": "help",
            "kind": "help",
            "text": "Please call 988.",
            "sources": [],
        }
        body["messages"].insert(-1, {**helping, "disclaimers": [], "choices": [], "facts": []})
        route.fulfill(response=response, json=body)

    widget = visit(page, school)
    widget.open()
    page.route("**/api/messages", put_help_first)
    widget.ask_for(TEXAS, TEXAS_MEDIAN)
    expect(widget.log.get_by_text("Please call 988.")).to_be_in_viewport()
    expect(widget.said(TEXAS)).to_be_in_viewport()


def test_choices_lead_on_and_keep_their_place(page: Page, school: School) -> None:
    widget = visit(page, school)
    widget.open()
    first = widget.button("What does a medical coder earn?")
    first.click()
    expect(widget.log).to_contain_text("$50,250")
    expect(first).to_be_focused()
    following = page.locator(".choices").last.get_by_role("button").first
    following.click()
    expect(page.locator(".message.assistant")).to_have_count(3)


def test_the_conversation_survives_a_reload_and_another_page(page: Page, school: School) -> None:
    widget = visit(page, school)
    widget.open()
    widget.ask_for(TEXAS, TEXAS_MEDIAN)
    page.reload()
    expect(widget.log).to_contain_text(TEXAS_MEDIAN)
    page.get_by_role("link", name="Another page of the school").click()
    expect(page.get_by_role("heading", name="Another page")).to_be_visible()
    expect(widget.said(TEXAS)).to_have_count(1)
    expect(page.locator(".message.assistant")).to_have_count(2)


def test_a_question_asked_just_before_leaving_is_answered_once(page: Page, school: School) -> None:
    widget = visit(page, school)
    widget.open()
    page.evaluate("document.addEventListener('keydown', () => setTimeout(() => location.reload()))")
    widget.ask(TEXAS)
    expect(widget.log).to_contain_text(TEXAS_MEDIAN, timeout=15_000)
    expect(widget.said(TEXAS)).to_have_count(1)
    expect(page.locator(".message.assistant")).to_have_count(2)


def test_a_second_tab_is_caught_up_with(page: Page, school: School) -> None:
    widget = visit(page, school)
    widget.open()
    kept = page.evaluate("sessionStorage.getItem('school-chat')")
    other = page.context.new_page()
    other.add_init_script(f"sessionStorage.setItem('school-chat', {json.dumps(kept)})")
    second = visit(other, school)
    second.ask_for(TEXAS, TEXAS_MEDIAN)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(widget.log).to_contain_text(TEXAS_MEDIAN)
    widget.ask_for("pay in Ohio", "$51,420")
    other.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(second.log).to_contain_text("$51,420")
    expect(second.said(TEXAS)).to_have_count(1)


def test_two_messages_in_a_row_are_answered_in_order(page: Page, school: School) -> None:
    widget = visit(page, school)
    widget.open()
    widget.ask("pay in Ohio")
    widget.ask("pay in Iowa")
    expect(widget.log).to_contain_text("$51,580", timeout=15_000)
    answers = page.locator(".message.assistant").all_inner_texts()
    assert ["$51,420" in answers[1], "$51,580" in answers[2]] == [True, True]


def test_a_vote_with_a_reason_is_kept_over_a_reload(page: Page, school: School) -> None:
    widget = visit(page, school)
    widget.open()
    widget.ask_for(TEXAS, TEXAS_MEDIAN)
    widget.button("Not helpful").click()
    expect(widget.status).to_have_text("Thank you, that is noted.")
    page.get_by_role("textbox", name="What was wrong?").fill("Too long")
    page.locator(".reason").get_by_role("button", name="Send").click()
    expect(page.locator(".reason")).to_be_hidden()
    page.reload()
    expect(widget.button("Not helpful")).to_have_attribute("aria-pressed", "true")
    widget.button("Helpful").click()
    expect(widget.button("Helpful")).to_have_attribute("aria-pressed", "true")
    expect(widget.button("Not helpful")).to_have_attribute("aria-pressed", "false")


def test_an_answer_can_be_copied_with_its_sources(page: Page, school: School) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    widget = visit(page, school)
    widget.open()
    widget.ask_for(TEXAS, TEXAS_MEDIAN)
    widget.button("Copy").click()
    expect(widget.status).to_have_text("The answer was copied.")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert TEXAS_MEDIAN in copied
    assert "How to Become a Medical Coding Specialist" in copied


def test_a_person_can_be_asked_for(page: Page, school: School) -> None:
    widget = visit(page, school)
    widget.open()
    widget.button("Talk to a person").click()
    expect(page.get_by_role("link", name="(555) 555-0100")).to_be_visible()
    widget.button("Send to the school").click()
    name = page.get_by_role("textbox", name="Your name")
    expect(name).to_be_focused()
    expect(page.get_by_text("Please fill this in.")).to_have_count(3)
    name.fill("Ada Example")
    contact = page.get_by_role("textbox", name="Your e-mail or phone number")
    contact.fill("nowhere")
    page.get_by_role("textbox", name="Your question").fill("When does the next course begin?")
    page.get_by_role("checkbox").check()
    widget.button("Send to the school").click()
    expect(page.get_by_text("Please enter an e-mail address or a phone number")).to_be_visible()
    expect(contact).to_be_focused()
    contact.fill("ada@mail.example")
    widget.button("Send to the school").click()
    expect(page.get_by_text(re.compile("Your reference number is [0-9A-Z]"))).to_be_visible()
    expect(page.get_by_text("Monday to Friday")).to_be_visible()


def test_the_visitor_sees_takes_along_and_deletes_what_is_kept(page: Page, school: School) -> None:
    widget = visit(page, school)
    widget.open()
    widget.ask_for("pay in Ohio", "$51,420")
    widget.button("New chat").click()
    expect(widget.said("pay in Ohio")).to_have_count(0)
    widget.ask_for(TEXAS, TEXAS_MEDIAN)
    widget.button("Your chat").click()
    expect(page.get_by_text("Messages kept: 6.")).to_be_visible()
    page.get_by_text("Show everything that is kept").click()
    expect(page.locator(".kept")).to_contain_text("pay in Ohio")
    with page.expect_download() as download:
        widget.button("Download a copy").click()
    kept = json.loads(download.value.path().read_text(encoding="utf-8"))
    assert [len(one["messages"]) for one in kept] == [3, 3]
    page.get_by_text("Delete this chat", exact=True).click()
    widget.button("Yes, delete it").click()
    receipt = re.compile("Receipt .*messages: 3, turns: 1, requests: 0")
    expect(page.get_by_text(receipt)).to_have_count(2)
    widget.button("Back to the chat").click()
    expect(widget.log.get_by_role("listitem")).to_have_count(0)
    widget.ask_for("pay in Iowa", "$51,580")
    page.reload()
    expect(widget.log).to_contain_text("$51,580")
    expect(widget.log).not_to_contain_text(TEXAS_MEDIAN)


def test_a_chat_deleted_elsewhere_says_that_it_is_over(page: Page, school: School) -> None:
    widget = visit(page, school)
    widget.open()
    token = page.evaluate("JSON.parse(sessionStorage.getItem('school-chat')).token")
    page.request.delete(
        f"{school.assistant}/api/conversation", headers={"Authorization": f"Bearer {token}"}
    )
    widget.ask("pay in Ohio")
    expect(widget.status).to_contain_text("This chat is over")
    expect(widget.question).to_have_value("pay in Ohio")
    page.locator(".state").get_by_role("button", name="New chat").click()
    expect(widget.log).to_contain_text("Hello")
