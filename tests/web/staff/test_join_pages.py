"""Setting an account up by its one-time link."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.web.conftest import Client
from tests.web.staff.member import PASSWORD, Member
from web.staff import accounts

Rows = Callable[..., list[tuple[Any, ...]]]


async def link_for(admin: Member, name: str = "newcomer") -> str:
    """Invite somebody; returns the token of the link."""
    response = await admin.post("/staff/accounts", {"name": name, "role": "reviewer"})
    found = re.search(r"/staff/join/([\w-]+)<", await response.text())
    assert found is not None
    return found[1]


@pytest.fixture
async def token(admin: Member) -> str:
    return await link_for(admin)


@pytest.fixture
def newcomer(client: Client) -> Member:
    return Member(client, "newcomer")


async def test_who_joins_is_logged_in_and_gets_recovery_codes(newcomer: Member, token: str) -> None:
    response = await newcomer.join(token)

    assert response.status == 201
    assert len(set(newcomer.recovery_codes)) == 8
    page = await (await newcomer.get("/staff/me")).text()
    assert "You are logged in as <strong>newcomer</strong>" in page
    assert "Your role is <strong>Reviewer</strong>" in page


async def test_a_link_works_once(newcomer: Member, token: str, client: Client) -> None:
    await newcomer.join(token)

    second = await Member(client, "newcomer").get(f"/staff/join/{token}")

    assert second.status == 404
    assert "This link is not valid any more" in await second.text()


async def test_looking_at_a_link_does_not_use_it_up(newcomer: Member, token: str) -> None:
    await newcomer.get(f"/staff/join/{token}")
    await newcomer.get(f"/staff/join/{token}/code.svg")

    assert (await newcomer.join(token)).status == 201


async def test_a_link_expires(
    newcomer: Member, admin: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(accounts, "INVITATION_LIFETIME", timedelta(seconds=-1))
    token = await link_for(admin)

    assert (await newcomer.get(f"/staff/join/{token}")).status == 404


async def test_a_new_link_ends_the_old_one(newcomer: Member, admin: Member, token: str) -> None:
    account = (await newcomer.account()).id
    await admin.post(f"/staff/accounts/{account}/link")

    assert (await newcomer.get(f"/staff/join/{token}")).status == 404


async def test_a_link_is_good_for_somebody_who_lost_the_phone(
    reviewer: Member, admin: Member, client: Client
) -> None:
    account = (await reviewer.account()).id
    response = await admin.post(f"/staff/accounts/{account}/link")
    found = re.search(r"/staff/join/([\w-]+)<", await response.text())
    assert found is not None
    assert (await reviewer.get("/staff/me")).status == 200  # until the link is used

    again = Member(client, reviewer.name, password="another good password")
    assert (await again.join(found[1])).status == 201

    assert (await reviewer.get("/staff/me")).status == 303
    assert (await reviewer.log_in()).status == 400
    assert (await again.log_in()).status == 303


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"password": "short", "repeated": "short"}, "too short"),
        ({"password": "a" * 201, "repeated": "a" * 201}, "too long"),
        ({"password": "ababababababab", "repeated": "ababababababab"}, "too easy"),
        ({"repeated": "something else"}, "not the same"),
        ({"code": "000000"}, "code does not fit"),
        ({"code": ""}, "code does not fit"),
    ],
)
async def test_what_cannot_be_used_is_told_on_the_page(
    newcomer: Member, token: str, wrong: dict[str, str], told: str
) -> None:
    page = await (await newcomer.get(f"/staff/join/{token}")).text()
    found = re.search(r"<code>([A-Z2-7 ]+)</code>", page)
    assert found is not None
    newcomer.secret = found[1].replace(" ", "")
    form = {"password": PASSWORD, "repeated": PASSWORD, "code": newcomer.code(), **wrong}

    response = await newcomer.request("POST", f"/staff/join/{token}", form)

    assert response.status == 400
    assert told in await response.text()
    assert (await newcomer.account()).password is None


async def test_the_qr_code_is_an_image_that_is_not_kept(newcomer: Member, token: str) -> None:
    response = await newcomer.get(f"/staff/join/{token}/code.svg")

    assert response.content_type == "image/svg+xml"
    assert response.headers["Cache-Control"] == "no-store"
    assert (await response.read()).startswith(b"<svg")


async def test_a_link_that_was_made_up_is_refused(newcomer: Member) -> None:
    for path in ("/staff/join/made-up", "/staff/join/made-up/code.svg"):
        assert (await newcomer.get(path)).status == 404


async def test_only_a_hash_of_the_link_is_stored(token: str, rows: Rows) -> None:
    [(stored,)] = rows("SELECT token_hash FROM staff_invitations")

    assert token not in stored
    assert len(stored) == 64
