"""What can go wrong with the conversation log."""

import sqlite3

FULL_IN_POSTGRESQL = "53100"


class LogUnavailableError(Exception):
    """The log could not be read or written; nothing may be acknowledged."""


class LogFullError(LogUnavailableError):
    """There is no room left for the log."""


class LogSchemaError(Exception):
    """The database holds another version of the log's tables."""


class UnknownConversationError(Exception):
    """There is no such conversation, or not any more."""


class TurnConflictError(Exception):
    """The id of a turn was used before with another content."""


def unavailable(error: BaseException) -> LogUnavailableError:
    """Return what the database's ``error`` means for the log."""
    kind = LogFullError if _is_full(getattr(error, "orig", None) or error) else LogUnavailableError
    return kind(describe(error))


def describe(error: BaseException) -> str:
    """Return the types of ``error`` and its cause, without any value they quote."""
    cause = getattr(error, "orig", None)
    return type(error).__name__ + (f" ({type(cause).__name__})" if cause is not None else "")


def _is_full(cause: BaseException) -> bool:
    return (
        getattr(cause, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL
        or getattr(cause, "sqlstate", None) == FULL_IN_POSTGRESQL
    )
