"""The staff are told by mail of every request, however broken the mail server is meanwhile."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.web.certificates import Authority
from tests.web.conftest import Client, Start
from tests.web.mail_server import MailServer, mail_server
from tests.web.staff.member import Member
from web.keys import LOG, NOTIFIER
from web.log.records import now
from web.log.tables import Handoff
from web.mail import MailSettings, parse_mail_server
from web.settings import Settings
from web.staff.roles import Role

Rows = Callable[..., list[tuple[Any, ...]]]
WISH = {"name": "Jo Doe", "contact": "jo@mail.example", "question": "A visit?", "consent": True}
STATE = "SELECT mail, mail_tries, mail_problem FROM handoffs"


@pytest.fixture
async def mails() -> AsyncIterator[MailServer]:
    async with mail_server() as server:
        yield server


@pytest.fixture
def mailing(settings: Settings, mails: MailServer) -> Settings:
    server = parse_mail_server(f"smtp://127.0.0.1:{mails.port}")
    mail = MailSettings(server, "chat@school.example", "desk@school.example")
    return replace(settings, mail=mail, public_url="https://advice.school.example")


async def ask(client: Client) -> str:
    response = await client.post("/api/handoff", json=WISH)
    assert response.status == 201
    return str((await response.json())["reference"])


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not condition():  # noqa: ASYNC110
            await asyncio.sleep(0.01)


async def try_again(client: Client) -> None:
    """Let the time until the next try pass."""
    assert client.app is not None

    def work(session: Any) -> None:
        for row in session.query(Handoff).filter(Handoff.mail == "waiting"):
            row.mail_next = now() - timedelta(seconds=1)

    await client.app[LOG].write(work)
    await client.app[NOTIFIER].send_waiting()


async def test_a_request_is_told_at_once(
    start: Start, mailing: Settings, mails: MailServer, rows: Rows
) -> None:
    reference = await ask(await start(mailing))
    await until(lambda: rows(STATE) == [("sent", 0, None)])

    [mail] = mails.mails
    assert mail["To"] == "desk@school.example"
    assert reference in mail["Subject"]
    text = str(mail.get_payload())
    assert f"https://advice.school.example/staff/handoffs/{reference}" in text


async def test_a_mail_holds_nothing_of_what_the_visitor_wrote(
    start: Start, mailing: Settings, mails: MailServer
) -> None:
    await ask(await start(mailing))
    await until(lambda: len(mails.mails) == 1)

    assert not any(word in mails.mails[0].as_string() for word in ("Jo", "jo@", "A visit?"))


async def test_a_mail_that_is_refused_is_tried_again_and_the_staff_see_it(
    start: Start, mailing: Settings, mails: MailServer, rows: Rows
) -> None:
    mails.refusal = "451 try later"
    client = await start(mailing)
    reference = await ask(client)
    await until(lambda: rows(STATE)[0][1] == 1)

    member = await Member.invited(client, Role.reviewer)
    page = await (await member.get("/staff/handoffs")).text()
    assert "1 mail about new requests could not be sent yet" in page
    assert "the mail server answered with the code 451" in page
    assert reference in page

    mails.refusal = None
    await try_again(client)
    await until(lambda: rows(STATE) == [("sent", 1, None)])

    assert len(mails.mails) == 1
    assert "could not be sent" not in await (await member.get("/staff/handoffs")).text()


async def test_a_server_that_is_away_loses_nothing(
    start: Start, mailing: Settings, rows: Rows
) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    assert mailing.mail is not None
    away = replace(mailing.mail, server=parse_mail_server(f"smtp://127.0.0.1:{port}"))
    client = await start(replace(mailing, mail=away))
    for _ in range(3):
        await ask(client)
    await until(lambda: all(tries == 1 for _, tries, _ in rows(STATE)))

    async with mail_server(port) as server:
        await try_again(client)
        await until(lambda: {state for state, _, _ in rows(STATE)} == {"sent"})

    assert len(server.mails) == 3


async def test_a_mail_that_waits_is_sent_by_the_next_start(
    start: Start, mailing: Settings, mails: MailServer, rows: Rows
) -> None:
    mails.refusal = "451 try later"
    first = await start(mailing)
    await ask(first)
    await until(lambda: rows(STATE)[0][1] == 1)
    await first.close()
    mails.refusal = None

    await try_again(await start(mailing))
    await until(lambda: rows(STATE)[0][0] == "sent")

    assert len(mails.mails) == 1


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
async def test_a_certificate_that_does_not_hold_is_seen_and_loses_nothing(
    start: Start,
    mailing: Settings,
    rows: Rows,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    authority = Authority.made(tmp_path / "known")
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.certificate))
    foreign = authority.sign("foreign", "DNS:mail.elsewhere.example")
    async with mail_server(certificate=foreign, implicit=True) as server:
        assert mailing.mail is not None
        address = parse_mail_server(f"smtps://127.0.0.1:{server.port}")
        mail = replace(mailing.mail, server=address)
        client = await start(replace(mailing, mail=mail))
        reference = await ask(client)
        await until(lambda: rows(STATE)[0][1] == 1)
    member = await Member.invited(client, Role.reviewer)
    page = await (await member.get("/staff/handoffs")).text()
    assert "the certificate of the mail server is not valid" in page
    assert reference in page

    good = authority.sign("good", "IP:127.0.0.1")
    async with mail_server(address.port, certificate=good, implicit=True) as server:
        await try_again(client)
        await until(lambda: rows(STATE)[0][0] == "sent")

    assert (len(server.mails), server.secure) == (1, [True])


async def test_two_gateways_do_not_send_the_same_mail(
    start: Start, mailing: Settings, mails: MailServer, rows: Rows
) -> None:
    first, second = await start(mailing), await start(mailing)
    for _ in range(5):
        await ask(first)
    assert first.app is not None
    assert second.app is not None
    await asyncio.gather(*(one.app[NOTIFIER].send_waiting() for one in (first, second) if one.app))
    await until(lambda: {state for state, _, _ in rows(STATE)} == {"sent"})

    assert len(mails.mails) == 5


async def test_without_a_mail_server_nothing_waits(client: Client, rows: Rows) -> None:
    await ask(client)

    assert rows(STATE) == [("off", 0, None)]
