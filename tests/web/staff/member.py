"""One member of the staff at a browser, for tests."""

import functools
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pyotp
from aiohttp import ClientResponse
from argon2 import PasswordHasher
from sqlalchemy.orm import Session
from yarl import URL

from tests.web.conftest import Client
from web.keys import LOG
from web.staff import accounts, audit, sessions
from web.staff.roles import Role
from web.staff.tables_people import Account

PASSWORD = "four random words here"
SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin", "Accept": "text/html"}


@functools.cache
def password_hash() -> str:
    """The hash of the password of all members: made once, for it takes its time."""
    return PasswordHasher().hash(PASSWORD)


@dataclass
class Member:
    """A browser of its own: its cookies, and what its owner knows."""

    client: Client
    name: str
    password: str = PASSWORD
    secret: str = ""
    recovery_codes: list[str] = field(default_factory=list)
    cookies: dict[str, str] = field(default_factory=dict)

    @classmethod
    async def invited(cls, client: Client, role: Role, name: str = "") -> "Member":
        """An account that is set up, with a browser that is logged in."""
        member = cls(client, name or f"the {role.title.lower()}")
        actor = audit.Outsider()

        def work(session: Session) -> str:
            link = accounts.invite(session, actor, member.name, role)
            invitation = accounts.open_invitation(session, link)
            member.secret = invitation.totp_secret
            step = pyotp.TOTP(member.secret).timecode(time.time())
            member.recovery_codes = accounts.set_up(session, link, password_hash(), step)
            return sessions.start(session, invitation.account_id, "a browser of a test")

        token = await application(client)[LOG].write(work)
        member.cookies[sessions.PLAIN_NAME] = token
        return member

    async def get(self, path: str, **headers: str) -> ClientResponse:
        """Ask for a page, following nothing."""
        return await self.request("GET", path, headers=headers)

    async def post(
        self, path: str, form: Mapping[str, str] | None = None, *, page: str = "/staff/me"
    ) -> ClientResponse:
        """Send a form as the page at ``page`` holds it."""
        token = await self.csrf_token(page)
        return await self.request("POST", path, {"csrf_token": token, **(form or {})})

    async def request(
        self,
        method: str,
        path: str,
        form: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> ClientResponse:
        """Send a request with this browser's cookies and keep those of the answer."""
        # A jar of the client would mix the browsers of several members.
        response = await self.client.request(
            method,
            URL(path, encoded=True) if "%" in path else path,
            data=form,
            headers={
                **SAME_ORIGIN,
                "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
                **(headers or {}),
            },
            allow_redirects=False,
        )
        for name, morsel in response.cookies.items():
            if morsel.value:
                self.cookies[name] = morsel.value
            else:
                self.cookies.pop(name, None)
        self.client.session.cookie_jar.clear()
        return response

    async def csrf_token(self, page: str = "/staff/me") -> str:
        """The token of the first form of a page; empty when there is none."""
        found = re.search(r'name="csrf_token" value="(\w+)"', await (await self.get(page)).text())
        return found[1] if found else ""

    async def join(self, token: str) -> ClientResponse:
        """Set the account up by its link."""
        page = await (await self.get(f"/staff/join/{token}")).text()
        found = re.search(r"<code>([A-Z2-7 ]+)</code>", page)
        if found is None:
            return await self.get(f"/staff/join/{token}")
        self.secret = found[1].replace(" ", "")
        form = {"password": self.password, "repeated": self.password, "code": self.code()}
        response = await self.request("POST", f"/staff/join/{token}", form)
        self.recovery_codes = re.findall(r"<code>([a-z2-7-]+)</code>", await response.text())
        return response

    async def log_in(self, **changed: str) -> ClientResponse:
        """Log in; ``changed`` replaces what is typed into a field."""
        await self.let_codes_pass()
        form = {"name": self.name, "password": self.password, "code": self.code(), **changed}
        return await self.request("POST", "/staff/log-in", form)

    def code(self) -> str:
        """The code that the app shows now."""
        return pyotp.TOTP(self.secret).now()

    async def let_codes_pass(self) -> None:
        """Make the current code usable again, as half a minute of waiting would."""

        def work(session: Session) -> None:
            account = accounts.find_by_name(session, self.name)
            if account is not None:
                account.totp_used = None

        await application(self.client)[LOG].write(work)

    async def account(self) -> Account:
        """The stored account."""
        found = await application(self.client)[LOG].read(
            lambda session: accounts.find_by_name(session, self.name)
        )
        assert isinstance(found, Account)
        return found


def application(client: Client) -> Any:
    """The gateway that the client talks to."""
    server: Any = client.server
    return server.app
