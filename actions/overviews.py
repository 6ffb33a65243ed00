"""What the generic topic answers, as data: one overview for each intent."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from actions.errors import WordingError
from actions.templates import ChoiceTemplate, Template
from knowledge import KnowledgeBase


@dataclass(frozen=True)
class Sentence:
    """A fact to be told in its own words (`fact`), or the name of a template."""

    fact: str | None = None
    template: str = ""


@dataclass(frozen=True)
class Section:
    """One answer: sentences, list lines, conflicts to tell, cautions and next questions.

    `not_for` are subjects that it does not speak of, `words` those that ask for it for certain.
    `declines`: it says that the pages do not answer, with the nearest that they do say.
    """

    lead: tuple[Sentence, ...] = ()
    intro: Sentence | None = None
    items: tuple[Sentence, ...] = ()
    after: tuple[Sentence, ...] = ()
    differ: tuple[str, ...] = ()
    disclaimers: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    not_for: frozenset[str] = frozenset()
    words: re.Pattern[str] | None = None
    declines: bool = False


@dataclass(frozen=True)
class Overview:
    """All that one intent of the generic topic needs."""

    intent: str
    title: str
    topics: tuple[str, ...]
    general: Section
    by_subject: Mapping[str, Section] = field(default_factory=dict)
    by_measure: Mapping[str, Section] = field(default_factory=dict)
    by_aspect: Mapping[str, Section] = field(default_factory=dict)
    unsaid: tuple[tuple[re.Pattern[str], Sentence], ...] = ()
    missing: Mapping[str, Sentence] = field(default_factory=dict)
    limits: Mapping[str, Sentence] = field(default_factory=dict)


@dataclass(frozen=True)
class Overviews:
    """Every overview by intent, with the templates, choices and fact ids that they need."""

    by_intent: Mapping[str, Overview]
    templates: Mapping[tuple[str, str], Template]
    choices: Mapping[tuple[str, str], ChoiceTemplate]
    facts: Mapping[str, str]

    def check(self, knowledge: KnowledgeBase) -> None:
        """Raise WordingError, naming the file, for a fact, topic or subject that does not exist."""
        facts = {fact.id for fact in knowledge.facts()}
        topics = {fact.topic for fact in knowledge.facts()}
        subjects = {subject.id for subject in knowledge.subjects()}
        for id_, place in self.facts.items():
            if id_ not in facts:
                raise WordingError(f"{place}: there is no fact {id_}")
        for overview in self.by_intent.values():
            named = {*overview.by_subject, *overview.by_measure}
            for what, known in ((set(overview.topics), topics), (named, subjects)):
                if unknown := what - known:
                    raise WordingError(f"{overview.intent}.yml: unknown {sorted(unknown)}")
