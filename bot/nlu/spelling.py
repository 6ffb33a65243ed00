"""Corrects misspelt words, carefully, and remembers where they stood in the message."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import process  # type: ignore[import-not-found, unused-ignore]
from rapidfuzz.distance import OSA  # type: ignore[import-not-found, unused-ignore]

from bot.nlu.words import Word, fold, split_words

# Shorter words have too many neighbours to guess from.
SHORTEST = 4
# Of three letters, two may be swapped ("pya"), when the word meant is among our most frequent.
FREQUENT_RANK = 400
# A word that is not of our subject must be this common before something is taken for it.
COMMON_RANK = 12_000
# A long text of unknown words is in another language or is noise; guessing helps nobody.
MOST_LOOKUPS = 60

# Words of two letters that are run together with the next one ("isthere", "ofthose").
_SHORT = frozenset({
    "is", "of", "or", "in", "to", "do", "my", "at", "an", "by", "on", "it", "so", "we", "if", "be",
    "as", "up",
})  # fmt: skip
_ENDINGS = ("s", "es", "ed", "d", "ing", "er", "ers", "est", "y", "ly", "ness", "ment", "able")
_BEGINNINGS = ("re", "un", "non", "pre", "over", "dis")
_ADDRESS = re.compile(r"\S+@\S+|\S*://\S+|www\.\S+|\S+\.(?:com|org|net|edu|gov)\b\S*", re.I)


@dataclass(frozen=True)
class Correction:
    """A message, its words, and both again with the spelling corrected.

    `changes` are the new texts, each with the start and end of what it replaces in `original`;
    so have the `corrected_words`.
    """

    original: str
    words: tuple[Word, ...]
    corrected_words: tuple[Word, ...]
    changes: tuple[Word, ...]
    text: str


class SpellingCorrector:
    """Replaces words that nobody knows by the nearest known word.

    Left alone: known words, short words, numbers, addresses, and names in capitals.
    """

    def __init__(
        self,
        subject_words: Iterable[str],
        general_words: Sequence[str],
        replacements: Mapping[str, str],
        other_words: Iterable[str] = (),
    ) -> None:
        """Prepare the lists.

        Args:
            subject_words: the words of our subject, the most frequent first; they win over
                general ones.
            general_words: words of English, the most frequent first.
            replacements: short forms and what they stand for.
            other_words: words that are right as they are, but that nobody is taken to mean.
        """
        self._other_words = frozenset(fold(word) for word in other_words)
        self._replacements = {fold(short): words for short, words in replacements.items()}
        folded = dict.fromkeys(fold(word) for word in subject_words)
        self._subject_ranks = {word: rank for rank, word in enumerate(folded)}
        self._ranks = {word: rank for rank, word in reversed(list(enumerate(general_words)))}
        subject_targets = [
            word
            for word in self._subject_ranks
            # "cnas" must not become "ccas": what is no English word needs more to go by.
            if len(word) > SHORTEST or (len(word) == SHORTEST and word in self._ranks)
        ]
        general_targets = [word for word in general_words[:COMMON_RANK] if len(word) >= SHORTEST]
        self._subject_by_length = _by_length(subject_targets)
        self._general_by_length = _by_length(general_targets)
        self._nearest = lru_cache(maxsize=4096)(self._look_up)

    def correct(self, text: str) -> Correction:
        """Return the message with its spelling corrected; punctuation and spacing stay."""
        words = split_words(text)
        fixed = self._joined(list(words), text)
        shouted = text.isupper()
        addresses = [match.span() for match in _ADDRESS.finditer(text)]
        corrected: list[Word] = []
        changes: list[Word] = []
        lookups = 0
        for index, word in enumerate(fixed):
            replacement: str | None = None
            if word.end - word.start != len(word.text):
                replacement = word.text
            elif word.is_word and lookups < MOST_LOOKUPS:
                in_address = any(start <= word.start < end for start, end in addresses)
                if not in_address and not _is_part(fixed, index):
                    replacement = self._replacement(word.text, shouted)
                    lookups += not self.knows(word.text)
            if replacement is None:
                corrected.append(word)
                continue
            new = [Word(part.text, word.start, word.end) for part in split_words(replacement)]
            corrected.extend(new)
            changes.append(Word(replacement, word.start, word.end))
        new_text = replaced(text, changes)
        return Correction(text, words, tuple(corrected), tuple(changes), new_text)

    def knows(self, word: str) -> bool:
        """Return whether a word, or the word it is formed from, is in one of the lists."""
        folded = fold(word)
        if folded in self._subject_ranks or folded in self._ranks or folded in self._other_words:
            return True
        if any(folded + ending in self._ranks for ending in ("s", "d", "ed", "ing")):
            return True
        if folded.endswith("s") and folded[:-1] in self._subject_ranks and folded[-2] != "s":
            return True
        stems = [folded[: -len(end)] for end in _ENDINGS if folded.endswith(end)]
        stems += [folded[len(start) :] for start in _BEGINNINGS if folded.startswith(start)]
        return any(len(stem) >= SHORTEST and self._is_stem(stem) for stem in stems)

    def _is_stem(self, stem: str) -> bool:
        forms = (stem, stem + "e", stem[:-1] + "y" if stem.endswith("i") else stem)
        return not stem.endswith("s") and any(
            form in self._ranks or form in self._subject_ranks for form in forms
        )

    def _replacement(self, word: str, shouted: bool) -> str | None:
        folded = fold(word)
        if folded in self._replacements and not (word.isupper() and not shouted):
            return self._replacements[folded]
        if len(word) < SHORTEST - 1 or "'" in folded or not word.isascii() or self.knows(word):
            return None
        if word.removesuffix("s").isupper() and not shouted and len(word) <= 7:
            return None
        return self._nearest(folded)

    def _look_up(self, word: str) -> str | None:
        if len(word) < SHORTEST:
            swapped = (word[1] + word[0] + word[2], word[0] + word[2] + word[1])
            ranks = self._subject_ranks
            return next((w for w in swapped if ranks.get(w, FREQUENT_RANK) < FREQUENT_RANK), None)
        near = self._candidate(word, 1)
        if near is None and len(word) >= 7:
            near = self._split(word) or self._candidate(word, 2)
        elif near is None and len(word) > SHORTEST:
            near = self._swapped_twice(word)
        return near

    def _swapped_twice(self, word: str) -> str | None:
        choices = self._subject_by_length.get(len(word), [])
        near = _within(word, choices, 2)
        alike = [target for target, _ in near if sorted(target) == sorted(word)]
        return min(alike, key=lambda target: self._subject_ranks[target], default=None)

    def _candidate(self, word: str, distance: int) -> str | None:
        found: list[tuple[float, int, str]] = []
        for target, edits in _neighbours(word, self._subject_by_length, distance):
            # Four letters with other ends, or two slips with one at the start, are another word.
            starts = target[0] == word[0]
            alike = starts and target[-1] == word[-1]
            alike = alike or sorted(target) == sorted(word)
            if alike or (len(word) > SHORTEST and (starts or edits == 1)):
                penalty = _penalty(word, target, edits)
                found.append((edits + penalty, self._subject_ranks[target], target))
        for target, edits in _neighbours(word, self._general_by_length, min(distance, 1)):
            if len(word) > SHORTEST and target[0] == word[0]:
                penalty = 0.5 + _penalty(word, target, edits)
                found.append((edits + penalty, self._ranks[target], target))
        return min(found)[2] if found else None

    def _split(self, word: str) -> str | None:
        found: list[tuple[int, int, str]] = []
        for place in range(2, len(word) - 1):
            sides = word[:place], word[place:]
            ours = sum(side in self._subject_ranks for side in sides)
            if ours and all(map(self._is_common, sides)):
                rarest = max(self._ranks.get(side, COMMON_RANK) for side in sides)
                found.append((-ours, rarest, " ".join(sides)))
        return min(found)[2] if found else None

    def _is_common(self, word: str) -> bool:
        if len(word) == len("of"):
            return word in _SHORT
        return word in self._subject_ranks or self._ranks.get(word, COMMON_RANK) < COMMON_RANK // 2

    def _joined(self, words: list[Word], text: str) -> list[Word]:
        """Put together a word of our subject that a stray space has cut in two."""
        result: list[Word] = []
        for word in words:
            previous = result[-1] if result else None
            if (
                previous is not None
                and text[previous.end : word.start] == " "
                and fold(previous.text + word.text) in self._subject_ranks
                and len(previous.text + word.text) >= 6
                and not (self.knows(previous.text) and self.knows(word.text))
            ):
                result[-1] = Word(previous.text + word.text, previous.start, word.end)
            else:
                result.append(word)
        return result


def replaced(text: str, changes: Iterable[Word]) -> str:
    """Return a text in which every change, in order and apart, has taken its place."""
    pieces: list[str] = []
    done = 0
    for change in changes:
        pieces += [text[done : change.start], change.text]
        done = change.end
    return "".join([*pieces, text[done:]])


def _by_length(words: Iterable[str]) -> dict[int, list[str]]:
    lengths: dict[int, list[str]] = {}
    for word in words:
        lengths.setdefault(len(word), []).append(word)
    return lengths


def _neighbours(
    word: str, by_length: Mapping[int, list[str]], distance: int
) -> list[tuple[str, int]]:
    lengths = range(len(word) - distance, len(word) + distance + 1)
    return [one for length in lengths for one in _within(word, by_length.get(length, []), distance)]


def _within(word: str, choices: Sequence[str], distance: int) -> list[tuple[str, int]]:
    near = process.extract(word, choices, scorer=OSA.distance, score_cutoff=distance, limit=None)
    return [(target, int(edits)) for target, edits, _ in near]


def _penalty(word: str, target: str, edits: int) -> float:
    """People rarely miss the first letter of a word, unless they swap it, or the last one."""
    first = 0.0 if target[0] in word[:2] else 0.3
    # Letters in another order are a slip of the hand; a lost letter may be another word.
    first -= 0.25 if sorted(target) == sorted(word) else 0.0
    return first + (0.2 if edits == 1 and target[-1] != word[-1] else 0.0)


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
