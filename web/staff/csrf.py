"""Making sure that a change was sent from one of our own pages, by the person it seems to be."""

import hashlib
import hmac
from collections.abc import Mapping
from typing import Final

from aiohttp import web
from markupsafe import Markup

from web.staff.errors import NotAllowedError

FIELD: Final = "csrf_token"
_FOREIGN: Final = "This form was not sent from the staff pages. Open the page again and retry."
_OLD: Final = (
    "This form is too old, perhaps because you logged in again. Reload the page and retry."
)


def make_token(secret_key: str, session_token: str) -> str:
    """Return the token that the forms of one session carry."""
    message = f"staff form {session_token}".encode()
    return hmac.new(secret_key.encode(), message, hashlib.sha256).hexdigest()


def field(token: str) -> Markup:
    """Return the hidden field for a form."""
    return Markup('<input type="hidden" name="{}" value="{}">').format(FIELD, token)


def check_source(request: web.Request) -> None:
    """Refuse a change whose browser does not say that it comes from our own origin.

    Raises:
        NotAllowedError: also when the browser says nothing: all current ones do.
    """
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    if site is not None:
        # Browsers set this themselves; it stays right behind a proxy that changes the host.
        own = site == "same-origin"
    else:
        own = origin in (f"https://{request.host}", f"http://{request.host}")
    if not own:
        raise NotAllowedError(_FOREIGN)


def check_token(expected: str, form: Mapping[str, str]) -> None:
    """Refuse a form that does not carry the token of its session; ``NotAllowedError``."""
    if not hmac.compare_digest(expected.encode(), form.get(FIELD, "").encode()):
        raise NotAllowedError(_OLD)
