"""Reading a JSON body that a stranger sent."""

import asyncio
import json
from typing import Any, NoReturn

from aiohttp import web

from web.errors import ApiError

LARGEST_BODY = 16 * 1024  # bytes


async def read_json(request: web.Request, deadline: float) -> dict[str, Any]:
    """Return the JSON object in the body of ``request``; fields nobody asked for are left in.

    Args:
        request: The request; the application's ``client_max_size`` must be ``LARGEST_BODY``.
        deadline: Seconds the body may take to arrive.

    Raises:
        ApiError: ``encoded_body``, ``unsupported_type``, ``too_large``, ``request_timeout`` or
            ``bad_json``.
    """
    # Inflating a small body can fill the memory, so compressed bodies are not even opened.
    if "Content-Encoding" in request.headers:
        raise ApiError("encoded_body")
    if request.content_type != "application/json":
        raise ApiError("unsupported_type")
    if (request.charset or "utf-8").lower() not in ("utf-8", "utf8"):
        raise ApiError("unsupported_type")
    if (request.content_length or 0) > LARGEST_BODY:
        raise ApiError("too_large")
    try:
        async with asyncio.timeout(deadline):
            body = await request.read()
    except TimeoutError as error:
        raise ApiError("request_timeout") from error
    return parse_object(body)


def parse_object(body: bytes) -> dict[str, Any]:
    """Return the JSON object that ``body`` spells.

    Raises:
        ApiError: ``bad_json`` for anything but one object with distinct keys and finite numbers.
    """
    try:
        content = json.loads(
            body.decode("utf-8"), object_pairs_hook=_distinct, parse_constant=_refuse
        )
    except (ValueError, RecursionError) as error:
        raise ApiError("bad_json") from error
    if not isinstance(content, dict):
        raise ApiError("bad_json")
    return content


def _distinct(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not JSON")
