"""Grouping the questions that were not understood, by the assistant's own sentence encoder.

The encoder lives in the environment of the bot, so a process of its own does the work, at low
priority: visitors go first.
"""

import asyncio
import json
import logging
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Final

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from web.log.failures import LogUnavailableError
from web.log.records import now
from web.log.repository import ConversationLog
from web.log.tables import Turn
from web.staff.insight.unknown import distinct_texts
from web.staff.tables_insight import Grouping, QuestionGroup

logger = logging.getLogger(__name__)

ROOT: Final = Path(__file__).resolve().parents[3]
COMMAND: Final = (
    "nice",
    "-n",
    "10",
    str(ROOT / "bot/.venv/bin/python"),
    "-m",
    "bot.group_questions",
)
# The work grows with the square of the number; this many take about 100 MB and half a minute.
MOST_QUESTIONS: Final = 3_000
# Visitors wait while the groups are written.
MOST_TURNS: Final = 10_000
DEADLINE: Final = 600.0  # seconds
AT_ONCE: Final = 500  # rows of one statement


class GroupingError(Exception):
    """The questions could not be grouped; the message is a sentence for the staff."""


@dataclass(frozen=True)
class LastGrouping:
    """When the questions were grouped last, how many there were, and what went wrong."""

    time: datetime
    questions: int
    groups: int
    problem: str | None


class Grouper:
    """Groups the questions, one run at a time."""

    def __init__(self, log: ConversationLog, command: Sequence[str] = COMMAND) -> None:
        """``command`` reads questions and writes groups, as ``bot/group_questions.py`` does."""
        self._log = log
        self._command = command
        self._task: asyncio.Task[None] | None = None

    @property
    def runs(self) -> bool:
        """Whether a run is under way."""
        return self._task is not None and not self._task.done()

    def begin(self) -> None:
        """Begin a run, unless there is one."""
        if not self.runs:
            self._task = asyncio.create_task(self.run())

    async def finish(self) -> None:
        """Wait for the run that is under way, if there is one."""
        if self._task is not None:
            await self._task

    async def stop(self) -> None:
        """Break off what runs."""
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    async def repeat(self, first: float, pause: float) -> None:
        """Run after ``first`` seconds and then every ``pause`` seconds, for ever."""
        await asyncio.sleep(first)
        while True:
            self.begin()
            await self.finish()
            await asyncio.sleep(pause)

    async def run(self) -> None:
        """Group all questions anew; a fault is kept where the staff see it."""
        try:
            texts = await self._log.read(lambda s: distinct_texts(s, MOST_QUESTIONS, MOST_TURNS))
            group_of = await self._ask(texts)
            await self._log.write(partial(_keep, turns=texts, group_of=group_of))
        except (GroupingError, LogUnavailableError) as error:
            logger.error("grouping questions failed: %s", error)
            with suppress(LogUnavailableError):
                await self._log.write(partial(_keep_problem, problem=str(error)))

    async def _ask(self, texts: Mapping[str, list[int]]) -> dict[str, int]:
        """Return the group of each text."""
        if not texts:
            return {}
        ids = {turns[0]: text for text, turns in texts.items()}
        lines = [json.dumps({"id": id_, "text": text}) for id_, text in ids.items()]
        answer = await self._exchange("\n".join(lines).encode())
        try:
            found = [json.loads(line) for line in answer.splitlines()]
            groups = {ids[one["id"]]: int(one["group"]) for one in found}
        except (ValueError, KeyError, TypeError) as error:
            raise GroupingError("The grouping gave an answer that cannot be read.") from error
        if groups.keys() != texts.keys():
            raise GroupingError("The grouping did not name every question.")
        return groups

    async def _exchange(self, content: bytes) -> bytes:
        pipe = asyncio.subprocess.PIPE
        try:
            process = await asyncio.create_subprocess_exec(
                *self._command, stdin=pipe, stdout=pipe, stderr=asyncio.subprocess.DEVNULL, cwd=ROOT
            )
        except OSError as error:
            raise GroupingError("The grouping could not be started.") from error
        try:
            async with asyncio.timeout(DEADLINE):
                answer, _ = await process.communicate(content)
        except TimeoutError as error:
            raise GroupingError("The grouping took too long.") from error
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        if process.returncode != 0:
            raise GroupingError("The grouping broke off. Is the language model trained?")
        return answer


def last_grouping(session: Session) -> LastGrouping | None:
    """Return what is known of the last run; ``None`` before the first one."""
    row = session.get(Grouping, 1)
    return LastGrouping(row.time, row.questions, row.groups, row.problem) if row else None


def _keep(session: Session, turns: Mapping[str, list[int]], group_of: Mapping[str, int]) -> None:
    rows = [
        {"turn_number": turn, "group_number": group_of[text]}
        for text, numbers in turns.items()
        for turn in numbers
    ]
    session.execute(delete(QuestionGroup))
    for start in range(0, len(rows), AT_ONCE):
        some = rows[start : start + AT_ONCE]
        # Some may have been erased while the groups were made.
        wanted = [row["turn_number"] for row in some]
        there = set(session.scalars(select(Turn.number).where(Turn.number.in_(wanted))))
        kept = [row for row in some if row["turn_number"] in there]
        if kept:
            session.execute(insert(QuestionGroup), kept)
    session.merge(
        Grouping(
            id=1,
            time=now(),
            questions=len(rows),
            groups=len(set(group_of.values())),
            problem=None,
        )
    )


def _keep_problem(session: Session, problem: str) -> None:
    row = session.get(Grouping, 1)
    if row is None:
        session.add(Grouping(id=1, time=now(), questions=0, groups=0, problem=problem))
    else:
        row.problem = problem
