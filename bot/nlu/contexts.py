"""What a message may stand after: nothing, a topic of some family, or one certain topic.

An example may count only after a family of topics ("and how long do I have" after an exam) or
after one topic ("do beginners get to" after work from home).
"""

from collections.abc import Iterable, Mapping, Sequence

ALONE = ""
# What the metadata of a message may tell: the intent that was answered last.
TOPIC = "topic"
# And what was told of last: its names, as people say them, and the marks of these (see bot.nlu.
# reading).
ABOUT = "about"


class Contexts:
    """The families after which training examples stand; `ALONE` is the first of them."""

    def __init__(self, names: Iterable[str], families: Mapping[str, str]) -> None:
        """Take the names that occur, in any order, and the family of each topic."""
        self.families = dict(families)
        self.names = sorted({ALONE, *names} - self.families.keys())
        self._numbers = {name: number for number, name in enumerate(self.names)}

    def is_topic(self, name: str) -> bool:
        """Tell whether a context is a single topic."""
        return name in self.families

    def number(self, name: str) -> int:
        """Return the place of a family; raises KeyError for one that does not occur."""
        return self._numbers[name]

    def around(self, name: str) -> tuple[int, ...]:
        """Return the places of the families whose examples count after a family or a topic.

        Examples that stand alone always do; what the training data does not know is left out.
        """
        wanted = (ALONE, name, self.families.get(name, ALONE))
        return tuple(sorted({self._numbers[one] for one in wanted if one in self._numbers}))

    def spans(self, sizes: Sequence[int]) -> list[tuple[int, int]]:
        """Return where the examples of each family begin and end, in the order of the names."""
        ends = [sum(sizes[: number + 1]) for number in range(len(sizes))]
        return list(zip([0, *ends[:-1]], ends, strict=True))
