"""What a typed word may have been meant for, and how unlikely each slip is."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from functools import lru_cache

from bot.nlu.lexicon import Lexicon
from bot.nlu.options import SPACE, Option, words_of
from bot.nlu.parting import Parting
from bot.nlu.slips import ONE, Slips
from bot.nlu.word_model import BREAK, UNKNOWN, WordModel
from bot.nlu.words import fold

# A word that is right may still be another one by a slip, but hardly ever.
_IS_A_WORD = 6.0
# Where the word is in no list but only formed like one ("mondey"), it may be oftener.
_IS_FORMED = 1.5
# A word that nobody knows, and each of its letters.
_STRANGE = 8.0
_LETTER = 1.5
# Letters in capitals that nobody knows; there are many abbreviations, most of them short.
_ABBREVIATION = 6.6
_USUAL_LENGTH = 4
# A capital inside a sentence makes a name of it.
_NAME = 3.0
# How much worse than the best one an alternative may look by itself.
_WORSE = 9.0
_MOST = 12
# How often our examples use a usual word.
_USUAL = 100
_LONGEST_ABBREVIATION = 7
# In a word longer than this there may be two slips, even where one is enough.
_LONG = 5


class Alternatives:
    """Finds the options of a word."""

    def __init__(
        self,
        model: WordModel,
        lexicon: Lexicon,
        targets: Collection[str],
        replacements: Mapping[str, str],
        abbreviations: Collection[str] = (),
    ) -> None:
        """Prepare the lists.

        Args:
            model: says how usual a word is.
            lexicon: knows which words are right.
            targets: the words that people may mean.
            replacements: short forms and what they stand for.
            abbreviations: the targets that are written in capitals.
        """
        self._model = model
        self._lexicon = lexicon
        self._targets = frozenset(targets)
        self._replacements = {fold(short): words for short, words in replacements.items()}
        # "vcert" is a slip for "cert"; but "teh" is one itself.
        short = [
            one for one, full in self._replacements.items() if len(one) > 3 and len(full) > len(one)
        ]
        self._slips = Slips([*targets, *short])
        self._abbreviations = frozenset(abbreviations)
        self._parting = Parting(model, lexicon, self._targets, self._replacements, self._slips)
        self._of = lru_cache(maxsize=16_384)(self._look_up)
        self._joins = lru_cache(maxsize=16_384)(self._join)

    def knows(self, word: str) -> bool:
        """Return whether a word is right, as far as anybody can tell."""
        return self._lexicon.knows(word)

    def is_near_usual(self, word: str) -> bool:
        """Return whether one slip makes a word of what our examples use often."""
        near = self._slips.near(fold(word))
        return any(self._model.times(target) >= _USUAL for target, _ in near)

    def of(self, word: str, *, shouted: bool, named: bool) -> list[Option]:
        """Return the options of a word, the first of them as it was typed.

        Args:
            word: as it was typed.
            shouted: whether the whole message is in capitals.
            named: whether the word has a capital inside a sentence.
        """
        capitals = not shouted and word.removesuffix("s").isupper()
        return self._of(fold(word), capitals and len(word) <= _LONGEST_ABBREVIATION, named)

    def joined(self, word: str, after: str) -> list[Option]:
        """Return the word that a stray space has cut in two, if there is one."""
        return self._joins(fold(word), fold(after))

    def _join(self, word: str, after: str) -> list[Option]:
        whole = word + after
        if len(whole) < 6 or self._model.times(whole) == 0 or whole not in self._targets:
            return []
        both = self.knows(word) and self.knows(after)
        return [] if both else [Option((whole,), SPACE, whole, takes=2)]

    def _look_up(self, word: str, capitals: bool, named: bool) -> list[Option]:
        if word in self._replacements and not capitals:
            return [self._replaced(word, 0.0)]
        known = self.knows(word)
        if capitals:
            return self._of_capitals(word, known)
        if len(word) < 2:
            return [Option((word,), 0.0)]
        if known:
            itself = Option((word,), 0.0)
            usual = self._model.cost(BREAK, word)
        else:
            strange = _STRANGE + _LETTER * len(word)
            itself = Option((UNKNOWN,), strange)
            usual = 9 + strange
        found = self._of_known(word) if known else self._of_unknown(word)
        dearer = self._doubt(word, known) + (_NAME if named else 0)
        found = [_dearer(one, dearer) for one in found]
        return [itself, *self._likely(found, usual)]

    def _of_known(self, word: str) -> list[Option]:
        found = [self._meant(target, cost) for target, cost in self._slips.near(word)]
        return found if self._model.times(word) else found + self._parting.in_two(word)

    def _of_unknown(self, word: str) -> list[Option]:
        near = self._slips.near(word)
        found = [self._meant(target, cost) for target, cost in near]
        found += self._parting.in_two(word)
        if not near or len(word) > _LONG:
            found += [self._meant(target, cost) for target, cost in self._slips.far(word)]
        return found + self._parting.with_slips(word, alone=not found)

    def _doubt(self, word: str, known: bool) -> float:
        if not known:
            return 0.0
        return _IS_A_WORD if self._lexicon.has(word) else _IS_FORMED

    def _likely(self, options: list[Option], usual: float) -> list[Option]:
        """Return the options that are worth a look, the likeliest first."""
        rated = sorted(
            (option.cost + self._alone(option.words), option.text or "", at)
            for at, option in enumerate(options)
        )
        limit = min(usual, rated[0][0]) + _WORSE if rated else 0
        return [options[at] for total, _, at in rated[:_MOST] if total < limit]

    def _of_capitals(self, word: str, known: bool) -> list[Option]:
        if known:
            return [Option((word,), 0.0)]
        longer = max(len(word) - _USUAL_LENGTH, 0)
        itself = Option((UNKNOWN,), _ABBREVIATION + _LETTER * longer)
        near = [
            (target, cost)
            for target, cost in self._slips.near(word)
            if target in self._abbreviations and cost <= ONE + 1 and len(target) <= len(word)
        ]
        return [itself, *(Option((target,), cost, target.upper()) for target, cost in near)]

    def _alone(self, words: tuple[str, ...]) -> float:
        cost = self._model.cost
        return sum(min(cost(BREAK, word), cost(UNKNOWN, word)) for word in words)

    def _meant(self, target: str, cost: float) -> Option:
        if target in self._replacements:
            return self._replaced(target, cost)
        return Option(words_of(target), cost, target)

    def _replaced(self, short: str, cost: float) -> Option:
        full = self._replacements[short]
        return Option(words_of(full), cost, full)


def _dearer(option: Option, cost: float) -> Option:
    return replace(option, cost=option.cost + cost) if cost else option
