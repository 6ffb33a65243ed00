"""Which conversations the inbox shows: what stands in an address, and back. Pure.

All conditions have to hold; of several values of one condition, one has to. The conditions about
a turn (time, confidence, words and everything in ``FACETS``) have to hold for one and the same
turn. Times are in UTC.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Final, Self, TypeVar
from urllib.parse import urlencode

from web.log.facets import Facet
from web.staff.errors import BadFilterError
from web.staff.inbox.words import parse_words

# Values of a turn by which it can be found, in the order of the page. An entity is written
# ``kind=value`` as in ``entity=state=texas``.
FACETS: Final = (
    Facet.KIND,
    Facet.INTENT,
    Facet.ENTITY,
    Facet.FACT,
    Facet.FEEDBACK,
    Facet.MODEL,
    Facet.INCIDENT,
)
FEEDBACK: Final = ("helpful", "unhelpful", "comment")
REVIEW: Final = ("new", "reviewed")
LONGEST_VALUE: Final = 400
LONGEST_LABEL: Final = 40
LONGEST_WORDS: Final = 200
MOST_VALUES: Final = 20
MOST_TURNS: Final = 1_000_000
DAY: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
MINUTE: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d", re.ASCII)

Fields = Iterable[tuple[str, str]]
T = TypeVar("T")


@dataclass(frozen=True)
class Filter:
    """Conditions on conversations; what is ``None``, empty or ``False`` is no condition.

    ``since`` and ``until`` are times of a turn (the latter not included); ``turns_from`` and
    ``turns_to`` count the turns of the conversation; ``confidence_from`` and ``confidence_to`` are
    percent, both included; ``facets`` has values by facet, ``labels`` those of the staff.
    """

    since: datetime | None = None
    until: datetime | None = None
    turns_from: int | None = None
    turns_to: int | None = None
    confidence_from: int | None = None
    confidence_to: int | None = None
    facets: Mapping[Facet, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    labels: tuple[str, ...] = ()
    review: str | None = None
    flagged: bool = False
    handoff: bool = False
    words: str = ""

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Return the filter that the fields of an address stand for; empty fields are left out.

        Raises:
            BadFilterError: with a sentence that names the field.
        """
        given: dict[str, list[str]] = {}
        for name, value in fields:
            if name not in NAMES:
                raise BadFilterError(f"There is no filter “{name[:40]}”.")
            _check_text(name, value)
            if value.strip() and value.strip() not in given.setdefault(name, []):
                given[name].append(value.strip())
        for name, values in given.items():
            most = MOST_VALUES if name in MANY else 1
            if len(values) > most:
                raise BadFilterError(f"“{name}” may be given {most} times at most.")
        one = {name: values[0] for name, values in given.items() if values}
        made = cls(
            since=_get(one, "from", _begin),
            until=_get(one, "to", _end),
            turns_from=_get(one, "turns_from", _whole(MOST_TURNS)),
            turns_to=_get(one, "turns_to", _whole(MOST_TURNS)),
            confidence_from=_get(one, "confidence_from", _whole(100)),
            confidence_to=_get(one, "confidence_to", _whole(100)),
            facets=MappingProxyType(
                {facet: tuple(given[facet]) for facet in FACETS if given.get(facet)}
            ),
            labels=tuple(given.get("label", ())),
            review=_get(one, "review", _one_of(REVIEW)),
            flagged=_get(one, "flagged", _one_of(("yes",))) == "yes",
            handoff=_get(one, "handoff", _one_of(("yes",))) == "yes",
            words=" ".join(one.get("words", "").split()),
        )
        made._check()
        return made

    def fields(self) -> list[tuple[str, str]]:
        """Return the fields of the address that stands for this filter, always in one order."""
        found: list[tuple[str, str | None]] = [
            ("words", self.words or None),
            ("from", _written_begin(self.since)),
            ("to", _written_end(self.until)),
            *((facet.value, value) for facet in FACETS for value in self.facets.get(facet, ())),
            ("confidence_from", _written(self.confidence_from)),
            ("confidence_to", _written(self.confidence_to)),
            ("turns_from", _written(self.turns_from)),
            ("turns_to", _written(self.turns_to)),
            *(("label", label) for label in self.labels),
            ("review", self.review),
            ("flagged", "yes" if self.flagged else None),
            ("handoff", "yes" if self.handoff else None),
        ]
        return [(name, value) for name, value in found if value is not None]

    def query(self, **more: str | int) -> str:
        """Return the part of an address behind ``?``; ``more`` comes behind the filter."""
        return urlencode([*self.fields(), *more.items()])

    def without(self, name: str, value: str) -> "Filter":
        """Return this filter without one of its fields."""
        return Filter.read(one for one in self.fields() if one != (name, value))

    def with_facet(self, facet: Facet, *values: str) -> "Filter":
        """Return this filter with ``values`` of one facet in place of what it had of it."""
        return replace(self, facets=MappingProxyType({**self.facets, facet: values}))

    def for_audit(self) -> dict[str, str | int]:
        """Return what the audit log may keep: never the words, which may be a student's."""
        kept = [(name, value) for name, value in self.fields() if name != "words"]
        words = {"words": len(self.words.split())} if self.words else {}
        return {"filter": urlencode(kept), **words}

    @property
    def is_about_turns(self) -> bool:
        """Whether any condition is about a turn and not about the conversation as a whole."""
        limits = (self.since, self.until, self.confidence_from, self.confidence_to)
        return bool(self.facets or self.words) or any(limit is not None for limit in limits)

    def _check(self) -> None:
        pairs = (
            ("from", self.since, "to", self.until),
            ("turns_from", self.turns_from, "turns_to", self.turns_to),
            ("confidence_from", self.confidence_from, "confidence_to", self.confidence_to),
        )
        for low, least, high, most in pairs:
            if least is not None and most is not None and least > most:  # type: ignore[operator]
                raise BadFilterError(f"“{low}” may not be above “{high}”.")
        for value in self.facets.get(Facet.ENTITY, ()):
            if not all(value.partition("=")):
                raise BadFilterError("“entity” must be a kind and a value, such as state=texas.")
        for value in self.facets.get(Facet.FEEDBACK, ()):
            _one_of(FEEDBACK)(Facet.FEEDBACK, value)
        if self.words:
            parse_words(self.words)


