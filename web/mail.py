"""Sending a short mail through the school's mail server."""

import asyncio
import re
import ssl
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from urllib.parse import unquote, urlsplit

import aiosmtplib

DEADLINE = 20.0  # seconds for one mail
MAIL_ADDRESS = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+")
PORTS = {"smtp": 587, "smtps": 465}


class MailError(Exception):
    """A mail was not taken; the message says why in words for the staff."""


@dataclass(frozen=True)
class MailServer:
    """Where mails go; ``secure`` from the first byte on, else by STARTTLS where there is it."""

    host: str
    port: int
    secure: bool
    user: str | None = None
    password: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class MailSettings:
    """Which server takes our mails, from whom and to whom."""

    server: MailServer
    sender: str
    recipient: str


def parse_mail_server(address: str) -> MailServer:
    """Read ``smtp://host``, ``smtp://user:password@host:587`` or ``smtps://user:password@host``.

    Raises:
        ValueError: when it is none of these; the message never repeats the password.
    """
    parts = urlsplit(address)
    if parts.scheme not in PORTS or not parts.hostname or parts.path.strip("/") or parts.query:
        raise ValueError("must be smtp://host:port or smtps://user:password@host:port")
    if (parts.username is None) != (parts.password is None):
        raise ValueError("must have both a user and a password, or neither")
    try:
        port = parts.port or PORTS[parts.scheme]
    except ValueError:
        raise ValueError("must have a port from 1 to 65535") from None
    return MailServer(
        host=parts.hostname,
        port=port,
        secure=parts.scheme == "smtps",
        user=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
    )


def compose(sender: str, recipient: str, subject: str, text: str) -> EmailMessage:
    """Return a mail of plain text."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, recipient, subject
    message["Date"] = formatdate(localtime=False)
    message["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2])
    # Other machines should not answer that nobody is there.
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text)
    return message


async def send(server: MailServer, message: EmailMessage) -> None:
    """Hand ``message`` to the mail server.

    A user and a password are never sent over a connection that others can read.

    Raises:
        MailError: when the server did not take it.
    """
    try:
        async with asyncio.timeout(DEADLINE):
            await aiosmtplib.send(
                message,
                hostname=server.host,
                port=server.port,
                username=server.user,
                password=server.password,
                use_tls=server.secure,
                start_tls=True if server.user and not server.secure else None,
                timeout=DEADLINE,
            )
    except (aiosmtplib.SMTPAuthenticationError, aiosmtplib.SMTPNotSupported) as error:
        raise MailError("the mail server does not accept the user and the password") from error
    except aiosmtplib.SMTPRecipientsRefused as error:
        raise MailError("the mail server does not accept the recipient") from error
    except aiosmtplib.SMTPSenderRefused as error:
        raise MailError("the mail server does not accept the sender") from error
    except aiosmtplib.SMTPResponseException as error:
        raise MailError(f"the mail server answered with the code {error.code}") from error
    except (ssl.SSLError, aiosmtplib.SMTPConnectError) as error:
        raise MailError(_why_not_reached(error)) from error
    except (TimeoutError, aiosmtplib.SMTPTimeoutError) as error:
        raise MailError("the mail server did not answer in time") from error
    except (aiosmtplib.SMTPException, OSError, ValueError) as error:
        raise MailError("the mail server cannot be reached") from error


def _why_not_reached(error: BaseException) -> str:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return f"the certificate of the mail server is not valid: {cause.verify_message}"
        if isinstance(cause, ssl.SSLError):
            return "no secure connection to the mail server came about"
        cause = cause.__cause__
    return "the mail server cannot be reached"
