"""How long each stage of one turn takes."""

import time


class Stopwatch:
    """Takes the milliseconds between one call of :meth:`lap` and the next."""

    def __init__(self) -> None:
        """Begin at once."""
        self._last = time.monotonic()
        self.milliseconds: dict[str, int] = {}

    def lap(self, stage: str) -> None:
        """Note that ``stage`` has just ended."""
        now = time.monotonic()
        self.milliseconds[stage] = round((now - self._last) * 1000)
        self._last = now
