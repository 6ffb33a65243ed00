"""Addresses of our own pages as somebody else's browser needs them."""

from aiohttp import web

from web.keys import SETTINGS
from web.settings import Settings
from web.staff.sessions import is_secure


def join_address(request: web.Request, token: str) -> str:
    """Return the one-time link for ``token``."""
    return f"{public_address(request)}/staff/join/{token}"


def public_address(request: web.Request) -> str:
    """Return where the website is reached: PUBLIC_URL, else as this browser reached it."""
    scheme = "https" if is_secure(request) else "http"
    return request.app[SETTINGS].public_url or f"{scheme}://{request.host}"


def local_address(settings: Settings) -> str:
    """Return where the website is reached by what the settings say alone."""
    host = "localhost" if settings.host in ("127.0.0.1", "0.0.0.0") else settings.host  # noqa: S104
    return settings.public_url or f"http://{host}:{settings.port}"
