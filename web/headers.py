"""Headers that every response carries."""

from collections.abc import Mapping
from types import MappingProxyType

from aiohttp import web

SAFE_HEADERS: Mapping[str, str] = MappingProxyType(
    {
        "Content-Security-Policy": (
            "default-src 'self'; base-uri 'none'; object-src 'none'; "
            "form-action 'self'; frame-ancestors 'none'; "
            "require-trusted-types-for 'script'; trusted-types 'none'"
        ),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
        # Browsers heed this only over HTTPS, so it does no harm on a machine without it.
        "Strict-Transport-Security": "max-age=31536000",
    }
)


async def set_safe_headers(request: web.Request, response: web.StreamResponse) -> None:
    """Add the headers a response does not set itself, and take away the server's name.

    What is not a page or a file of ours holds data of one visitor: it may not be kept.
    """
    for name, value in SAFE_HEADERS.items():
        response.headers.setdefault(name, value)
    if response.content_type == "application/json":
        response.headers["Cache-Control"] = "no-store"
    response.headers.popall("Server", None)
