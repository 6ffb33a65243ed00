"""Measures the conversations pages of the staff console on a log of a million turns.

    make bench-staff
    DATABASE_URL=postgresql://postgres@127.0.0.1/bench make bench-staff

The database is filled when it is empty (some minutes) and used again when it is not. Each page is
asked for over HTTP, by a reviewer who is logged in: filter, count, the rows, the audit log and the
HTML are all in the time. Every round asks for each page once, half of the inbox pages from
somewhere in the middle, so that no page is asked for twice in a row. The floor is 1 second at the
95th percentile.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import platform
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from aiohttp import ClientSession
from aiohttp.test_utils import TestServer
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from benchmarks.filled_log import fill
from benchmarks.generated_log import LONG_TURNS
from web.app import create_app
from web.log.engine import open_engine
from web.log.tables import Conversation, Turn
from web.settings import Settings, Timing
from web.staff import sessions
from web.staff.inbox.openings import place_of
from web.staff.insight import figures
from web.staff.roles import Role
from web.staff.tables_people import Account

FLOOR: Final = 1.0  # seconds at the 95th percentile
ROOT: Final = Path(__file__).resolve().parents[1]
ACCOUNT: Final = "benchmark"
DAY: Final = (datetime.now(UTC) - timedelta(days=12)).date().isoformat()
INBOX: Final = {
    "no filter": "",
    "time: a day": f"from={DAY}&to={DAY}",
    "length: 5 to 6 turns": "turns_from=5&turns_to=6",
    "length: 1,000 turns": "turns_from=1000",
    "topic: frequent": "intent=pay_national",
    "topic: rare": "intent=other_language",
    "confidence: below 10 %": "confidence_to=10",
    "confidence: below 50 %": "confidence_to=50",
    "confidence: any": "confidence_from=0",
    "entity": "entity=state%3Dguam",
    "reply: answer": "kind=answer",
    "reply: unknown": "kind=unknown",
    "reply: out of scope": "kind=out_of_scope",
    "reply: error": "kind=error",
    "reply: help": "kind=help",
    "reply: unknown or out of scope": "kind=unknown&kind=out_of_scope",
    "feedback: not helpful": "feedback=unhelpful",
    "handoff": "handoff=yes",
    "label": "label=spelling",
    "review: new": "review=new",
    "review: reviewed": "review=reviewed",
    "flagged": "flagged=yes",
    "fact": "fact=guide.billing.both",
    "model": "model=career-desk-0a1b2c3d4e5f",
    "incident": "incident=slow",
    "words: frequent": "words=guam",
    "words: several": "words=salary+guam",
    "words: rare": "words=12345",
    "words: none": "words=zephyrine",
    "words: a sentence": "words=what+is+the+pay+in+guam",
    "words: phrase": "words=%22remote+work%22",
    "words: one left out": "words=veteran+-guam",
    "words of replies: in all": "words=pay&words_in=reply",
    "words of replies: frequent": "words=guam&words_in=reply",
    "words of replies: rare": "words=31415&words_in=reply",
    "words of replies: none": "words=zephyrine&words_in=reply",
    "words of replies: phrase": "words=%22half+of+the+people%22&words_in=reply",
    "words of both: frequent": "words=guam&words_in=both",
    "words of both: several": "words=veteran+statistics+guam&words_in=both",
    "words of both: one left out": "words=salary+-promise&words_in=both",
    "time to answer: 5 s or more": "seconds=more",
    "time to answer: under 0.5 s": "seconds=0.5",
    "asked again": "again=yes",
    "last turn, topic": "intent=pay_national&last=yes",
    "no reply": "kind=none",
    "opened on a day": f"opened_from={DAY}&opened_to={DAY}&asked=any",
    "opened, nothing asked": "asked=no",
    "opened on a day, asked": f"opened_from={DAY}&opened_to={DAY}",
}
COMBINED: Final = {
    "unknown, words": "words=guam&kind=unknown",
    "day, unknown": f"from={DAY}&to={DAY}&kind=unknown",
    "label, answer": "kind=answer&label=spelling",
    "error, helpful": "kind=error&feedback=helpful",
}


@dataclass
class Page:
    """One page and the seconds that it took each time."""

    name: str
    path: str
    seconds: list[float] = field(default_factory=list)

    @property
    def high(self) -> float:
        """The 95th percentile."""
        return statistics.quantiles(self.seconds, n=20, method="inclusive")[-1]


def main(arguments: Sequence[str] | None = None) -> int:
    """Fill the database if need be, measure and print.

    Returns:
        0; 1 when the floor is not held, 2 when the database may not be used.
    """
    options = _parser().parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings.from_environment(
            {**os.environ, "DATABASE_URL": options.database, "VAR_DIR": folder}, folder=ROOT
        )
        # Nothing may be deleted for its age while it is measured.
        school = settings.school.model_copy(update={"retention_days": 365})
        settings = replace(settings, school=school, timing=Timing(log_busy=10, log_patience=30))
        engine = open_engine(settings.database_url, busy=10)
        turns = _turns(engine)
        if turns and not _is_ours(engine):
            print("This database holds conversations that were not generated. Name another one.")
            return 2
        if turns == 0:
            began = time.monotonic()
            _prepare(engine)
            fill(engine, options.turns)
            turns = _turns(engine)
            print(f"filled in {time.monotonic() - began:.0f} s")
        print(
            f"{platform.machine()}, {os.cpu_count()} cores, {engine.dialect.name}, {turns:,} turns"
        )
        _add_up(engine)
        pages = asyncio.run(measure(settings, engine, options.rounds))
        engine.dispose()
    return report(pages)


async def measure(settings: Settings, engine: Engine, rounds: int) -> list[Page]:
    """Ask for all pages ``rounds`` times, in another order each time."""
    token, last, long = _prepare(engine)
    pages = [Page(f"inbox, {name}", f"/staff?{query}") for name, query in INBOX.items()]
    pages += [Page(f"inbox, {name}", f"/staff?{query}") for name, query in COMBINED.items()]
    pages += [Page(f"transcript, {LONG_TURNS:,} turns", f"/staff/conversations/{long}")]
    pages.append(Page("figures, 30 days and today", "/staff/figures"))
    draw = random.Random(1)  # noqa: S311
    async with TestServer(create_app(settings)) as server, ClientSession() as client:
        headers = {"Cookie": f"{sessions.PLAIN_NAME}={token}"}
        for number in range(rounds):
            draw.shuffle(pages)
            for page in pages:
                path = page.path
                if number % 2 and path.startswith("/staff?"):
                    joint = "" if path.endswith("?") else "&"
                    path += f"{joint}before={_place(draw, path, last)}"
                elif path == "/staff/figures":
                    # Another day by hour each time: what was counted is kept for half a minute.
                    day = datetime.now(UTC) - timedelta(days=number % 29)
                    path += f"?day={day.date().isoformat()}"
                elif path.startswith("/staff/conv"):
                    path += f"?page={number % 10 + 1}"
                began = time.monotonic()
                async with client.get(server.make_url(path), headers=headers) as response:
                    await response.read()
                    page.seconds.append(time.monotonic() - began)
                    if response.status != 200 or response.history:
                        raise RuntimeError(f"{path}: {response.status}")
    return pages


def _place(draw: random.Random, path: str, last: int) -> int:
    """Return somewhere in the middle of a list."""
    if "asked=" in path:
        return place_of(datetime.now(UTC) - timedelta(days=draw.uniform(1, 27)))
    return draw.randrange(last // 10, last)


def report(pages: list[Page]) -> int:
    """Print the figures, the slowest page first; 1 when one is slower than the floor."""
    print(f"{'milliseconds':36}{'median':>9}{'95 %':>9}{'most':>9}")
    for page in sorted(pages, key=lambda page: -page.high):
        figures = (statistics.median(page.seconds), page.high, max(page.seconds))
        print(f"{page.name:36}" + "".join(f"{1000 * one:9.0f}" for one in figures))
    slow = [page.name for page in pages if page.high > FLOOR]
    print(f"slower than {FLOOR:g} s at the 95th percentile: {', '.join(slow) or 'none'}")
    return 1 if slow else 0


def _prepare(engine: Engine) -> tuple[str, int, str]:
    """Return the token of a reviewer, the last turn and the id of the longest conversation."""
    with Session(engine) as session, session.begin():
        if session.get(Account, ACCOUNT) is None:
            session.add(
                Account(
                    id=ACCOUNT, name=ACCOUNT, key=ACCOUNT, role=Role.reviewer.value, active=True,
                    created=datetime.now(UTC), password="none",  # noqa: S106
                )
            )  # fmt: skip
            session.flush()
        longest = select(Conversation.id).order_by(Conversation.turns.desc()).limit(1)
        return (
            sessions.start(session, ACCOUNT, "benchmark"),
            session.scalar(select(func.max(Turn.number))) or 0,
            session.scalar(longest) or "",
        )


def _add_up(engine: Engine) -> None:
    """Add the figures up, as a website that is running has done hour by hour."""
    more = True
    while more:
        with Session(engine) as session, session.begin():
            more = figures.add_up(session, datetime.now(UTC))


def _is_ours(engine: Engine) -> bool:
    """Tell a log that was generated here from that of a school."""
    with Session(engine) as session:
        return session.get(Account, ACCOUNT) is not None


def _turns(engine: Engine) -> int:
    with Session(engine) as session:
        return session.scalar(select(func.count(Turn.number))) or 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Measures the staff's conversations pages.")
    parser.add_argument("--database", required=True, help="as DATABASE_URL")
    parser.add_argument("--turns", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=20, choices=range(2, 1001), metavar="N")
    return parser


if __name__ == "__main__":
    sys.exit(main())
