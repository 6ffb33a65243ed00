"""Members of the staff, one of each role."""

from collections.abc import Awaitable, Callable

import pytest

from tests.web.conftest import Client
from tests.web.staff.member import Member
from web.staff.roles import Role

Invite = Callable[[Role], Awaitable[Member]]


@pytest.fixture
def invite(client: Client) -> Invite:
    """Makes a member of any role, who is logged in."""

    async def make(role: Role) -> Member:
        return await Member.invited(client, role)

    return make


@pytest.fixture
async def reviewer(invite: Invite) -> Member:
    return await invite(Role.reviewer)


@pytest.fixture
async def editor(invite: Invite) -> Member:
    return await invite(Role.editor)


@pytest.fixture
async def officer(invite: Invite) -> Member:
    return await invite(Role.privacy_officer)


@pytest.fixture
async def admin(invite: Invite) -> Member:
    return await invite(Role.admin)
