"""Figures for monitoring, in the text format of Prometheus; nothing in them tells who said what."""

import hmac
from ipaddress import ip_address

from aiohttp import web
from aiohttp.typedefs import Handler
from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

from web.errors import ApiError

# Up to the 9 s within which every turn is answered, and a little beyond.
TURN_BUCKETS = (0.025, 0.05, 0.1, 0.2, 0.4, 0.8, 1.5, 3.0, 6.0, 9.0, 15.0)
FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Proto", "X-Real-IP", "Via")


class Metrics:
    """Counts what one gateway does.

    ``career_desk_turns_total`` by kind of answer, ``career_desk_turn_seconds``, and
    ``career_desk_requests_total`` by method, route and status.
    """

    def __init__(self) -> None:
        """Begin with nothing counted; every gateway has a registry of its own."""
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        self._turns = Counter(
            "career_desk_turns", "Answered turns.", ["kind"], registry=self._registry
        )
        self._seconds = Histogram(
            "career_desk_turn_seconds",
            "Seconds from a visitor's message to its answer.",
            buckets=TURN_BUCKETS,
            registry=self._registry,
        )
        self._requests = Counter(
            "career_desk_requests",
            "Requests by route.",
            ["method", "route", "status"],
            registry=self._registry,
        )

    def count_turn(self, kind: str, seconds: float) -> None:
        """Count one answered turn: the kind of its answer and the seconds that it took."""
        self._turns.labels(kind).inc()
        self._seconds.observe(seconds)

    def count_request(self, method: str, route: str, status: int) -> None:
        """Count one request; ``route`` is the pattern, so that no id gets into a label."""
        self._requests.labels(method, route, str(status)).inc()

    def exposition(self) -> bytes:
        """Return all figures in the text format."""
        return generate_latest(self._registry)


METRICS = web.AppKey("METRICS", Metrics)


def add_metrics(app: web.Application, token: str) -> None:
    """Count the requests of ``app`` and add ``/metrics``.

    It answers whoever is on this machine and sends no proxy's header, and anybody who sends
    ``token`` as a bearer token, unless that is empty. To all others it is not there.
    """
    app[METRICS] = Metrics()
    app.middlewares.insert(0, _count)

    async def tell_metrics(request: web.Request) -> web.Response:
        if not (_is_local(request) or _knows(request, token)):
            raise ApiError("not_found")
        return web.Response(
            body=app[METRICS].exposition(),
            headers={"Content-Type": CONTENT_TYPE_LATEST, "Cache-Control": "no-store"},
        )

    app.router.add_get("/metrics", tell_metrics)


@web.middleware
async def _count(request: web.Request, handler: Handler) -> web.StreamResponse:
    status = 500
    try:
        response = await handler(request)
        status = response.status
        return response
    except web.HTTPException as answer:
        status = answer.status
        raise
    finally:
        resource = request.match_info.route.resource
        route = resource.canonical if resource is not None else "none"
        method = request.method if resource is not None else "other"
        request.app[METRICS].count_request(method, route, status)


def _is_local(request: web.Request) -> bool:
    # A proxy on this machine speaks for the whole internet; it says so with its headers.
    if any(name in request.headers for name in FORWARDED):
        return False
    try:
        return ip_address(request.remote or "").is_loopback
    except ValueError:
        return False


def _knows(request: web.Request, token: str) -> bool:
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    if not token or scheme.lower() != "bearer":
        return False
    return hmac.compare_digest(given.strip().encode(), token.encode())
