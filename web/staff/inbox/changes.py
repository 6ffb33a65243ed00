"""The forms of the transcript and of the inbox: each changes one thing and goes back."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Final
from urllib.parse import parse_qsl, urlsplit

from aiohttp import web

from web.keys import LOG, MASKER
from web.staff.errors import BadInputError
from web.staff.inbox.annotations import Annotator, delete_filter, save_filter
from web.staff.inbox.filters import Filter
from web.staff.inbox.pages import INBOX, TRANSCRIPT
from web.staff.roles import Permission, Person
from web.staff.routing import add_page, form_of, see_other

FILTERS: Final = "/staff/filters"
LONGEST_QUERY: Final = 16_000
Form = Mapping[str, str]
Change = Callable[[Annotator, Form], None]


def add_changes(app: web.Application) -> None:
    """Add what the staff change: notes, labels, review, flag, saved filters."""
    changes: dict[str, Change] = {
        "notes": lambda on, form: on.add_note(form.get("text", ""), _turn(form)),
        "notes/delete": lambda on, form: on.delete_note(_number(form, "note")),
        "labels": lambda on, form: on.add_label(form.get("label", "")),
        "labels/remove": lambda on, form: on.remove_label(form.get("label", "")),
        "review": lambda on, form: on.set_review(form.get("state", "")),
        "flag": lambda on, form: on.set_flag(form.get("flagged") == "yes"),
    }
    for path, change in changes.items():
        add_page(app, "POST", f"{TRANSCRIPT}/{path}", _handler(change), Permission.annotate)
    add_page(app, "POST", FILTERS, keep_filter, Permission.read_transcripts)
    add_page(app, "POST", f"{FILTERS}/delete", forget_filter, Permission.read_transcripts)


async def keep_filter(request: web.Request, person: Person) -> web.StreamResponse:
    """Keep the filter of the inbox under a name."""
    form = await form_of(request)
    query = form.get("query", "")
    if len(query) > LONGEST_QUERY:
        raise BadInputError("The filter is too long to be kept.")
    wanted = Filter.read(parse_qsl(query, keep_blank_values=True))
    name = form.get("name", "")
    mask = request.app[MASKER].mask
    await request.app[LOG].write(lambda session: save_filter(session, person, name, wanted, mask))
    return see_other(f"{INBOX}?{wanted.query()}" if wanted.query() else INBOX)


async def forget_filter(request: web.Request, person: Person) -> web.StreamResponse:
    """Delete a saved filter."""
    filter_ = _number(await form_of(request), "filter")
    await request.app[LOG].write(lambda session: delete_filter(session, person, filter_))
    return see_other(INBOX)


def _handler(change: Change) -> Callable[[web.Request, Person], Awaitable[web.StreamResponse]]:
    async def handle(request: web.Request, person: Person) -> web.StreamResponse:
        form, id_ = await form_of(request), request.match_info["id"]
        mask = request.app[MASKER].mask
        await request.app[LOG].write(
            lambda session: change(Annotator(session, person, id_, mask), form)
        )
        return see_other(_back(form.get("back", ""), TRANSCRIPT.format(id=id_)))

    return handle


def _back(address: str, path: str) -> str:
    """Return where the form was, if it was on a page of this conversation."""
    parts = urlsplit(address)
    same = (parts.scheme, parts.netloc, parts.path) == ("", "", path)
    return address if same and address.isascii() and address.isprintable() else path


def _turn(form: Form) -> int | None:
    return _number(form, "turn") if form.get("turn", "").strip() else None


def _number(form: Form, name: str) -> int:
    value = form.get(name, "").strip()
    if not value.isascii() or not value.isdigit() or len(value) >= 20:
        raise BadInputError(f"“{name}” must be a number.")
    return int(value)
