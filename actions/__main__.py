"""Command line: `python -m actions --port 5055 --knowledge var/knowledge.sqlite`."""

from __future__ import annotations

import argparse
import asyncio
import logging
import signal
from pathlib import Path

from actions.desk import Desk
from actions.registry import build_actions
from actions.school import read_school
from actions.server import build_app, ignore_version_warning, serve, wait_for_end_of_input
from knowledge import KnowledgeBase


def parse(arguments: list[str] | None = None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m actions", description=__doc__)
    parser.add_argument("--port", type=int, default=5055)
    parser.add_argument("--knowledge", type=Path, default=Path("var/knowledge.sqlite"))
    parser.add_argument("--school", type=Path, default=Path("school.yml"))
    parser.add_argument(
        "--exit-with-parent", action="store_true", help="stop when standard input ends"
    )
    return parser.parse_args(arguments)


async def main(options: argparse.Namespace) -> None:
    """Serve the actions until a signal or, if asked, the end of standard input."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop.set)
    if options.exit_with_parent:
        wait_for_end_of_input(stop)
    desk = Desk.open(KnowledgeBase(options.knowledge), read_school(options.school))
    await serve(build_app(build_actions(desk)), options.port, stop)


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    logging.getLogger("rasa_sdk").setLevel(logging.WARNING)
    ignore_version_warning()
    asyncio.run(main(parse()))
