"""From a template to a response."""

import json
from pathlib import Path
from typing import Any, Final

from aiohttp import web
from aiohttp.typedefs import Handler
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from web import keys
from web.pages.text import blocks, by_document, day, moment, telephone

TEMPLATES: Final = Path(__file__).resolve().parent.parent / "templates"
PAGES: Final = web.AppKey("pages", Environment)
# Other requests get their errors as JSON, whatever they say they accept.
NO_PAGES: Final = ("/api/", "/static/", "/charts/", "/widget")


def add_rendering(app: web.Application) -> None:
    """Give ``app`` its templates, and pages instead of JSON for what goes wrong on a page."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        blocks=blocks, by_document=by_document, day=day, moment=moment, telephone=telephone
    )
    environment.globals["school"] = app[keys.SETTINGS].school
    app[PAGES] = environment
    app.middlewares.insert(0, show_errors)


def render(request: web.Request, template: str, status: int = 200, **values: Any) -> web.Response:
    """Return the page that ``template`` makes of ``values``."""
    text = request.app[PAGES].get_template(template).render(path=request.path, **values)
    return as_page(text, status)


def as_page(text: str, status: int = 200) -> web.Response:
    """Return HTML with the headers of our pages."""
    return web.Response(
        text=text,
        status=status,
        content_type="text/html",
        headers={
            "Cache-Control": "no-cache",
            # Our own forms have to say where they come from, or they could not be told apart
            # from another website's; other websites still learn nothing.
            "Referrer-Policy": "same-origin",
            "Cross-Origin-Opener-Policy": "same-origin",
        },
    )


@web.middleware
async def show_errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turn an error into a page when somebody looks at a page."""
    response = await handler(request)
    if response.status < 400 or not _wants_page(request) or not isinstance(response, web.Response):
        return response
    if response.content_type != "application/json":
        return response
    error = json.loads(response.text or "{}").get("error", {})
    page = render(request, "error.html", response.status, message=error.get("message", ""))
    for name in ("Retry-After", "Allow"):
        if name in response.headers:
            page.headers[name] = response.headers[name]
    return page


def _wants_page(request: web.Request) -> bool:
    accepts = "text/html" in request.headers.get("Accept", "")
    return accepts and not request.path.startswith(NO_PAGES)
