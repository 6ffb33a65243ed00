"""The widget as a visitor meets it, for the tests."""

from typing import Any
from urllib.parse import urlencode

from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.hosts import School

TEXAS = "what does a coder earn in Texas"
TEXAS_MEDIAN = "$47,230"


class Widget:
    """The widget on a page of the school."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.log = page.get_by_role("log")
        self.status = page.locator(".state [role=status]")
        self.launcher = self.button("Ask a question")
        self.question = page.get_by_role("textbox", name="Your question")

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    def open(self) -> None:
        """Open the chat and wait for the greeting."""
        self.launcher.click()
        expect(self.log).to_contain_text("Hello")

    def ask(self, text: str) -> None:
        self.question.fill(text)
        self.question.press("Enter")

    def ask_for(self, text: str, answer: str) -> None:
        """Ask and wait for an answer with `answer` in it."""
        self.ask(text)
        expect(self.log).to_contain_text(answer, timeout=15_000)

    def said(self, text: str) -> Locator:
        """What the visitor said, word for word."""
        return self.log.locator(".visitor").get_by_text(text, exact=True)


def visit(page: Page, school: School, name: str = "plain", **attributes: str) -> Widget:
    """Go to a page of the school; `attributes` are the widget's."""
    page.goto(f"{school.origin}/{name}.html?{urlencode(attributes)}")
    return Widget(page)


def message(number: int, text: str, **more: Any) -> dict[str, Any]:
    """An answer with `text` wherever text can stand; `more` replaces parts of it."""
    return {
        "id": f"{number}{text}",
        "author": "assistant",
        "time": text,
        "kind": "answer",
        "text": f"{text}\n- {text}",
        "facts": [],
        "sources": [
            {
                "id": text,
                "title": text,
                "section": text,
                "basis": text,
                "as_of": text,
                "published": text,
            }
        ],
        "disclaimers": [text],
        "choices": [{"id": text, "title": text}],
        "chart": None,
        "disagree": True,
        **more,
    }


def answer_with(page: Page, messages: list[dict[str, Any]]) -> None:
    """Put `messages` into the place of the real greeting."""

    def change(route: Route) -> None:
        response = route.fetch()
        if route.request.method == "OPTIONS":
            route.fulfill(response=response)
        else:
            route.fulfill(response=response, json={**response.json(), "messages": messages})

    page.route("**/api/conversations", change)
