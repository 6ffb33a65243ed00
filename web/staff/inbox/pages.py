"""The inbox and the transcript."""

import asyncio
from collections.abc import Mapping
from typing import Any, Final

from aiohttp import web
from sqlalchemy.orm import Session

from web.keys import LOG
from web.staff import audit
from web.staff.errors import BadFilterError
from web.staff.inbox.annotations import LARGEST_ID, LONGEST_NAME, LONGEST_NOTE, saved_filters
from web.staff.inbox.filters import LONGEST_LABEL, LONGEST_WORDS, Filter
from web.staff.inbox.frames import slot_rows
from web.staff.inbox.hits import Hits
from web.staff.inbox.openings import place_of
from web.staff.inbox.queries import count, find
from web.staff.inbox.rows import read_rows, suggestions
from web.staff.inbox.transcripts import Transcript, read_transcript
from web.staff.inbox.wording import read_wording
from web.staff.roles import Permission, Person
from web.staff.routing import add_page, render, see_other

INBOX: Final = "/staff"
TRANSCRIPT: Final = "/staff/conversations/{id}"
ROWS_ON_A_PAGE: Final = 50
POSITION: Final = frozenset({"before", "after"})


def add_reading(app: web.Application) -> None:
    """Add the inbox and the transcript."""
    add_page(app, "GET", INBOX, show_inbox, Permission.read_transcripts)
    add_page(app, "GET", TRANSCRIPT, show_transcript, Permission.read_transcripts)


async def show_inbox(request: web.Request, person: Person) -> web.StreamResponse:
    """Answer with a page of the conversations that fit the filter in the address."""
    wanted = Filter.read(one for one in request.query.items() if one[0] not in POSITION)
    before, after = (_number(request, name) for name in ("before", "after"))
    if before is not None and after is not None:
        raise BadFilterError("“before” and “after” cannot be given together.")
    position = {"before": before} if before else {"after": after} if after else {}
    fields = [*wanted.fields(), *((name, str(number)) for name, number in position.items())]
    if list(request.query.items()) != fields:
        # The form sends its empty fields too; an address to keep has none of them.
        return see_other(_address(INBOX, wanted.query(**position)))

    def work(session: Session) -> dict[str, Any]:
        hits = find(session, wanted, ROWS_ON_A_PAGE, before=before, after=after)
        return {
            "hits": hits,
            "rows": read_rows(session, hits.hits),
            "count": count(session, wanted),
            "suggestions": suggestions(session),
            "saved": saved_filters(session, person),
        }

    found = await request.app[LOG].read(work)
    await audit.record(request, person, "inbox.view", details=wanted.for_audit())
    values: dict[str, Any] = {
        **found,
        **_newer_and_older(wanted, found["hits"]),
        "chips": [(*field, wanted.without(*field).query()) for field in wanted.fields()],
        "fields": _by_name(wanted),
        "query": wanted.query(),
        "wording": read_wording(),
        "longest_words": LONGEST_WORDS,
        "longest_name": LONGEST_NAME,
        "may_export": person.may(Permission.export),
    }
    return await _rendered(request, person, "staff/inbox.html", values)


async def show_transcript(request: web.Request, person: Person) -> web.StreamResponse:
    """Answer with a conversation; its neighbours are those of the filter in the address."""
    id_ = request.match_info["id"]
    wanted = Filter.read(one for one in request.query.items() if one[0] not in ("turn", "page"))
    turn, page = _number(request, "turn"), _number(request, "page")

    def work(session: Session) -> tuple[Transcript, dict[str, Any], list[str]]:
        transcript = read_transcript(session, id_, page=page, turn=turn)
        neighbours = _neighbours(session, wanted, transcript, turn)
        return transcript, neighbours, suggestions(session)["label"]

    transcript, neighbours, labels = await request.app[LOG].read(work)
    await audit.record(
        request, person, "transcript.view", id_, {"page": transcript.page, "turn": turn}
    )
    values: dict[str, Any] = {
        "transcript": transcript,
        "chosen": turn,
        **neighbours,
        "inbox": _address(INBOX, wanted.query()),
        "here": _address(request.path, wanted.query(**({"turn": turn} if turn else {}))),
        "query": wanted.query(),
        "known_labels": [label for label in labels if label not in transcript.labels],
        "wording": read_wording(),
        "slot_rows": slot_rows,
        "longest_note": LONGEST_NOTE,
        "longest_label": LONGEST_LABEL,
        "may_annotate": person.may(Permission.annotate),
        "may_erase": person.may(Permission.erase),
    }
    return await _rendered(request, person, "staff/transcript.html", values)


async def _rendered(
    request: web.Request, person: Person, template: str, values: dict[str, Any]
) -> web.Response:
    # A long page takes its time; visitors are answered meanwhile.
    return await asyncio.to_thread(lambda: render(request, person, template, **values))


def transcript_address(conversation: str, turn: int | None, wanted: Filter) -> str:
    """Return the address of a turn of a conversation; its neighbours are those of ``wanted``."""
    path = TRANSCRIPT.format(id=conversation)
    if turn is None:
        return _address(path, wanted.query())
    return f"{_address(path, wanted.query(turn=turn))}#turn-{turn}"


def _neighbours(
    session: Session, wanted: Filter, transcript: Transcript, turn: int | None
) -> dict[str, str | None]:
    """Return the addresses of the next newer and the next older conversation."""
    id_, last = transcript.conversation.id, transcript.conversation.last_turn
    here = place_of(transcript.conversation.created) if wanted.is_by_opening else turn or last
    if here is None:
        return {"newer": None, "older": None}
    # Where another turn than the one that was found is shown, the conversation itself is newer.
    newer = [hit for hit in find(session, wanted, 2, after=here).hits if hit.conversation != id_]
    older = [hit for hit in find(session, wanted, 2, before=here).hits if hit.conversation != id_]
    return {
        "newer": transcript_address(newer[-1].conversation, newer[-1].turn, wanted)
        if newer
        else None,
        "older": transcript_address(older[0].conversation, older[0].turn, wanted)
        if older
        else None,
    }


def _newer_and_older(wanted: Filter, hits: Hits) -> dict[str, str | None]:
    newer = older = None
    if hits.newer and hits.hits:
        newer = _address(INBOX, wanted.query(after=hits.hits[0].place))
    if hits.older and hits.hits:
        older = _address(INBOX, wanted.query(before=hits.hits[-1].place))
    return {"newer": newer, "older": older}


def _by_name(wanted: Filter) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in wanted.fields():
        found.setdefault(name, []).append(value)
    return found


def _address(path: str, query: str) -> str:
    return f"{path}?{query}" if query else path


def _number(request: web.Request, name: str) -> int | None:
    value = request.query.get(name)
    if value is None:
        return None
    digits = value.isascii() and value.isdigit() and len(value) < 20
    if not digits or not 0 < int(value) <= LARGEST_ID:
        raise BadFilterError(f"“{name}” must be the number of a turn or page.")
    return int(value)
