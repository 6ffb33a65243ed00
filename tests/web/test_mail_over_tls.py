"""Mails over TLS: taken by a server whose certificate holds, kept back from any other."""

from pathlib import Path

import pytest

from tests.web.certificates import Authority
from tests.web.mail_server import PASSWORD, mail_server
from web.mail import MailError, MailServer, compose, send

MAIL = compose("chat@school.example", "desk@school.example", "A request", "Hello\n")
HERE = "IP:127.0.0.1"
# The server of the tests complains about what it is asked to do here, and leaves connections open
# when a client breaks off the beginning of TLS.
pytestmark = [
    pytest.mark.filterwarnings("ignore:Requiring AUTH:UserWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
WAYS = pytest.mark.parametrize("implicit", [False, True], ids=["starttls", "implicit"])


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority.made(tmp_path_factory.mktemp("certificates") / "known")


@pytest.fixture
def trusted(authority: Authority, monkeypatch: pytest.MonkeyPatch) -> Authority:
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.certificate))
    return authority


def to(port: int, implicit: bool, password: str | None = None) -> MailServer:
    return MailServer("127.0.0.1", port, implicit, "desk" if password else None, password)


@WAYS
async def test_a_mail_goes_over_a_secure_connection(trusted: Authority, implicit: bool) -> None:
    certificate = trusted.sign("good", HERE)
    async with mail_server(certificate=certificate, implicit=implicit) as server:
        await send(to(server.port, implicit), MAIL)

    assert server.secure == [True]


@WAYS
async def test_user_and_password_go_over_it(trusted: Authority, implicit: bool) -> None:
    certificate = trusted.sign("good", HERE)
    async with mail_server(certificate=certificate, implicit=implicit, password=True) as server:
        await send(to(server.port, implicit, PASSWORD.decode()), MAIL)
        with pytest.raises(MailError, match="does not accept the user"):
            await send(to(server.port, implicit, "wrong"), MAIL)

    assert (server.secure, server.users) == ([True], [b"desk", b"desk"])


@WAYS
@pytest.mark.parametrize(
    ("names", "days", "why"),
    [
        ("DNS:mail.elsewhere.example", 30, "IP address mismatch"),
        (HERE, -1, "expired"),
    ],
)
async def test_a_certificate_that_does_not_hold_gets_nothing(
    trusted: Authority, implicit: bool, names: str, days: int, why: str
) -> None:
    certificate = trusted.sign("bad", names, days)
    async with mail_server(certificate=certificate, implicit=implicit, password=True) as server:
        with pytest.raises(MailError, match=f"certificate of the mail server is not valid.*{why}"):
            await send(to(server.port, implicit, PASSWORD.decode()), MAIL)

    assert (server.tries, server.users) == (0, [])


@WAYS
async def test_a_certificate_of_somebody_unknown_gets_nothing(
    trusted: Authority, implicit: bool, tmp_path: Path
) -> None:
    certificate = Authority.made(tmp_path / "unknown").sign("good", HERE)
    async with mail_server(certificate=certificate, implicit=implicit) as server:
        with pytest.raises(MailError, match="certificate of the mail server is not valid"):
            await send(to(server.port, implicit), MAIL)

    assert server.tries == 0


async def test_a_server_that_does_not_speak_tls_gets_nothing() -> None:
    async with mail_server() as server:
        with pytest.raises(MailError, match="no secure connection"):
            await send(to(server.port, implicit=True), MAIL)

    assert server.tries == 0
