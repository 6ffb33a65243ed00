"""One colleague of each role, in an assistant that is really running."""

import pytest
from playwright.sync_api import Browser

from tests.assistant import Assistant
from tests.browser.staff.console import Colleague, invite, link_for_admin, watched

ROLES = ("Reviewer", "Editor", "Privacy officer", "Admin")


@pytest.fixture(scope="session")
def colleagues(assistant: Assistant, browser: Browser) -> dict[str, Colleague]:
    """By role; each has joined by a link and is logged in."""
    admin = joined(assistant, browser, "Admin", link_for_admin(assistant, "Admin"))
    found = {"Admin": admin}
    for role in ROLES:
        if role != "Admin":
            with admin.at(browser) as page:
                link = invite(page, role, role)
            found[role] = joined(assistant, browser, role, link)
    return found


def joined(assistant: Assistant, browser: Browser, name: str, link: str) -> Colleague:
    """Somebody who has just set up the account, with the cookies of that browser."""
    colleague = Colleague(assistant, name)
    context = browser.new_context(base_url=assistant.url)
    with watched(context) as page:
        colleague.join(page, link)
        colleague.state = context.storage_state()
    return colleague


@pytest.fixture
def admin(colleagues: dict[str, Colleague]) -> Colleague:
    return colleagues["Admin"]


@pytest.fixture
def reviewer(colleagues: dict[str, Colleague]) -> Colleague:
    return colleagues["Reviewer"]


@pytest.fixture
def officer(colleagues: dict[str, Colleague]) -> Colleague:
    return colleagues["Privacy officer"]
