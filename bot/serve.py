"""Serves the trained model to the gateway, on this machine only.

    python -m bot.serve --port 5005 --actions http://127.0.0.1:5055/webhook [--model PATH]

Started instead of `rasa run`: without TensorFlow, without Rasa's HTTP API, with our channel and
our tracker store only, with deadlines, and with logs that hold no words of the visitors.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import os
import socket
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.single import AlreadyRunningError, hold_lock, lock_path

if TYPE_CHECKING:
    from rasa.core.agent import Agent
    from sanic import Sanic

    from bot.private_log import PrivateFormatter
    from bot.tracker_store import BoundedTrackerStore

logger = logging.getLogger("bot.serve")

ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"

EXIT_NOT_STARTED = 1
EXIT_ALREADY_RUNNING = 3

STOP_SECONDS = 8.0
"""How long running turns may take to finish after SIGTERM."""
PURGE_SECONDS = 3600.0

ENVIRONMENT = {
    "RASA_TELEMETRY_ENABLED": "false",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    # One message is too little work for several threads; they would only spin after it.
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
}


def main(arguments: list[str] | None = None) -> int:
    """Serve until SIGTERM.

    Args:
        arguments: The command line; `sys.argv` if not given.

    Returns:
        The exit code: 0 after SIGTERM, 1 when it could not start, 3 when another process serves
        the same tracker database.
    """
    options = _parser().parse_args(arguments)
    if options.exit_with_parent:
        threading.Thread(target=_exit_with_parent, daemon=True).start()
    os.environ.update(ENVIRONMENT)
    try:
        database = tracker_address(options.database)
        # Held until the process ends.
        lock = hold_lock(lock_path(database, ROOT / "var"))
        listener = _listen(options.port)
        from bot.without_tensorflow import install

        install()
        with lock, listener:
            _serve(options, database, listener)
    except AlreadyRunningError as error:
        print(f"bot.serve: {error}", file=sys.stderr)
        return EXIT_ALREADY_RUNNING
    except Exception as error:
        print(f"bot.serve could not start: {error}", file=sys.stderr)
        return EXIT_NOT_STARTED
    return 0


def tracker_address(given: str | None) -> str:
    """Choose the tracker database.

    Args:
        given: The address from the command line, if any.

    Returns:
        The given address; else DATABASE_URL where that is a PostgreSQL database, which all parts
        share; else a SQLite file of the tracker's own, so that nobody waits for its locks.
    """
    if given:
        return given
    shared = os.environ.get("DATABASE_URL", "")
    if shared.startswith("postgres"):
        return shared
    return f"sqlite:///{ROOT / 'var' / 'tracker.sqlite'}"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bot.serve", description=__doc__.partition("\n")[0])
    parser.add_argument("--port", type=int, default=5005)
    parser.add_argument("--actions", help="address of the action server (endpoints.yml if absent)")
    parser.add_argument("--model", type=Path, help="the model file (the current one if absent)")
    parser.add_argument("--database", help="address of the tracker database")
    parser.add_argument(
        "--exit-with-parent", action="store_true", help="end when standard input is closed"
    )
    return parser


def _exit_with_parent() -> None:
    # os.read, because sys.stdin.read holds a lock that hinders an orderly end of Python.
    while os.read(0, 4096):
        pass
    os._exit(0)


def _listen(port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
    except OSError as error:
        listener.close()
        raise RuntimeError(f"port {port} of {HOST} is not free ({error.strerror})") from None
    return listener


def _serve(options: argparse.Namespace, database: str, listener: socket.socket) -> None:
    from bot.private_log import set_up

    formatter = set_up()
    agent = load_agent(options.model or _current_model(), database, options.actions)
    app = make_app(agent, formatter)
    # Port 0 lets the system choose; whoever asked for that reads here what it chose.
    print(f"bot.serve: port {listener.getsockname()[1]}", flush=True)
    app.run(sock=listener, workers=1, access_log=False, motd=False, debug=False)


def _current_model() -> Path:
    from bot.fingerprint import model_path

    return Path(model_path(ROOT))


def load_agent(model: Path, database: str, actions: str | None) -> Agent:
    """Load the model with our tracker store and action endpoint.

    Args:
        model: The model file.
        database: The address of the tracker database.
        actions: The address of the action server; the one in endpoints.yml if None.

    Returns:
        Rasa's agent, ready to process messages.

    Raises:
        FileNotFoundError: There is no such model.
        Exception: Whatever Rasa raises when the model or the database is not usable.
    """
    if not model.is_file():
        raise FileNotFoundError(f"there is no model {model.name}: train it first (make train)")
    from rasa.core.agent import Agent
    from rasa.shared.utils.io import read_config_file

    from bot.action_endpoint import ActionEndpoint, skip_second_check
    from bot.tracker_store import BoundedTrackerStore

    endpoints = read_config_file(str(ROOT / "endpoints.yml"))
    action_settings = {**endpoints["action_endpoint"], **({"url": actions} if actions else {})}
    store_settings = {
        name: value
        for name, value in endpoints["tracker_store"].items()
        if name not in ("type", "url")
    }
    skip_second_check()
    agent = Agent(
        tracker_store=BoundedTrackerStore(None, database, **store_settings),
        action_endpoint=ActionEndpoint(**action_settings),
    )
    agent.load_model(model)
    return agent


def make_app(agent: Agent, formatter: PrivateFormatter) -> Sanic:
    """Make the web application with our channel and nothing else.

    Args:
        agent: Rasa's agent.
        formatter: The log's formatter, which withholds messages once the server has started.
    """
    from rasa.core.channels.channel import register
    from sanic import Sanic
    from sanic.exceptions import SanicException
    from sanic.request import Request
    from sanic.response import HTTPResponse

    from bot.channel import MAX_BODY_BYTES, CareerDeskInput, error_response
    from bot.private_log import describe
    from bot.tracker_store import bounded_store

    app = Sanic("career_desk", configure_logging=False)
    app.config.REQUEST_MAX_SIZE = MAX_BODY_BYTES
    app.config.REQUEST_TIMEOUT = 10
    app.config.KEEP_ALIVE_TIMEOUT = 75
    app.config.GRACEFUL_SHUTDOWN_TIMEOUT = STOP_SECONDS
    channel = CareerDeskInput()
    register([channel], app, route="/webhooks/")
    app.ctx.agent = agent
    store = bounded_store(agent.tracker_store)

    def refuse(request: Request, error: Exception) -> HTTPResponse:
        status = error.status_code if isinstance(error, SanicException) else 500
        if status >= 500:
            logger.error("A request could not be processed: %s", describe(error))
            return error_response(502, "no_answer", "The request could not be processed.")
        code = {404: "not_found", 405: "not_allowed", 413: "too_large"}.get(status, "bad_request")
        return error_response(status, code, "There is nothing here for such a request.")

    async def start(*_: Any) -> None:
        formatter.withhold = True
        app.ctx.purge = asyncio.create_task(_purge(store))

    async def finish(*_: Any) -> None:
        await channel.finish_turns(STOP_SECONDS)

    async def close(*_: Any) -> None:
        app.ctx.purge.cancel()
        store.close()

    app.error_handler.add(Exception, refuse)
    app.register_listener(start, "after_server_start")
    app.register_listener(finish, "before_server_stop")
    app.register_listener(close, "after_server_stop")
    return app


async def _purge(store: BoundedTrackerStore) -> None:
    from bot.tracker_store import StoreError

    while True:
        try:
            await store.purge_idle()
        except StoreError as error:
            logger.warning("Old conversations could not be deleted: %s.", error)
        await asyncio.sleep(PURGE_SECONDS)


if __name__ == "__main__":
    sys.exit(main())
