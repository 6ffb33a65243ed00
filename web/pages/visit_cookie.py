"""The cookie that holds the token of a chat without scripts; the widget does without cookies."""

from aiohttp import web

from web.keys import TOKENS
from web.tokens import TokenError

# A browser takes the first name over HTTPS only, and from no other host of the same domain.
SECURE_NAME = "__Host-chat"
PLAIN_NAME = "chat"


def is_secure(request: web.Request) -> bool:
    """Return whether the visitor's browser reached us over HTTPS, perhaps through a proxy."""
    return request.secure or request.headers.get("Origin", "").startswith("https://")


def read_visit(request: web.Request) -> str | None:
    """Return the conversation of this browser; ``None`` when there is none or it has expired."""
    names = [SECURE_NAME] if is_secure(request) else [SECURE_NAME, PLAIN_NAME]
    for name in names:
        token = request.cookies.get(name)
        if token:
            try:
                return request.app[TOKENS].conversation(token)
            except TokenError:
                continue
    return None


def keep_visit(request: web.Request, response: web.Response, conversation: str) -> None:
    """Let the browser remember the conversation until it is closed."""
    token, _ = request.app[TOKENS].make(conversation)
    secure = is_secure(request)
    response.set_cookie(
        SECURE_NAME if secure else PLAIN_NAME,
        token,
        path="/",
        httponly=True,
        samesite="Strict",
        secure=secure,
    )


def forget_visit(response: web.Response) -> None:
    """Let the browser forget the conversation."""
    response.del_cookie(SECURE_NAME, path="/", secure=True, httponly=True, samesite="Strict")
    response.del_cookie(PLAIN_NAME, path="/", httponly=True, samesite="Strict")
