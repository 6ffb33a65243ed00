"""Whether an answer helped, and why not."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from aiohttp import web

from web.errors import ApiError
from web.keys import LIMITS, LOG, MASKER
from web.log.records import Vote
from web.text import clean_text

LONGEST_COMMENT = 1_000  # characters
LONGEST_ID = 36


def check_vote(fields: Mapping[str, Any]) -> Vote:
    """Return the vote in ``fields``: ``helpful`` (true or false) and perhaps a ``comment``.

    Raises:
        ApiError: ``bad_vote``, ``comment_too_long`` or ``bad_characters``.
    """
    helpful, comment = fields.get("helpful"), fields.get("comment")
    if not isinstance(helpful, bool) or not isinstance(comment, str | None):
        raise ApiError("bad_vote")
    if comment is None or not comment.strip():
        return Vote(helpful)
    return Vote(helpful, clean_text(comment, LONGEST_COMMENT, "comment_too_long"))


async def keep_vote(app: web.Application, conversation: str, message: str, vote: Vote) -> None:
    """Keep ``vote`` on an answer of ``conversation``, its comment without personal data.

    Raises:
        ApiError: ``unknown_message`` when it is no answer of this conversation, or
            ``too_many_messages``.
    """
    app[LIMITS].count_vote(conversation)
    if vote.comment is not None:
        vote = replace(vote, comment=app[MASKER].mask(vote.comment))
    known = len(message) <= LONGEST_ID and message.isascii() and message.isprintable()
    if not known or not await app[LOG].vote(conversation, message, vote):
        raise ApiError("unknown_message")
