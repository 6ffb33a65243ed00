"""Hears danger in certain words.

The rules are data, in ``rules.yml``: patterns over a plain form of the text. A match can always
be explained by the name of its rule.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).with_name("rules.yml")

_APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼ`´′", "'"))
_LOOKALIKES = str.maketrans({"!": "i", "1": "i", "|": "i", "3": "e", "4": "a", "@": "a", "0": "o"})
_LOOKALIKE = re.compile(r"(?<=[a-z*])[!1|34@0](?=[a-z*])")
_DOUBLE_L = re.compile(r"(?<=[a-z])11(?!\d)")
_SPACED_WORD = re.compile(r"\b[a-z](?:[ .\-_][a-z]\b){2,}")
_PAUSE = re.compile(r"\.{2,}|…")
_SENTENCE_END = re.compile(r"[.!?;]+(?=\s|$)|\n+")
_WORD = re.compile(r"[a-z0-9*']+")
_REPEATED = re.compile(r"([a-z])\1+")
_ERASED = " # "


@dataclass(frozen=True)
class Rule:
    """One thing that means danger.

    A sentence falls under the rule when ``pattern`` is found in it after every match of ``erase``
    has been taken out. With ``outside_coding``, sentences about coding work are left alone. What a
    ``doubtful`` one means may be long past: with such words around, the classifier has a say.
    """

    name: str
    pattern: re.Pattern[str]
    erase: re.Pattern[str] | None
    outside_coding: bool
    doubtful: bool

    def applies(self, sentence: str) -> bool:
        """Return whether the plain ``sentence`` falls under this rule."""
        if not self.pattern.search(sentence):
            return False
        return self.erase is None or bool(self.pattern.search(self.erase.sub(_ERASED, sentence)))


_NOTHING = re.compile(r"(?!)")
_IN_ANOTHER_SCRIPT = Rule("other scripts", _NOTHING, None, outside_coding=False, doubtful=False)


class DangerRules:
    """The rules of ``rules.yml``, ready to use."""

    def __init__(self, content: Mapping[str, Any]) -> None:
        """Compile the rules; ``KeyError`` or ``re.error`` when ``content`` is not sound."""
        self._phrases = {f" {old} ": f" {new} " for old, new in content["phrases"].items()}
        self._spelling = {collapse(old): str(new) for old, new in content["spelling"].items()}
        self._starred = [str(word) for word in content["starred"]]
        self._fragile = {collapse(word) for word in content["fragile"]}
        fragments: dict[str, str] = {}
        for name, pattern in content["fragments"].items():
            fragments[name] = f"(?:{_fill(_joined(pattern), fragments)})"
        self._coding = _compiled([content["coding"]], fragments)
        self._speaker = _compiled([content["speaker"]], fragments)
        self._clause = _compiled([content["clause"]], fragments)
        self._past = _compiled([content["past"]], fragments)
        self._harmless = _compiled(content["harmless"], fragments)
        self._other_scripts = re.compile("|".join(content["other_scripts"]))
        self.rules = tuple(
            Rule(
                name=rule["name"],
                pattern=_compiled(rule["patterns"], fragments),
                erase=_compiled(rule["erase"], fragments) if "erase" in rule else None,
                outside_coding=bool(rule.get("outside_coding", False)),
                doubtful=bool(rule.get("doubtful", False)),
            )
            for rule in content["rules"]
        )
        # A word that a rule names is no slip of another one.
        named = " ".join(one.pattern.pattern for one in self.rules)
        self._sound = self._fragile | set(re.findall("[a-z]+", named))
        self._sound |= {collapse(word) for word in content["leave"]}

    @classmethod
    def read(cls, file: Path = FILE) -> "DangerRules":
        """Return the rules of ``file``; ``KeyError`` or ``re.error`` when it is not sound."""
        return cls(yaml.safe_load(file.read_text(encoding="utf-8")))

    def rule(self, text: str) -> Rule | None:
        """Return the first rule that ``text`` falls under, or ``None``; doubtful ones come last."""
        if self._other_scripts.search(unicodedata.normalize("NFKC", text).casefold()):
            return _IN_ANOTHER_SCRIPT
        sentences = self.sentences(text)
        is_past = any(self._past.search(sentence) for sentence in sentences)
        doubtful = None
        for sentence in sentences:
            cleared = self._harmless.sub(_ERASED, sentence)
            outside_coding = self._outside_coding(cleared)
            for rule in self.rules:
                places = outside_coding if rule.outside_coding else [cleared]
                if any(rule.applies(place) for place in places):
                    if not rule.doubtful or not is_past:
                        return replace(rule, doubtful=False)
                    doubtful = doubtful or rule
        return doubtful

    def _outside_coding(self, sentence: str) -> list[str]:
        clauses = self._clause.split(sentence)
        return [one for one in clauses if not self._coding.search(self._speaker.sub(_ERASED, one))]

    def sentences(self, text: str) -> list[str]:
        """Return the plain form of ``text``, sentence by sentence.

        Lower case, no accents, no punctuation, short forms written out, look-alike signs and
        common typos undone, and never the same letter twice in a row.
        """
        plain = _without_marks(unicodedata.normalize("NFKC", text).casefold())
        plain = plain.translate(_APOSTROPHES)
        plain = _DOUBLE_L.sub("ll", plain)
        plain = _LOOKALIKE.sub(lambda match: match[0].translate(_LOOKALIKES), plain)
        plain = _PAUSE.sub(" ", plain.replace("$", "s"))
        plain = _SPACED_WORD.sub(lambda match: re.sub(r"[^a-z]", "", match[0]), plain)
        found = []
        for sentence in _SENTENCE_END.split(plain):
            words = " ".join(_WORD.findall(sentence))
            if words:
                found.append(self._written_out(f" {words} "))
        return found

    def _written_out(self, words: str) -> str:
        for old, new in self._phrases.items():
            words = words.replace(old, new)
        return collapse(" ".join(self._word(word) for word in words.split()))

    def _word(self, word: str) -> str:
        word = self._unstarred(word) if "*" in word else word
        if collapse(word) in self._spelling:
            return self._spelling[collapse(word)]
        for ending, meaning in _ENDINGS:
            if word.endswith(ending):
                return self._corrected(word.removesuffix(ending)) + meaning
        return self._corrected(word)

    def _corrected(self, word: str) -> str:
        word = collapse(word.replace("'", ""))
        if word in self._spelling:
            return self._spelling[word]
        if _SHORTEST_TYPO <= len(word) <= _LONGEST_TYPO and word not in self._sound:
            return next((right for right in self._fragile if _one_slip(word, right)), word)
        return word

    def _unstarred(self, word: str) -> str:
        if len(word) > _LONGEST_TYPO:
            return word
        pattern = re.compile("".join("[a-z]" if sign == "*" else re.escape(sign) for sign in word))
        return next((known for known in self._starred if pattern.fullmatch(known)), word)


_SHORTEST_TYPO = 6
_LONGEST_TYPO = 12
_ENDINGS = (
    ("n't", " not"),
    ("'m", " am"),
    ("'re", " are"),
    ("'ve", " have"),
    ("'ll", " will"),
    ("'d", " would"),
)


def collapse(text: str) -> str:
    """Return ``text`` with every run of one letter as a single letter: kiiill and kill as kil."""
    return _REPEATED.sub(r"\1", text)


def _without_marks(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text)
    return "".join(one for one in decomposed if unicodedata.category(one) not in ("Mn", "Cf"))


def _joined(pattern: str | Sequence[str]) -> str:
    return pattern if isinstance(pattern, str) else "|".join(pattern)


def _fill(pattern: str, fragments: Mapping[str, str]) -> str:
    return re.sub(r"<([a-z_0-9]+)>", lambda match: fragments[match[1]], pattern)


def _compiled(patterns: Sequence[str], fragments: Mapping[str, str]) -> re.Pattern[str]:
    # Whole words only, which also keeps the search linear: a match starts at the start of a word.
    alternatives = "|".join(_fill(pattern, fragments) for pattern in patterns)
    return re.compile(rf"\b(?:{collapse(alternatives)})(?!\w)")


def _one_slip(word: str, right: str) -> bool:
    """Return whether one letter too many, too few, wrong or swapped makes ``word`` of ``right``."""
    if abs(len(word) - len(right)) > 1 or word[0] != right[0]:
        return False
    start = 0
    while start < min(len(word), len(right)) and word[start] == right[start]:
        start += 1
    rest, wanted = word[start:], right[start:]
    return (
        rest[1:] == wanted[1:]
        or rest[1:] == wanted
        or rest == wanted[1:]
        or (rest[:2] == wanted[:2][::-1] and rest[2:] == wanted[2:])
    )
