"""A real Chromium; without one the browser tests are skipped loudly, in CI they fail."""

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Error, Page, sync_playwright

from tests.assistant import running_assistant
from tests.browser.hosts import School, allow_origin, running_school

# The machine's own Chromium sits in a container or runs as root in CI, where its sandbox cannot.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium, else the one that Playwright downloaded."""
    system = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=system, args=ARGUMENTS)
        except Error as error:
            if os.environ.get("CI"):
                pytest.fail(f"no browser in CI: {error}")
            pytest.skip("*** NO BROWSER: the page is not tested. Install chromium. ***")
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh page; the test fails when its console says anything, such as a broken policy."""
    context = browser.new_context(viewport={"width": 900, "height": 900})
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: complaints.append(message.text))
    yield page
    context.close()
    # A refused connection is what some tests are about; anything else is a defect.
    assert [line for line in complaints if "Failed to load resource" not in line] == []


@pytest.fixture(scope="session")
def school(tmp_path_factory: pytest.TempPathFactory) -> Iterator[School]:
    """A school's website on another origin, with an assistant of its own that lets it in."""
    folder = tmp_path_factory.mktemp("school")
    with running_school() as school:
        settings = allow_origin(folder / "school.yml", school.origin)
        with running_assistant(folder, SCHOOL_FILE=str(settings)) as assistant:
            school.assistant = assistant.url
            yield school
