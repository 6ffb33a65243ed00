"""What one certification is, what it costs and how to keep it."""

from __future__ import annotations

from datetime import timedelta

from actions.desk import Desk
from actions.frame import Frame
from actions.renderer import Draft
from actions.reply import Reply
from knowledge import Fact, Subject

TOPIC = "certification_detail"
FACT_TOPICS = ("certification", "certification_choice", "exam", "membership")
MOST_CERTIFICATIONS = 3
SUGGESTED = ("cpc", "cca", "ccs")

# Aspects of a certification and the measures that belong to them, in the order of an answer.
ASPECTS: dict[str, tuple[str, ...]] = {
    "issuer": ("issuer",),
    "about": ("definition", "issuer", "focus", "description", "level", "standing", "availability"),
    "fee": ("exam-fee", "exam-fee-nonmember"),
    "exam": ("exam-questions", "exam-duration", "exam-format", "pass-mark", "pass-rate"),
    "upkeep": ("renewal-credits", "renewal-period"),
    "prerequisites": ("prerequisites", "experience-required", "requirement"),
}
# Words that belong to other topics in general, but mean these aspects of a certification.
ASKED = {"tuition": "fee", "total-cost": "fee", "duration": "exam", "membership-fee": "upkeep"}
LEAD = ("definition", "issuer", "focus", "description", "standing", "availability")
LINES = (
    *ASPECTS["fee"],
    "exam-questions",
    "exam-duration",
    "exam-format",
    "pass-mark",
    *ASPECTS["upkeep"],
    *ASPECTS["prerequisites"],
    "number-of-credentials",
)
# It comes with passing the exam of another certification.
WITHOUT_EXAM = "cpc-a"
OLD_PAGE = timedelta(days=5 * 365)


class Details:
    """The claims about one certification, and how they are told in one draft."""

    def __init__(self, desk: Desk, draft: Draft, certification: Subject) -> None:
        self._desk = desk
        self._draft = draft
        self._subject = certification
        self._facts = [
            fact
            for fact in desk.knowledge.facts(subject=certification.id)
            if fact.topic in FACT_TOPICS
            and fact.standing == "leading"
            # How hard an exam is belongs to the exam, not to what a certification is.
            and not (fact.measure.id == "description" and fact.topic == "exam")
        ]

    def find(self, *measures: str) -> list[Fact]:
        """Return the claims on these measures; of several documents the one that says most."""
        return [fact for measure in measures for fact in self._of_one_source(measure)]

    def tell(self, aspect: str) -> None:
        """Add what the pages say about one aspect, or that they say nothing."""
        found = self.find(*ASPECTS[aspect])
        self._paragraph(found)
        if not found:
            self._draft.say(f"missing_{aspect}", certification=self._subject)
            self._paragraph(self.find(*ASPECTS["about"])[:3])
        if found and aspect in ("fee", "upkeep"):
            self._membership()

    def tell_all(self) -> None:
        """Add an overview: what it is, then one line for each thing that the pages tell."""
        lead = [fact for measure in LEAD for fact in self.find(measure)[:1]]
        if len(lead) > 1:
            # The long form stands in the first sentence anyway.
            self._draft.cite(*(fact for fact in lead if fact.measure.id == "definition"))
            lead = [fact for fact in lead if fact.measure.id != "definition"]
        self._paragraph(lead)
        for measure in LINES:
            for fact in self.find(measure)[: 1 if measure == "exam-format" else None]:
                self._draft.item(self._template(fact), fact=fact)
        if not self._facts:
            self._draft.say("missing_all", certification=self._subject)
        elif not self.find("exam-fee") and self._subject.id != WITHOUT_EXAM:
            self._draft.say("missing_fee", certification=self._subject)

    def _of_one_source(self, measure: str) -> list[Fact]:
        facts = [fact for fact in self._facts if fact.measure.id == measure]
        sources = [fact.source.id for fact in facts]
        chosen = max(dict.fromkeys(sources), key=sources.count, default=None)
        return [fact for fact in facts if fact.source.id == chosen]

    def _paragraph(self, facts: list[Fact]) -> None:
        for number, fact in enumerate(facts):
            tell = self._draft.add if number else self._draft.say
            tell(self._template(fact), fact=fact)
            if fact.note:
                self._draft.add("note", fact=fact)

    def _template(self, fact: Fact) -> str:
        published = fact.source.published
        old = published is not None and published < self._desk.today() - OLD_PAGE
        return "statement_old" if old else "statement"

    def _membership(self) -> None:
        fee = self._desk.leading(self.issuer, "membership-fee", "membership")
        if fee:
            self._draft.say("membership", fee=fee).differ(fee)

    @property
    def issuer(self) -> str:
        """Return the id of the organization behind the certification, or nothing."""
        return str(self._subject.attributes.get("issuer") or "")


def answer(frame: Frame, desk: Desk) -> Reply:
    """Answer for each named certification; ask which one is meant when none is named."""
    named = desk.subjects(frame, "certification")[:MOST_CERTIFICATIONS]
    if not named:
        draft = desk.draft(TOPIC, "question").say("ask_which")
        for id_ in SUGGESTED:
            draft.choose("name", certification=desk.knowledge.subject(id_))
        return draft.finish()
    aspects = _aspects(frame)
    draft = desk.draft(TOPIC)
    details = [Details(desk, draft, certification) for certification in named]
    for detail in details:
        for aspect in aspects:
            detail.tell(aspect)
        if not aspects:
            detail.tell_all()
    # One request for each organization, and only where something about an exam was told.
    exams = [item for item in details if item.find(*ASPECTS["exam"])]
    if not aspects or "exam" in aspects:
        for issuer in dict.fromkeys(item.issuer for item in exams if item.issuer):
            draft.say("check", organization=desk.knowledge.subject(issuer))
    draft.disclaim("check_with_issuer")
    return _choices(draft, named[0], details[0], aspects).finish()


def _aspects(frame: Frame) -> list[str]:
    found = []
    for measure in frame.get("measure"):
        aspect = ASKED.get(measure)
        if aspect is None:
            aspect = next((name for name, group in ASPECTS.items() if measure in group), None)
        if aspect and aspect not in found:
            found.append(aspect)
    return found


def _choices(draft: Draft, first: Subject, details: Details, aspects: list[str]) -> Draft:
    """Offer what was not told yet, and only what the pages can answer."""
    if aspects:
        draft.choose("all", certification=first)
    left = [name for name in ("fee", "exam", "upkeep") if name not in aspects]
    if not aspects:
        left.remove("fee")
    answered = [name for name in left if details.find(*ASPECTS[name])]
    for name in answered[: 1 if aspects else 2]:
        draft.choose(name, certification=first)
    return draft.choose("which", "certification_choice")
