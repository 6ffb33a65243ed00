"""axe-core finds nothing on the pages for people, and none is wider than a phone."""

import pytest
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

PAGES = {
    "Admin": ["/staff/accounts", "/staff/settings", "/staff/me", "/staff/audit"],
    "Privacy officer": ["/staff/audit", "/staff/audit?person=nobody", "/staff/audit?since=x"],
}


@pytest.mark.parametrize("look", LOOKS)
def test_pages_of_people_who_are_logged_in(
    colleagues: dict[str, Colleague], browser: Browser, look: str
) -> None:
    for role, paths in PAGES.items():
        # The checker itself needs an inline style, which the pages' own policy refuses.
        with colleagues[role].at(browser, bypass_csp=True, **LOOKS[look]) as page:
            for path in paths:
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
