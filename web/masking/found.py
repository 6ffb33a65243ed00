"""What the finders return."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Found:
    """Personal data of one kind (a key of ``placeholders``) at ``start:end`` of a text."""

    kind: str
    start: int
    end: int


# Gets a plain text, gives what it found there; findings of one finder may overlap.
Finder = Callable[[str], Iterator[Found]]
