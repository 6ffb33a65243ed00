"""The widget, the page without a script and the API say the same, to the last source."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.assistant import Assistant, Visitor
from tests.browser.widget import Widget
from web.pages.text import by_document, day

QUESTIONS = (
    "which states pay the most",
    "how much do medical coders make",
    "what does a coder earn in Texas",
    "compare Texas and California",
    "what does training cost",
    "how long does training take",
    "what is the difference between CPC and CCS",
    "can I work from home",
    "isn't the median pay in Ohio $90,000",
    "what do nurses earn",
    "I want to talk to a person",
    "thank you",
)
# Reads what one message shows; the widget and the page use the same class names.
READ = """message => {
  const text = one => one.textContent.replace(/\\s+/g, ' ').trim();
  const all = (root, what) => [...root.querySelectorAll(what)].map(text);
  const bubble = message.querySelector('.bubble');
  const lines = [...bubble.children].filter(one => !one.matches('.differ, .disclaimers'));
  const image = message.querySelector('figure img');
  return {
    text: lines.flatMap(one => one.matches('p') ? [text(one)]
      : one.matches('ul') ? all(one, 'li').map(line => `- ${line}`) : []),
    disagree: message.querySelector('.differ') !== null,
    chart: image && {
      url: image.getAttribute('src').replace(location.origin, ''),
      summary: text(message.querySelector('figcaption')),
      table: [...message.querySelectorAll('tr')].map(row => all(row, 'th, td')),
    },
    disclaimers: all(message, '.disclaimers li'),
    sources: [...message.querySelectorAll('.sources details')].map(one =>
      ({ title: text(one.querySelector('summary')), date: text(one.querySelector('p')),
         places: all(one, 'li') })),
  };
}"""


def told_by_api(message: dict[str, Any]) -> dict[str, Any]:
    """A message of the API in the form in which ``READ`` finds it on a page."""
    chart = message["chart"]
    return {
        "text": [" ".join(line.split()) for line in message["text"].split("\n") if line],
        "disagree": message["disagree"],
        "chart": chart
        and {
            "url": chart["url"],
            "summary": chart["summary"],
            "table": [chart["table"]["columns"], *chart["table"]["rows"]],
        },
        "disclaimers": message["disclaimers"],
        "sources": [
            {
                "title": f"{one['title']} ({one['dates']})" if one["dates"] else one["title"],
                "date": f"Published {day(one['published'])}."
                if one["published"]
                else "The page gives no date of its own.",
                "places": [
                    (f"Section “{place['section']}”: " if place["section"] else "") + place["basis"]
                    for place in one["places"]
                ],
            }
            for one in by_document(message["sources"])
        ],
    }


@pytest.fixture(scope="module")
def by_api(assistant: Assistant) -> list[dict[str, Any]]:
    visitor = Visitor(assistant.url)
    return [visitor.say(question) for question in QUESTIONS]


def test_the_questions_cover_charts_disagreement_and_all_that_is_no_answer(
    by_api: list[dict[str, Any]],
) -> None:
    assert sum(message["chart"] is not None for message in by_api) >= 5
    assert sum(message["disagree"] for message in by_api) >= 2
    assert {"answer", "out_of_scope", "handoff", "smalltalk"} <= {one["kind"] for one in by_api}


def test_the_widget_shows_what_the_api_says(
    page: Page, assistant: Assistant, by_api: list[dict[str, Any]]
) -> None:
    page.goto(f"{assistant.url}/chat")
    widget = Widget(page)
    expect(widget.log).to_contain_text("Hello")
    for number, question in enumerate(QUESTIONS):
        widget.ask(question)
        answers = widget.log.locator(".message.assistant")
        expect(answers).to_have_count(number + 2, timeout=20_000)
        assert answers.last.evaluate(READ) == told_by_api(by_api[number]), question
        choices = answers.last.locator(".choices button").all_inner_texts()
        assert choices == [choice["title"] for choice in by_api[number]["choices"]], question


def test_the_page_without_a_script_shows_what_the_api_says(
    browser: Browser, assistant: Assistant, by_api: list[dict[str, Any]]
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{assistant.url}/chat")
    for number, question in enumerate(QUESTIONS):
        page.get_by_role("textbox", name="Your question").fill(question)
        page.get_by_role("button", name="Send").click()
        answers = page.locator(".message.assistant")
        expect(answers).to_have_count(number + 2)
        assert answers.last.evaluate(READ) == told_by_api(by_api[number]), question
        choices = page.locator(".choices button").all_inner_texts()
        assert choices == [choice["title"] for choice in by_api[number]["choices"]], question
    context.close()
