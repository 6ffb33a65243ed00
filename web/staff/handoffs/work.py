"""Reading and changing requests to talk to a person; every function runs in a caller's session."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from web.log.records import now
from web.log.tables import Handoff
from web.staff.errors import ConflictError, NotFoundError

PAGE_SIZE: Final = 50


class State(StrEnum):
    """How far the work on a request is."""

    new = "new"
    taken = "taken"
    done = "done"


OPEN: Final = (State.new, State.taken)


@dataclass(frozen=True)
class Place:
    """Where in the list, newest first, a page begins: behind this request."""

    time: datetime
    reference: str


@dataclass(frozen=True)
class Days:
    """Whole days, from ``since`` on, up to but without ``until``; ``None`` is no limit."""

    since: datetime | None = None
    until: datetime | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        """Return what has to hold for a request that was sent in these days."""
        found = [Handoff.time >= self.since] if self.since is not None else []
        return found + ([Handoff.time < self.until] if self.until is not None else [])


def page_of(
    session: Session, states: Collection[State], after: Place | None, days: Days
) -> tuple[list[Handoff], Place | None]:
    """Return a page of the requests in ``states``, newest first, and where the next one begins."""
    query = (
        select(Handoff)
        .where(Handoff.state.in_(states), *days.conditions())
        .order_by(Handoff.time.desc(), Handoff.reference.desc())
        .limit(PAGE_SIZE + 1)
    )
    if after is not None:
        query = query.where(
            or_(
                Handoff.time < after.time,
                and_(Handoff.time == after.time, Handoff.reference < after.reference),
            )
        )
    rows = list(session.scalars(query))
    more = len(rows) > PAGE_SIZE
    last = rows[PAGE_SIZE - 1] if more else None
    return rows[:PAGE_SIZE], Place(last.time, last.reference) if last else None


def counts(session: Session, days: Days) -> dict[State, int]:
    """Return how many requests there are in each state."""
    query = select(Handoff.state, func.count()).where(*days.conditions())
    found = session.execute(query.group_by(Handoff.state)).all()
    return {state: 0 for state in State} | {State(state): count for state, count in found}


def get(session: Session, reference: str) -> Handoff:
    """Return one request.

    Raises:
        NotFoundError: when there is none.
    """
    row = session.get(Handoff, reference)
    if row is None:
        raise NotFoundError("There is no such request (any more).")
    return row


def change(
    session: Session, reference: str, person: str, before: State, state: State, note: str
) -> None:
    """Set state and note of a request.

    Args:
        session: Of a writing transaction.
        reference: Which request.
        person: Name of whoever changes it.
        before: The state that this person saw.
        state: The new state.
        note: The whole new note.

    Raises:
        NotFoundError: when there is no such request.
        ConflictError: when somebody else has changed its state meanwhile.
    """
    row = get(session, reference)
    if row.state != before:
        raise ConflictError(
            f"{row.state_by} has set this request to “{row.state}” meanwhile. Nothing was changed; "
            "open it again."
        )
    row.note = note
    if state != before:
        row.state, row.state_by, row.state_time = state, person, now()


def mail_problems(session: Session) -> tuple[int, str | None]:
    """Return how many notifications wait after a try that failed, and why the newest failed."""
    failed = (Handoff.mail == "waiting", Handoff.mail_tries > 0)
    count = session.scalar(select(func.count()).select_from(Handoff).where(*failed)) or 0
    newest = select(Handoff.mail_problem).where(*failed).order_by(Handoff.mail_next.desc()).limit(1)
    return count, session.scalar(newest)
