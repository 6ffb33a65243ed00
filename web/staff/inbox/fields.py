"""Reading and writing the single fields of an address that stands for a filter. Pure."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Final, TypeVar

from web.staff.errors import BadFilterError

DAY: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
MINUTE: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d", re.ASCII)

T = TypeVar("T")


def check_text(name: str, value: str, longest: int) -> None:
    """Raise ``BadFilterError`` when ``value`` is too long, or holds what cannot be looked for."""
    if len(value) > longest:
        raise BadFilterError(f"“{name}” may have {longest} characters at most.")
    # What aiohttp could not decode, and what no database takes.
    if any(ord(one) < 32 or 0xD800 <= ord(one) < 0xE000 or one == "\ufffd" for one in value):
        raise BadFilterError(f"“{name}” holds characters that cannot be searched for.")


def get(one: Mapping[str, str], name: str, read: Callable[[str, str], T]) -> T | None:
    """Return what ``read`` makes of a field; ``None`` when it was not given."""
    return read(name, one[name]) if name in one else None


def whole(most: int) -> Callable[[str, str], int]:
    """Return what reads a whole number up to ``most``."""

    def read(name: str, value: str) -> int:
        if not value.isascii() or not value.isdigit() or len(value) > 7 or int(value) > most:
            raise BadFilterError(f"“{name}” must be a whole number from 0 to {most:,}.")
        return int(value)

    return read


def one_of(allowed: tuple[str, ...]) -> Callable[[str, str], str]:
    """Return what reads one of some values."""

    def read(name: str, value: str) -> str:
        if value not in allowed:
            raise BadFilterError(f"“{name}” must be one of: {', '.join(allowed)}.")
        return value

    return read


def begin(name: str, value: str) -> datetime:
    """Return the moment that ``value`` names: of a day, its begin."""
    try:
        if DAY.fullmatch(value) or MINUTE.fullmatch(value):
            return datetime.fromisoformat(value).replace(tzinfo=UTC)
    except ValueError:
        pass
    raise BadFilterError(
        f"“{name}” must be a date such as 2026-11-21, or a date with a time such as "
        "2026-11-21T14:30."
    )


def end(name: str, value: str) -> datetime:
    """Return the moment behind ``value``: a day belongs to the time as a whole."""
    moment = begin(name, value)
    try:
        return moment + timedelta(days=1) if DAY.fullmatch(value) else moment
    except OverflowError:
        raise BadFilterError(f"“{name}” is too far in the future.") from None


def written(value: int | None) -> str | None:
    """Return a number as it stands in an address."""
    return None if value is None else str(value)


def written_begin(moment: datetime | None) -> str | None:
    """Return what :func:`begin` reads back."""
    if moment is None:
        return None
    naive = moment.replace(tzinfo=None)
    return naive.date().isoformat() if _is_day(naive) else naive.isoformat(timespec="minutes")


def written_end(moment: datetime | None) -> str | None:
    """Return what :func:`end` reads back."""
    if moment is None:
        return None
    return written_begin(moment - timedelta(days=1) if _is_day(moment) else moment)


def _is_day(moment: datetime) -> bool:
    return (moment.hour, moment.minute) == (0, 0)
