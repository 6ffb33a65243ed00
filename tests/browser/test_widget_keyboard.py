"""The widget by keyboard, and what a screen reader is told of its messages."""

from playwright.sync_api import Page, expect

from tests.browser.hosts import School
from tests.browser.widget import TEXAS, TEXAS_MEDIAN, Widget, visit


def test_everything_is_reached_with_the_keyboard_alone(page: Page, school: School) -> None:
    widget = visit(page, school)
    expect(widget.launcher).to_be_visible()
    for _ in range(2):
        page.keyboard.press("Tab")
    expect(widget.launcher).to_be_focused()
    page.keyboard.press("Enter")
    expect(widget.question).to_be_focused()
    page.keyboard.type("pay in Ohio")
    page.keyboard.press("Enter")
    expect(widget.log).to_contain_text("$51,420", timeout=15_000)
    expect(widget.question).to_be_focused()
    back_to(page, widget, "Helpful")
    page.keyboard.press("Space")
    expect(widget.button("Helpful")).to_have_attribute("aria-pressed", "true")
    back_to(page, widget, "Close the chat")
    page.keyboard.press("Enter")
    expect(widget.launcher).to_be_focused()
    page.keyboard.press("Enter")
    for name in ("Talk to a person", "Your chat"):
        while not is_focused(widget, name):
            page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name=name)).to_be_focused()
        page.keyboard.press("Escape")
        expect(widget.button(name)).to_be_focused()
    page.keyboard.press("Escape")
    expect(widget.launcher).to_be_focused()


def back_to(page: Page, widget: Widget, name: str) -> None:
    while not is_focused(widget, name):
        page.keyboard.press("Shift+Tab")


def is_focused(widget: Widget, name: str) -> bool:
    button = widget.button(name).last
    return bool(button.evaluate("one => one.getRootNode().activeElement === one"))


def test_a_message_is_added_to_the_log_and_nothing_else_in_it_changes(
    page: Page, school: School
) -> None:
    widget = visit(page, school)
    widget.open()
    widget.log.evaluate(
        """log => { window.changes = []; new MutationObserver(seen => seen.forEach(one =>
        window.changes.push(...one.addedNodes, ...one.removedNodes))).observe(log,
        {subtree: true, childList: true, characterData: true}) }"""
    )
    widget.ask_for(TEXAS, TEXAS_MEDIAN)
    assert page.evaluate("window.changes.map(one => one.className)") == [
        "message visitor",
        "message assistant",
    ]
    expect(widget.log).to_have_attribute("aria-live", "polite")


def test_history_is_not_announced(page: Page, school: School) -> None:
    widget = visit(page, school)
    widget.open()
    widget.ask_for(TEXAS, TEXAS_MEDIAN)
    page.add_init_script(
        """const attach = Element.prototype.attachShadow; window.heard = [];
        Element.prototype.attachShadow = function (options) {
          const root = attach.call(this, options);
          new MutationObserver(seen => { for (const one of seen) for (const node of one.addedNodes)
            if (node.className?.startsWith('message'))
              window.heard.push(node.closest('[role=log]').getAttribute('aria-live'));
          }).observe(root, {subtree: true, childList: true});
          return root;
        }"""
    )
    page.reload()
    expect(widget.log).to_contain_text(TEXAS_MEDIAN)
    assert page.evaluate("window.heard") == ["off", "off", "off"]
    expect(widget.log).to_have_attribute("aria-live", "polite")
