"""What every topic works with: the knowledge, the wording, the school and the day."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from actions.frame import Frame
from actions.overview_files import load_overviews
from actions.overviews import Overview
from actions.renderer import Draft, Renderer
from actions.reply import Kind
from actions.school import School
from actions.templates import Wording, load_wording
from knowledge import Fact, KnowledgeBase, Subject

WORDING = Path(__file__).parent / "wording"
OVERVIEWS = Path(__file__).parent / "overviews"


@dataclass(frozen=True)
class Desk:
    """The parts behind all replies. `today` is a function because a server runs for days."""

    knowledge: KnowledgeBase
    wording: Wording
    school: School
    today: Callable[[], date] = date.today
    overviews: Mapping[str, Overview] = field(default_factory=dict)

    @classmethod
    def open(cls, knowledge: KnowledgeBase, school: School) -> Desk:
        """Build a desk with the wording and the overviews of this package.

        Raises WordingError for bad wording or overviews and knowledge.UnknownFactError when the
        wording names a fact that does not exist, so that such a server does not start.
        """
        wording = load_wording(WORDING)
        for template in wording.templates.values():
            for bind in template.binds.values():
                if bind.id:
                    knowledge.fact(bind.id)
        overviews = load_overviews(OVERVIEWS, wording)
        overviews.check(knowledge)
        wording = replace(
            wording,
            templates={**wording.templates, **overviews.templates},
            choices={**wording.choices, **overviews.choices},
        )
        return cls(knowledge, wording, school, overviews=overviews.by_intent)

    def on(self, today: date) -> Desk:
        """Return the same desk on a fixed day."""
        return replace(self, today=lambda: today)

    def draft(self, topic: str, kind: Kind = "answer") -> Draft:
        """Start a reply with the wording of one topic."""
        return Renderer(self.knowledge, self.wording, self.today()).draft(topic, kind)

    def stressed(self, intent: str, text: str) -> bool:
        """Tell whether the answers of an intent have a part of their own for words of a text."""
        overview = self.overviews.get(intent)
        if overview is None:
            return False
        patterns = [words for words, _ in overview.unsaid]
        patterns += [one.words for one in overview.by_aspect.values() if one.words]
        return any(words.search(text) for words in patterns)

    def subjects(self, frame: Frame, kind: str) -> list[Subject]:
        """Return the subjects of one kind that the frame names; unknown ids are left out."""
        known = {subject.id: subject for subject in self.knowledge.subjects(kind)}
        return [known[id_] for id_ in frame.get(kind) if id_ in known]

    def leading(self, subject: str, measure: str, topic: str | None = None) -> Fact | None:
        """Return the leading fact, or a twin of another document that says of when it is."""
        fact = self.knowledge.leading(subject, measure, topic)
        if fact is None or fact.as_of is not None:
            return fact
        return next((twin for twin in self.twins(fact) if twin.as_of is not None), fact)

    def twins(self, fact: Fact) -> list[Fact]:
        """Return the facts of other documents that give the very same figure."""
        found = self.knowledge.facts(fact.topic, fact.subject.id, fact.measure.id)
        return [
            other
            for other in found
            if other.standing in ("leading", "supporting")
            and other.source.id != fact.source.id
            and (other.numbers, other.unit) == (fact.numbers, fact.unit)
        ]
