"""Logging in and out."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.web.conftest import Client
from tests.web.staff.member import Member


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


async def test_a_browser_that_is_logged_in_goes_on(reviewer: Member) -> None:
    response = await reviewer.get("/staff/log-in?next=/staff/me")

    assert (response.status, response.headers["Location"]) == (303, "/staff/me")


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/",
        "//evil.example/staff",
        "/staff//evil.example",
        "/staff@evil.example",
        "/staffx",
        "/staff/\\evil.example",
        "/staff/me\r\nSet-Cookie: a=b",
        "/elsewhere",
        "javascript:alert(1)",
        "/staff?" + "x" * 2000,
    ],
)
async def test_after_the_log_in_only_staff_pages_are_opened(reviewer: Member, address: str) -> None:
    response = await reviewer.log_in(next=address)

    assert (response.status, response.headers["Location"]) == (303, "/staff/start")


async def test_after_the_log_in_the_wanted_page_opens(reviewer: Member) -> None:
    response = await reviewer.log_in(next="/staff/me?done=password")

    assert response.headers["Location"] == "/staff/me?done=password"


async def test_an_account_that_is_deactivated_is_refused(reviewer: Member, admin: Member) -> None:
    reviewer.cookies.clear()
    account = (await reviewer.account()).id
    await admin.post(f"/staff/accounts/{account}/deactivate")

    assert (await reviewer.log_in()).status == 400


async def test_an_account_without_a_password_is_refused(client: Client, admin: Member) -> None:
    await admin.post("/staff/accounts", {"name": "newcomer", "role": "editor"})
    newcomer = Member(client, "newcomer", secret=admin.secret)

    assert (await newcomer.log_in(password="")).status == 400
    assert (await newcomer.log_in(password="nobody has this password")).status == 400


async def test_the_session_cookie_is_out_of_reach(reviewer: Member) -> None:
    response = await reviewer.log_in()

    cookies = response.headers.getall("Set-Cookie")
    assert len(cookies) == 2
    for cookie in cookies:
        assert "HttpOnly" in cookie
        assert "SameSite=Strict" in cookie
        assert "Path=/staff" in cookie


async def test_over_https_the_cookie_stays_on_https(reviewer: Member) -> None:
    await reviewer.let_codes_pass()
    form = {"name": reviewer.name, "password": reviewer.password, "code": reviewer.code()}
    headers = {"Origin": "https://desk.school.example"}

    response = await reviewer.request("POST", "/staff/log-in", form, headers)

    for cookie in response.headers.getall("Set-Cookie"):
        assert cookie.startswith("__Secure-staff-")
        assert "; Secure" in cookie


async def test_log_in_and_refusal_are_on_record(
    reviewer: Member, rows: Callable[..., list[tuple[Any, ...]]]
) -> None:
    await reviewer.log_in(password="not the password")
    await reviewer.log_in()

    found = rows("SELECT person, action FROM staff_audit ORDER BY number DESC LIMIT 2")
    assert found == [(reviewer.name, "session.log_in"), ("not logged in", "session.refused")]


async def test_nothing_that_lets_somebody_in_is_stored(
    reviewer: Member, database: Path, admin: Member
) -> None:
    await admin.post("/staff/accounts", {"name": "newcomer", "role": "editor"})
    stored = b"".join(path.read_bytes() for path in database.parent.glob(f"{database.name}*"))

    for secret in (
        reviewer.password,
        reviewer.cookies["staff-session"],
        *reviewer.recovery_codes,
        *(code.replace("-", "") for code in reviewer.recovery_codes),
    ):
        assert secret.encode() not in stored
    assert b"$argon2id$" in stored


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b"{}", "application/json", 415),
        (b"name=%FF%FE&password=x&code=1", "application/x-www-form-urlencoded", 400),
        (b"name=\xff\xfe&password=x&code=1", "application/x-www-form-urlencoded", 400),
        (b"name=a%00b&password=x&code=1", "application/x-www-form-urlencoded", 400),
        (b"name=" + b"x" * 70_000, "application/x-www-form-urlencoded", 413),
        (b"", "application/x-www-form-urlencoded", 400),
        (b"--x\r\n", "multipart/form-data; boundary=x", 415),
    ],
)
async def test_a_broken_form_is_told_on_a_page(
    client: Client, body: bytes, content_type: str, status: int
) -> None:
    headers = {"Content-Type": content_type, "Sec-Fetch-Site": "same-origin"}

    response = await client.post("/staff/log-in", data=body, headers=headers)

    assert response.status == status
    assert 'role="alert"' in await response.text()


async def test_long_fields_are_refused_like_wrong_ones(reviewer: Member) -> None:
    long = {"name": "n" * 5000, "password": "p" * 5000, "code": "1" * 5000}

    assert (await reviewer.log_in(**long)).status == 400
