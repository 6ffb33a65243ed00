"""Compares an answer with what a turn expects of it."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from conversation_tests.answer import Answer

KindRules = Mapping[str, frozenset[str]]
"""For an expected kind, the other kinds that are as good."""

PHONE = re.compile(r"\(\d{3}\) \d{3}-\d{4}")


def misses(expects: Mapping[str, Any], answer: Answer, kinds: KindRules | None = None) -> list[str]:
    """Return what is expected and does not hold, in words for people; empty when all is well.

    Args:
        expects: the expectations of a turn, as `conversation_tests.conversation` reads them.
        answer: the answer of the assistant.
        kinds: for an expected kind, the other kinds that are as good.
    """
    return [
        miss
        for name, expected in expects.items()
        for miss in (
            _kind(expected, answer, kinds or {})
            if name == "kind"
            else _CHECKS[name](expected, answer)
        )
    ]


def _kind(expected: str | Sequence[str], answer: Answer, kinds: KindRules) -> list[str]:
    wanted = [expected] if isinstance(expected, str) else list(expected)
    if any(answer.kind == one or answer.kind in kinds.get(one, ()) for one in wanted):
        return []
    return [f"kind is {answer.kind}, not {' or '.join(wanted)}"]


def _text(expected: Sequence[str], answer: Answer) -> list[str]:
    return [f"{piece!r} is not in the text" for piece in expected if piece not in answer.text]


def _absent(expected: Sequence[str], answer: Answer) -> list[str]:
    return [f"{piece!r} is in the text" for piece in expected if piece in answer.text]


def _facts(expected: Sequence[str], answer: Answer) -> list[str]:
    return [f"fact {one} is not cited" for one in expected if one not in answer.facts]


def _sources(expected: Sequence[str], answer: Answer) -> list[str]:
    return [f"source {one} is not cited" for one in expected if one not in answer.sources]


def _disclaimers(expected: Sequence[str], answer: Answer) -> list[str]:
    said = "\n".join(answer.disclaimers).lower()
    return [f"no disclaimer says {piece!r}" for piece in expected if piece.lower() not in said]


def _choices(expected: Sequence[str], answer: Answer) -> list[str]:
    return [f"{title!r} is not offered" for title in expected if title not in answer.choices]


def _no_figures(expected: bool, answer: Answer) -> list[str]:
    found = expected and re.search(r"\d", PHONE.sub("", answer.text))
    return ["there is a figure in the text"] if found else []


def _slots(expected: Mapping[str, Any], answer: Answer) -> list[str]:
    if answer.slots is None:
        return ["slots cannot be seen: this adapter, or this server, does not show the tracker"]
    return [
        f"slot {name} is {answer.slots.get(name)!r}, not {value!r}"
        for name, value in expected.items()
        if answer.slots.get(name) != value
    ]


def _within(expected: float, answer: Answer) -> list[str]:
    if answer.seconds <= expected:
        return []
    return [f"the answer took {answer.seconds:.2f} s, more than {expected} s"]


_CHECKS: dict[str, Callable[[Any, Answer], list[str]]] = {
    "text": _text,
    "absent": _absent,
    "facts": _facts,
    "sources": _sources,
    "disclaimers": _disclaimers,
    "choices": _choices,
    "no_figures": _no_figures,
    "slots": _slots,
    "within": _within,
}
