"""The HTTP server itself: quiet about what it is, and in the one error shape.

aiohttp answers what is not even HTTP (a broken header, a wrong length) before any middleware
runs, names itself there and logs the broken line. This module replaces that answer.
"""

import json
import logging
from http import HTTPStatus

from aiohttp import web
from aiohttp.web_protocol import RequestHandler

from web.errors import error_body
from web.headers import SAFE_HEADERS
from web.keys import WORDING
from web.wording import Wording

logger = logging.getLogger(__name__)


class NamelessResponse(web.Response):
    """A response that never says which program made it."""

    async def _prepare_headers(self) -> None:
        await super()._prepare_headers()
        self.headers.popall("Server", None)


class QuietProtocol(RequestHandler):
    """Answers requests that never reach the application."""

    __slots__ = ("wording",)
    wording: Wording

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        """Return the error shape; ``message`` and ``exc`` may quote a visitor and are dropped."""
        logger.warning("request refused with %d: %s", status, type(exc).__name__)
        if request.writer.output_size > 0:
            raise ConnectionError("the response has begun already")
        code = "bad_request" if status < HTTPStatus.INTERNAL_SERVER_ERROR else "internal"
        response = NamelessResponse(
            status=status,
            text=json.dumps(error_body(code, self.wording.error(code))),
            content_type="application/json",
            headers={**SAFE_HEADERS, "Cache-Control": "no-store"},
        )
        response.force_close()
        return response


class QuietServer(web.Server):
    """Makes a :class:`QuietProtocol` for each connection."""

    def __init__(self, usual: web.Server, wording: Wording) -> None:
        """Take over the handlers and options of ``usual``."""
        super().__init__(
            usual.request_handler, request_factory=usual.request_factory, **usual._kwargs
        )
        self._wording = wording

    def __call__(self) -> RequestHandler:
        """Return the protocol of one new connection."""
        protocol = QuietProtocol(self, loop=self._loop, **self._kwargs)
        protocol.wording = self._wording
        return protocol


class Runner(web.AppRunner):
    """Runs the gateway; use it instead of ``web.run_app``."""

    async def _make_server(self) -> web.Server:
        return QuietServer(await super()._make_server(), self.app[WORDING])
