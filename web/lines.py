"""Waiting lines: one turn of a conversation at a time, and only a few behind it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class LineFullError(Exception):
    """Too many turns of this conversation wait, or the wait took too long."""


class LineClosedError(Exception):
    """The conversation is being deleted."""


class _Line:
    def __init__(self) -> None:
        self.lock = asyncio.Lock()  # hands itself on in the order of asking
        self.inside = 0
        self.closed = False


class Lines:
    """One waiting line for each conversation that is busy."""

    def __init__(self, *, waiting: int, wait: float) -> None:
        """``waiting``: places behind the running turn; ``wait``: seconds one may stand there."""
        self._places = waiting + 1
        self._wait = wait
        self._lines: dict[str, _Line] = {}

    @asynccontextmanager
    async def place(self, conversation: str) -> AsyncIterator[None]:
        """Hold the only running place of ``conversation``.

        Raises:
            LineFullError: at once when the line is full, or after the longest wait.
            LineClosedError: when the conversation was closed meanwhile.
        """
        line = self._lines.setdefault(conversation, _Line())
        if line.closed:
            raise LineClosedError
        if line.inside >= self._places:
            raise LineFullError
        async with self._counted(conversation, line):
            try:
                async with asyncio.timeout(self._wait):
                    await line.lock.acquire()
            except TimeoutError as error:
                raise LineFullError from error
            try:
                if line.closed:
                    raise LineClosedError
                yield
            finally:
                line.lock.release()

    @asynccontextmanager
    async def closing(self, conversation: str) -> AsyncIterator[None]:
        """Send away who waits and who comes, wait for the running turn, then hold the place."""
        line = self._lines.setdefault(conversation, _Line())
        async with self._counted(conversation, line):
            line.closed = True
            async with line.lock:
                try:
                    yield
                finally:
                    line.closed = False

    @asynccontextmanager
    async def _counted(self, conversation: str, line: _Line) -> AsyncIterator[None]:
        line.inside += 1
        try:
            yield
        finally:
            line.inside -= 1
            if line.inside == 0:
                del self._lines[conversation]
