"""The one shape of every error: ``{"error": {"code", "message"}}``."""

import logging
import math
import traceback
from collections.abc import Mapping
from types import MappingProxyType

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from web.log.failures import LogUnavailableError, UnknownConversationError
from web.wording import Wording

logger = logging.getLogger(__name__)

STATUS: Mapping[str, int] = MappingProxyType(
    {
        "bad_request": 400,
        "bad_json": 400,
        "bad_id": 400,
        "bad_content": 400,
        "bad_characters": 400,
        "empty_text": 400,
        "text_too_long": 400,
        "bad_vote": 400,
        "comment_too_long": 400,
        "bad_name": 400,
        "bad_contact": 400,
        "bad_question": 400,
        "no_consent": 400,
        "bad_chart": 404,
        "unauthorized": 401,
        "foreign_origin": 403,
        "not_found": 404,
        "unknown_choice": 404,
        "unknown_message": 404,
        "method_not_allowed": 405,
        "request_timeout": 408,
        "conflict": 409,
        "too_large": 413,
        "unsupported_type": 415,
        "encoded_body": 415,
        "busy": 429,
        "too_many_messages": 429,
        "too_many_conversations": 429,
        "too_many_handoffs": 429,
        "too_many_requests": 429,
        "internal": 500,
        "not_stored": 503,
        "log_unavailable": 503,
        "closing": 503,
        "not_ready": 503,
        "no_knowledge": 503,
    }
)
# What aiohttp refuses by itself, in our words.
OF_STATUS = MappingProxyType(
    {404: "not_found", 405: "method_not_allowed", 408: "request_timeout", 413: "too_large"}
)
RETRY_SECONDS = 5


class ApiError(Exception):
    """A request that is refused; becomes a response with the status of ``code``."""

    def __init__(self, code: str, *, retry_after: float | None = None) -> None:
        """``retry_after``: seconds until another try makes sense; 503 always names some."""
        super().__init__(code)
        self.code = code
        self.status = STATUS[code]
        if retry_after is None and self.status == 503:
            retry_after = RETRY_SECONDS
        self.retry_after = retry_after


def error_body(code: str, message: str) -> dict[str, object]:
    """Return the body that every error has."""
    return {"error": {"code": code, "message": message}}


def error_response(error: ApiError, wording: Wording) -> web.Response:
    """Return the response that tells ``error``."""
    response = web.json_response(
        error_body(error.code, wording.error(error.code)), status=error.status
    )
    if error.retry_after is not None:
        response.headers["Retry-After"] = str(max(1, math.ceil(error.retry_after)))
    if error.status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def log_unexpected(error: BaseException) -> None:
    """Log where ``error`` came from, without its message: that may quote a visitor."""
    where = "".join(traceback.format_tb(error.__traceback__))
    logger.error("unexpected %s\n%s", type(error).__name__, where)


def error_middleware(wording: Wording) -> Middleware:
    """Return the middleware that gives every refusal and every fault the one shape."""

    @web.middleware
    async def tell_errors(request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            return await handler(request)
        except ApiError as error:
            return error_response(error, wording)
        except LogUnavailableError as error:
            logger.error("the conversation log is not available: %s", error)
            return error_response(ApiError("log_unavailable"), wording)
        except UnknownConversationError:
            return error_response(ApiError("unauthorized"), wording)
        except web.HTTPException as error:
            if error.status < 400:
                raise
            return _refusal_of_aiohttp(error, wording)
        except Exception as error:
            log_unexpected(error)
            return error_response(ApiError("internal"), wording)

    return tell_errors


def _refusal_of_aiohttp(error: web.HTTPException, wording: Wording) -> web.Response:
    fallback = "bad_request" if error.status < 500 else "internal"
    response = error_response(ApiError(OF_STATUS.get(error.status, fallback)), wording)
    if "Allow" in error.headers:
        response.headers["Allow"] = error.headers["Allow"]
    return response
