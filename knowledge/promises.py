"""Finds wording that promises pay, a job, remote work, a pass or a place."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from knowledge import yaml_lines

_FILE = Path(__file__).with_name("promises.yml")
_QUOTES = str.maketrans("’‘“”", "''\"\"")
_CLAUSE_END = re.compile(
    r"[.!?](?=\s|$)|[;:\n—–]|,(?! (?:however|though|of course|by itself|on its own|alone)\b)"
    r"|\b(?:but|yet|although|and so|because|while|once)\b",
    re.IGNORECASE,
)
_ASIDE = re.compile(r", (?:however|though|of course|by itself|on its own|alone),", re.IGNORECASE)
# Words that take back what follows them in the clause, and words that warn of it.
_TAKEN_BACK = re.compile(
    r"\b(?:not|cannot|never|no|none|nobody|nothing|neither|nor|without|rarely|hardly|far from"
    r"|whether|instead of|rather than|wary|beware|careful|suspicious|distrust|avoid)\b|n't\b",
    re.IGNORECASE,
)
_TAKEN_BACK_AFTER = re.compile(
    r"[^.!?;\n]{0,40}?(?:\b(?:do|does|is|are|can|should)(?: not|n't)|\bnever|\bno) "
    r"(?:\w+ )?(?:exist|real|true|possible|honest|offered|given|be trusted|one)\b",
    re.IGNORECASE,
)
_ASKED = re.compile(r"^\W*(?:is|are|does|do|can|could|will|would|should|am)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Promise:
    """A promise found in a text: the rule, why it is wrong, the words, and where they stand."""

    rule: str
    why: str
    words: str
    start: int
    end: int


class _Rule(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    id: str
    why: str
    pattern: str
    plain: bool = False


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    shared: dict[str, str]
    emphasis: list[str]
    rules: list[_Rule]


def promises_in(text: str) -> list[Promise]:
    """List the promises of any text in order; empty when the text promises nothing.

    Honest negations ("remote work is not guaranteed", "nobody can say what you will earn"),
    warnings ("be wary of a school that guarantees a job") and questions are no promises.
    """
    plain = re.sub(r"[ \t\xa0]", " ", text.translate(_QUOTES))
    emphasis, rules = _rules()
    found = []
    for rule, pattern in rules:
        for match in pattern.finditer(plain):
            if rule.plain or not _is_taken_back(plain, match, emphasis):
                words = text[match.start() : match.end()]
                found.append(Promise(rule.id, rule.why, words, match.start(), match.end()))
    return sorted(found, key=lambda promise: (promise.start, promise.end, promise.rule))


@cache
def _rules() -> tuple[re.Pattern[str], tuple[tuple[_Rule, re.Pattern[str]], ...]]:
    file = _File.model_validate(yaml_lines.read(_FILE).data)
    compiled = []
    for rule in file.rules:
        pattern = rule.pattern
        for name, words in file.shared.items():
            pattern = pattern.replace("{" + name + "}", words)
        compiled.append((rule, re.compile(pattern, re.IGNORECASE)))
    emphasis = re.compile(rf"\b(?:{'|'.join(file.emphasis)})\b", re.IGNORECASE)
    return emphasis, tuple(compiled)


def _is_taken_back(text: str, match: re.Match[str], emphasis: re.Pattern[str]) -> bool:
    before = _ASIDE.sub(" ", emphasis.sub(" ", text[: match.start()]))
    clause = _CLAUSE_END.split(before)[-1]
    if _TAKEN_BACK.search(clause) or _TAKEN_BACK_AFTER.match(text, match.end()):
        return True
    sentence = re.split(r"[.!?]\s|\n", before)[-1]
    end = re.search(r"[.!?]", text[match.end() :])
    return bool(end and end.group() == "?" and _ASKED.match(sentence + match.group()))
