"""The people of the console on PostgreSQL: the same steps, in one go."""

import re
from dataclasses import replace

import pytest
from sqlalchemy import URL

from tests.web.conftest import Client, Start
from tests.web.log.conftest import postgresql  # noqa: F401
from tests.web.staff.member import Member
from web.settings import Settings
from web.staff.roles import Role
from web.staff.throttle import FREE


@pytest.fixture
async def client(
    start: Start,
    settings: Settings,
    postgresql: URL,  # noqa: F811
) -> Client:
    return await start(replace(settings, database_url=postgresql, rate_limit=True))


async def test_from_the_invitation_to_the_audit_log(client: Client) -> None:
    admin = await Member.invited(client, Role.admin)
    officer = await Member.invited(client, Role.privacy_officer)
    page = await admin.post("/staff/accounts", {"name": "Ann Lee", "role": "reviewer"})
    link = re.search(r"/staff/join/([\w-]+)<", await page.text())
    assert link is not None
    ann = Member(client, "Ann Lee")
    assert (await ann.join(link[1])).status == 201
    assert (await ann.log_in()).status == 303
    assert (await ann.log_in(code=ann.recovery_codes[0])).status == 303
    assert (await ann.log_in(code=ann.recovery_codes[0])).status == 400

    account = (await ann.account()).id
    assert (await admin.post(f"/staff/accounts/{account}/role", {"role": "editor"})).status == 303
    assert (await ann.get("/staff/me")).status == 303
    last = (await admin.account()).id
    assert (await admin.post(f"/staff/accounts/{last}/deactivate")).status == 409

    stranger = Member(client, "")
    guess = {"name": ann.name, "password": "a wrong password", "code": "000000"}
    tries = [
        (await stranger.request("POST", "/staff/log-in", guess)).status
        for _ in range(FREE["account"] + 2)
    ]
    assert (tries[0], tries[-1]) == (400, 429)
    assert (await ann.log_in()).status == 303

    rows = await (await officer.get("/staff/audit?person=Ann+Lee&action=session.log_in")).text()
    assert rows.count("<td>logged in</td>") == 4
    verdict = await (await officer.post("/staff/audit/verify")).text()
    assert "rows fit together" in verdict


@pytest.mark.parametrize("name", ["a\0b", "é" * 100, "x'; DROP TABLE staff_accounts; --"])
async def test_a_name_that_cannot_be_is_refused(client: Client, name: str) -> None:
    stranger = Member(client, "")
    guess = {"name": name, "password": "a wrong password", "code": "000000"}

    assert (await stranger.request("POST", "/staff/log-in", guess)).status == 400


async def test_a_filter_that_cannot_be_is_refused(client: Client) -> None:
    officer = await Member.invited(client, Role.privacy_officer, "second officer")

    assert (await officer.get("/staff/audit?target=%00")).status == 400
    assert (await officer.get("/staff/audit?before=9223372036854775807")).status == 200
