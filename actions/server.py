"""The HTTP server around the actions: rasa-sdk's own application, made quiet and private.

rasa-sdk 3.21 answers an exception with the whole request (the visitor's messages included),
listens on all interfaces unless SANIC_HOST is set, starts worker processes and loads plugins and
tracing. Here its application serves one process on the loopback interface; tracing and plugins
are never attached, and errors name the failed action only.
"""

from __future__ import annotations

import asyncio
import logging
import os
import threading
import traceback
import warnings
from collections.abc import Iterable, Mapping
from typing import Any

from rasa_sdk import Action
from rasa_sdk.endpoint import create_app
from rasa_sdk.executor import ActionExecutor
from sanic import Sanic
from sanic.exceptions import SanicException
from sanic.handlers import ErrorHandler
from sanic.request import Request
from sanic.response import HTTPResponse, json

from actions.errors import ActionsError

HOST = "127.0.0.1"
LARGEST_REQUEST = 8_000_000  # Rasa sends the whole conversation and the domain each time.
logger = logging.getLogger(__name__)


class Executor(ActionExecutor):
    """rasa-sdk's executor for actions that never look at the domain."""

    def update_and_return_domain(
        self, payload: Mapping[str, Any], action_name: str
    ) -> dict[str, Any]:
        """Do without the domain, so that Rasa may leave it out of its requests."""
        return {}


class QuietErrorHandler(ErrorHandler):
    """Answers errors without repeating anything of the request."""

    def lookup(self, exception: BaseException, route_name: str | None = None) -> None:
        """Find no other handler: rasa-sdk's own one would send the conversation back."""
        return

    def default(self, request: Request, exception: Exception) -> HTTPResponse:
        """Answer with the status and a fixed text; log where it happened, not with what."""
        status = exception.status_code if isinstance(exception, SanicException) else 500
        if status >= 500:
            logger.error("an action failed: %s", describe(exception))
        return json({"error": "The action failed." if status >= 500 else "Bad request."}, status)


def describe(exception: BaseException) -> str:
    """Return type and places of an exception; its message only if we wrote it ourselves."""
    message = f": {exception}" if isinstance(exception, ActionsError) else ""
    frames = traceback.extract_tb(exception.__traceback__)
    places = ", ".join(f"{frame.name} line {frame.lineno}" for frame in frames[-6:])
    return f"{type(exception).__name__}{message} in {places or 'unknown'}"


def build_app(actions: Iterable[Action]) -> Sanic:
    """Return rasa-sdk's web application with these actions and without its error pages."""
    executor = Executor()
    for action in actions:
        executor.register_action(action)
    app = create_app(executor, cors_origins=None)
    app.error_handler = QuietErrorHandler()
    app.config.ACCESS_LOG = False
    app.config.MOTD = False
    app.config.REQUEST_MAX_SIZE = LARGEST_REQUEST
    return app


async def serve(app: Sanic, port: int, stop: asyncio.Event) -> None:
    """Serve on the loopback interface until `stop` is set; raises OSError if the port is taken."""
    server = await app.create_server(host=HOST, port=port, access_log=False)
    if server is None:
        raise OSError(f"no server on port {port}")
    await server.startup()
    await server.before_start()
    await server.start_serving()
    await server.after_start()
    logger.info("actions are ready on %s:%s", HOST, port)
    try:
        await stop.wait()
    finally:
        await server.before_stop()
        await server.close()
        await server.after_stop()


def ignore_version_warning() -> None:
    """Silence rasa-sdk's note about Rasa's older version: tests cover the shared format."""
    warnings.filterwarnings("ignore", message="Your versions of rasa and")


def wait_for_end_of_input(stop: asyncio.Event) -> None:
    """Set `stop` when standard input ends, which tells us that the parent process is gone."""
    loop = asyncio.get_running_loop()

    def read() -> None:
        # Not sys.stdin: its lock, held by this thread, would break Python's orderly end.
        while os.read(0, 1024):
            pass
        loop.call_soon_threadsafe(stop.set)

    # A daemon thread of its own: the default executor would make the loop wait for it at exit.
    threading.Thread(target=read, name="end-of-input", daemon=True).start()
