"""The words that somebody may have written together, and how unlikely each way to part them is."""

from collections.abc import Collection, Mapping

from bot.nlu.lexicon import Lexicon
from bot.nlu.options import SPACE, Option, words_of
from bot.nlu.slips import Slips
from bot.nlu.word_model import BREAK, WordModel

# Who leaves out one space will leave out more.
_RUNNING = 0.7
_SHORTEST_SPLIT = 3
_SHORTEST_WITH_SLIP = 4
_SHORTEST_RUN = 6
_LONGEST_RUN = 40
_LONGEST_PART = 16
# Letters that stand for a word.
_LETTERS = frozenset({"a", "i", "u", "r", "n"})


class Parting:
    """Parts what is no word, or hardly ever one, into words."""

    def __init__(
        self,
        model: WordModel,
        lexicon: Lexicon,
        targets: Collection[str],
        replacements: Mapping[str, str],
        slips: Slips,
    ) -> None:
        """Take the lists of bot.nlu.alternatives; `slips` finds what a part may be meant for."""
        self._model = model
        self._lexicon = lexicon
        self._targets = targets
        self._replacements = replacements
        self._slips = slips

    def in_two(self, word: str) -> list[Option]:
        """Return the ways to part a word in two right ones."""
        if len(word) <= _SHORTEST_SPLIT:
            return []
        ways = ((word[:place], word[place:]) for place in range(1, len(word)))
        return [self._parted(two, SPACE) for two in ways if all(map(self._stands_alone, two))]

    def with_slips(self, word: str, *, alone: bool) -> list[Option]:
        """Return the ways to part a word in two, one of which has a slip.

        Args:
            word: what was typed.
            alone: whether nothing else is found for it; then it may be a run of many words.
        """
        if not _SHORTEST_WITH_SLIP < len(word) < _LONGEST_RUN:
            return []
        run = self._run(word) if alone and len(word) > _SHORTEST_RUN else []
        return run + self._in_two_with_slip(word)

    def _stands_alone(self, word: str) -> bool:
        if len(word) == 1:
            return word in _LETTERS
        if len(word) == 2:
            return word in self._targets
        return self._lexicon.has(word) or word in self._replacements

    def _run(self, word: str) -> list[Option]:
        """Return the cheapest way to part a long run of words."""
        best: list[tuple[float, tuple[str, ...]] | None] = [None] * (len(word) + 1)
        best[0] = (0.0, ())
        for end in range(2, len(word) + 1):
            for start in range(max(0, end - _LONGEST_PART), end):
                before = best[start]
                part = word[start:end]
                if before is None or not self._stands_alone(part):
                    continue
                total = before[0] + SPACE + self._model.cost((BREAK, *before[1])[-1], part)
                now = best[end]
                if now is None or total < now[0]:
                    best[end] = (total, (*before[1], part))
        whole = best[-1]
        return [self._parted(whole[1], SPACE * _RUNNING * (len(whole[1]) - 1))] if whole else []

    def _in_two_with_slip(self, word: str) -> list[Option]:
        found = []
        for place in range(2, len(word) - 1):
            sides = word[:place], word[place:]
            for at, (side, other) in enumerate((sides, sides[::-1])):
                if len(side) > 2 and self._stands_alone(other):
                    for target, cost in self._slips.near(side):
                        both = (target, other) if at == 0 else (other, target)
                        found.append(self._parted(both, SPACE + cost, tuple(map(len, sides))))
        return found

    def _parted(self, parts: tuple[str, ...], cost: float, lengths: tuple[int, ...] = ()) -> Option:
        full = [self._replacements.get(part, part) for part in parts]
        places = tuple(zip(full, lengths or map(len, parts), strict=True))
        words = tuple(word for text in full for word in words_of(text))
        return Option(words, cost, " ".join(full), 1, places)
