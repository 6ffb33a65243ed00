"""People of the staff at real browsers."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pyotp
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.assistant import ROOT, Assistant

PASSWORD = "four random words here"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LOOKS: dict[str, dict[str, Any]] = {
    "desktop": {"viewport": {"width": 1100, "height": 900}},
    "phone": {"viewport": {"width": 320, "height": 568}},
    "dark": {"color_scheme": "dark"},
    "forced colours": {"forced_colors": "active"},
}


@dataclass
class Colleague:
    """A member of the staff, what they know, and the cookies of their browser."""

    assistant: Assistant
    name: str
    secret: str = ""
    recovery_codes: list[str] = field(default_factory=list)
    state: Any = None

    def join(self, page: Page, link: str) -> None:
        """Set the account up by its one-time link; ends on the page of recovery codes."""
        page.goto(link)
        self.secret = page.locator("main code").inner_text().replace(" ", "")
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_label("The same password again").fill(PASSWORD)
        page.get_by_label("Code").fill(pyotp.TOTP(self.secret).now())
        page.get_by_role("button", name="Set up my account").click()
        expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
        self.recovery_codes = page.locator("main li code").all_inner_texts()

    def log_in(self, page: Page) -> None:
        """Log in on the page that is open, with the code that the app shows next."""
        page.get_by_label("Name").fill(self.name)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_label("Code").fill(self.next_code())
        page.get_by_role("button", name="Log in").click()

    def next_code(self) -> str:
        """A code that was not used yet: clocks may be one step ahead."""
        return str(pyotp.TOTP(self.secret).at(time.time(), counter_offset=1))

    @contextmanager
    def at(self, browser: Browser, **options: Any) -> Iterator[Page]:
        """A page of a browser that is logged in; fails when its console complains."""
        context = browser.new_context(
            base_url=self.assistant.url, storage_state=self.state, **options
        )
        with watched(context) as page:
            yield page


@contextmanager
def watched(context: BrowserContext) -> Iterator[Page]:
    """A new page of ``context``; fails when its console says anything, such as a broken policy."""
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: complaints.append(message.text))
    try:
        yield page
    finally:
        context.close()
    # What the status of a page already says.
    complaints = [line for line in complaints if "Failed to load resource" not in line]
    assert not complaints, complaints


def link_for_admin(assistant: Assistant, name: str = "admin") -> str:
    """The one-time link that `make staff-admin` prints."""
    printed = subprocess.run(
        [sys.executable, "-m", "web", "staff-admin", name],
        cwd=ROOT,
        env={**os.environ, "VAR_DIR": str(assistant.var), "PUBLIC_URL": assistant.url},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    found = re.search(r"^http\S+$", printed, re.MULTILINE)
    assert found is not None, printed
    return found[0]


def invite(page: Page, name: str, role: str) -> str:
    """Invite somebody as the admin at ``page``; returns the one-time link."""
    page.goto("/staff/accounts")
    page.get_by_label("Name to log in with").fill(name)
    page.get_by_role("radio", name=f"{role}:").check()
    page.get_by_role("button", name="Invite").click()
    return page.locator("section code").inner_text()


def check_accessibility(page: Page) -> None:
    """Fail for what axe-core finds; the context needs ``bypass_csp``."""
    found = Axe().run(page, options={"runOnly": WCAG})
    problems = [
        (violation["id"], [node["html"] for node in violation["nodes"]])
        for violation in found.response["violations"]
    ]
    assert not problems, (page.url, problems)


def check_width(page: Page) -> None:
    """Fail when the page as a whole has to be moved sideways."""
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= page.evaluate("window.innerWidth"), page.url
