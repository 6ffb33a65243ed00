"""Remembering when the log could not be written, so that the staff can be told."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from threading import Lock

from web.log.failures import LogFullError, LogUnavailableError
from web.log.records import now

# How long a trouble that is over is told.
TOLD = timedelta(hours=24)


@dataclass(frozen=True)
class Trouble:
    """A time in which writing failed; ``over`` is ``None`` while it still does."""

    since: datetime
    failures: int
    full: bool
    over: datetime | None = None


class Watch:
    """Hears of every try to write, from any thread."""

    def __init__(self) -> None:
        """Begin without any trouble."""
        self._lock = Lock()
        self._newest: Trouble | None = None

    def failed(self, error: LogUnavailableError) -> None:
        """Note a try that failed."""
        full = isinstance(error, LogFullError)
        with self._lock:
            last = self._newest
            if last is None or last.over is not None:
                self._newest = Trouble(now(), 1, full)
            else:
                full = full or last.full
                self._newest = replace(last, failures=last.failures + 1, full=full)

    def succeeded(self) -> None:
        """Note a try that did not fail: what trouble there was is over."""
        with self._lock:
            if self._newest is not None and self._newest.over is None:
                self._newest = replace(self._newest, over=now())

    def trouble(self) -> Trouble | None:
        """Return the trouble of now, or the last one if it has not been over for long."""
        last = self._newest
        if last is None or (last.over is not None and now() - last.over > TOLD):
            return None
        return last
