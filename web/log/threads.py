"""Threads in which the database is asked."""

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from web.log.failures import LogUnavailableError

T = TypeVar("T")


class Threads:
    """A few threads whose waiting work goes stale instead of piling up."""

    def __init__(self, size: int, patience: float) -> None:
        """``patience``: seconds after which work that has not begun is refused."""
        self._pool = ThreadPoolExecutor(size, thread_name_prefix="log")
        self._patience = patience

    async def run(self, work: Callable[[], T]) -> T:
        """Run ``work`` in a thread; ``LogUnavailableError`` when no thread was free in time."""
        latest = time.monotonic() + self._patience

        def begin() -> T:
            if time.monotonic() > latest:
                raise LogUnavailableError("the log is too busy")
            return work()

        return await asyncio.get_running_loop().run_in_executor(self._pool, begin)

    def close(self) -> None:
        """Wait for what runs and end the threads."""
        self._pool.shutdown(cancel_futures=True)
