"""What the page around the widget sets, opens and hears, and what stays in the browser."""

from playwright.sync_api import Page, expect

from tests.browser.hosts import School
from tests.browser.widget import TEXAS, TEXAS_MEDIAN, visit


def test_a_page_can_open_and_close_the_chat_and_hears_of_it(page: Page, school: School) -> None:
    widget = visit(page, school)
    page.evaluate(
        """() => { window.heard = []; for (const name of ['open', 'close', 'answer'])
        document.addEventListener(`school-chat:${name}`, event =>
          window.heard.push([name, Object.keys(event.detail).join()])) }"""
    )
    chat = "document.querySelector('school-chat')"
    page.evaluate(f"{chat}.open()")
    expect(widget.log).to_contain_text("Hello")
    widget.ask_for(TEXAS, TEXAS_MEDIAN)
    page.evaluate(f"{chat}.toggle()")
    expect(widget.launcher).to_be_visible()
    page.evaluate(f"{chat}.toggle()")
    page.evaluate(f"{chat}.close()")
    assert page.evaluate("window.heard") == [
        ["open", ""],
        ["answer", "id,kind"],
        ["close", ""],
        ["open", ""],
        ["close", ""],
    ]


def test_one_storage_entry_and_no_cookie(page: Page, school: School) -> None:
    widget = visit(page, school)
    widget.open()
    widget.ask_for(TEXAS, TEXAS_MEDIAN)
    assert page.evaluate("Object.keys(sessionStorage)") == ["school-chat"]
    assert page.evaluate("Object.keys(localStorage)") == []
    assert page.context.cookies() == []


def test_the_attributes_set_words_colour_and_place(page: Page, school: School) -> None:
    widget = visit(
        page,
        school,
        heading="Ask us",
        greeting="Good day!",
        colour="#fc0",
        position="left",
        open="",
    )
    expect(widget.log).to_contain_text("Good day!")
    expect(page.get_by_role("dialog", name="Ask us")).to_be_visible()
    header = page.get_by_role("dialog").locator("header")
    expect(header).to_have_css("background-color", "rgb(255, 204, 0)")
    expect(header).to_have_css("color", "rgb(0, 0, 0)")
    box = page.get_by_role("dialog").bounding_box()
    assert box is not None
    assert box["x"] < 100


def test_the_widgets_own_words_are_spanish_where_the_school_says_so(
    page: Page, school: School
) -> None:
    visit(page, school, locale="es-MX")
    page.get_by_role("button", name="Haga una pregunta").click()
    question = page.get_by_role("textbox", name="Su pregunta")
    question.fill(TEXAS)
    question.press("Enter")
    bubble = page.locator(".message.assistant .bubble").last
    expect(bubble).to_contain_text(TEXAS_MEDIAN)
    expect(bubble).to_have_attribute("lang", "en")
    expect(page.locator(".root")).to_have_attribute("lang", "es")


def test_the_chat_fills_a_page_or_a_place_in_it(page: Page, school: School) -> None:
    for mode in ("inline", "page"):
        widget = visit(page, school, mode=mode)
        expect(widget.log).to_contain_text("Hello")
        expect(page.get_by_role("region", name="Career Desk")).to_be_visible()
        expect(widget.button("Close the chat")).to_have_count(0)
        page.evaluate("sessionStorage.clear()")
