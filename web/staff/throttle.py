"""Slowing down whoever guesses passwords, without locking out the person whose account it is.

A browser that logged in before carries a signed mark, and its failures are counted apart from
those of strangers: guesses from elsewhere do not slow it down (the device cookies of the OWASP
guide to brute force). A stranger with the right one-time code is let through to the password as
well. The counts are in the database, so that a restart or a second process does not forget them.
"""

import hashlib
import hmac
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from aiohttp import web
from itsdangerous import BadSignature, URLSafeTimedSerializer
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from web.keys import LIMITS, SETTINGS
from web.staff.errors import TooManyError
from web.staff.sessions import read_cookie, set_cookie
from web.staff.tables_people import LogInFailure

# Failures that cost nothing: everybody mistypes. A whole school may sit behind one address.
FREE: Final = {"account": 5, "device": 5, "address": 50}
LONGEST_WAIT_SECONDS: Final = 60
# Failures of before are forgotten after this time without another.
FADE: Final = timedelta(minutes=15)
MARK_LIFETIME: Final = timedelta(days=90)
_MARK_NAMES: Final = ("__Secure-staff-device", "staff-device")


@dataclass(frozen=True)
class Counter:
    """One count of failures."""

    kind: str
    key_hash: str


def counters_for(request: web.Request, name_key: str, account_id: str | None) -> list[Counter]:
    """Return what a failure to log in as ``name_key`` with this browser counts for."""
    if account_id is not None and _marked(request, account_id):
        return [_counter(request, "device", account_id)]
    address = request.app[LIMITS].address(request)
    return [_counter(request, "account", name_key), _counter(request, "address", address)]


def mark(request: web.Request, response: web.StreamResponse, account_id: str) -> None:
    """Let the browser show later that this account logged in with it."""
    value = _serializer(request).dumps(account_id)
    seconds = int(MARK_LIFETIME.total_seconds())
    set_cookie(request, response, _MARK_NAMES, str(value), max_age=seconds)


def seconds_to_wait(session: Session, counters: Sequence[Counter], moment: datetime) -> int:
    """Return the seconds until another try is taken, 0 when one is taken now."""
    waits = [0]
    for counter in counters:
        row = session.get(LogInFailure, counter.key_hash)
        if row is not None and moment - row.last < FADE and row.count >= FREE[counter.kind]:
            delay = min(2.0 ** min(row.count - FREE[counter.kind], 10), LONGEST_WAIT_SECONDS)
            waits.append(math.ceil(delay - (moment - row.last).total_seconds()))
    return max(waits)


def count_failure(session: Session, counters: Sequence[Counter], moment: datetime) -> None:
    """Count one failure, and forget those that have faded."""
    session.execute(delete(LogInFailure).where(LogInFailure.last < moment - FADE))
    for counter in counters:
        row = session.scalar(
            select(LogInFailure).where(LogInFailure.key_hash == counter.key_hash).with_for_update()
        )
        if row is None:
            session.add(LogInFailure(key_hash=counter.key_hash, count=1, last=moment))
        else:
            row.count += 1
            row.last = moment
    session.flush()


def forget_failures(session: Session, counters: Sequence[Counter]) -> None:
    """Forget the failures after a success; those of the address may be somebody else's."""
    keys = [counter.key_hash for counter in counters if counter.kind != "address"]
    session.execute(delete(LogInFailure).where(LogInFailure.key_hash.in_(keys)))


def too_many(wait: int) -> TooManyError:
    """Return the error that tells to wait ``wait`` seconds."""
    seconds = "1 second" if wait == 1 else f"{wait} seconds"
    message = f"There were too many tries. Please wait {seconds} and try again."
    return TooManyError(message, retry_after=wait)


def _counter(request: web.Request, kind: str, value: str) -> Counter:
    secret = request.app[SETTINGS].secret_key.encode()
    key = hmac.new(secret, f"log-in {kind} {value}".encode(), hashlib.sha256).hexdigest()
    return Counter(kind, key)


def _marked(request: web.Request, account_id: str) -> bool:
    seconds = int(MARK_LIFETIME.total_seconds())
    try:
        content = _serializer(request).loads(read_cookie(request, *_MARK_NAMES), max_age=seconds)
    except BadSignature:
        return False
    return bool(content == account_id)


def _serializer(request: web.Request) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(
        request.app[SETTINGS].secret_key,
        salt="staff device",
        signer_kwargs={"digest_method": hashlib.sha256},
    )
