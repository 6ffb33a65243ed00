"""Checks by axe-core, and the ways in which people look at a page."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
LOOKS: dict[str, dict[str, Any]] = {
    "desktop": {},
    "phone": {"viewport": {"width": 320, "height": 568}},
    "dark": {"color_scheme": "dark"},
    "forced colours": {"forced_colors": "active"},
}


def looking(browser: Browser, look: str) -> BrowserContext:
    """Open a browser context with one of the looks, in which the checker may work.

    The checker itself needs an inline style, which a page's own policy may refuse.
    """
    return browser.new_context(bypass_csp=True, reduced_motion="reduce", **LOOKS[look])


def violations(page: Page) -> list[tuple[str, list[str]]]:
    """Return what axe-core finds: the rule, and the elements that break it."""
    found = Axe().run(page, options={"runOnly": RULES})
    return [
        (violation["id"], [node["html"] for node in violation["nodes"]])
        for violation in found.response["violations"]
    ]
