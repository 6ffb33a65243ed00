"""The widget when something fails: no network, no server, too many messages."""

import signal
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Route, expect

from tests.assistant import Assistant, running_assistant, start_assistant, stop
from tests.browser.hosts import School, allow_origin, running_school
from tests.browser.widget import TEXAS, TEXAS_MEDIAN, visit


@pytest.fixture
def own_school(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[School, Assistant]]:
    """A school with an assistant that may be killed; its limits are those of every day."""
    folder = tmp_path_factory.mktemp("faults")
    with running_school() as school:
        settings = allow_origin(folder / "school.yml", school.origin)
        with running_assistant(folder, SCHOOL_FILE=str(settings), RATE_LIMIT="on") as assistant:
            school.assistant = assistant.url
            yield school, assistant
            stop(assistant.process)


def test_a_question_asked_offline_is_answered_when_the_network_is_back(
    page: Page, school: School
) -> None:
    widget = visit(page, school)
    widget.open()
    page.context.set_offline(True)
    widget.ask(TEXAS)
    expect(widget.status).to_contain_text("You are offline.")
    expect(widget.button("Try again")).to_be_visible()
    page.context.set_offline(False)
    expect(widget.log).to_contain_text(TEXAS_MEDIAN)
    expect(widget.status).to_have_text("")
    expect(widget.button("Try again")).to_be_hidden()
    page.reload()
    expect(widget.said(TEXAS)).to_have_count(1)


def test_a_question_asked_offline_survives_a_reload(page: Page, school: School) -> None:
    widget = visit(page, school)
    widget.open()
    address = f"{school.assistant}/api/**"
    page.route(address, lambda route: route.abort())
    widget.ask(TEXAS)
    expect(widget.status).to_contain_text("The assistant cannot be reached.")
    page.reload()
    expect(widget.said(TEXAS)).to_have_count(1)
    # Held by hand: the chat tries by itself too, and may take the button away before the click.
    again = widget.button("Try again").element_handle()
    page.unroute(address)
    again.dispatch_event("click")
    expect(widget.log).to_contain_text(TEXAS_MEDIAN)
    expect(widget.said(TEXAS)).to_have_count(1)


def test_an_answer_lost_on_its_way_is_fetched_and_not_asked_again(
    page: Page, school: School
) -> None:
    widget = visit(page, school)
    widget.open()
    address = f"{school.assistant}/api/messages"

    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    page.route(address, lose, times=1)
    widget.ask(TEXAS)
    expect(widget.status).to_contain_text("The assistant cannot be reached.")
    expect(widget.log).to_contain_text(TEXAS_MEDIAN)
    page.reload()
    expect(widget.log).to_contain_text(TEXAS_MEDIAN)
    expect(widget.said(TEXAS)).to_have_count(1)


@pytest.mark.timeout(400)
def test_a_killed_assistant_that_comes_back_goes_on_where_it_was(
    page: Page, own_school: tuple[School, Assistant]
) -> None:
    school, assistant = own_school
    widget = visit(page, school)
    widget.open()
    widget.ask_for("pay in Ohio", "$51,420")
    assistant.process.send_signal(signal.SIGKILL)
    assistant.process.wait()
    widget.ask(TEXAS)
    expect(widget.status).to_contain_text("The assistant cannot be reached.")
    port = urlsplit(assistant.url).port
    assert port is not None
    settings = str(assistant.var / "school.yml")
    again = start_assistant(assistant.var, port, SCHOOL_FILE=settings, RATE_LIMIT="on")
    try:
        answer = page.locator(".message.assistant").nth(2)
        expect(answer).to_be_visible(timeout=40_000)
        # The website is back before the language model is, and apologises until then.
        if answer.get_attribute("data-kind") == "error":
            answer.get_by_role("button", name="Try again").click()
        expect(widget.log).to_contain_text(TEXAS_MEDIAN, timeout=15_000)
        # More in a row than may be sent at once.
        before = page.locator(".message.assistant").count()
        for _ in range(8):
            widget.ask("thanks")
        expect(widget.status).to_contain_text("That was quick!", timeout=20_000)
        expect(page.locator(".message.assistant")).to_have_count(before + 8, timeout=40_000)
        expect(widget.status).to_have_text("")
    finally:
        stop(again)
