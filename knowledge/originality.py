"""Makes sure that no text of ours is copied from the documents."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from knowledge.loader import Knowledge

LONGEST_RUN = 7


def check(knowledge: Knowledge, documents: Path) -> list[str]:
    """Return a line for each text of the knowledge that shares a long run with a document."""
    runs = document_runs(documents)
    return [
        f"{name}: these words stand in a document too: {run!r}"
        for name, text in _texts(knowledge)
        for run in shared_runs(text, runs)
    ]


def document_runs(documents: Path) -> frozenset[tuple[str, ...]]:
    """Return all runs of words of the *.txt files of a folder that are one too long to share."""
    return frozenset(
        run
        for path in sorted(documents.glob("*.txt"))
        for run in _runs(path.read_text(encoding="utf-8"))
    )


def shared_runs(text: str, runs: Iterable[tuple[str, ...]]) -> list[str]:
    """Return the longest stretches of a text that stand in a document word for word."""
    known = runs if isinstance(runs, frozenset) else frozenset(runs)
    words = _words(text)
    covered: list[tuple[int, int]] = []
    for start, run in enumerate(_runs(text)):
        if run in known:
            end = start + len(run)
            if covered and start <= covered[-1][1]:
                covered[-1] = (covered[-1][0], end)
            else:
                covered.append((start, end))
    return [" ".join(words[start:end]) for start, end in covered]


def _texts(knowledge: Knowledge) -> Iterator[tuple[str, str]]:
    for source in knowledge.sources:
        yield f"{source.id}: note", source.note
    for fact in knowledge.facts:
        yield fact.id, fact.text
        yield f"{fact.id}: note", fact.note or ""
    for conflict in knowledge.conflicts:
        for name in ("question", "why", "note", "brief"):
            yield f"{conflict.id}: {name}", getattr(conflict, name) or ""


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", text.lower())


def _runs(text: str) -> Iterator[tuple[str, ...]]:
    words = _words(text)
    size = LONGEST_RUN + 1
    return (tuple(words[start : start + size]) for start in range(len(words) - size + 1))
