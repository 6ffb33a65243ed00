"""Counting how many of how many."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass
class Tally:
    """`right` of `all`."""

    right: int = 0
    all: int = 0

    def count(self, right: bool) -> None:
        """Add one."""
        self.right += right
        self.all += 1

    def add(self, right: int, of: int) -> None:
        """Add several at once."""
        self.right += right
        self.all += of

    @property
    def percent(self) -> float | None:
        """Share in percent; None of nothing."""
        return 100 * self.right / self.all if self.all else None

    def __str__(self) -> str:
        """Return the share as the tables print it."""
        return "-" if self.percent is None else f"{self.percent:.1f}"


def total(tallies: Iterable[Tally]) -> Tally:
    """Return the sum of tallies."""
    summed = Tally()
    for one in tallies:
        summed.add(one.right, one.all)
    return summed
