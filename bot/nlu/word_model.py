"""How likely a word is after others: learnt from our examples, on a ground of English.

Words that stand together in the examples, two or three of them, are likely neighbours. Where the
examples know nothing of a pair, English word pairs help, and after them how often the word is used
at all. What was seen more often counts more (Kneser and Ney's discounting).
Names of one kind, such as the states, share what is known about each of them.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

BREAK = "."
"""Stands for the beginning and the end of a sentence."""
NUMBER = "#"
UNKNOWN = "?"
"""Stands for a word that nobody knows, as the one before."""

# How much of the count of each pair goes to pairs that were never seen.
_DISCOUNT = 0.75
# The part of our own examples in how often a word is used.
_OURS = 0.7
# How far English word pairs are trusted where our examples say nothing.
_PAIRS = 0.5
# A word that is right, though no text uses it.
_RARE = 2e-8

# Two words that were seen together less often say nothing of a third.
_LEAST_SEEN = 2

_MOST_KEPT = 200_000


@dataclass(frozen=True)
class Counts:
    """What a model is made from.

    `pairs` counts for each word what follows it in our examples, `triples` does for two words with
    a space between them. `english` is the share of each word in English texts, `english_pairs` the
    chance of a word after another in them. `kinds` says of which kind a name is; `pairs` and
    `triples` hold the kinds in place of the names.
    """

    pairs: Mapping[str, Mapping[str, int]]
    triples: Mapping[str, Mapping[str, int]]
    english: Mapping[str, float]
    english_pairs: Mapping[str, Mapping[str, float]]
    kinds: Mapping[str, str]
    names: Mapping[str, int]


def count(
    sentences: Iterable[Sequence[str]],
    english: Mapping[str, float],
    english_pairs: Mapping[str, Mapping[str, float]],
    kinds: Mapping[str, str],
) -> Counts:
    """Return the counts of sentences, each a sequence of words in lower case."""
    pairs: dict[str, Counter[str]] = defaultdict(Counter)
    triples: dict[str, Counter[str]] = defaultdict(Counter)
    names: Counter[str] = Counter(kinds.keys())
    for words in sentences:
        names.update(word for word in words if word in kinds)
        earlier = before = BREAK
        for word in [*words, BREAK]:
            after = kinds.get(word, word)
            pairs[before][after] += 1
            triples[f"{earlier} {before}"][after] += 1
            earlier, before = before, after
    often = {two: after for two, after in triples.items() if after.total() >= _LEAST_SEEN}
    return Counts(
        {word: dict(after) for word, after in pairs.items()},
        {two: dict(after) for two, after in often.items()},
        english,
        english_pairs,
        kinds,
        dict(names),
    )


class WordModel:
    """Says what a word costs after others: minus the logarithm of its chance."""

    def __init__(self, counts: Counts) -> None:
        """Prepare the counts."""
        self._counts = counts
        self._totals = {
            words: sum(after.values())
            for table in (counts.pairs, counts.triples)
            for words, after in table.items()
        }
        # In how many different places a word is seen says more than how often.
        places = Counter(word for after in counts.pairs.values() for word in after)
        self._times: Counter[str] = Counter()
        for after in counts.pairs.values():
            self._times.update(after)
        total = sum(places.values()) or 1
        self._alone = {word: number / total for word, number in places.items()}
        sums: Counter[str] = Counter()
        for name, number in counts.names.items():
            sums[counts.kinds[name]] += number
        self._shares = {
            name: number / sums[counts.kinds[name]] for name, number in counts.names.items()
        }
        self._known: dict[tuple[str, str, str], float] = {}

    def times(self, word: str) -> int:
        """Return how often our examples use a word."""
        if word in self._counts.kinds:
            return self._counts.names[word]
        return self._times.get(word, 0)

    def cost(self, before: str, word: str, earlier: str = "") -> float:
        """Return what a word costs after another one, which may have an earlier one before it."""
        key = before, word, earlier
        found = self._known.get(key)
        if found is None:
            found = -math.log(self._chance(before, word, earlier))
            if len(self._known) > _MOST_KEPT:
                self._known.clear()
            self._known[key] = found
        return found

    def _chance(self, before: str, word: str, earlier: str) -> float:
        kinds = self._counts.kinds
        first, second = kinds.get(before, before), kinds.get(word, word)
        chance = self._less(before, word, second)
        chance = self._with_seen(chance, self._counts.pairs, first, word)
        two = f"{kinds.get(earlier, earlier)} {first}"
        return self._with_seen(chance, self._counts.triples, two, word)

    def _with_seen(
        self, chance: float, table: Mapping[str, Mapping[str, int]], before: str, word: str
    ) -> float:
        """Return the chance of a word with what a table of counts knows of the words before it."""
        after = table.get(before)
        if not after:
            return chance
        kind = self._counts.kinds.get(word, word)
        seen = max(after.get(kind, 0) - _DISCOUNT, 0) * self._shares.get(word, 1)
        return (seen + _DISCOUNT * len(after) * chance) / self._totals[before]

    def _less(self, before: str, word: str, second: str) -> float:
        alone = _OURS * self._alone.get(second, 0) * self._shares.get(word, 1)
        alone += (1 - _OURS) * self._counts.english.get(word, 0) + _RARE
        pairs = self._counts.english_pairs.get(before)
        if pairs is None:
            return alone
        return _PAIRS * pairs.get(word, 0) + (1 - _PAIRS) * alone
