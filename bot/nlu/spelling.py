"""Corrects misspelt words, carefully, and remembers where they stood in the message.

Every word may be right, or be a slip for one of some other words. Each of these has a cost, and
so has each word after the two before it; the cheapest way through a sentence is taken.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.nlu.alternatives import Alternatives
from bot.nlu.options import Option
from bot.nlu.word_model import BREAK, NUMBER, WordModel
from bot.nlu.words import Word, fold, split_words

# A long text of unknown words is in another language or is noise; guessing helps nobody.
MOST_LOOKUPS = 60
# Of so many words, one in another language makes the whole message one.
_FOREIGN_SHARE = 4

_ADDRESS = re.compile(r"\S+@\S+|\S*://\S+|www\.\S+|\S+\.(?:com|org|net|edu|gov)\b\S*", re.I)
_ENDS = frozenset(".?!;:…")
# The last two words of a way: what comes next depends on nothing before them.
_Last = tuple[str, str]
# Who can do something, after "can".
_WHO = frozenset(
    {"you", "u", "i", "we", "they", "he", "she", "it", "one", "people", "coders", "anyone"}
)


@dataclass(frozen=True)
class Correction:
    """A message, its words, and both again with the spelling corrected.

    `changes` are the new texts, each with the start and end of what it replaces in `original`;
    so have the `corrected_words`. A change without length puts a space between two words.
    """

    original: str
    words: tuple[Word, ...]
    corrected_words: tuple[Word, ...]
    changes: tuple[Word, ...]
    text: str


@dataclass(frozen=True)
class _Way:
    """The cheapest way to a word: what it costs, its last choice and the way to that."""

    cost: float
    option: Option | None = None
    before: "_Way | None" = None


class SpellingCorrector:
    """Replaces words by what was probably meant.

    Left alone: numbers, addresses, names in capitals, and other languages.
    """

    def __init__(
        self, model: WordModel, alternatives: Alternatives, foreign: Collection[str] = ()
    ) -> None:
        """Take the parts.

        Args:
            model: says which word is likely after another.
            alternatives: finds what a word may have been meant for.
            foreign: words of other languages that no English text has.
        """
        self._model = model
        self._alternatives = alternatives
        self._foreign = frozenset(foreign)

    def correct(self, text: str) -> Correction:
        """Return the message with its spelling corrected; punctuation and spacing stay."""
        words = split_words(text)
        corrected: list[Word] = []
        changes: list[Word] = []
        done = 0
        for option in self._best(text, words):
            taken = words[done : done + option.takes]
            done += option.takes
            if option.text is None:
                corrected += taken
            else:
                new, changed = _placed(option, taken, text)
                corrected += new
                changes += changed
        return Correction(text, words, tuple(corrected), tuple(changes), replaced(text, changes))

    def _best(self, text: str, words: Sequence[Word]) -> list[Option]:
        lattice = self._lattice(text, words)
        ways: list[dict[_Last, _Way]] = [{} for _ in range(len(words) + 1)]
        ways[0] = {(BREAK, BREAK): _Way(0.0)}
        for at, options in enumerate(lattice):
            for option in options:
                self._go(option, ways[at], ways[at + option.takes])
        way: _Way | None = min(ways[-1].values(), key=lambda one: one.cost)
        chosen: list[Option] = []
        while way is not None and way.option is not None:
            chosen.append(way.option)
            way = way.before
        return chosen[::-1]

    def _go(self, option: Option, start: Mapping[_Last, _Way], end: dict[_Last, _Way]) -> None:
        for last, way in start.items():
            total = way.cost + option.cost
            for word in option.words:
                total += self._model.cost(last[1], word, last[0])
                last = last[1], word
            if last not in end or total < end[last].cost:
                end[last] = _Way(total, option, way)

    def _lattice(self, text: str, words: Sequence[Word]) -> list[list[Option]]:
        shouted = text.isupper()
        addresses = [match.span() for match in _ADDRESS.finditer(text)]
        other = self._other_language(words)
        lookups = 0
        lattice: list[list[Option]] = []
        for at, word in enumerate(words):
            if not word.is_word:
                lattice.append([_sign(word.text)])
                continue
            fixed = lookups >= MOST_LOOKUPS or other[at] or _is_part(words, at)
            fixed = fixed or any(start <= word.start < end for start, end in addresses)
            if fixed:
                lattice.append([Option((fold(word.text),), 0.0)])
                continue
            lookups += not self._alternatives.knows(word.text)
            named = at > 0 and word.text[0].isupper() and words[at - 1].is_word and not shouted
            after = words[at + 1] if at + 1 < len(words) else None
            if after is not None and is_can(word.text, after.text):
                lattice.append([Option(("can",), 0.0, "can")])
                continue
            options = self._alternatives.of(word.text, shouted=shouted, named=named)
            if after is not None and text[word.end : after.start] == " ":
                options = [*options, *self._alternatives.joined(word.text, after.text)]
            lattice.append(options)
        return lattice

    def _other_language(self, words: Sequence[Word]) -> list[bool]:
        """Return for each word whether it is not English, or stands beside such a word."""
        foreign = [
            word.is_word and (fold(word.text) in self._foreign or not word.text.isascii())
            for word in words
        ]
        letters = sum(word.is_word for word in words)
        if not any(foreign):
            return foreign
        if sum(foreign) == 1 and self._is_slip(words, foreign.index(True)):
            return [False] * len(words)
        if sum(foreign) * _FOREIGN_SHARE >= letters:
            return [True] * len(words)
        sure = [one and len(word.text) > 2 for one, word in zip(foreign, words, strict=True)]
        beside = [
            any(sure[max(at - 1, 0) : at + 2]) and not self._alternatives.knows(word.text)
            for at, word in enumerate(words)
        ]
        return [one or near for one, near in zip(sure, beside, strict=True)]

    def _is_slip(self, words: Sequence[Word], at: int) -> bool:
        """Whether a word of another language may be a slip for one that is usual here.

        "Oder pay" is no German; "hola" alone is Spanish.
        """
        others = [one for one in (*words[:at], *words[at + 1 :]) if one.is_word]
        known = sum(self._alternatives.knows(one.text) for one in others)
        near = words[at].text.isascii() and self._alternatives.is_near_usual(words[at].text)
        return near and known > len(others) / 2


def is_can(word: str, after: str) -> bool:
    """Tell whether "cna" is "can" with its letters swapped: "cna you", unlike "a CNA"."""
    return word in ("cna", "Cna") and fold(after) in _WHO


def replaced(text: str, changes: Iterable[Word]) -> str:
    """Return a text in which every change, in order and apart, has taken its place."""
    pieces: list[str] = []
    done = 0
    for change in changes:
        pieces += [text[done : change.start], change.text]
        done = change.end
    return "".join([*pieces, text[done:]])


def _placed(option: Option, taken: Sequence[Word], text: str) -> tuple[list[Word], list[Word]]:
    """Return the new words, each in its place of the message, and what changes there."""
    start, end = taken[0].start, taken[-1].end
    if not option.parts:
        assert option.text is not None  # noqa: S101
        words = [Word(part.text, start, end) for part in split_words(option.text)]
        return words, [Word(option.text, start, end)]
    new: list[Word] = []
    changes: list[Word] = []
    for number, (part, length) in enumerate(option.parts, start=1):
        stop = end if number == len(option.parts) else min(start + length, end)
        written = Word(text[start:stop], start, stop)
        if fold(written.text) == part:
            new.append(written)
        else:
            new += [Word(one.text, start, stop) for one in split_words(part)]
            changes.append(Word(part, start, stop))
        if stop < end:
            changes.append(Word(" ", stop, stop))
        start = stop
    return new, changes


def _sign(text: str) -> Option:
    if text.isdigit():
        return Option((NUMBER,), 0.0)
    return Option((BREAK,), 0.0) if text in _ENDS else Option((), 0.0)


def _is_part(words: Sequence[Word], index: int) -> bool:
    """Whether a word is part of something written together: "icd10", "U.S."."""
    word = words[index]
    before = words[index - 1] if index else None
    after = words[index + 1] if index + 1 < len(words) else None
    joints = "./&-" if len(word.text) == 1 else ""
    return bool(
        (before and before.end == word.start and _is_joint(before.text, joints))
        or (after and after.start == word.end and _is_joint(after.text, joints))
    )


def _is_joint(text: str, joints: str) -> bool:
    return text.isdigit() or (len(text) == 1 and text in joints)
