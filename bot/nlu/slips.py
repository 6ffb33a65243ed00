"""What the slips of the hand make of a word, and what each of them costs."""

from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz import process  # type: ignore[import-not-found, unused-ignore]
from rapidfuzz.distance import OSA  # type: ignore[import-not-found, unused-ignore]

# Costs are minus logarithms of how often such a slip happens.
ONE = 6.0
TWO = 12.5
_FIRST_LETTER = 0.7
# Two slips in a shorter word leave too little of it.
_LONG_ENOUGH_FOR_TWO = 6
_VOWELS = frozenset("aeiouy")
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_ALIKE = frozenset({"ck", "kc", "sc", "cs", "zs", "sz", "fv", "vf"})


def _neighbours() -> frozenset[str]:
    places = {
        letter: (column + 0.35 * number, number)
        for number, row in enumerate(_ROWS)
        for column, letter in enumerate(row)
    }
    return frozenset(
        one + two
        for one, (x, row) in places.items()
        for two, (other_x, other_row) in places.items()
        if one != two and abs(row - other_row) <= 1 and abs(x - other_x) <= 1.1
    )


_BESIDE = _neighbours()


class Slips:
    """Finds the words that a misspelt one may have been meant for."""

    def __init__(self, words: Iterable[str]) -> None:
        """Prepare the words that people may mean."""
        self._index: dict[str, list[str]] = {}
        self._lengths: dict[int, list[str]] = {}
        for word in dict.fromkeys(words):
            self._lengths.setdefault(len(word), []).append(word)
            for piece in _pieces(word):
                self._index.setdefault(piece, []).append(word)
        self.near = lru_cache(maxsize=16_384)(self._near)
        self.far = lru_cache(maxsize=4096)(self._far)

    def _near(self, typed: str) -> tuple[tuple[str, float], ...]:
        """Return the words that one slip turns into what was typed, with its cost."""
        found = dict.fromkeys(
            word for piece in _pieces(typed) for word in self._index.get(piece, ())
        )
        costs = [(word, cost_of_one(typed, word)) for word in found if word != typed]
        return tuple((word, cost) for word, cost in costs if cost is not None)

    def _far(self, typed: str) -> tuple[tuple[str, float], ...]:
        """Return the words that two slips turn into what was typed."""
        if len(typed) < _LONG_ENOUGH_FOR_TWO - 1:
            return ()
        lengths = range(max(len(typed) - 2, _LONG_ENOUGH_FOR_TWO - 1), len(typed) + 3)
        choices = [word for length in lengths for word in self._lengths.get(length, ())]
        near = process.extract(typed, choices, scorer=OSA.distance, score_cutoff=2, limit=None)
        return tuple(
            (word, TWO + _other_ends(typed, word) + (0 if sorted(word) == sorted(typed) else 1))
            for word, edits, _ in near
            if edits == 2
        )


def cost_of_one(typed: str, meant: str) -> float | None:
    """Return what it costs to get from one word to the other by a slip; None if one is too few."""
    start = 0
    shorter = min(len(typed), len(meant))
    while start < shorter and typed[start] == meant[start]:
        start += 1
    end = 0
    while end < shorter - start and typed[-1 - end] == meant[-1 - end]:
        end += 1
    got, lost = typed[start : len(typed) - end], meant[start : len(meant) - end]
    cost: float | None = None
    if len(got) == 2 and got == lost[::-1]:
        cost = 0.0
    elif not got and len(lost) == 1:
        # "tenesee": one of two equal letters is easily left out.
        cost = -1.0 if lost in (meant[start - 1 : start], meant[start + 1 : start + 2]) else 0.2
    elif len(got) == 1 and not lost:
        around = typed[max(start - 1, 0) : start] + typed[start + 1 : start + 2]
        easy = got in around or any(got + other in _BESIDE for other in around)
        cost = 0.0 if easy else 1.5
    elif len(got) == len(lost) == 1:
        pair = got + lost
        if pair in _BESIDE or pair in _ALIKE:
            cost = 0.3
        else:
            cost = 0.7 if _VOWELS.issuperset(pair) else 2.5
    if cost is None:
        return None
    return ONE + cost + (_FIRST_LETTER if start == 0 and len(got) < 2 else 0)


def _other_ends(typed: str, meant: str) -> float:
    return 2 * _FIRST_LETTER * (typed[0] != meant[0]) + 0.5 * (typed[-1] != meant[-1])


def _pieces(word: str) -> set[str]:
    """Return a word and what is left of it without one letter."""
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}
