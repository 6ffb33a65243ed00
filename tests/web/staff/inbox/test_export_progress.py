"""How far an export is can be told by a process that did not begin it."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import URL, delete, select, update
from sqlalchemy.orm import Session

from tests.web.log.conftest import log, postgresql, url  # noqa: F401
from web.log.failures import LogUnavailableError
from web.log.records import now
from web.log.repository import ConversationLog
from web.staff.inbox.export_progress import KEPT, LONGEST_SILENCE, Progress, told
from web.staff.tables_inbox import Export
from web.staff.tables_people import Account

ANN, BOB = "ann", "bob"


@pytest.fixture
async def first(log: ConversationLog) -> AsyncIterator[ConversationLog]:  # noqa: F811
    """The log of the process that exports, with two members of the staff."""

    def invite(session: Session) -> None:
        for name in (ANN, BOB):
            one = Account(id=name, name=name, key=name, role="reviewer", active=True, created=now())
            session.add(one)

    def leave(session: Session) -> None:
        session.execute(delete(Account).where(Account.id.in_([ANN, BOB])))

    await log.write(invite)
    yield log
    await log.write(leave)


async def tell(log: ConversationLog, account: str = ANN) -> Any:  # noqa: F811
    return await log.read(lambda session: told(session, account, "one"))


async def wait(log: ConversationLog, time: timedelta) -> None:  # noqa: F811
    """Let all exports have told of themselves for the last time so long ago."""
    await log.write(lambda session: session.execute(update(Export).values(time=now() - time)))


async def test_another_process_tells_it(first: ConversationLog, url: URL) -> None:  # noqa: F811
    progress = await Progress.begin(first, ANN, "one")
    second = await ConversationLog.open(url, busy=2, patience=5)

    assert await tell(second) == {"conversations": 0, "turns": 0, "state": "running"}
    await progress.add(conversations=2, turns=7)
    await progress.add(conversations=1, turns=3)
    assert await tell(second) == {"conversations": 3, "turns": 10, "state": "running"}
    await progress.finish()
    assert await tell(second) == {"conversations": 3, "turns": 10, "state": "finished"}
    assert await tell(second, BOB) is None
    await second.close()


async def test_the_newest_export_of_a_page_is_told(first: ConversationLog) -> None:
    older = await Progress.begin(first, ANN, "one")
    await (await Progress.begin(first, ANN, "one")).add(conversations=1, turns=1)
    await older.fail()

    assert await tell(first) == {"conversations": 1, "turns": 1, "state": "running"}


async def test_an_export_whose_process_was_stopped_broke_off(first: ConversationLog) -> None:
    progress = await Progress.begin(first, ANN, "one")
    await wait(first, LONGEST_SILENCE)

    assert (await tell(first))["state"] == "failed"
    await progress.add(conversations=1, turns=1)
    assert (await tell(first))["state"] == "running"
    await progress.finish()
    await wait(first, LONGEST_SILENCE)
    assert (await tell(first))["state"] == "finished"


async def test_exports_of_before_are_forgotten(first: ConversationLog) -> None:
    await Progress.begin(first, ANN, "one")
    await wait(first, KEPT)
    await Progress.begin(first, BOB, "two")

    left = await first.read(lambda session: session.scalars(select(Export.account_id)).all())
    assert left == [BOB]


async def test_an_export_goes_on_while_nothing_can_be_noted(
    first: ConversationLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    progress = await Progress.begin(first, ANN, "one")

    async def refuse(_work: object) -> None:
        raise LogUnavailableError

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(first, "write", refuse)
        await progress.add(conversations=1, turns=1)
    await progress.add(conversations=1, turns=1)

    assert await tell(first) == {"conversations": 2, "turns": 2, "state": "running"}
