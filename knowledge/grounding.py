"""Proves that every figure stands in its document, in the section that the fact names."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from knowledge import literals, sections
from knowledge.formatting import format_date
from knowledge.model import Fact, Source, Subject

_AMOUNT = r"\$?\d[\d,]*(?:\.\d+)?%?"
_CELL = re.compile(rf"{_AMOUNT}(?:\s*(?:[-–—]|\bto\b)\s*{_AMOUNT})?")


@dataclass(frozen=True, slots=True)
class Ungrounded:
    """A fact or a source that its document does not bear out, and why."""

    id: str
    message: str

    def __str__(self) -> str:
        return f"{self.id}: {self.message}"


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome: what is wrong, how many figures there are and how many are proven."""

    problems: tuple[Ungrounded, ...]
    figures: int
    grounded: int


@dataclass(frozen=True, slots=True)
class _Document:
    text: str
    sections: dict[str, list[str]]


def check(
    facts: Sequence[Fact],
    sources: Iterable[Source],
    documents: Path,
    names: Iterable[str] = (),
) -> list[Ungrounded]:
    """Return what the documents (`<document>.txt` in a folder) do not bear out.

    `names` are names with digits in them, whose digits are no figures.
    """
    return list(examine(facts, sources, documents, names).problems)


def examine(
    facts: Sequence[Fact],
    sources: Iterable[Source],
    documents: Path,
    names: Iterable[str] = (),
) -> Report:
    """Like `check`, with the number of figures and of those that are proven."""
    names = tuple(names)
    problems: list[Ungrounded] = []
    read: dict[str, _Document] = {}
    for source in sources:
        path = documents / f"{source.document}.txt"
        if not path.is_file():
            problems.append(Ungrounded(source.id, f"the document {path.name} is missing"))
            continue
        text = literals.clean(path.read_text(encoding="utf-8"), names)
        found, missing = sections.split(text, source.sections)
        read[source.id] = _Document(text, found)
        problems += [
            Ungrounded(source.id, f"no line of {path.name} begins with the heading {heading!r}")
            for heading in missing
        ]
        problems += _published(source, text)
    figures = grounded = 0
    for fact in facts:
        document = read.get(fact.source.id)
        wrong = (
            _fact(fact, document) if document else [Ungrounded(fact.id, "its document is missing")]
        )
        problems += wrong
        figures += len(fact.numbers)
        grounded += 0 if wrong else len(fact.numbers)
    return Report(tuple(problems), figures, grounded)


def _published(source: Source, text: str) -> list[Ungrounded]:
    if source.published is None:
        return []
    if all(part.search(text) for part in literals.moment_patterns(source.published.isoformat())):
        return []
    return [Ungrounded(source.id, f"the document does not give {format_date(source.published)}")]


def _fact(fact: Fact, document: _Document) -> list[Ungrounded]:
    messages = []
    if fact.as_of and not all(
        part.search(document.text) for part in literals.moment_patterns(fact.as_of)
    ):
        messages.append(f"the document does not give the time {fact.as_of_text}")
    for section in (fact.section, *fact.also_in):
        texts = document.sections.get(section)
        if not texts:
            messages.append(f"the document has no section {section!r}")
        elif fact.low is not None:
            message = _figure(fact, texts)
            if message:
                messages.append(f"{message} in the section {section!r}")
    return [Ungrounded(fact.id, message) for message in messages]


def _figure(fact: Fact, texts: Sequence[str]) -> str | None:
    """Return what is wrong with the figure in a section that may occur several times."""
    assert fact.low is not None  # noqa: S101 - the caller has looked
    pattern = literals.figure_pattern(fact.low, fact.high, fact.unit, fact.high_unit)
    if fact.column is not None:
        return _cell(fact, fact.column, pattern, texts)
    found = [(text, match) for text in texts for match in pattern.finditer(text)]
    if not found:
        return f"{fact.figure} does not stand"
    if fact.high is None:
        found = [pair for pair in found if not literals.is_a_part(*pair)]
        if not found:
            return f"{fact.figure} stands only as a part of another figure"
    return _open_end(fact, found)


def _open_end(fact: Fact, found: Sequence[tuple[str, re.Match[str]]]) -> str | None:
    if fact.open_ended and not any(literals.is_open_ended(*pair) for pair in found):
        return f"nothing says that {fact.figure} is open-ended"
    if not fact.open_ended and all(literals.has_plus(*pair) for pair in found):
        return f"{fact.figure} has a plus sign (open_ended)"
    return None


def _cell(fact: Fact, column: int, pattern: re.Pattern[str], texts: Sequence[str]) -> str | None:
    rows = [row for text in texts for row in _rows(fact.subject, text)]
    if not rows:
        return f"there is no row for {fact.subject.name}"
    for line, start in rows:
        cells = list(_CELL.finditer(line, start))
        match = pattern.match(line, cells[column].start()) if column < len(cells) else None
        if match:
            return _open_end(fact, [(line, match)])
    return f"{fact.figure} is not figure {column + 1} of the row of {fact.subject.name}"


def _rows(subject: Subject, text: str) -> list[tuple[str, int]]:
    """Return the lines that begin with one of the subject's names, and where the name ends."""
    names = "|".join(re.escape(name) for name in sorted(subject.names, key=len, reverse=True))
    begins = re.compile(rf"\W*(?:{names})(?=\s*[$\d]|\s*[(:|])", re.IGNORECASE)
    found = []
    for line in text.splitlines():
        match = begins.match(line)
        if match:
            found.append((line, match.end()))
    return found
