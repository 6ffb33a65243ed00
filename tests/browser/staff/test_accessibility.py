"""axe-core finds nothing on any page of the console, and none is wider than a phone."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Browser

from tests.assistant import Assistant
from tests.browser.staff.console import (
    LOOKS,
    Colleague,
    check_accessibility,
    check_width,
    invite,
    watched,
)

ROUTES: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parents[2] / "web" / "staff" / "routes.yml").read_text(encoding="utf-8")
)
NO_PAGES = {"/staff/start", "/staff/export/file", "/staff/export/progress"}
# What goes wrong looks like something, too.
PROBLEMS = {
    "Admin": ["/staff/audit"],
    "Privacy officer": ["/staff/audit?person=nobody", "/staff/audit?since=x"],
    "Reviewer": ["/staff?words=nothing-like-this", "/staff?from=x", "/staff/conversations/none"],
}


def pages_of(role: str) -> list[str]:
    """The pages that a role may open and that need no id, and its problems."""
    found = []
    for route, allowed in ROUTES.items():
        method, path = route.split(" ")
        may = allowed == "everybody" or role.lower().replace(" ", "_") in allowed
        if method == "GET" and "{" not in path and path not in NO_PAGES and may:
            found.append(path)
    return [*found, *PROBLEMS.get(role, [])]


@pytest.mark.parametrize("look", LOOKS)
def test_pages_of_people_who_are_logged_in(
    colleagues: dict[str, Colleague], browser: Browser, look: str
) -> None:
    for role, colleague in colleagues.items():
        # The checker itself needs an inline style, which the pages' own policy refuses.
        with colleague.at(browser, bypass_csp=True, **LOOKS[look]) as page:
            for path in pages_of(role):
                page.goto(path)
                check_accessibility(page)
                check_width(page)


@pytest.mark.parametrize("look", LOOKS)
def test_the_way_in(admin: Colleague, assistant: Assistant, browser: Browser, look: str) -> None:
    with admin.at(browser, bypass_csp=True, **LOOKS[look]) as page:
        link = invite(page, f"newcomer {look}", "Editor")
        check_accessibility(page)
        check_width(page)
    newcomer = Colleague(assistant, f"newcomer {look}")
    context = browser.new_context(base_url=assistant.url, bypass_csp=True, **LOOKS[look])
    with watched(context) as page:
        for path in ("/staff/log-in", link, "/staff/join/made-up"):
            page.goto(path)
            check_accessibility(page)
            check_width(page)
        newcomer.join(page, link)
        check_accessibility(page)
        check_width(page)
