"""Logs without words of the visitors.

Rasa and the libraries under it put texts, slots and whole database rows into their warnings and
error messages. Of records from outside our own code only the place and the kind of error are
written, which is what a developer needs to find the cause.
"""

from __future__ import annotations

import logging
import os
import sys
import traceback

OWN_PACKAGE = "bot"


class PrivateFormatter(logging.Formatter):
    """Formats records of ours in full, those of others without their message."""

    def __init__(self) -> None:
        """Start with full messages: before the first visitor nothing is private."""
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        self.withhold = False

    def format(self, record: logging.LogRecord) -> str:
        """Return the line for a record (several lines for an error that shows where it was)."""
        if not self.withhold:
            return super().format(record)
        message = record.getMessage() if _is_own(record.name) else _place(record)
        private = logging.makeLogRecord({**record.__dict__, "msg": message, "args": None})
        error = record.exc_info[1] if record.exc_info else None
        private.exc_info = private.exc_text = private.stack_info = None
        if error is not None:
            private.msg = f"{message}: {describe(error)}"
        return super().format(private)


def describe(error: BaseException) -> str:
    """Say what kind of error it was and where, without its message.

    Args:
        error: Any error, with its causes.

    Returns:
        One line; messages are included only of errors that our own code has defined.
    """
    described = []
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        described.append(_describe_one(current))
        current = current.__cause__ or (
            None if current.__suppress_context__ else current.__context__
        )
    return " because of ".join(described)


def set_up() -> PrivateFormatter:
    """Send warnings and errors of everything to standard error through one formatter.

    Returns:
        The formatter; set its `withhold` before the first visitor is let in.
    """
    import structlog  # type: ignore[import-not-found, unused-ignore]

    formatter = PrivateFormatter()
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.captureWarnings(True)
    # Python's warnings are for developers: they see them when they train and test.
    logging.getLogger("py.warnings").setLevel(logging.ERROR)
    # Rasa logs partly through structlog, which would print everything to standard output.
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, structlog.stdlib.render_to_log_kwargs],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    return formatter


def _is_own(name: str) -> bool:
    return name.partition(".")[0] == OWN_PACKAGE


def _place(record: logging.LogRecord) -> str:
    return f"(message withheld) {record.filename}:{record.lineno} {record.funcName}"


def _describe_one(error: BaseException) -> str:
    kind = type(error)
    frames = traceback.extract_tb(error.__traceback__)
    where = f" at {os.path.basename(frames[-1].filename)}:{frames[-1].lineno}" if frames else ""
    said = f" ({error})" if _is_own(kind.__module__) else ""
    return f"{kind.__qualname__}{said}{where}"
