"""What a student meets on the example school's page."""

from playwright.sync_api import Browser, Page, expect

from tests.assistant import Assistant
from tests.browser.accessibility import looking, violations


def ask(page: Page, text: str) -> None:
    page.get_by_role("textbox", name="Your question").fill(text)
    page.keyboard.press("Enter")


def test_an_answer_shows_its_figure_source_date_and_caution(
    page: Page, assistant: Assistant
) -> None:
    page.goto(assistant.url)
    ask(page, "what does a coder earn in Texas")
    log = page.get_by_role("log")
    expect(log).to_contain_text("$47,230")
    expect(log).to_contain_text("How to Become a Medical Coding Specialist")
    expect(log).to_contain_text("May 2024")
    expect(log).to_contain_text("no promise")


def test_a_source_opens_to_its_section(page: Page, assistant: Assistant) -> None:
    page.goto(assistant.url)
    ask(page, "what does a coder earn in Texas")
    page.get_by_text("How to Become a Medical Coding Specialist (").click()
    expect(page.get_by_text("Salary by State")).to_be_visible()


def test_a_choice_asks_the_next_question(page: Page, assistant: Assistant) -> None:
    page.goto(assistant.url)
    page.get_by_role("button", name="What does a medical coder earn?").click()
    expect(page.get_by_role("log")).to_contain_text("$50,250")


def test_a_comparison_shows_its_chart_with_its_meaning_and_its_figures(
    page: Page, assistant: Assistant
) -> None:
    page.goto(assistant.url)
    ask(page, "compare Texas and California")
    chart = page.get_by_role("figure")
    picture = chart.get_by_role("img")
    page.wait_for_function("picture => picture.naturalWidth > 100", arg=picture.element_handle())
    expect(chart).to_contain_text("Texas $47,230 a year")
    page.get_by_text("The figures as a table").click()
    expect(page.get_by_role("row", name="Texas")).to_contain_text("$77,140 a year")


def test_an_answer_about_which_sources_disagree_is_marked(page: Page, assistant: Assistant) -> None:
    page.goto(assistant.url)
    ask(page, "what does a coder earn in Texas")
    expect(page.get_by_role("log")).to_contain_text("$47,230")
    expect(page.get_by_text("Sources disagree")).to_have_count(0)
    ask(page, "how much do medical coders make in the whole country")
    expect(page.get_by_role("log")).to_contain_text("$48,780")
    expect(page.get_by_text("Sources disagree")).to_have_count(1)


def test_everything_works_with_the_keyboard_alone(page: Page, assistant: Assistant) -> None:
    page.goto(assistant.url)
    expect(page.get_by_role("log")).to_contain_text("Hello")
    question = page.get_by_role("textbox", name="Your question")
    while not question.evaluate("box => box.getRootNode().activeElement === box"):
        page.keyboard.press("Tab")
    page.keyboard.type("pay in DC")
    page.keyboard.press("Enter")
    expect(page.get_by_role("log")).to_contain_text("$64,690")
    expect(question).to_be_focused()


def test_the_conversation_survives_a_reload_once(page: Page, assistant: Assistant) -> None:
    page.goto(assistant.url)
    ask(page, "pay in Ohio")
    expect(page.get_by_role("log")).to_contain_text("$51,420")
    page.reload()
    expect(page.get_by_role("log").get_by_text("pay in Ohio", exact=True)).to_have_count(1)
    expect(page.get_by_role("log")).to_contain_text("$51,420")


def test_a_new_chat_forgets_the_old_one(page: Page, assistant: Assistant) -> None:
    page.goto(assistant.url)
    ask(page, "pay in Ohio")
    expect(page.get_by_role("log")).to_contain_text("$51,420")
    page.get_by_role("button", name="New chat").click()
    expect(page.get_by_role("log")).not_to_contain_text("$51,420")
    expect(page.get_by_role("log")).to_contain_text("Hello")


def test_text_of_a_visitor_is_never_markup(page: Page, assistant: Assistant) -> None:
    page.goto(assistant.url)
    attack = "<img src=x onerror=document.title='broken'><script>document.title='broken'</script>"
    ask(page, attack)
    expect(page.get_by_role("log")).to_contain_text(attack)
    expect(page).not_to_have_title("broken")


def test_a_failed_connection_can_be_tried_again_without_a_second_turn(
    page: Page, assistant: Assistant
) -> None:
    page.goto(assistant.url)
    expect(page.get_by_role("log")).to_contain_text("Hello")
    page.context.set_offline(True)
    ask(page, "pay in Iowa")
    again = page.get_by_role("button", name="Try again")
    expect(again).to_be_visible()
    # Held by hand: the chat notices the network too, and may take the button away before the click.
    held = again.element_handle()
    page.context.set_offline(False)
    held.dispatch_event("click")
    expect(page.get_by_role("log")).to_contain_text("$51,580")
    page.reload()
    expect(page.get_by_role("log").get_by_text("pay in Iowa", exact=True)).to_have_count(1)


def test_no_violation_of_the_accessibility_guidelines(
    browser: Browser, assistant: Assistant
) -> None:
    page = looking(browser, "desktop").new_page()
    page.goto(assistant.url)
    ask(page, "what does a coder earn in Texas")
    expect(page.get_by_role("log")).to_contain_text("$47,230")
    found = violations(page)
    page.context.close()
    assert found == []


def test_nothing_scrolls_sideways_on_a_small_phone(page: Page, assistant: Assistant) -> None:
    page.set_viewport_size({"width": 320, "height": 568})
    page.goto(assistant.url)
    ask(page, "compare Texas and California")
    expect(page.get_by_role("log")).to_contain_text("$59,700")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_only_the_own_server_is_asked_for_anything(page: Page, assistant: Assistant) -> None:
    asked: set[str] = set()
    page.on("request", lambda request: asked.add(request.url.split("/")[2]))
    page.goto(assistant.url)
    ask(page, "hello")
    expect(page.get_by_role("log").get_by_text("hello", exact=True)).to_be_visible()
    assert asked == {assistant.url.removeprefix("http://")}
