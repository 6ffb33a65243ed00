"""What a visitor does in a conversation, whichever way it comes in: by the API or by a page."""

import time
from typing import Any

from aiohttp import web

from web.errors import ApiError
from web.keys import FORGETTING, GREETING, LIMITS, LOG, MASKER, SETTINGS, TOKENS, TURNS
from web.log.records import LoggedMessage, LoggedWish, Said
from web.metrics import METRICS
from web.reply import api_message, api_time
from web.text import LONGEST_TEXT, clean_text
from web.tokens import TokenError, new_conversation

LONGEST_CHOICE = 60


def bearer(request: web.Request) -> str:
    """Return the conversation that the bearer token of ``request`` opens.

    Raises:
        ApiError: ``unauthorized`` when there is no token or it is not a good one.
    """
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        raise ApiError("unauthorized")
    try:
        return request.app[TOKENS].conversation(token.strip())
    except TokenError as error:
        raise ApiError("unauthorized") from error


async def open_visit(request: web.Request) -> tuple[str, LoggedMessage]:
    """Open a conversation; returns its id and the stored greeting.

    Raises:
        ApiError: ``too_many_conversations``.
    """
    app = request.app
    app[LIMITS].count_opening(request)
    conversation, greeting = new_conversation(), app[GREETING].message()
    version = app[SETTINGS].school.notice_version
    await app[LOG].add_conversation(conversation, [greeting], version)
    return conversation, greeting


def say(app: web.Application, text: str) -> Said:
    """Return what a visitor says who typed ``text``: cleaned, and without personal data.

    This is the only way in, so nothing behind it (danger filter, log, Rasa) has seen more.

    Raises:
        ApiError: what :func:`web.text.clean_text` raises; ``text_too_long`` also when the text has
            become too long by the placeholders.
    """
    masked = app[MASKER].mask(clean_text(text))
    if len(masked) > LONGEST_TEXT:
        raise ApiError("text_too_long")
    return Said(masked)


async def take_turn(
    app: web.Application, conversation: str, client_id: str, said: Said
) -> list[LoggedMessage]:
    """Run one turn or find it again; returns the stored answer.

    Raises:
        ApiError: ``too_many_messages``, or what :meth:`web.turns.Turns.take` raises.
    """
    if not app[TURNS].is_running(conversation, client_id):
        app[LIMITS].count_turn(conversation)
    started = time.monotonic()
    answer = await app[TURNS].take(conversation, client_id, said)
    app[METRICS].count_turn(answer[0].kind if answer else "none", time.monotonic() - started)
    return answer


async def find_choice(app: web.Application, conversation: str, choice: str) -> Said:
    """Return what a visitor says who taps ``choice``; ``ApiError`` ``unknown_choice``."""
    found = None
    if len(choice) <= LONGEST_CHOICE and choice.isascii() and choice.isprintable():
        found = await app[LOG].find_choice(conversation, choice)
    if found is None:
        raise ApiError("unknown_choice")
    return Said(found.title, found)


async def download(app: web.Application, conversation: str) -> web.Response:
    """Return everything that is kept of ``conversation``, as a file."""
    log = app[LOG]
    opened = await log.require_conversation(conversation)
    messages = await log.messages(conversation) or []
    turns = await log.turns(conversation)
    return web.json_response(
        {
            "opened": api_time(opened.time),
            "notice_version": opened.notice_version,
            "messages": [api_message(one) for one in messages],
            "turns": [
                {
                    "id": turn.id,
                    "state": turn.state,
                    "time": api_time(turn.created),
                    "finished": api_time(turn.finished) if turn.finished else None,
                    "understanding": turn.understanding,
                }
                for turn in turns
            ],
            "handoffs": [_handoff(wish) for wish in await log.wishes(conversation)],
        },
        headers={"Content-Disposition": 'attachment; filename="conversation.json"'},
    )


async def delete(app: web.Application, conversation: str) -> dict[str, Any]:
    """Delete everything of ``conversation``; returns the receipt."""
    receipt, forgotten = await app[FORGETTING].forget(conversation)
    return {
        "number": receipt.number,
        "time": api_time(receipt.time),
        "messages": receipt.messages,
        "turns": receipt.turns,
        "handoffs": receipt.handoffs,
        "working_memory": "deleted" if forgotten else "pending",
        "search_index": "deleted" if receipt.scrubbed else "pending",
    }


def _handoff(wish: LoggedWish) -> dict[str, Any]:
    return {
        "reference": wish.reference,
        "time": api_time(wish.time),
        "expires": api_time(wish.expires),
        "name": wish.wish.name,
        "contact": wish.wish.contact,
        "question": wish.wish.question,
    }
