"""Guessing gets slow; the owner still gets in."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from tests.web.conftest import Client, Start
from tests.web.staff.member import Member, application
from web.keys import LOG
from web.log.records import now
from web.settings import Settings
from web.staff.roles import Role
from web.staff.tables_people import LogInFailure
from web.staff.throttle import FREE, LONGEST_WAIT_SECONDS


@pytest.fixture
async def client(start: Start, settings: Settings) -> Client:
    return await start(replace(settings, rate_limit=True))


async def guess(client: Client, name: str, times: int) -> list[int]:
    """Try wrong passwords from a browser that nobody knows; returns what was answered."""
    stranger = Member(client, name)
    form = {"name": name, "password": "a wrong password", "code": "000000"}
    return [(await stranger.request("POST", "/staff/log-in", form)).status for _ in range(times)]


async def counted(client: Client, count: int) -> None:
    """Let every count stand at ``count``, with the last failure just now."""

    def work(session: Session) -> None:
        session.execute(update(LogInFailure).values(count=count, last=now()))

    await application(client)[LOG].write(work)


async def test_the_first_failures_cost_nothing_then_it_gets_slow(
    client: Client, reviewer: Member
) -> None:
    statuses = await guess(client, reviewer.name, FREE["account"] + 2)

    assert statuses[: FREE["account"]] == [400] * FREE["account"]
    assert statuses[-1] == 429


async def test_a_name_that_nobody_has_is_answered_the_same(client: Client) -> None:
    statuses = await guess(client, "nobody at all", FREE["account"] + 2)

    assert statuses == [400] * FREE["account"] + [429, 429]


async def test_the_wait_is_told_and_never_long(client: Client, reviewer: Member) -> None:
    await guess(client, reviewer.name, 1)
    await counted(client, 10_000)
    form = {"name": reviewer.name, "password": "wrong", "code": "000000"}

    response = await Member(client, "").request("POST", "/staff/log-in", form)

    assert response.status == 429
    assert 1 <= int(response.headers["Retry-After"]) <= LONGEST_WAIT_SECONDS
    assert "Please wait" in await response.text()


async def test_failures_fade(client: Client, reviewer: Member) -> None:
    await guess(client, reviewer.name, 1)

    def long_ago(session: Session) -> None:
        moment = now() - timedelta(minutes=16)
        session.execute(update(LogInFailure).values(count=10_000, last=moment))

    await application(client)[LOG].write(long_ago)

    assert await guess(client, reviewer.name, 1) == [400]


async def test_the_right_code_gets_in_however_many_guesses_there_were(
    client: Client, reviewer: Member
) -> None:
    await guess(client, reviewer.name, 1)
    await counted(client, 10_000)
    newly = Member(client, reviewer.name, secret=reviewer.secret)

    assert (await newly.log_in()).status == 303


async def test_the_right_code_alone_is_not_told(client: Client, reviewer: Member) -> None:
    await guess(client, reviewer.name, 1)
    await counted(client, 10_000)
    newly = Member(client, reviewer.name, secret=reviewer.secret)

    assert (await newly.log_in(password="a wrong password")).status == 429


async def test_a_browser_that_logged_in_before_is_counted_apart(
    client: Client, reviewer: Member
) -> None:
    known = Member(client, reviewer.name, secret=reviewer.secret)
    await known.log_in()
    await guess(client, reviewer.name, 1)
    await counted(client, 10_000)

    assert (await known.log_in(code="000000")).status == 400
    assert (await known.log_in()).status == 303


async def test_the_mark_of_a_browser_is_good_for_one_account(
    client: Client, reviewer: Member
) -> None:
    other = await Member.invited(client, Role.editor)
    await other.log_in()
    await guess(client, reviewer.name, 1)
    await counted(client, 10_000)
    form = {"name": reviewer.name, "password": "wrong", "code": "000000"}

    assert (await other.request("POST", "/staff/log-in", form)).status == 429


async def test_names_and_addresses_are_not_stored(client: Client, reviewer: Member) -> None:
    await guess(client, reviewer.name, 1)

    keys = await application(client)[LOG].read(
        lambda s: [row.key_hash for row in s.query(LogInFailure)]
    )
    assert len(keys) == 2
    assert all(len(key) == 64 for key in keys)


async def test_guessing_the_password_at_an_open_screen_gets_slow(reviewer: Member) -> None:
    new = "quite another password"
    form = {"password": "wrong", "code": "000000", "new": new, "repeated": new}
    statuses = [(await reviewer.post("/staff/me/password", form)).status for _ in range(7)]

    assert statuses[0] == 400
    assert statuses[-1] == 429
