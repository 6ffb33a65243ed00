"""Errors of the action server. Their messages never hold what a visitor wrote."""


class ActionsError(Exception):
    """Base of all errors raised on purpose by this package."""


class WordingError(ActionsError):
    """A wording file is malformed: unknown key, digit, or a claim without a source."""


class BindingError(ActionsError):
    """A value given to a template does not fit what the template declares."""


class UnboundNumberError(ActionsError):
    """A reply holds a number that comes from no bound fact, computation or name."""


class MissingSourceError(ActionsError):
    """A fact without a known source was about to be shown, or a reply states facts without one."""
