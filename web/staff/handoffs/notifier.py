"""Telling the staff by mail that a request came in, until the mail server has taken the mail.

The mail holds the reference and a link, and nothing of what the visitor wrote: mailboxes are out
of reach when somebody wants to have it erased.
"""

import asyncio
import logging
from dataclasses import dataclass
from datetime import timedelta
from email.message import EmailMessage
from functools import partial
from typing import Final

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from web.log.failures import LogUnavailableError
from web.log.records import now
from web.log.repository import ConversationLog
from web.log.tables import Handoff
from web.mail import MailError, MailSettings, compose, send

logger = logging.getLogger(__name__)

# Minutes until the next try after the first, second, ... one; the last holds for all others.
WAITS: Final = (1, 5, 15, 60)
AT_ONCE: Final = 20
# Longer than one try may take, so that two gateways do not send the same mail.
CLAIM: Final = timedelta(minutes=2)


@dataclass(frozen=True)
class Notification:
    """What every mail says, but for the reference."""

    mail: MailSettings
    school: str
    address: str
    """Of the website, without a slash at the end."""


class Notifier:
    """Sends the mails that wait."""

    def __init__(self, log: ConversationLog, notification: Notification) -> None:
        """``log`` says which requests wait for a mail."""
        self._log = log
        self._notification = notification
        self._called = asyncio.Event()

    def call(self) -> None:
        """Say that a request has come in."""
        self._called.set()

    async def run(self, pause: float) -> None:
        """Send at once when called, and look every ``pause`` seconds, for ever."""
        while True:
            try:
                await self.send_waiting()
            except LogUnavailableError as error:
                logger.error("notifications could not be read: %s", error)
            try:
                await asyncio.wait_for(self._called.wait(), pause)
            except TimeoutError:
                continue
            self._called.clear()

    async def send_waiting(self) -> None:
        """Try each mail whose time has come, once.

        Raises:
            LogUnavailableError: when the log cannot be read or written; nothing is lost then.
        """
        for reference in await self._log.write(_claim):
            try:
                await send(self._notification.mail.server, self._mail(reference))
            except MailError as error:
                logger.error("a notification was not taken: %s", error)
                await self._log.write(partial(_fail, reference=reference, why=str(error)))
            else:
                await self._log.write(partial(_finish, reference=reference))

    def _mail(self, reference: str) -> EmailMessage:
        told = self._notification
        return compose(
            told.mail.sender,
            told.mail.recipient,
            f"{told.school}: request {reference} to talk to a person",
            f"Somebody wants to talk to a person. The reference is {reference}.\n\n"
            f"Read and answer it here:\n{told.address}/staff/handoffs/{reference}\n\n"
            "This mail was sent by the school's chat. Please do not answer it.\n",
        )


def _claim(session: Session) -> list[str]:
    """Return the requests whose mail is due, and let nobody else take them for a while."""
    due = (Handoff.mail == "waiting", Handoff.mail_next <= now())
    claimed = []
    for reference in session.scalars(
        select(Handoff.reference).where(*due).order_by(Handoff.mail_next).limit(AT_ONCE)
    ).all():
        taken = session.execute(
            update(Handoff)
            .where(Handoff.reference == reference, *due)
            .values(mail_next=now() + CLAIM)
            .execution_options(synchronize_session=False)
        )
        if taken.rowcount:  # type: ignore[attr-defined]
            claimed.append(reference)
    return claimed


def _finish(session: Session, reference: str) -> None:
    row = session.get(Handoff, reference)
    if row is not None:
        row.mail, row.mail_next, row.mail_problem = "sent", None, None


def _fail(session: Session, reference: str, why: str) -> None:
    row = session.get(Handoff, reference)
    if row is not None:
        minutes = WAITS[min(row.mail_tries, len(WAITS) - 1)]
        row.mail_tries += 1
        row.mail_next = now() + timedelta(minutes=minutes)
        row.mail_problem = why
