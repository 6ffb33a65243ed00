"""Knows which words are right as they are."""

import re
from collections.abc import Collection

from bot.nlu.words import fold

# A shorter stem says nothing: "aned" is not formed from "an".
_SHORTEST_STEM = 4
# A rare word must be as long as this: "homeschooled" is formed from "homeschool".
_LONG = 7
_ENDINGS = ("s", "es", "ed", "d", "ing", "er", "ers", "est", "y", "ly", "ness", "ment", "able")
_SILENT_E = re.compile("[^aeioy]e$")
_BEGINNINGS = ("re", "un", "non", "pre", "over", "dis")


class Lexicon:
    """Words that are known, and the words formed from them."""

    def __init__(self, words: Collection[str], others: Collection[str] = ()) -> None:
        """Take the words that others are formed from, and words that are only right themselves."""
        self._words = frozenset(words)
        self._others = frozenset(others)

    def knows(self, word: str) -> bool:
        """Return whether a word, or the word it is formed from, is known."""
        folded = fold(word)
        if self.has(folded):
            return True
        if any(folded + ending in self._words for ending in ("s", "d", "ed", "ing")):
            return True
        if any(len(stem) >= _LONG and stem in self._others for stem in _of_a_verb(folded)):
            return True
        stems = [folded[: -len(end)] for end in _ENDINGS if folded.endswith(end)]
        # "codeing" is a slip: the e goes before a vowel.
        stems = [one for one in stems if not (_SILENT_E.search(one) and folded[len(one)] in "ie")]
        stems += [folded[len(start) :] for start in _BEGINNINGS if folded.startswith(start)]
        return any(len(stem) >= _SHORTEST_STEM and self._is_stem(stem) for stem in stems)

    def has(self, folded: str) -> bool:
        """Return whether a word is in one of the lists."""
        return folded in self._words or folded in self._others

    def _is_stem(self, stem: str) -> bool:
        forms = (stem, stem + "e", stem[:-1] + "y" if stem.endswith("i") else stem)
        return not stem.endswith("s") and any(form in self._words for form in forms)


def _of_a_verb(word: str) -> list[str]:
    return [word.removesuffix(end) for end in ("ed", "ing") if word.endswith(end)]
