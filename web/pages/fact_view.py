"""Facts as a page shows them: sentence, source, date, standing, and where pages disagree."""

import datetime
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from knowledge import Conflict, Fact, KnowledgeBase
from knowledge.model import SIDES
from web.pages.topics import read_standings, topics_by_id

PLACEHOLDER = re.compile(r"\{([a-z0-9][a-z0-9._-]*)(@date)?\}")


@dataclass(frozen=True)
class FactView:
    """One fact; ``standing`` is ``None`` for a fact that leads."""

    id: str
    text: str
    note: str | None
    standing: str | None
    source: str
    section: str
    basis: str
    is_due: bool
    conflict: str | None
    address: str


@dataclass(frozen=True)
class SubjectView:
    """All facts of a topic about one subject."""

    title: str
    facts: tuple[FactView, ...]


@dataclass(frozen=True)
class ConflictView:
    """A question that pages answer differently, with what we say about it."""

    id: str
    question: str
    note: str
    facts: tuple[FactView, ...]


def view_fact(knowledge: KnowledgeBase, fact: Fact, today: datetime.date) -> FactView:
    """Return ``fact`` as it is shown on ``today``."""
    conflict = knowledge.conflict(fact.id)
    return FactView(
        id=fact.id,
        text=fact.text,
        note=fact.note,
        standing=read_standings().get(fact.standing),
        source=fact.source.title,
        section=fact.section,
        basis=_basis(fact),
        is_due=fact.is_due(today),
        conflict=conflict.id if conflict is not None else None,
        address=f"/facts/{topics_by_id()[fact.topic].slug}#{fact.id}",
    )


def by_subject(
    knowledge: KnowledgeBase, facts: Iterable[Fact], today: datetime.date
) -> list[SubjectView]:
    """Gather ``facts`` by their subjects, in the order in which these come first.

    Within a subject, what leads comes before what differs from it, and before everything that no
    leading fact of the subject stands for.
    """
    subjects: dict[str, list[Fact]] = {}
    for fact in facts:
        subjects.setdefault(fact.subject.id, []).append(fact)
    return [
        SubjectView(
            title=_title(found[0]),
            facts=tuple(
                view_fact(knowledge, fact, today) for fact in _leading_first(knowledge, found)
            ),
        )
        for found in subjects.values()
    ]


def _leading_first(knowledge: KnowledgeBase, facts: Sequence[Fact]) -> list[Fact]:
    """Put facts that answer one question side by side, each question's leading fact in front."""
    questions: dict[str, list[Fact]] = {}
    for fact in facts:
        conflict = knowledge.conflict(fact.id)
        questions.setdefault(conflict.id if conflict is not None else fact.id, []).append(fact)
    ordered = [
        sorted(found, key=lambda one: SIDES.index(one.standing)) for found in questions.values()
    ]
    ordered.sort(key=lambda found: SIDES.index(found[0].standing))
    return [fact for found in ordered for fact in found]


def conflicts_of(
    knowledge: KnowledgeBase, facts: Sequence[Fact], today: datetime.date
) -> list[ConflictView]:
    """Return the conflicts that ``facts`` take part in, each with all its facts."""
    found: dict[str, Conflict] = {}
    for fact in facts:
        conflict = knowledge.conflict(fact.id)
        if conflict is not None:
            found.setdefault(conflict.id, conflict)
    return [
        ConflictView(
            id=conflict.id,
            question=conflict.question,
            note=note_text(knowledge, conflict),
            facts=tuple(
                view_fact(knowledge, knowledge.fact(one), today) for one in conflict.standings
            ),
        )
        for conflict in found.values()
    ]


def note_text(knowledge: KnowledgeBase, conflict: Conflict) -> str:
    """Return the note of ``conflict`` for visitors, its figures and dates filled in."""

    def fill(match: re.Match[str]) -> str:
        fact = knowledge.fact(match.group(1))
        return (fact.as_of_text if match.group(2) else fact.figure) or ""

    text = PLACEHOLDER.sub(fill, conflict.note.strip())
    return text[:1].upper() + text[1:]


def _basis(fact: Fact) -> str:
    named = ", ".join(part for part in (fact.basis, fact.as_of_text) if part)
    return named or "no source or date named"


def _title(fact: Fact) -> str:
    subject = fact.subject
    name = subject.name[:1].upper() + subject.name[1:]
    return f"{name} ({subject.full_name})" if subject.full_name else name
