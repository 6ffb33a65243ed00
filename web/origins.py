"""Which websites may use the chat: exactly those in the school's list, and our own pages."""

from collections.abc import Collection

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from web.errors import ApiError

# What a page on another website needs: the API, and the files of the chat itself.
SHARED = ("/api/", "/widget")
METHODS = "GET, POST, DELETE"
HEADERS = "Authorization, Content-Type"
PREFLIGHT_SECONDS = 600
READING = frozenset({"GET", "HEAD", "OPTIONS"})


class Origins:
    """Answers browsers that ask whether a page of another website may talk to us."""

    def __init__(self, allowed: Collection[str]) -> None:
        """``allowed``: origins exactly as browsers write them."""
        self._allowed = frozenset(allowed)

    def middleware(self) -> Middleware:
        """Return the middleware that answers preflights and refuses changes from elsewhere."""

        @web.middleware
        async def check_origin(request: web.Request, handler: Handler) -> web.StreamResponse:
            if request.method == "OPTIONS" and self._is_preflight(request):
                return web.Response(status=204)
            if request.method not in READING and not self._may_change(request):
                raise ApiError("foreign_origin")
            return await handler(request)

        return check_origin

    async def set_headers(self, request: web.Request, response: web.StreamResponse) -> None:
        """Tell the browser of an allowed website that it may read ``response``."""
        if not request.path.startswith(SHARED):
            return
        response.headers.add("Vary", "Origin")
        origin = request.headers.get("Origin", "")
        if origin not in self._allowed:
            response.headers.popall("Access-Control-Allow-Origin", None)
            return
        response.headers["Access-Control-Allow-Origin"] = origin
        response.headers["Access-Control-Expose-Headers"] = "Retry-After"
        if request.method == "OPTIONS" and self._is_preflight(request):
            response.headers["Access-Control-Allow-Methods"] = METHODS
            response.headers["Access-Control-Allow-Headers"] = HEADERS
            response.headers["Access-Control-Max-Age"] = str(PREFLIGHT_SECONDS)

    def _is_preflight(self, request: web.Request) -> bool:
        return (
            request.path.startswith(SHARED)
            and request.headers.get("Origin") in self._allowed
            and "Access-Control-Request-Method" in request.headers
        )

    def _may_change(self, request: web.Request) -> bool:
        origin = request.headers.get("Origin")
        if origin is None:  # no browser, or one so old that the cookie alone has to protect it
            return request.headers.get("Sec-Fetch-Site", "none") in ("none", "same-origin")
        if request.path.startswith(SHARED) and origin in self._allowed:
            return True
        # Browsers set this themselves; it stays right behind a proxy that changes the host.
        site = request.headers.get("Sec-Fetch-Site")
        if site is not None:
            return site == "same-origin"
        return origin in (f"https://{request.host}", f"http://{request.host}")
