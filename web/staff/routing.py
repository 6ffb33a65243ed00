"""The only way to add a page to the staff console: who may see it is part of its address.

A page is reached after the session, the role and, for a change, the source and the token of the
form have been checked. What a handler refuses becomes a page with a message.
"""

import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlencode

from aiohttp import web
from markupsafe import Markup

from web import keys
from web.errors import ApiError, log_unexpected
from web.log.failures import LogFullError, LogUnavailableError
from web.pages.form import read_form
from web.pages.rendering import PAGES, as_page
from web.staff import csrf
from web.staff.errors import NotAllowedError, NotLoggedInError, StaffError, UnavailableError
from web.staff.navigation import entries_for
from web.staff.roles import Permission, Person
from web.staff.sessions import person_of

logger = logging.getLogger(__name__)

PREFIX: Final = "/staff"
LOG_IN: Final = "/staff/log-in"
UNREACHABLE: Final = "The database cannot be reached right now, so nothing was done. Please retry."
FULL: Final = (
    "The disk of the database is full, so nothing can be written and nothing was done. As soon as "
    "there is room again, everything goes on by itself."
)
READING: Final = frozenset({"GET", "HEAD"})
Handler = Callable[[web.Request, Person], Awaitable[web.StreamResponse]]
OpenHandler = Callable[[web.Request], Awaitable[web.StreamResponse]]
_FORM: Final = web.RequestKey("staff_form", Mapping[str, str])


@dataclass
class Pages:
    """What was added: the permission of each method and path, ``None`` for open pages."""

    permissions: dict[tuple[str, str], Permission | None] = field(default_factory=dict)


PAGES_ADDED: Final = web.AppKey("staff_pages", Pages)


def add_page(
    app: web.Application, method: str, path: str, handler: Handler, permission: Permission
) -> None:
    """Add a page for people whose role has ``permission``.

    Args:
        app: The gateway.
        method: ``GET`` for what only shows, ``POST`` for every change.
        path: Below ``/staff``; may hold ``{name}`` parts as aiohttp has them.
        handler: Gets the request and who is logged in; may raise ``StaffError``.
        permission: What the role must have.
    """

    async def guarded(request: web.Request) -> web.StreamResponse:
        person = None
        try:
            person = await person_of(request)
            if person is None:
                return _to_log_in(request)
            if not person.may(permission):
                raise NotAllowedError(f"The role {person.role.title} may not open this page.")
            if request.method not in READING:
                csrf.check_source(request)
                csrf.check_token(person.csrf_token, await form_of(request))
            return await handler(request, person)
        except Exception as error:
            return _tell(request, person, error)

    _add(app, method, path, guarded, permission)


def add_open_page(app: web.Application, method: str, path: str, handler: OpenHandler) -> None:
    """Add a page for people who are not logged in: log-in and invitation, nothing else."""

    async def guarded(request: web.Request) -> web.StreamResponse:
        try:
            if request.method not in READING:
                csrf.check_source(request)
            return await handler(request)
        except Exception as error:
            return _tell(request, None, error)

    _add(app, method, path, guarded, None)


async def form_of(request: web.Request) -> Mapping[str, str]:
    """Return the fields of the form that was sent, the first of each name.

    Raises:
        ApiError: for a body that is no form, is broken or too large.
    """
    if _FORM not in request:
        request[_FORM] = await read_form(request)
    return request[_FORM]


def render(
    request: web.Request, person: Person | None, template: str, status: int = 200, **values: Any
) -> web.Response:
    """Return the page that ``template`` (below ``web/templates``) makes of ``values``.

    Every template may use ``person``, ``navigation``, ``path`` and, inside a form,
    ``{{ csrf_field }}``. Above each page stands when the log could not be written (``trouble``).
    """
    paths = {path for _, path in request.app[PAGES_ADDED].permissions}
    text = (
        request.app[PAGES]
        .get_template(template)
        .render(
            path=request.path,
            person=person,
            navigation=entries_for(person, paths) if person else [],
            csrf_field=csrf.field(person.csrf_token) if person else Markup(""),
            trouble=request.app[keys.LOG].trouble if person else None,
            **values,
        )
    )
    return as_page(text, status)


def home_of(request: web.Request, person: Person) -> str:
    """Return the path of the first page that ``person`` may see."""
    paths = {path for _, path in request.app[PAGES_ADDED].permissions}
    return entries_for(person, paths)[0].path


def see_other(address: str) -> web.Response:
    """Return the answer after a change: the browser goes to ``address``."""
    return web.Response(status=303, headers={"Location": address})


async def forbid_keeping(request: web.Request, response: web.StreamResponse) -> None:
    """Let nothing of the console be kept by a browser, a proxy or a search engine."""
    if request.path == PREFIX or request.path.startswith(f"{PREFIX}/"):
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"


def _add(
    app: web.Application,
    method: str,
    path: str,
    handler: OpenHandler,
    permission: Permission | None,
) -> None:
    if path != PREFIX and not path.startswith(f"{PREFIX}/"):
        raise ValueError(f"a staff page must lie below {PREFIX}: {path}")
    app[PAGES_ADDED].permissions[method, path] = permission
    app.router.add_route(method, path, handler)


def _to_log_in(request: web.Request) -> web.Response:
    if request.method in READING:
        return see_other(f"{LOG_IN}?{urlencode({'next': request.path_qs})}")
    return _error_page(
        request,
        None,
        NotLoggedInError("You are not logged in any more, so nothing was changed. Log in again."),
    )


def _tell(request: web.Request, person: Person | None, error: Exception) -> web.StreamResponse:
    """Return the page for ``error``; raises what is no error at all, such as a redirect."""
    if isinstance(error, StaffError):
        return _error_page(request, person, error)
    if isinstance(error, ApiError):
        told = StaffError(request.app[keys.WORDING].error(error.code))
        told.status = error.status
        return _error_page(request, person, told)
    if isinstance(error, LogUnavailableError):
        logger.error("the conversation log is not available: %s", error)
        message = FULL if isinstance(error, LogFullError) else UNREACHABLE
        return _error_page(request, person, UnavailableError(message, retry_after=5))
    if isinstance(error, web.HTTPException):
        raise error
    log_unexpected(error)
    fault = StaffError("Something went wrong on our side. Please retry in a moment.")
    fault.status = 500
    return _error_page(request, person, fault)


def _error_page(request: web.Request, person: Person | None, error: StaffError) -> web.Response:
    page = render(request, person, "staff/error.html", error.status, message=error.message)
    if error.retry_after is not None:
        page.headers["Retry-After"] = str(error.retry_after)
    return page
