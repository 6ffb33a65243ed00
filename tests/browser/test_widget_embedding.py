"""The widget on pages that do not make it easy: foreign styles, strict policies, small screens."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.hosts import School
from tests.browser.widget import TEXAS, TEXAS_MEDIAN, visit

SMALLEST_TARGET = 44


def test_a_hostile_stylesheet_does_not_get_in(page: Page, school: School) -> None:
    looks = []
    for name in ("plain", "hostile"):
        widget = visit(page, school, name)
        widget.open()
        widget.ask_for(TEXAS, TEXAS_MEDIAN)
        page.mouse.move(0, 0)
        looks.append(
            page.get_by_role("dialog").evaluate(
                """panel => [panel, ...panel.querySelectorAll('*')].map(one => {
                  const style = getComputedStyle(one);
                  return [one.tagName, ...['color', 'backgroundColor', 'fontSize', 'fontFamily',
                    'fontStyle', 'letterSpacing', 'textTransform', 'margin', 'display', 'opacity',
                    'visibility', 'width'].map(name => style[name])].join(' ') })"""
            )
        )
        page.evaluate("sessionStorage.clear()")
    assert looks[0] == looks[1]


def test_a_page_with_a_strict_policy_needs_only_the_assistants_address(
    page: Page, school: School
) -> None:
    page.add_init_script(
        """window.refused = []; document.addEventListener('securitypolicyviolation',
        event => window.refused.push(event.violatedDirective))"""
    )
    widget = visit(page, school, "strict", colour="#7a1f5c")
    widget.open()
    widget.ask_for(TEXAS, TEXAS_MEDIAN)
    page.get_by_text("How to Become a Medical Coding Specialist (").first.click()
    widget.button("Not helpful").click()
    widget.button("Talk to a person").click()
    widget.button("Back to the chat").click()
    widget.button("Your chat").click()
    expect(page.get_by_text("Messages kept: 3.")).to_be_visible()
    assert page.evaluate("window.refused") == []


def test_a_pinned_version_is_checked_by_the_browser(page: Page, school: School) -> None:
    widget = visit(page, school, "pinned")
    widget.open()
    widget.ask_for(TEXAS, TEXAS_MEDIAN)


def test_a_website_that_is_not_on_the_list_is_not_served(browser: Browser, school: School) -> None:
    # The browser's console names the refusal, so this page is not the one that must be silent.
    page = browser.new_page()
    page.goto(school.origin.replace("localhost", "127.0.0.1") + "/plain.html")
    page.get_by_role("button", name="Ask a question").click()
    expect(page.get_by_text("The assistant cannot be reached.")).to_be_visible()
    page.close()


@pytest.mark.parametrize("size", [(320, 568), (320, 256), (640, 400)])
def test_nothing_scrolls_sideways_and_everything_can_be_reached(
    page: Page, school: School, size: tuple[int, int]
) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    widget = visit(page, school)
    widget.open()
    widget.ask_for("compare Texas and California", "$59,700")
    sideways = page.get_by_role("dialog").evaluate(
        """panel => [panel, ...panel.querySelectorAll('*')].filter(one =>
          one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).overflowX !== 'visible'
          && one.className !== 'hidden').map(one => one.className)"""
    )
    assert sideways == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    widget.button("Talk to a person").click()
    page.get_by_role("checkbox").check()
    expect(page.get_by_role("checkbox")).to_be_in_viewport()


def test_every_target_is_large_enough(page: Page, school: School) -> None:
    widget = visit(page, school)
    widget.open()
    widget.ask_for(TEXAS, TEXAS_MEDIAN)
    widget.button("Not helpful").click()
    small = page.get_by_role("dialog").evaluate(
        """(panel, smallest) => [...panel.querySelectorAll('button, summary, textarea, input')]
          .filter(one => one.checkVisibility()).filter(one => {
            const { width, height } = one.getBoundingClientRect();
            return Math.min(width, height) < smallest - 0.5;
          }).map(one => one.outerHTML)""",
        SMALLEST_TARGET,
    )
    assert small == []


def test_nothing_moves_for_those_who_asked_for_that(page: Page, school: School) -> None:
    page.emulate_media(reduced_motion="reduce")
    widget = visit(page, school)
    widget.open()
    widget.ask(TEXAS)
    expect(widget.log).to_contain_text(TEXAS_MEDIAN)
    assert page.evaluate("document.getAnimations().length") == 0
