"""The privacy officer's page: delete a conversation, or a request to talk to a person, for good."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from aiohttp import web
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from web.keys import FORGETTING, LOG
from web.log import voices
from web.log.failures import UnknownConversationError
from web.log.records import Receipt
from web.log.tables import Conversation, Handoff, Message
from web.staff import audit
from web.staff.errors import BadInputError, NotFoundError
from web.staff.roles import Permission, Person
from web.staff.routing import add_page, form_of, render

PATH: Final = "/staff/erase"
CONVERSATION: Final = re.compile(r"(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])", re.ASCII)
REFERENCE: Final = re.compile(rf"\b([{voices.LETTERS}]{{4}})-?([{voices.LETTERS}]{{4}})\b")
LONGEST: Final = 400


@dataclass(frozen=True)
class Target:
    """What is to be deleted: the id of a conversation, or the reference of a request."""

    conversation: str | None = None
    reference: str | None = None

    @property
    def name(self) -> str:
        """The id or the reference, as the audit log and the form have it."""
        return self.conversation or self.reference or ""


def read_target(text: str) -> Target:
    """Return what ``text`` names: a link or an id of a conversation, or a reference.

    Raises:
        BadInputError: when it is none of these.
    """
    text = text.strip()
    if len(text) <= LONGEST:
        conversation = CONVERSATION.search(text.lower())
        if conversation:
            return Target(conversation=conversation[0])
        reference = REFERENCE.fullmatch(text.upper())
        if reference:
            return Target(reference=f"{reference[1]}-{reference[2]}")
    raise BadInputError(
        "Enter the link or the id of a conversation (32 letters and digits), or the reference of a "
        "request, such as 7KQM-2XFD."
    )


def add_erasing(app: web.Application) -> None:
    """Add ``/staff/erase``."""
    add_page(app, "GET", PATH, show_form, Permission.erase)
    add_page(app, "POST", PATH, erase, Permission.erase)


async def show_form(request: web.Request, person: Person) -> web.StreamResponse:
    """Answer with the form; with ``what`` in the address, with how much would be deleted."""
    what = request.query.get("what", "")
    if not what.strip():
        return render(request, person, "staff/erase.html", what="", problem=None, found=None)
    try:
        target = read_target(what)
        found = await request.app[LOG].read(lambda session: _count(session, target))
    except (BadInputError, NotFoundError) as error:
        return render(
            request,
            person,
            "staff/erase.html",
            error.status,
            what=what[:LONGEST],
            problem=error.message,
            found=None,
        )
    await audit.record(request, person, "erasure.prepare", target.name)
    return render(request, person, "staff/erase.html", what=target.name, problem=None, found=found)


async def erase(request: web.Request, person: Person) -> web.StreamResponse:
    """Delete what the form names and answer with the receipt."""
    target = read_target((await form_of(request)).get("what", ""))
    # Before it is done: a deletion without a row of its own must not happen.
    await audit.record(request, person, "erasure.begin", target.name)
    log = request.app[LOG]
    if target.reference is not None:
        reference = target.reference
        deleted = await log.forget_wish(reference)
        if not deleted:
            raise NotFoundError(f"There is no request {reference} (any more).")
        await audit.record(request, person, "erasure.done", reference)
        return render(
            request, person, "staff/erased.html", reference=reference, receipt=None, forgotten=True
        )
    receipt, forgotten = await _forget(request, target.name)
    await audit.record(request, person, "erasure.done", target.name, {"receipt": receipt.number})
    return render(
        request, person, "staff/erased.html", reference=None, receipt=receipt, forgotten=forgotten
    )


async def _forget(request: web.Request, conversation: str) -> tuple[Receipt, bool]:
    try:
        return await request.app[FORGETTING].forget(conversation)
    except UnknownConversationError:
        raise NotFoundError("There is no such conversation (any more).") from None


@dataclass(frozen=True)
class Found:
    """How much there is of a target; never what it says."""

    conversation: str | None
    opened: datetime
    messages: int
    handoffs: int


def _count(session: Session, target: Target) -> Found:
    if target.reference is not None:
        wish = session.get(Handoff, target.reference)
        if wish is None:
            raise NotFoundError(f"There is no request {target.reference} (any more).")
        return Found(None, wish.time, 0, 1)
    row = session.get(Conversation, target.conversation)
    if row is None:
        raise NotFoundError("There is no such conversation (any more).")
    messages, handoffs = (
        session.scalar(select(func.count()).where(table.conversation_id == row.id)) or 0
        for table in (Message, Handoff)
    )
    return Found(row.id, row.created, messages, handoffs)
