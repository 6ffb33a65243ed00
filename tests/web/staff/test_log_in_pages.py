"""Logging in and out."""

import pytest

from tests.web.staff.member import Member


async def test_who_joins_is_logged_in_and_gets_recovery_codes(reviewer: Member) -> None:
    assert len(reviewer.recovery_codes) == 8
    assert (await reviewer.get("/staff/me")).status == 200


async def test_name_password_and_code_begin_a_new_session(reviewer: Member) -> None:
    before = dict(reviewer.cookies)

    response = await reviewer.log_in()

    assert (response.status, response.headers["Location"]) == (303, "/staff/start")
    assert reviewer.cookies["staff-session"] != before["staff-session"]
    old = Member(reviewer.client, reviewer.name, cookies=before)
    assert (await old.get("/staff/me")).status == 303


@pytest.mark.parametrize(
    "wrong", [{"password": "not the password"}, {"code": "000000"}, {"name": "nobody"}]
)
async def test_anything_wrong_is_refused_in_the_same_words(
    reviewer: Member, wrong: dict[str, str]
) -> None:
    reviewer.cookies.clear()

    response = await reviewer.log_in(**wrong)

    assert response.status == 400
    assert "That did not fit." in await response.text()
    assert not reviewer.cookies


async def test_a_code_works_only_once(reviewer: Member) -> None:
    code = reviewer.code()
    form = {"name": reviewer.name, "password": reviewer.password, "code": code}

    assert (await reviewer.request("POST", "/staff/log-in", form)).status == 400


async def test_a_recovery_code_works_once(reviewer: Member) -> None:
    code = reviewer.recovery_codes[0].upper()

    assert (await reviewer.log_in(code=code)).status == 303
    assert (await reviewer.log_in(code=code)).status == 400


async def test_who_logs_out_is_out_at_once(reviewer: Member) -> None:
    cookies = dict(reviewer.cookies)

    response = await reviewer.post("/staff/log-out")

    assert (response.status, response.headers["Location"]) == (303, "/staff/log-in")
    assert "staff-session" not in reviewer.cookies
    reviewer.cookies = cookies
    assert (await reviewer.get("/staff/me")).status == 303
