"""Reading a form that a browser sent without a script."""

import asyncio

from aiohttp import web

from web.errors import ApiError
from web.keys import SETTINGS

FORM = "application/x-www-form-urlencoded"
LARGEST_FORM = 64 * 1024  # bytes: every character of a long message may take twelve


async def read_form(request: web.Request) -> dict[str, str]:
    """Return the fields of a form, the first of each name.

    Raises:
        ApiError: ``encoded_body``, ``unsupported_type``, ``too_large``, ``request_timeout`` or
            ``bad_request``.
    """
    if "Content-Encoding" in request.headers:
        raise ApiError("encoded_body")
    if request.content_type != FORM:
        raise ApiError("unsupported_type")
    if (request.content_length or 0) > LARGEST_FORM:
        raise ApiError("too_large")
    larger = request.clone(client_max_size=LARGEST_FORM)
    try:
        async with asyncio.timeout(request.app[SETTINGS].timing.body_deadline):
            fields = await larger.post()
    except TimeoutError as error:
        raise ApiError("request_timeout") from error
    except (ValueError, LookupError) as error:  # broken encoding, or too many fields
        raise ApiError("bad_request") from error
    return {name: value for name, value in reversed(list(fields.items())) if isinstance(value, str)}
