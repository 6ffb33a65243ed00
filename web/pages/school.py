"""An example school's page, and what the website says about privacy."""

from aiohttp import web

from web.pages.rendering import render
from web.tokens import LIFETIME


def add_school(app: web.Application) -> None:
    """Add ``/`` and ``/privacy``."""
    app.router.add_get("/", show_example_school)
    app.router.add_get("/privacy", show_privacy)


async def show_example_school(request: web.Request) -> web.Response:
    """Answer with the page of an example school, the chat open on it."""
    return render(request, "example_school.html")


async def show_privacy(request: web.Request) -> web.Response:
    """Answer with what is kept, how long, who reads it and how it is deleted."""
    hours = int(LIFETIME.total_seconds()) // 3600
    return render(request, "privacy.html", token_hours=hours)
