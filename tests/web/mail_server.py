"""A real mail server on loopback, with faults on demand."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email import message_from_bytes
from email.message import Message

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

PASSWORD = b"four random words"


class MailServer:
    """Keeps what it takes; ``refusal`` is what it answers instead of taking a mail."""

    def __init__(self) -> None:
        self.mails: list[Message] = []
        self.secure: list[bool] = []
        self.users: list[bytes] = []
        self.tries = 0
        self.refusal: str | None = None
        self.port = 0

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Take one mail."""
        self.tries += 1
        if self.refusal is not None:
            return self.refusal
        assert isinstance(envelope.content, bytes)
        self.mails.append(message_from_bytes(envelope.content))
        assert server.transport is not None
        self.secure.append(server.transport.get_extra_info("ssl_object") is not None)
        return "250 OK"

    def let_in(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: object
    ) -> AuthResult:
        """Look at a user and a password."""
        assert isinstance(data, LoginPassword)
        self.users.append(data.login)
        return AuthResult(success=data.password == PASSWORD, handled=False)


@asynccontextmanager
async def mail_server(
    port: int = 0,
    *,
    certificate: ssl.SSLContext | None = None,
    implicit: bool = False,
    password: bool = False,
) -> AsyncIterator[MailServer]:
    """Run a mail server on ``port``, or on one that is free.

    With a ``certificate`` it offers STARTTLS, or speaks TLS from the first byte on (``implicit``).
    With ``password`` it wants a user and :data:`PASSWORD`.
    """
    handler = MailServer()
    loop = asyncio.get_running_loop()
    later = certificate if not implicit else None

    def connection() -> SMTP:
        return SMTP(
            handler,
            hostname="mail.school.example",
            loop=loop,
            tls_context=later,
            require_starttls=later is not None,
            auth_required=password,
            auth_require_tls=not implicit,
            auth_exclude_mechanism=["LOGIN"],
            authenticator=handler.let_in if password else None,
        )

    at_once = certificate if implicit else None
    server = await loop.create_server(connection, "127.0.0.1", port, ssl=at_once)
    async with server:
        handler.port = server.sockets[0].getsockname()[1]
        yield handler
