"""The public chat API, version 1."""

import re
from typing import Any

from aiohttp import web

from web.body import read_json
from web.errors import ApiError
from web.feedback import check_vote, keep_vote
from web.handoff import check_wish, keep_wish
from web.keys import LOG, SETTINGS, TOKENS
from web.log.records import Said
from web.reply import api_message, api_time
from web.visits import bearer, delete, download, find_choice, open_visit, say, take_turn

UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII)
PAGE = 500  # messages


def add_api(app: web.Application) -> None:
    """Add the routes of the chat API to ``app``."""
    app.router.add_get("/api/settings", tell_settings)
    app.router.add_post("/api/conversations", open_conversation)
    app.router.add_post("/api/messages", send_message)
    app.router.add_get("/api/messages", list_messages)
    app.router.add_post("/api/messages/{message}/feedback", give_feedback)
    app.router.add_get("/api/conversation", download_conversation)
    app.router.add_delete("/api/conversation", delete_conversation)
    app.router.add_post("/api/handoff", ask_for_a_person)


async def tell_settings(request: web.Request) -> web.Response:
    """Return what a page may show before a conversation is opened."""
    school = request.app[SETTINGS].school
    return web.json_response(
        {
            "name": school.name,
            "phone": school.contact.phone,
            "mail": school.contact.mail,
            "hours": school.opening_hours,
            "retention_days": school.retention_days,
            "handoff_days": school.handoff_days,
            "notice": school.full_notice,
            "notice_version": school.notice_version,
        }
    )


async def open_conversation(request: web.Request) -> web.Response:
    """Open a conversation: 201 with its token, the notice and the greeting."""
    app = request.app
    await read_json(request, app[SETTINGS].timing.body_deadline)
    conversation, greeting = await open_visit(request)
    token, expires = app[TOKENS].make(conversation)
    return web.json_response(
        {
            "token": token,
            "expires": api_time(expires),
            "notice": app[SETTINGS].school.full_notice,
            "messages": [api_message(greeting)],
        },
        status=201,
    )


async def send_message(request: web.Request) -> web.Response:
    """Take one message of the visitor: 200 with the stored answer."""
    conversation = bearer(request)
    body = await _body(request)
    client_id = _client_id(body)
    said = await _said(request.app, conversation, body)
    answer = await take_turn(request.app, conversation, client_id, said)
    return web.json_response({"messages": [api_message(one) for one in answer]})


async def list_messages(request: web.Request) -> web.Response:
    """Return the messages behind ``after``, or all; ``more`` says that there are further ones."""
    messages = await request.app[LOG].messages(
        bearer(request), after=request.query.get("after"), limit=PAGE + 1
    )
    if messages is None:
        raise ApiError("unknown_message")
    return web.json_response(
        {
            "messages": [api_message(one) for one in messages[:PAGE]],
            "more": len(messages) > PAGE,
        }
    )


async def give_feedback(request: web.Request) -> web.Response:
    """Keep whether an answer helped: 204; a later vote takes the place of this one."""
    conversation = bearer(request)
    vote = check_vote(await _body(request))
    await keep_vote(request.app, conversation, request.match_info["message"], vote)
    return web.Response(status=204)


async def download_conversation(request: web.Request) -> web.Response:
    """Return everything that is kept of this visitor, as a file."""
    return await download(request.app, bearer(request))


async def delete_conversation(request: web.Request) -> web.Response:
    """Delete everything of this visitor: 200 with a receipt; the token is worth nothing then."""
    return web.json_response({"receipt": await delete(request.app, bearer(request))})


async def ask_for_a_person(request: web.Request) -> web.Response:
    """Keep the wish to talk to a person: 201 with a reference and how to reach the school.

    It works without a conversation; with a token the wish goes when the conversation goes.
    """
    conversation = bearer(request) if "Authorization" in request.headers else None
    wish = check_wish(await _body(request))
    kept = await keep_wish(request, wish, conversation)
    school = request.app[SETTINGS].school
    return web.json_response(
        {
            "reference": kept.reference,
            "hours": school.opening_hours,
            "phone": school.contact.phone,
            "mail": school.contact.mail,
        },
        status=201,
    )


async def _body(request: web.Request) -> dict[str, Any]:
    return await read_json(request, request.app[SETTINGS].timing.body_deadline)


def _client_id(body: dict[str, Any]) -> str:
    client_id = body.get("id")
    if not isinstance(client_id, str) or not UUID.fullmatch(client_id.lower()):
        raise ApiError("bad_id")
    return client_id.lower()


async def _said(app: web.Application, conversation: str, body: dict[str, Any]) -> Said:
    text, choice = body.get("text"), body.get("choice")
    if isinstance(text, str) and choice is None:
        return say(app, text)
    if not isinstance(choice, str) or text is not None:
        raise ApiError("bad_content")
    return await find_choice(app, conversation, choice)
