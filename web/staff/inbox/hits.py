"""What a search of the inbox finds."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Hit:
    """A conversation that fits, and the number of the newest turn for which it does.

    In a list by opening, ``opened`` is the moment of that, and ``turn`` the last one if any.
    """

    turn: int | None
    conversation: str
    opened: int | None = None

    @property
    def place(self) -> int:
        """Where it stands in its list; newer ones have a greater number."""
        return self.opened if self.opened is not None else self.turn or 0


@dataclass(frozen=True)
class Hits:
    """A page of hits, newest first; ``newer`` and ``older`` tell whether there are more."""

    hits: tuple[Hit, ...]
    newer: bool
    older: bool


@dataclass(frozen=True)
class Count:
    """How many conversations fit; with ``more``, at least so many."""

    conversations: int
    more: bool

    def __str__(self) -> str:
        """Return the count as people read it: "12" or "at least 8,312"."""
        return f"at least {self.conversations:,}" if self.more else f"{self.conversations:,}"
