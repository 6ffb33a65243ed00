"""The website: an example school's page, the chat without scripts, the facts, privacy, a form."""

from pathlib import Path
from typing import Final

from aiohttp import web

from web.pages.chat import add_chat
from web.pages.facts import add_facts
from web.pages.person import add_person
from web.pages.rendering import add_rendering
from web.pages.school import add_school

__all__ = ["add_pages"]

STATIC: Final = Path(__file__).resolve().parent.parent / "static"


def add_pages(app: web.Application) -> None:
    """Add all pages and the static files below ``/static``."""
    add_rendering(app)
    add_school(app)
    add_chat(app)
    add_person(app)
    add_facts(app)
    app.router.add_static("/static", STATIC)
