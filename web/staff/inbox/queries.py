"""Finding conversations, newest first, a page at a time, and counting them."""

from typing import Final

from sqlalchemy.orm import Session

from web.staff.inbox.filters import Filter
from web.staff.inbox.hits import Count, Hits
from web.staff.inbox.openings import OpeningSearch
from web.staff.inbox.search import Search

# Turns that are looked at to count the conversations that fit.
MOST_COUNTED: Final = 5_000


def find(
    session: Session,
    wanted: Filter,
    limit: int,
    *,
    before: int | None = None,
    after: int | None = None,
) -> Hits:
    """Return the newest conversations that fit.

    Args:
        session: Where the log is read.
        wanted: What has to hold. Conditions about turns hold for the turn of the hit, which is
            the newest such turn of its conversation.
        limit: The most hits of a page.
        before: Only hits behind this place: of an older turn, or opened earlier.
        after: Only hits before this place, those next to it; not together with ``before``.
    """
    search = _search(session, wanted)
    if search is None:
        return Hits((), newer=False, older=False)
    if after is not None:
        found = search.upwards(session, after, limit + 1)
        return Hits(tuple(reversed(found[:limit])), newer=len(found) > limit, older=True)
    found = search.downwards(session, before, limit + 1)
    return Hits(tuple(found[:limit]), newer=before is not None, older=len(found) > limit)


def count(session: Session, wanted: Filter) -> Count:
    """Count the conversations that fit, as far as it takes no long time."""
    search = _search(session, wanted)
    if search is None:
        return Count(0, more=False)
    candidates, conversations = session.execute(search.counted(MOST_COUNTED)).one()
    return Count(conversations, more=candidates == MOST_COUNTED)


def _search(session: Session, wanted: Filter) -> Search | OpeningSearch | None:
    return OpeningSearch(wanted) if wanted.is_by_opening else Search.of(session, wanted)
