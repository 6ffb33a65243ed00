"""Fair limits: how fast one conversation may write and one address may open conversations."""

import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_address

from aiohttp import web

from web.errors import ApiError


@dataclass(frozen=True)
class Rate:
    """``burst`` at once, then ``per_minute``."""

    burst: int
    per_minute: float


TURNS = Rate(burst=5, per_minute=20)
# A whole school may sit behind one address, and all open the chat when the lesson begins.
OPENINGS = Rate(burst=600, per_minute=300)
VOTES = Rate(burst=20, per_minute=60)
HANDOFFS = Rate(burst=40, per_minute=10)
# Charts and searches cost some work each, and a class may look at them at the same time.
LOOKUPS = Rate(burst=300, per_minute=120)
MOST_KEYS = 20_000


class Buckets:
    """One leaky bucket for each key; the least recently used are forgotten first."""

    def __init__(self, rate: Rate, clock: Callable[[], float] = time.monotonic) -> None:
        """``clock`` returns seconds and never steps back."""
        self._rate = rate
        self._clock = clock
        self._levels: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, key: str) -> float:
        """Take one from the bucket of ``key``; returns 0, or the seconds until one is there."""
        now = self._clock()
        per_second = self._rate.per_minute / 60
        left, at = self._levels.get(key, (float(self._rate.burst), now))
        left = min(float(self._rate.burst), left + (now - at) * per_second)
        wait = 0.0 if left >= 1 else (1 - left) / per_second
        self._levels[key] = (left if wait else left - 1, now)
        self._levels.move_to_end(key)
        if len(self._levels) > MOST_KEYS:
            self._levels.popitem(last=False)
        return wait


class Limits:
    """The limits of the chat API."""

    def __init__(self, on: bool, trusted_proxies: Sequence[IPv4Network | IPv6Network] = ()) -> None:
        """``on`` is false for tests and measurements."""
        self._on = on
        self._trusted = trusted_proxies
        self._turns = Buckets(TURNS)
        self._votes = Buckets(VOTES)
        self._openings = Buckets(OPENINGS)
        self._handoffs = Buckets(HANDOFFS)
        self._lookups = Buckets(LOOKUPS)

    def count_turn(self, conversation: str) -> None:
        """Count one message; ``ApiError`` ``too_many_messages`` when it is one too many."""
        self._count(self._turns, conversation, "too_many_messages")

    def count_vote(self, conversation: str) -> None:
        """Count one vote on an answer; ``ApiError`` ``too_many_messages``."""
        self._count(self._votes, conversation, "too_many_messages")

    def count_opening(self, request: web.Request) -> None:
        """Count one new conversation; ``ApiError`` ``too_many_conversations``."""
        self._count(self._openings, self.address(request), "too_many_conversations")

    def count_handoff(self, request: web.Request) -> None:
        """Count one wish to talk to a person; ``ApiError`` ``too_many_handoffs``."""
        self._count(self._handoffs, self.address(request), "too_many_handoffs")

    def count_lookup(self, request: web.Request) -> None:
        """Count one search or newly drawn chart; ``ApiError`` ``too_many_requests``."""
        self._count(self._lookups, self.address(request), "too_many_requests")

    def address(self, request: web.Request) -> str:
        """Return the visitor's address; ``X-Forwarded-For`` counts only from a trusted proxy."""
        address = request.remote or ""
        said = ",".join(request.headers.getall("X-Forwarded-For", []))
        for before in reversed([part.strip() for part in said.split(",") if part.strip()]):
            if not self._is_trusted(address):
                break
            address = before
        return address

    def forwarded_scheme(self, request: web.Request) -> str:
        """Return the scheme that a trusted proxy says the visitor used, else an empty text."""
        if not self._is_trusted(request.remote or ""):
            return ""
        said = ",".join(request.headers.getall("X-Forwarded-Proto", []))
        return said.rpartition(",")[2].strip().lower()

    def _is_trusted(self, address: str) -> bool:
        try:
            return any(ip_address(address) in network for network in self._trusted)
        except ValueError:
            return False

    def _count(self, buckets: Buckets, key: str, code: str) -> None:
        if self._on and (wait := buckets.wait(key)):
            raise ApiError(code, retry_after=wait)
