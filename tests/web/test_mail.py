"""Mails are handed to a real mail server, and refusals have words."""

import socket

import pytest

from tests.web.mail_server import mail_server
from web.mail import MailError, MailServer, compose, parse_mail_server, send

MAIL = compose("chat@school.example", "desk@school.example", "A – request", "Grüße\n")


@pytest.mark.parametrize(
    ("address", "server"),
    [
        ("smtp://mail.example", MailServer("mail.example", 587, False)),
        ("smtp://mail.example:25", MailServer("mail.example", 25, False)),
        ("smtps://a:b%40c@mail.example", MailServer("mail.example", 465, True, "a", "b@c")),
        (
            "smtp://desk%40school.example:x@mail.example",
            MailServer("mail.example", 587, False, "desk@school.example", "x"),
        ),
    ],
)
def test_the_address_of_a_mail_server_is_read(address: str, server: MailServer) -> None:
    assert parse_mail_server(address) == server


@pytest.mark.parametrize(
    "address",
    ["mail.example", "http://mail.example", "smtp://", "smtp://a@mail.example",
     "smtp://secret:secret@mail.example/path", "smtp://mail.example:99999", "smtp://mail.example:x"],
)  # fmt: skip
def test_what_is_no_mail_server_is_refused_without_quoting_it(address: str) -> None:
    with pytest.raises(ValueError, match=r"must (be|have)") as caught:
        parse_mail_server(address)

    assert "secret" not in str(caught.value)


def test_a_password_is_not_shown_with_the_server() -> None:
    assert "hunter2" not in repr(parse_mail_server("smtps://a:hunter2@mail.example"))


async def test_a_mail_arrives_as_it_was_written() -> None:
    async with mail_server() as server:
        await send(MailServer("127.0.0.1", server.port, False), MAIL)

    [mail] = server.mails
    assert (mail["From"], mail["To"]) == ("chat@school.example", "desk@school.example")
    assert mail["Auto-Submitted"] == "auto-generated"
    content = mail.get_payload(decode=True)
    assert isinstance(content, bytes)
    assert content.decode() == "Grüße\r\n"


@pytest.mark.parametrize(
    ("refusal", "words"),
    [
        ("451 try later", "answered with the code 451"),
        ("554 no", "answered with the code 554"),
    ],
)
async def test_a_refusal_is_told(refusal: str, words: str) -> None:
    async with mail_server() as server:
        server.refusal = refusal
        with pytest.raises(MailError, match=words):
            await send(MailServer("127.0.0.1", server.port, False), MAIL)


async def test_a_server_that_is_not_there_is_told() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]

    with pytest.raises(MailError, match="cannot be reached"):
        await send(MailServer("127.0.0.1", port, False), MAIL)


async def test_a_password_is_not_sent_over_an_open_connection() -> None:
    async with mail_server() as server:
        with pytest.raises(MailError):
            await send(MailServer("127.0.0.1", server.port, False, "user", "password"), MAIL)

    assert server.tries == 0
