"""One condition of a filter as SQL.

Each condition can do two things: name the turns for which it holds, and tell of one turn whether
it does. The rarest condition names the turns and the others are asked about each of these, newest
first, so a page is found without looking at the rest of the log.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import Session

Number = ColumnElement[int]
Holds = Callable[[Number, ColumnElement[str]], ColumnElement[bool]]
# From here on, walking through the newest turns finds a page sooner than sorting all that fit:
# where the fitting turns have to be read, and where an index alone names them.
MANY: Final = 8_000
MANY_OF_AN_INDEX: Final = 40_000


@dataclass(frozen=True)
class Condition:
    """One condition on a turn.

    Attributes:
        size: For how many turns it holds; ``most`` stands for that or more.
        most: Up to how many turns were counted.
        numbers: Selects the numbers of these turns, as ``number``, perhaps more than once.
        holds: Tells of the turn with a number and a conversation whether it does.
        holds_for_many: The same for very many turns, where that is asked differently.
        in_order: Whether the database has ``numbers`` in order, so that none need be sorted.
        about_turn: Whether it may hold for some turns of a conversation and not for others.
    """

    size: int
    most: int
    numbers: Select[Any]
    holds: Holds
    holds_for_many: Holds | None = None
    in_order: bool = False
    about_turn: bool = True

    @property
    def is_begin(self) -> bool:
        """Whether a search may begin with the turns of this condition."""
        return self.in_order or self.size < self.most


def each(query: Select[Any]) -> ColumnElement[bool]:
    """Return whether ``query`` finds anything, asked for each turn.

    The offset keeps PostgreSQL from making a join of it, which would read all that it finds.
    """
    return exists(query.offset(0))


def size_of(session: Session, numbers: Select[Any], most: int) -> int:
    """Return how many ``numbers`` there are, counted up to ``most``."""
    bounded = numbers.limit(most).subquery()
    return session.scalar(select(func.count()).select_from(bounded)) or 0
