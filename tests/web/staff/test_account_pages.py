"""The admin's page."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.web.conftest import Client
from tests.web.staff.member import Member
from web.staff.roles import Role

Rows = Callable[..., list[tuple[Any, ...]]]


async def test_the_page_lists_everybody(admin: Member, reviewer: Member) -> None:
    page = await (await admin.get("/staff/accounts")).text()

    assert "the admin (you)" in page
    assert reviewer.name in page


async def test_an_invitation_shows_its_link_once(admin: Member) -> None:
    response = await admin.post("/staff/accounts", {"name": "Ann Lee", "role": "reviewer"})

    assert response.status == 201
    assert "/staff/join/" in await response.text()
    page = await (await admin.get("/staff/accounts")).text()
    assert "Ann Lee" in page
    assert "Link open until" in page
    assert "/staff/join/" not in page


@pytest.mark.parametrize(
    ("name", "role", "status"),
    [
        ("", "reviewer", 400),
        ("x" * 61, "reviewer", 400),
        ("<script>", "reviewer", 400),
        ("a\nb\0", "reviewer", 400),
        ("new", "owner", 400),
        ("new", "", 400),
        ("THE  ADMIN", "reviewer", 409),
    ],
)
async def test_an_invitation_that_cannot_be_is_refused(
    admin: Member, rows: Rows, name: str, role: str, status: int
) -> None:
    response = await admin.post("/staff/accounts", {"name": name, "role": role})

    assert response.status == status
    assert 'role="alert"' in await response.text()
    assert rows("SELECT count(*) FROM staff_accounts") == [(1,)]


async def test_a_change_of_role_counts_at_once(admin: Member, reviewer: Member) -> None:
    account = (await reviewer.account()).id

    await admin.post(f"/staff/accounts/{account}/role", {"role": "editor"})

    assert (await reviewer.get("/staff/me")).status == 303
    await reviewer.log_in()
    assert "<strong>Editor</strong>" in await (await reviewer.get("/staff/me")).text()


async def test_who_is_deactivated_is_out_at_once(admin: Member, reviewer: Member) -> None:
    account = (await reviewer.account()).id

    await admin.post(f"/staff/accounts/{account}/deactivate")
    assert (await reviewer.get("/staff/me")).status == 303

    await admin.post(f"/staff/accounts/{account}/activate")
    assert (await reviewer.get("/staff/me")).status == 303
    assert (await reviewer.log_in()).status == 303


async def test_the_last_admin_stays(admin: Member, client: Client) -> None:
    account = (await admin.account()).id
    for path, form in (("deactivate", {}), ("role", {"role": "editor"})):
        response = await admin.post(f"/staff/accounts/{account}/{path}", form)
        assert response.status == 409
        assert "only admin" in await response.text()

    await Member.invited(client, Role.admin, "second admin")
    response = await admin.post(f"/staff/accounts/{account}/role", {"role": "editor"})
    assert response.status == 303


async def test_an_invited_admin_is_not_one_yet(admin: Member) -> None:
    await admin.post("/staff/accounts", {"name": "second admin", "role": "admin"})
    account = (await admin.account()).id

    response = await admin.post(f"/staff/accounts/{account}/deactivate")

    assert response.status == 409


async def test_a_deactivated_account_gets_no_link(admin: Member, reviewer: Member) -> None:
    account = (await reviewer.account()).id
    await admin.post(f"/staff/accounts/{account}/deactivate")

    assert (await admin.post(f"/staff/accounts/{account}/link")).status == 409


@pytest.mark.parametrize("path", ["link", "role", "deactivate", "activate"])
async def test_an_unknown_account_is_told(admin: Member, path: str) -> None:
    response = await admin.post(f"/staff/accounts/{'0' * 16}/{path}", {"role": "editor"})

    assert response.status == 404
    assert "no such account" in await response.text()


async def test_every_change_is_on_record(admin: Member, reviewer: Member, rows: Rows) -> None:
    account = (await reviewer.account()).id
    await admin.post("/staff/accounts", {"name": "new", "role": "editor"})
    await admin.post(f"/staff/accounts/{account}/role", {"role": "editor"})
    await admin.post(f"/staff/accounts/{account}/link")
    await admin.post(f"/staff/accounts/{account}/deactivate")
    await admin.post(f"/staff/accounts/{account}/activate")

    found = rows("SELECT action FROM staff_audit WHERE person = ? ORDER BY number", admin.name)
    assert [action for (action,) in found][1:] == [
        "account.invite",
        "account.role",
        "account.link",
        "account.deactivate",
        "account.activate",
    ]
