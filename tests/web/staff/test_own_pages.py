"""One's own account."""

import re

import pytest

from tests.web.conftest import Client
from tests.web.staff.member import Member


async def second_browser(member: Member) -> Member:
    """The same person, logged in at another browser."""
    other = Member(
        member.client, member.name, secret=member.secret, recovery_codes=member.recovery_codes
    )
    assert (await other.log_in()).status == 303
    return other


async def test_the_page_lists_where_one_is_logged_in(reviewer: Member) -> None:
    await second_browser(reviewer)

    page = await (await reviewer.get("/staff/me")).text()

    assert page.count("This browser") == 1
    assert len(re.findall(r"/staff/me/sessions/\w{16}/end", page)) == 1


async def test_one_session_can_be_ended(reviewer: Member) -> None:
    other = await second_browser(reviewer)
    page = await (await reviewer.get("/staff/me")).text()
    found = re.search(r"/staff/me/sessions/\w+/end", page)
    assert found is not None

    assert (await reviewer.post(found[0])).status == 303

    assert (await other.get("/staff/me")).status == 303
    assert (await reviewer.get("/staff/me")).status == 200
    assert (await reviewer.post(found[0])).status == 404


async def test_the_session_of_somebody_else_cannot_be_ended(
    reviewer: Member, editor: Member
) -> None:
    await second_browser(reviewer)
    page = await (await reviewer.get("/staff/me")).text()
    found = re.search(r"/staff/me/sessions/\w+/end", page)
    assert found is not None

    assert (await editor.post(found[0])).status == 404


async def test_all_other_sessions_can_be_ended(reviewer: Member) -> None:
    others = [await second_browser(reviewer), await second_browser(reviewer)]

    await reviewer.post("/staff/me/sessions/end-others")

    assert [(await other.get("/staff/me")).status for other in others] == [303, 303]
    assert (await reviewer.get("/staff/me")).status == 200


async def test_a_new_password_counts_and_ends_the_other_sessions(reviewer: Member) -> None:
    other = await second_browser(reviewer)
    await reviewer.let_codes_pass()
    new = "quite another password"
    form = {"password": reviewer.password, "code": reviewer.code(), "new": new, "repeated": new}

    assert (await reviewer.post("/staff/me/password", form)).status == 303

    assert (await other.get("/staff/me")).status == 303
    assert (await reviewer.get("/staff/me")).status == 200
    assert (await reviewer.log_in()).status == 400
    assert (await reviewer.log_in(password=new)).status == 303


@pytest.mark.parametrize(
    "wrong",
    [{"password": "not it"}, {"code": "000000"}, {"new": "short"}, {"repeated": "different"}],
)
async def test_a_password_is_changed_by_its_owner_only(
    reviewer: Member, wrong: dict[str, str]
) -> None:
    await reviewer.let_codes_pass()
    new = "quite another password"
    form = {"password": reviewer.password, "code": reviewer.code(), "new": new, "repeated": new}

    response = await reviewer.post("/staff/me/password", {**form, **wrong})

    assert response.status == 400
    assert 'role="alert"' in await response.text()
    assert (await reviewer.log_in()).status == 303


async def test_new_recovery_codes_replace_the_old_ones(reviewer: Member) -> None:
    await reviewer.let_codes_pass()
    form = {"password": reviewer.password, "code": reviewer.code()}

    page = await (await reviewer.post("/staff/me/recovery-codes", form)).text()

    codes = re.findall(r"<code>([a-z2-7-]+)</code>", page)
    assert len(codes) == 8
    assert (await reviewer.log_in(code=reviewer.recovery_codes[0])).status == 400
    assert (await reviewer.log_in(code=codes[0])).status == 303
    assert "You have 7 left" in await (await reviewer.get("/staff/me")).text()


async def test_a_recovery_code_of_somebody_else_is_refused(
    reviewer: Member, editor: Member, client: Client
) -> None:
    assert (await reviewer.log_in(code=editor.recovery_codes[0])).status == 400
