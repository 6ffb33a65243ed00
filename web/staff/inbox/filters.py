"""Which conversations the inbox shows: what stands in an address, and back. Pure.

All conditions have to hold; of several values of one condition, one has to. The conditions about
a turn (time, confidence, words, ``last`` and everything in ``FACETS``) have to hold for one and
the same turn. Times are in UTC.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import MappingProxyType
from typing import Final, Self
from urllib.parse import urlencode

from web.log.facets import SECONDS, SLOWER, Facet
from web.staff.errors import BadFilterError
from web.staff.inbox.fields import (
    begin,
    check_text,
    end,
    get,
    one_of,
    whole,
    written,
    written_begin,
    written_end,
)
from web.staff.inbox.words import parse_words

# Values of a turn by which it can be found, in the order of the page. An entity is written
# ``kind=value`` as in ``entity=state=texas``.
FACETS: Final = (
    Facet.KIND,
    Facet.INTENT,
    Facet.ENTITY,
    Facet.FACT,
    Facet.FEEDBACK,
    Facet.AGAIN,
    Facet.SECONDS,
    Facet.MODEL,
    Facet.INCIDENT,
)
# Of a turn without a reply, or without a topic: ``kind=none``, ``intent=none``.
NONE: Final = "none"
ALLOWED: Final[Mapping[Facet, tuple[str, ...]]] = MappingProxyType(
    {
        Facet.FEEDBACK: ("helpful", "unhelpful", "comment"),
        Facet.AGAIN: ("yes",),
        Facet.SECONDS: (*(f"{one:g}" for one in SECONDS), SLOWER),
    }
)
REVIEW: Final = ("new", "reviewed")
# Where the words have to stand; the first holds without a choice.
PLACES: Final = ("question", "reply", "both")
# ``any``: those in which nothing was asked are listed too; ``no``: only those.
ASKED: Final = ("any", "no")
LONGEST_VALUE: Final = 400
LONGEST_LABEL: Final = 40
LONGEST_WORDS: Final = 200
MOST_VALUES: Final = 20
MOST_TURNS: Final = 1_000_000

Fields = Iterable[tuple[str, str]]


@dataclass(frozen=True)
class Filter:
    """Conditions on conversations; what is ``None``, empty or ``False`` is no condition.

    ``since`` and ``until`` are times of a turn (the latter not included), ``opened_since`` and
    ``opened_until`` those at which the conversation was opened; ``turns_from`` and ``turns_to``
    count the turns of the conversation; ``confidence_from`` and ``confidence_to`` are percent,
    both included; ``facets`` has values by facet, ``labels`` those of the staff. ``last``: the
    turn is the last one of its conversation. ``asked`` is one of ``ASKED``.
    """

    since: datetime | None = None
    until: datetime | None = None
    opened_since: datetime | None = None
    opened_until: datetime | None = None
    turns_from: int | None = None
    turns_to: int | None = None
    confidence_from: int | None = None
    confidence_to: int | None = None
    facets: Mapping[Facet, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    labels: tuple[str, ...] = ()
    review: str | None = None
    flagged: bool = False
    handoff: bool = False
    last: bool = False
    asked: str | None = None
    words: str = ""
    words_in: str = PLACES[0]

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Return the filter that the fields of an address stand for; empty fields are left out.

        Raises:
            BadFilterError: with a sentence that names the field.
        """
        given = _given(fields)
        one = {name: values[0] for name, values in given.items() if values}
        words = " ".join(one.get("words", "").split())
        place = get(one, "words_in", one_of(PLACES)) or PLACES[0]
        made = cls(
            since=get(one, "from", begin),
            until=get(one, "to", end),
            opened_since=get(one, "opened_from", begin),
            opened_until=get(one, "opened_to", end),
            turns_from=get(one, "turns_from", whole(MOST_TURNS)),
            turns_to=get(one, "turns_to", whole(MOST_TURNS)),
            confidence_from=get(one, "confidence_from", whole(100)),
            confidence_to=get(one, "confidence_to", whole(100)),
            facets=MappingProxyType(
                {facet: tuple(given[facet]) for facet in FACETS if given.get(facet)}
            ),
            labels=tuple(given.get("label", ())),
            review=get(one, "review", one_of(REVIEW)),
            flagged=get(one, "flagged", one_of(("yes",))) == "yes",
            handoff=get(one, "handoff", one_of(("yes",))) == "yes",
            last=get(one, "last", one_of(("yes",))) == "yes",
            asked=get(one, "asked", one_of(ASKED)),
            words=words,
            # A place without words is no condition.
            words_in=place if words else PLACES[0],
        )
        made._check()
        return made

    def fields(self) -> list[tuple[str, str]]:
        """Return the fields of the address that stands for this filter, always in one order."""
        chosen = self.words and self.words_in != PLACES[0]
        found: list[tuple[str, str | None]] = [
            ("words", self.words or None),
            ("words_in", self.words_in if chosen else None),
            ("from", written_begin(self.since)),
            ("to", written_end(self.until)),
            *((facet.value, value) for facet in FACETS for value in self.facets.get(facet, ())),
            ("confidence_from", written(self.confidence_from)),
            ("confidence_to", written(self.confidence_to)),
            ("last", "yes" if self.last else None),
            ("opened_from", written_begin(self.opened_since)),
            ("opened_to", written_end(self.opened_until)),
            ("asked", self.asked),
            ("turns_from", written(self.turns_from)),
            ("turns_to", written(self.turns_to)),
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
        there = any(limit is not None for limit in limits)
        return bool(self.facets or self.words or self.last or there)

    @property
    def is_by_opening(self) -> bool:
        """Whether conversations are listed by their opening, for some may have no turn."""
        return self.asked is not None and not self.is_about_turns

    def _check(self) -> None:
        pairs = (
            ("from", self.since, "to", self.until),
            ("opened_from", self.opened_since, "opened_to", self.opened_until),
            ("turns_from", self.turns_from, "turns_to", self.turns_to),
            ("confidence_from", self.confidence_from, "confidence_to", self.confidence_to),
        )
        for low, least, high, most in pairs:
            if least is not None and most is not None and least > most:  # type: ignore[operator]
                raise BadFilterError(f"“{low}” may not be above “{high}”.")
        for value in self.facets.get(Facet.ENTITY, ()):
            if not all(value.partition("=")):
                raise BadFilterError("“entity” must be a kind and a value, such as state=texas.")
        for facet, allowed in ALLOWED.items():
            for value in self.facets.get(facet, ()):
                one_of(allowed)(facet, value)
        if self.words:
            parse_words(self.words)
        if self.asked == "no" and self.is_about_turns:
            raise BadFilterError(
                "“asked=no” shows chats without a question, so no filter about a turn can hold. "
                "Take the filters of words, time, topic and the like away."
            )


MANY: Final = frozenset({*(facet.value for facet in FACETS), "label"})
NAMES: Final = MANY | {
    "words", "words_in", "from", "to", "opened_from", "opened_to", "turns_from", "turns_to",
    "confidence_from", "confidence_to", "review", "flagged", "handoff", "last", "asked",
}  # fmt: skip
LONGEST: Final = MappingProxyType({"words": LONGEST_WORDS, "label": LONGEST_LABEL})


def _given(fields: Fields) -> dict[str, list[str]]:
    """Return the values of each field, none of them twice."""
    given: dict[str, list[str]] = {}
    for name, value in fields:
        if name not in NAMES:
            raise BadFilterError(f"There is no filter “{name[:40]}”.")
        check_text(name, value, LONGEST.get(name, LONGEST_VALUE))
        if value.strip() and value.strip() not in given.setdefault(name, []):
            given[name].append(value.strip())
    for name, values in given.items():
        most = MOST_VALUES if name in MANY else 1
        if len(values) > most:
            raise BadFilterError(f"“{name}” may be given {most} times at most.")
    return given
