"""Computations over facts that a reply may state, each carrying the facts it came from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from actions.errors import BindingError
from knowledge import Fact
from knowledge.formatting import format_figure, format_number

Operation = Literal["difference", "position", "count_above", "month", "week"]
OPERATIONS: tuple[Operation, ...] = ("difference", "position", "count_above", "month", "week")
# What a year is divided by; money is given in whole dollars.
PARTS: dict[str, int] = {"month": 12, "week": 52}
# The office whose figures of one date may be compared, whichever document quotes them.
STATISTICS = "Labor Statistics"


@dataclass(frozen=True)
class Computed:
    """A number that we worked out; `value` is derived from `facts` and can not be set.

    Build it with one of the functions below. The first fact is the one asked about; the
    others are what it is compared with.
    """

    operation: Operation
    facts: tuple[Fact, ...]

    @property
    def value(self) -> Decimal:
        """The result: currency units for a difference or a part, otherwise a plain count."""
        first, others = self.facts[0], self.facts[1:]
        if self.operation in PARTS:
            return (single(first) / PARTS[self.operation]).quantize(Decimal(1), ROUND_HALF_UP)
        if self.operation == "difference":
            return abs(single(first) - single(others[0]))
        if self.operation == "position":
            return Decimal(1 + sum(single(fact) > single(first) for fact in others))
        return Decimal(sum(single(fact) > single(first) for fact in others))

    @property
    def cited(self) -> tuple[Fact, ...]:
        """The facts that a reply names: both of a difference, else only the one asked about."""
        return self.facts if self.operation == "difference" else self.facts[:1]

    @property
    def total(self) -> Decimal:
        """How many facts were ranked or counted."""
        extra = 1 if self.operation == "position" else 0
        return Decimal(len(self.facts) - 1 + extra)

    @property
    def figure(self) -> str:
        """The value as text: an amount of money for a difference or a part, otherwise a count."""
        if self.operation == "difference" or self.operation in PARTS:
            return format_figure(self.value, unit="usd")
        return format_number(self.value)


def single(fact: Fact) -> Decimal:
    """Return the one figure of a fact; raises BindingError for a range or a plain claim."""
    if fact.low is None or fact.high is not None:
        raise BindingError(f"{fact.id} has no single figure to compute with")
    return fact.low


def difference(first: Fact, second: Fact) -> Computed:
    """Return the gap between two comparable facts (same measure, source and date)."""
    _comparable((first, second))
    return Computed("difference", (first, second))


def difference_to_nation(fact: Fact, national: Fact) -> Computed:
    """Return the gap between a state and the country, by the same statistics and of one date.

    The documents may be two, as long as both name the same office as the basis of the figure.
    """
    _comparable((fact, national), same_source=False)
    if not all(STATISTICS in (one.basis or "") for one in (fact, national)):
        raise BindingError(f"{fact.id} and {national.id} are not of the same statistics")
    return Computed("difference", (fact, national))


def per_month(fact: Fact) -> Computed:
    """Return the twelfth part of a yearly figure."""
    return _part("month", fact)


def per_week(fact: Fact) -> Computed:
    """Return the fifty-second part of a yearly figure."""
    return _part("week", fact)


def _part(operation: Operation, fact: Fact) -> Computed:
    if fact.unit != "usd_per_year":
        raise BindingError(f"{fact.id} is no yearly pay")
    single(fact)
    return Computed(operation, (fact,))


def position(fact: Fact, ranked: Sequence[Fact]) -> Computed:
    """Return the place of `fact` among `ranked`, highest first; equal figures share a place."""
    others = tuple(other for other in ranked if other.id != fact.id)
    if len(others) == len(ranked):
        raise BindingError(f"{fact.id} is not in the ranking")
    _comparable((fact, *others))
    return Computed("position", (fact, *others))


def count_above(threshold: Fact, facts: Sequence[Fact]) -> Computed:
    """Return how many of `facts` are higher than `threshold` (same measure and date)."""
    _comparable(tuple(facts))
    _comparable((threshold, *facts), same_source=False)
    return Computed("count_above", (threshold, *facts))


def _comparable(facts: Sequence[Fact], *, same_source: bool = True) -> None:
    """Refuse to mix measures, units or dates: such a result would mean nothing."""
    if not facts:
        raise BindingError("nothing to compute with")
    first = facts[0]
    for fact in facts[1:]:
        same = (fact.measure.id, fact.unit, fact.as_of) == (
            first.measure.id,
            first.unit,
            first.as_of,
        )
        if not same or (same_source and fact.source.id != first.source.id):
            raise BindingError(f"{first.id} and {fact.id} can not be compared")