MANY: Final = frozenset({*(facet.value for facet in FACETS), "label"})
NAMES: Final = MANY | {
    "words", "from", "to", "turns_from", "turns_to", "confidence_from", "confidence_to",
    "review", "flagged", "handoff",
}  # fmt: skip
LONGEST: Final = MappingProxyType({"words": LONGEST_WORDS, "label": LONGEST_LABEL})


def _check_text(name: str, value: str) -> None:
    longest = LONGEST.get(name, LONGEST_VALUE)
    if len(value) > longest:
        raise BadFilterError(f"“{name}” may have {longest} characters at most.")
    # What aiohttp could not decode, and what no database takes.
    if any(ord(one) < 32 or 0xD800 <= ord(one) < 0xE000 or one == "\ufffd" for one in value):
        raise BadFilterError(f"“{name}” holds characters that cannot be searched for.")


def _get(one: Mapping[str, str], name: str, read: Callable[[str, str], T]) -> T | None:
    return read(name, one[name]) if name in one else None


def _whole(most: int) -> Callable[[str, str], int]:
    def read(name: str, value: str) -> int:
        if not value.isascii() or not value.isdigit() or len(value) > 7 or int(value) > most:
            raise BadFilterError(f"“{name}” must be a whole number from 0 to {most:,}.")
        return int(value)

    return read


def _one_of(allowed: tuple[str, ...]) -> Callable[[str, str], str]:
    def read(name: str, value: str) -> str:
        if value not in allowed:
            raise BadFilterError(f"“{name}” must be one of: {', '.join(allowed)}.")
        return value

    return read


def _begin(name: str, value: str) -> datetime:
    try:
        if DAY.fullmatch(value) or MINUTE.fullmatch(value):
            return datetime.fromisoformat(value).replace(tzinfo=UTC)
    except ValueError:
        pass
    raise BadFilterError(
        f"“{name}” must be a date such as 2026-11-21, or a date with a time such as "
        "2026-11-21T14:30."
    )


def _end(name: str, value: str) -> datetime:
    """Return the moment behind ``value``: a day belongs to the time as a whole."""
    moment = _begin(name, value)
    try:
        return moment + timedelta(days=1) if DAY.fullmatch(value) else moment
    except OverflowError:
        raise BadFilterError(f"“{name}” is too far in the future.") from None


def _written(value: int | None) -> str | None:
    return None if value is None else str(value)


def _written_begin(moment: datetime | None) -> str | None:
    if moment is None:
        return None
    written = moment.replace(tzinfo=None)
    return written.date().isoformat() if _is_day(written) else written.isoformat(timespec="minutes")


def _written_end(moment: datetime | None) -> str | None:
    if moment is None:
        return None
    return _written_begin(moment - timedelta(days=1) if _is_day(moment) else moment)


def _is_day(moment: datetime) -> bool:
    return (moment.hour, moment.minute) == (0, 0)
