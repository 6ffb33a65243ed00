"""What the staff console refuses; each becomes a page with its message and status."""


class StaffError(Exception):
    """Something that cannot be done; the message is a sentence for the person who tried."""

    status = 400

    def __init__(self, message: str, *, retry_after: int | None = None) -> None:
        """``retry_after``: seconds until another try makes sense."""
        super().__init__(message)
        self.message = message
        self.retry_after = retry_after


class BadInputError(StaffError):
    """A form holds something that cannot be used."""


class BadFilterError(StaffError):
    """A filter in the address cannot be understood."""


class NotLoggedInError(StaffError):
    """Nobody is logged in, or not any more."""

    status = 401


class NotAllowedError(StaffError):
    """The role of this person does not reach that far, or the form is not ours."""

    status = 403


class NotFoundError(StaffError):
    """There is no such thing, or not any more."""

    status = 404


class ConflictError(StaffError):
    """It would break something else, or somebody else was first."""

    status = 409


class TooManyError(StaffError):
    """Too many tries in a short time."""

    status = 429


class UnavailableError(StaffError):
    """It cannot be done right now; nothing was changed."""

    status = 503
