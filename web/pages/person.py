"""The form for somebody who would rather talk to a person."""

from typing import Any

from aiohttp import web

from web.handoff import FIELDS, WishError, check_wish, keep_wish
from web.keys import WORDING
from web.log.failures import UnknownConversationError
from web.pages.form import read_form
from web.pages.rendering import render
from web.pages.visit_cookie import read_visit

LONGEST = {name: longest for name, (longest, _) in FIELDS.items()}


def add_person(app: web.Application) -> None:
    """Add ``/person``."""
    app.router.add_get("/person", show_form)
    app.router.add_post("/person", take_form)


async def show_form(request: web.Request) -> web.Response:
    """Answer with the empty form."""
    return _form(request, {}, {})


async def take_form(request: web.Request) -> web.Response:
    """Keep the wish and show its reference, or the form again with what is missing."""
    fields = await read_form(request)
    try:
        wish = check_wish({**fields, "consent": fields.get("consent") == "yes"})
    except WishError as error:
        wording = request.app[WORDING]
        problems = {name: wording.error(code) for name, code in error.problems.items()}
        return _form(request, fields, problems, error.status)
    try:
        kept = await keep_wish(request, wish, read_visit(request))
    except UnknownConversationError:  # deleted in another tab; the wish counts all the same
        kept = await keep_wish(request, wish, None)
    return render(request, "person_done.html", 201, reference=kept.reference)


def _form(
    request: web.Request, fields: dict[str, str], problems: dict[str, Any], status: int = 200
) -> web.Response:
    return render(request, "person.html", status, fields=fields, problems=problems, longest=LONGEST)
