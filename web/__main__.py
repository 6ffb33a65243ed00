"""Command line: `python -m web serve`, `chat`, `staff-admin` and `audit verify`."""

import argparse
import asyncio
import contextlib
import errno
import logging
import signal
import socket
import sys
from collections.abc import AsyncIterator
from pathlib import Path

from aiohttp import web

from web.app import create_app
from web.log.failures import LogSchemaError, LogUnavailableError
from web.server import Runner
from web.settings import DEFAULTS, Settings, SettingsError
from web.staff.audit import KnownRow
from web.staff.commands import known_row, make_admin, verify_audit_log
from web.staff.errors import StaffError
from web.supervisor import Service, StartupError, Supervisor
from web.terminal import talk

ROOT = Path(__file__).resolve().parent.parent
READY_WITHIN_SECONDS = 180.0


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    chosen = read_arguments(arguments)
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    try:
        settings = Settings.from_environment(
            folder=ROOT,
            rasa_url=f"http://127.0.0.1:{free_port()}",
            actions_url=f"http://127.0.0.1:{free_port()}",
            port=free_port() if chosen.command == "chat" else None,
        )
        if chosen.command == "staff-admin":
            return invite_admin(settings, chosen.name)
        if chosen.command == "audit":
            return verify_audit(settings, chosen.known)
        asyncio.run(serve(settings) if chosen.command == "serve" else chat(settings))
    except (SettingsError, StartupError, LogUnavailableError, LogSchemaError) as error:
        print(f"Career Desk cannot start: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        pass
    return 0


def read_arguments(arguments: list[str] | None) -> argparse.Namespace:
    """Return the command and what it needs; explains itself and ends when they make no sense."""
    parser = argparse.ArgumentParser(prog="python -m web")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("serve", help="run the assistant")
    commands.add_parser("chat", help="run the assistant and talk to it in this terminal")
    admin = commands.add_parser("staff-admin", help="make a one-time link for an admin")
    admin.add_argument("name", nargs="?", default="admin", help="name to log in with (admin)")
    audit = commands.add_parser("audit", help="check who read and changed what")
    audit.add_argument("action", choices=["verify"], help="check that no row was changed")
    audit.add_argument(
        "--known", type=known_row, metavar="NUMBER:HASH", help="a row that an earlier check printed"
    )
    return parser.parse_args(arguments)


def invite_admin(settings: Settings, name: str) -> int:
    """Print a one-time link for the admin ``name``; returns the exit code."""
    try:
        link = make_admin(settings, name)
    except StaffError as error:
        print(error.message, file=sys.stderr)
        return 1
    print(f"Open this link within 24 hours to set up the admin account. It works once:\n\n{link}\n")
    return 0


def verify_audit(settings: Settings, known: KnownRow | None) -> int:
    """Print whether the audit log is as it was written; returns the exit code."""
    verdict = verify_audit_log(settings, known)
    if verdict.broken is not None:
        print(f"The audit log is broken at row {verdict.broken}: {verdict.reason}.")
        return 1
    print(f"The audit log is whole. Its last row: {verdict.rows}:{verdict.last_hash}")
    return 0


def free_port() -> int:
    """A port on loopback that nothing listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def private_services(settings: Settings) -> list[Service]:
    """The two processes behind the website, both on loopback only."""
    rasa_port = settings.rasa_url.rsplit(":", 1)[1]
    actions_port = settings.actions_url.rsplit(":", 1)[1]
    logs = settings.var / "log"
    return [
        Service(
            name="the action server",
            command=[
                sys.executable, "-m", "actions",
                "--port", actions_port,
                "--knowledge", str(settings.knowledge_database),
                "--exit-with-parent",
            ],
            ready_url=f"{settings.actions_url}/health",
            log=logs / "actions.log",
        ),
        Service(
            name="the language model",
            command=[
                str(ROOT / "bot/.venv/bin/python"), "-m", "bot.serve",
                "--port", rasa_port,
                "--actions", f"{settings.actions_url}/webhook",
                *tracker_database(settings),
                "--exit-with-parent",
            ],
            ready_url=f"{settings.rasa_url}/webhooks/career_desk/ready",
            log=logs / "rasa.log",
        ),
    ]  # fmt: skip


def tracker_database(settings: Settings) -> list[str]:
    """Arguments that say where Rasa keeps its working memory.

    A PostgreSQL server is shared through DATABASE_URL, which the process inherits: its password
    must not stand on a command line, where every user of the machine can read it.
    """
    if settings.database_url.get_backend_name() == "postgresql":
        return []
    return ["--database", f"sqlite:///{settings.var / 'tracker.sqlite'}"]


@contextlib.asynccontextmanager
async def running(settings: Settings) -> AsyncIterator[None]:
    """The whole assistant: website, Rasa and actions, ready on entry and stopped on exit."""
    runner = Runner(create_app(settings))
    await runner.setup()
    supervisor = Supervisor(private_services(settings), say=announce)
    try:
        try:
            await web.TCPSite(runner, settings.host, settings.port).start()
        except OSError as error:
            taken = error.errno == errno.EADDRINUSE
            reason = "is already in use" if taken else f"cannot be used ({error.strerror})"
            raise StartupError(
                f"port {settings.port} on {settings.host} {reason}. "
                "Choose another one, for example: PORT=8123 make run"
            ) from error
        announce("Loading the language model (about 10 s)...")
        await supervisor.start(READY_WITHIN_SECONDS)
        yield
    finally:
        await supervisor.stop()
        await runner.cleanup()


async def serve(settings: Settings) -> None:
    """Run until SIGINT or SIGTERM, also when it comes while still starting."""
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    serving = asyncio.create_task(_serve_forever(settings))
    stopped = asyncio.create_task(stop.wait())
    await asyncio.wait({serving, stopped}, return_when=asyncio.FIRST_COMPLETED)
    stopped.cancel()
    serving.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await serving
    announce("Stopped.")


async def _serve_forever(settings: Settings) -> None:
    async with running(settings):
        name = "localhost" if settings.host == DEFAULTS["HOST"] else settings.host
        announce(f"Career Desk is ready: http://{name}:{settings.port} (Ctrl-C stops it)")
        await asyncio.Event().wait()


async def chat(settings: Settings) -> None:
    """Run the assistant and talk to it in this terminal."""
    async with running(settings):
        await talk(f"http://127.0.0.1:{settings.port}")


def announce(line: str) -> None:
    """Tell whoever runs the assistant, at once."""
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
