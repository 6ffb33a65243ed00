"""How long somebody stays logged in."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from tests.web.staff.member import Member, application
from web.keys import LOG
from web.log.records import now
from web.staff.tables_people import StaffSession


async def set_times(member: Member, **times: datetime) -> None:
    """Let the session have begun or been used at another time."""

    def work(session: Session) -> None:
        session.execute(update(StaffSession).values(**times))

    await application(member.client)[LOG].write(work)


async def seen(member: Member) -> datetime:
    found = await application(member.client)[LOG].read(lambda s: s.query(StaffSession).one().seen)
    assert isinstance(found, datetime)
    return found


@pytest.mark.parametrize(
    ("idle", "status"), [(timedelta(minutes=29), 200), (timedelta(minutes=31), 303)]
)
async def test_a_session_ends_after_half_an_hour_without_use(
    reviewer: Member, idle: timedelta, status: int
) -> None:
    await set_times(reviewer, seen=now() - idle)

    assert (await reviewer.get("/staff/me")).status == status


@pytest.mark.parametrize(
    ("age", "status"),
    [(timedelta(hours=11, minutes=59), 200), (timedelta(hours=12, minutes=1), 303)],
)
async def test_a_session_ends_after_twelve_hours_in_any_case(
    reviewer: Member, age: timedelta, status: int
) -> None:
    await set_times(reviewer, created=now() - age)

    assert (await reviewer.get("/staff/me")).status == status


async def test_use_is_noted(reviewer: Member) -> None:
    before = now() - timedelta(minutes=20)
    await set_times(reviewer, seen=before)

    await reviewer.get("/staff/me")

    assert await seen(reviewer) > before


async def test_not_every_page_is_noted(reviewer: Member) -> None:
    before = await seen(reviewer)

    await reviewer.get("/staff/me")

    assert await seen(reviewer) == before


async def test_a_form_of_an_ended_session_changes_nothing_and_says_so(reviewer: Member) -> None:
    token = await reviewer.csrf_token()
    await set_times(reviewer, seen=now() - timedelta(hours=1))

    response = await reviewer.request("POST", "/staff/me/password", {"csrf_token": token})

    assert response.status == 401
    assert "nothing was changed" in await response.text()


@pytest.mark.parametrize("token", ["", "made-up", "é", "x" * 5000])
async def test_a_made_up_token_opens_nothing(reviewer: Member, token: str) -> None:
    reviewer.cookies = {"staff-session": token}

    assert (await reviewer.get("/staff/me")).status == 303


async def test_old_sessions_are_deleted_at_the_next_log_in(
    reviewer: Member, editor: Member
) -> None:
    await set_times(reviewer, seen=now() - timedelta(hours=1))

    await editor.log_in()

    log = application(reviewer.client)[LOG]
    assert await log.read(lambda s: s.query(StaffSession).count()) == 1
