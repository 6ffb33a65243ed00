"""A real mail server on loopback, with faults on demand."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email import message_from_bytes
from email.message import Message

from aiosmtpd.smtp import SMTP, Envelope, Session


class MailServer:
    """Keeps what it takes; ``refusal`` is what it answers instead of taking a mail."""

    def __init__(self) -> None:
        self.mails: list[Message] = []
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
        return "250 OK"


@asynccontextmanager
async def mail_server(port: int = 0) -> AsyncIterator[MailServer]:
    """Run a mail server on ``port``, or on one that is free."""
    handler = MailServer()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(handler, hostname="mail.school.example", loop=loop), "127.0.0.1", port
    )
    async with server:
        handler.port = server.sockets[0].getsockname()[1]
        yield handler
