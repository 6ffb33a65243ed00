"""Recognises other work by the place where it stands in a question.

"What does a ferret wrangler make" asks for other work, though no list holds ferret wranglers: the
place after "what does a" is one of an occupation, and what stands there is none of our words.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from bot.nlu.words import fold

FILE = Path(__file__).with_name("other_work.yml")
_MOST_WORDS = 4


def read_other_work() -> dict[str, Any]:
    """Return the content of other_work.yml, which explains itself."""
    content: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return content


class OtherWork:
    """Finds other work in a question without a list of all occupations."""

    def __init__(self, lists: Mapping[str, Any]) -> None:
        """Prepare the patterns; `lists` is the content of other_work.yml."""
        self._articles = frozenset(lists["parts"]["a"])
        parts = {name: f"(?:{'|'.join(words)})" for name, words in lists["parts"].items()}
        parts["X"] = rf"(?P<X>[\w'-]+(?: [\w'-]+){{0,{_MOST_WORDS - 1}}}?)"
        self._sure = [_pattern(one, parts) for one in lists["sure"]]
        self._likely = [_pattern(one, parts) for one in lists["likely"]]
        self._endings = tuple(lists["endings"])
        self._never = _words(lists["never"])
        self._ours = _words(lists["ours"])

    def names(self, words: Sequence[str]) -> str:
        """Return the other work that a question asks about, or "".

        Args:
            words: the words of the question in order, without what the vocabulary knows.
        """
        text = " ".join(fold(word) for word in words if fold(word) != "'s")
        for patterns, shaped in ((self._sure, False), (self._likely, True)):
            for place in _places(patterns, text):
                if self._is_work(place.split(), shaped):
                    return place
        return ""

    def _is_work(self, place: Sequence[str], shaped: bool) -> bool:
        words = [word for word in place if word not in self._articles]
        if not words or self._never.intersection(words):
            return False
        last = words[-1]
        if last in self._ours or len(last) < 3 or not last.isalpha():
            return False
        return not shaped or last.endswith(self._endings)


def _pattern(pattern: str, parts: Mapping[str, str]) -> re.Pattern[str]:
    for name, words in parts.items():
        pattern = pattern.replace(f"{{{name}}}", words)
    return re.compile(pattern)


def _places(patterns: Sequence[re.Pattern[str]], text: str) -> Iterator[str]:
    for pattern in patterns:
        for match in pattern.finditer(text):
            yield match["X"]


def _words(lines: Sequence[str]) -> frozenset[str]:
    return frozenset(word for line in lines for word in line.split())
