"""Spells out each acronym of a reply once, where it first stands."""

from __future__ import annotations

import re
from collections.abc import Mapping

from knowledge import KnowledgeBase

KINDS = ("certification", "organization", "code_system")


class Acronyms:
    """Knows the long form of every acronym in the vocabulary and in the wording."""

    def __init__(self, long_forms: Mapping[str, str]) -> None:
        self._long = dict(long_forms)
        names = "|".join(re.escape(name) for name in sorted(self._long, key=len, reverse=True))
        self._pattern = re.compile(rf"(?<![\w-])({names})(?![\w-])") if names else None

    @classmethod
    def of(cls, knowledge: KnowledgeBase, more: Mapping[str, str]) -> Acronyms:
        """Collect the acronyms of the vocabulary; `more` holds those that are no subjects."""
        long_forms = dict(more)
        for kind in KINDS:
            for subject in knowledge.subjects(kind):
                if subject.full_name:
                    long_forms[subject.name] = subject.full_name
        return cls(long_forms)

    def spell_out(self, text: str) -> str:
        """Return `text` with the long form in brackets after the first use of each acronym."""
        if self._pattern is None:
            return text
        # Statements may bring their own long form; it must not stand twice in one reply.
        for name, long in self._long.items():
            text = text.replace(f"{name} ({long})", name)
        seen: set[str] = set()

        def expand(match: re.Match[str]) -> str:
            name = match.group(1)
            long = self._long[name]
            if name in seen or long in text:
                return name
            seen.add(name)
            return f"{name} ({long})"

        return self._pattern.sub(expand, text)
