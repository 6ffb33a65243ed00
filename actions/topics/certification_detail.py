"""What one certification is, what it costs and how to keep it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import timedelta

from actions.desk import Desk
from actions.frame import Frame
from actions.renderer import Draft
from actions.reply import Reply
from actions.topics import certification_asides
from knowledge import Fact, Subject

TOPIC = "certification_detail"
FACT_TOPICS = ("certification", "certification_choice", "exam", "membership")
MOST_CERTIFICATIONS = 3
SUGGESTED = ("cpc", "cca", "ccs")

# Groups of measures, in the order of an answer.
GROUPS: dict[str, tuple[str, ...]] = {
    "issuer": ("issuer",),
    "about": ("definition", "issuer", "focus", "description", "level", "standing", "availability"),
    "fee": ("exam-fee", "exam-fee-nonmember"),
    "exam": ("exam-questions", "exam-duration", "exam-format", "pass-mark", "pass-rate"),
    "upkeep": ("renewal-credits", "renewal-period"),
    "prerequisites": ("prerequisites", "experience-required", "requirement"),
}
# Measures that belong to other topics in general, and what they mean of a certification.
MEANT = {
    "tuition": "exam-fee",
    "total-cost": "exam-fee",
    "duration": "exam-duration",
    "membership-fee": "renewal-credits",
}
# Further measures that answer the same question.
ALSO = {
    "standing": ("availability", "benefit"),
    "focus": ("benefit", "description"),
    "renewal-credits": ("renewal-period",),
    "renewal-period": ("renewal-credits",),
    "pass-mark": ("pass-rate",),
}
# What is told besides when only this was asked; of the other groups all of it.
BESIDES: dict[str, tuple[str, ...]] = {
    "about": ("issuer", "focus"),
    "exam": ("exam-questions", "exam-duration", "exam-format"),
}
ALONE = frozenset({"pass-mark", "pass-rate"})
# What is missed by a name of its own, and not with its whole group.
MISSED = frozenset(
    {
        "exam-fee-nonmember",
        "exam-questions",
        "exam-duration",
        "exam-format",
        "pass-mark",
        "standing",
        "level",
    }
)
# Where no single fact says it, the template that does.
IN_WORDS = {("cpc", "level"): "cpc_level", ("cca", "level"): "cca_level"}
# What can be told when no certification is named, with the template for it.
GENERAL = {
    "issuer": "any_issuer",
    "exam-questions": "any_exam",
    "exam-duration": "any_exam",
    "exam-format": "any_exam",
    "pass-mark": "any_pass_mark",
    "renewal-credits": "any_upkeep",
    "renewal-period": "any_upkeep",
    "prerequisites": "any_prerequisites",
    "experience-required": "any_prerequisites",
}
LEAD = ("definition", "issuer", "focus", "description", "standing", "availability")
LINES = (
    *GROUPS["fee"],
    "exam-questions",
    "exam-duration",
    "exam-format",
    "pass-mark",
    *GROUPS["upkeep"],
    *GROUPS["prerequisites"],
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
        self.subject = certification
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

    def tell(self, group: str, asked: Collection[str] = ()) -> None:
        """Add what the pages say about one group, what was asked first, or that they do not."""
        wanted = [measure for measure in asked if measure in GROUPS[group]]
        first = [fact for measure in wanted for fact in self._answering(measure)]
        for measure in wanted:
            if words := IN_WORDS.get((self.subject.id, measure)):
                self._draft.say(words)
            elif measure in MISSED and not self._answering(measure):
                self._draft.say(f"missing_{measure}", certification=self.subject)
        besides = BESIDES.get(group, GROUPS[group]) if wanted else GROUPS[group]
        if first and ALONE & set(wanted):
            besides = ()
        found = [*first, *(fact for fact in self.find(*besides) if fact not in first)]
        if group == "prerequisites":
            # Membership is needed to keep a certification, not to get it.
            found = [fact for fact in found if fact.topic != "membership"]
        if not found and not MISSED & set(wanted):
            self._draft.say(f"missing_{group}", certification=self.subject)
        self._paragraph(found or self.find(*GROUPS["about"])[:3])
        if found and group in ("fee", "upkeep"):
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
            self._draft.say("missing_all", certification=self.subject)
        elif not self.find("exam-fee") and self.subject.id != WITHOUT_EXAM:
            self._draft.say("missing_fee", certification=self.subject)

    def _answering(self, measure: str) -> list[Fact]:
        return self.find(measure, *ALSO.get(measure, ()))

    def _of_one_source(self, measure: str) -> list[Fact]:
        facts = [fact for fact in self._facts if fact.measure.id == measure]
        if measure == "benefit":
            # What it is good for is no figure: two documents add to each other.
            return facts
        sources = [fact.source.id for fact in facts]
        chosen = max(dict.fromkeys(sources), key=sources.count, default=None)
        return [fact for fact in facts if fact.source.id == chosen]

    def _paragraph(self, facts: Sequence[Fact]) -> None:
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
        return str(self.subject.attributes.get("issuer") or "")


def answer(frame: Frame, desk: Desk) -> Reply:
    """Answer for each named certification; ask which one is meant when none is named."""
    frame = certification_asides.meant(frame)
    named = desk.subjects(frame, "certification")[:MOST_CERTIFICATIONS]
    asked = _asked(frame)
    draft = desk.draft(TOPIC)
    details = [Details(desk, draft, certification) for certification in named]
    if certification_asides.tell(frame.aspect, draft, named):
        group, first = certification_asides.BESIDES.get(frame.aspect, ("", ()))
        groups = [group]
        for detail in details if group else ():
            detail.tell(group, first)
    elif not named:
        return _without_name(asked, desk)
    else:
        groups = list(dict.fromkeys(_group(measure) for measure in asked))
        for detail in details:
            for group in groups:
                detail.tell(group, asked)
            if not groups:
                detail.tell_all()
    # One request for each organization, and only where something about an exam was told.
    exams = [item for item in details if item.find(*GROUPS["exam"])]
    if not groups or "exam" in groups:
        for issuer in dict.fromkeys(item.issuer for item in exams if item.issuer):
            draft.say("check", organization=desk.knowledge.subject(issuer))
    draft.disclaim("check_with_issuer")
    return _choices(draft, details, groups, desk).finish()


def _without_name(asked: Sequence[str], desk: Desk) -> Reply:
    """Tell what holds for the main certifications, or ask which one is meant."""
    general = list(dict.fromkeys(GENERAL[measure] for measure in asked if measure in GENERAL))
    draft = desk.draft(TOPIC, "answer" if general else "question")
    for name in general:
        draft.say(name)
    if general:
        draft.disclaim("check_with_issuer")
    else:
        draft.say("ask_which")
    return _choices(draft, [], [], desk).finish()


def _asked(frame: Frame) -> list[str]:
    """Return the measures that the frame asks for, and that a certification has."""
    narrow = [frame.aspect] if _group(frame.aspect) else []
    # "How long is it good for?" asks for the renewal, whatever "how long" means elsewhere.
    named = [measure for measure in frame.get("measure") if not narrow or measure not in MEANT]
    measures = dict.fromkeys(MEANT.get(measure, measure) for measure in (*narrow, *named))
    return [measure for measure in measures if _group(measure)]


def _group(measure: str) -> str:
    return next((name for name, group in GROUPS.items() if measure in group), "")


def _choices(draft: Draft, details: Sequence[Details], groups: list[str], desk: Desk) -> Draft:
    """Offer what was not told yet, and only what the pages can answer."""
    if not details:
        for id_ in SUGGESTED:
            draft.choose("name", certification=desk.knowledge.subject(id_))
        return draft
    first = details[0]
    if groups:
        draft.choose("all", certification=first.subject)
    left = [name for name in ("fee", "exam", "upkeep") if name not in groups]
    if not groups:
        left.remove("fee")
    answered = [name for name in left if first.find(*GROUPS[name])]
    for name in answered[: 1 if groups else 2]:
        draft.choose(name, certification=first.subject)
    return draft.choose("which", "certification_choice")
