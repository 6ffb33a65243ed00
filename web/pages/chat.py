"""The chat as a page: with the widget, and in a form that needs no script at all."""

import uuid
from typing import Any

from aiohttp import web

from web.api import UUID
from web.errors import ApiError, error_response
from web.feedback import check_vote, keep_vote
from web.keys import GREETING, LOG, WORDING
from web.log.failures import LogUnavailableError, UnknownConversationError
from web.log.records import LoggedMessage, Said
from web.pages.form import read_form
from web.pages.rendering import as_page, render
from web.pages.visit_cookie import forget_visit, keep_visit, read_visit
from web.reply import api_message
from web.text import LONGEST_TEXT
from web.visits import delete, download, find_choice, open_visit, say, take_turn

PLAIN = "/chat/plain"
NO_STORE = {"Cache-Control": "no-store"}


def add_chat(app: web.Application) -> None:
    """Add ``/chat`` and everything below ``/chat/plain``."""
    app.router.add_get("/chat", show_chat)
    app.router.add_get(PLAIN, show_plain)
    app.router.add_post(PLAIN, take_message)
    app.router.add_post(f"{PLAIN}/feedback", take_feedback)
    app.router.add_post(f"{PLAIN}/new", begin_anew)
    app.router.add_get(f"{PLAIN}/download", download_plain)
    app.router.add_get(f"{PLAIN}/delete", ask_to_delete)
    app.router.add_post(f"{PLAIN}/delete", delete_plain)


async def show_chat(request: web.Request) -> web.Response:
    """Answer with the widget on a page of its own; without scripts it holds the plain chat."""
    return await _page(request, "chat.html")


async def show_plain(request: web.Request) -> web.Response:
    """Answer with the conversation so far and a form for the next message."""
    return await _page(request, "chat_plain.html")


async def take_message(request: web.Request) -> web.Response:
    """Answer one message: back to the page, at the answer; or the page with what went wrong."""
    fields = await read_form(request)
    conversation = read_visit(request)
    try:
        text = None if "choice" in fields or "start" in fields else fields.get("text", "")
        said = None if text is None else say(request.app, text)
        conversation = await _enter(request, conversation)
        if said is None:
            said = await find_choice(
                request.app, conversation, await _choice(request.app, conversation, fields)
            )
        answer = await _turn(request.app, conversation, fields.get("id", "").lower(), said)
    except (ApiError, LogUnavailableError, UnknownConversationError) as error:
        return await _refuse(request, conversation, fields, error)
    response = _back(answer[0].id if answer else None)
    keep_visit(request, response, conversation)
    return response


async def take_feedback(request: web.Request) -> web.Response:
    """Keep a vote, then go back to the answer."""
    fields = await read_form(request)
    conversation = _require(request)
    helpful = {"yes": True, "no": False}.get(fields.get("helpful", ""))
    vote = check_vote({"helpful": helpful, "comment": fields.get("comment")})
    message = fields.get("message", "")
    await keep_vote(request.app, conversation, message, vote)
    return _back(message)


async def begin_anew(request: web.Request) -> web.Response:
    """Let the browser forget this chat, which stays kept until its time is over."""
    await read_form(request)
    response = _back()
    forget_visit(response)
    return response


async def download_plain(request: web.Request) -> web.Response:
    """Return everything that is kept of this visitor, as a file."""
    return await download(request.app, _require(request))


async def ask_to_delete(request: web.Request) -> web.Response:
    """Ask once more before everything is deleted."""
    _require(request)
    return render(request, "chat_delete.html", receipt=None)


async def delete_plain(request: web.Request) -> web.Response:
    """Delete everything of this visitor and show the receipt."""
    await read_form(request)
    receipt = await delete(request.app, _require(request))
    response = render(request, "chat_delete.html", receipt=receipt)
    forget_visit(response)
    return response


async def _enter(request: web.Request, conversation: str | None) -> str:
    """Return the conversation of this browser, or a new one when it has none (any more)."""
    if conversation is not None:
        try:
            await request.app[LOG].require_conversation(conversation)
        except UnknownConversationError:
            pass
        else:
            return conversation
    opened, _ = await open_visit(request)
    return opened


async def _choice(app: web.Application, conversation: str, fields: dict[str, str]) -> str:
    """Return the id of a choice; those of the greeting have none before the chat is opened."""
    if "start" not in fields:
        return fields["choice"]
    first = await app[LOG].messages(conversation, limit=1)
    return f"{first[0].id}.{fields['start']}" if first else ""


async def _turn(
    app: web.Application, conversation: str, client_id: str, said: Said
) -> list[LoggedMessage]:
    if not UUID.fullmatch(client_id):
        raise ApiError("bad_id")
    try:
        return await take_turn(app, conversation, client_id, said)
    except ApiError as error:
        if error.code != "conflict":
            raise
    # The visitor went back to an older page and asked something else there: a new turn.
    return await take_turn(app, conversation, str(uuid.uuid4()), said)


async def _page(
    request: web.Request,
    template: str,
    status: int = 200,
    problem: str | None = None,
    text: str = "",
    client_id: str | None = None,
) -> web.Response:
    conversation = read_visit(request)
    messages: list[dict[str, Any]] = []
    if conversation is not None:
        try:
            stored = await request.app[LOG].messages(conversation) or []
            messages = [api_message(one) for one in stored]
        except UnknownConversationError:
            conversation = None
        except LogUnavailableError:
            problem = problem or request.app[WORDING].error("log_unavailable")
            status = 503
    page = render(
        request,
        template,
        status,
        messages=messages,
        opened=conversation is not None,
        greeting=api_message(request.app[GREETING].message()),
        problem=problem,
        text=text,
        client_id=client_id or str(uuid.uuid4()),
        longest=LONGEST_TEXT,
    )
    page.headers.update(NO_STORE)
    return page


async def _refuse(
    request: web.Request,
    conversation: str | None,
    fields: dict[str, str],
    error: ApiError | LogUnavailableError | UnknownConversationError,
) -> web.Response:
    """Show what went wrong, with the text and the id still in the form."""
    told = error if isinstance(error, ApiError) else ApiError(_code(error))
    client_id = fields.get("id", "").lower()
    page = await _page(
        request,
        "chat_plain.html",
        told.status,
        request.app[WORDING].error(told.code),
        fields.get("text", "")[:LONGEST_TEXT],
        client_id if UUID.fullmatch(client_id) else None,
    )
    if "Retry-After" in (headers := error_response(told, request.app[WORDING]).headers):
        page.headers["Retry-After"] = headers["Retry-After"]
    if conversation is not None:
        keep_visit(request, page, conversation)
    return page


def _code(error: Exception) -> str:
    return "log_unavailable" if isinstance(error, LogUnavailableError) else "unauthorized"


def _require(request: web.Request) -> str:
    conversation = read_visit(request)
    if conversation is None:
        raise ApiError("unauthorized")
    return conversation


def _back(message: str | None = None) -> web.Response:
    response = as_page("", 303)
    response.headers["Location"] = f"{PLAIN}#message-{message}" if message else PLAIN
    response.headers.update(NO_STORE)
    return response
