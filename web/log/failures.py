"""What can go wrong with the conversation log."""


class LogUnavailableError(Exception):
    """The log could not be read or written; nothing may be acknowledged."""


class LogSchemaError(Exception):
    """The database holds another version of the log's tables."""


class UnknownConversationError(Exception):
    """There is no such conversation, or not any more."""


class TurnConflictError(Exception):
    """The id of a turn was used before with another content."""
