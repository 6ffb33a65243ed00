"""Certifications side by side: who gives them, what for, exam fee, exam and upkeep."""

from __future__ import annotations

from collections.abc import Callable

from actions.desk import Desk
from actions.frame import Frame
from actions.renderer import Draft
from actions.reply import Reply
from knowledge import Fact, Subject

TOPIC = "certification_compare"
DEFAULT = ("cpc", "ccs")
MOST = 3
# The certifications of a body that are compared when only the body is named.
OF_BODY = {"aapc": "cpc", "ahima": "ccs"}
MEMBERS_ONLY = "ahima"
FOCUS = ("benefit", "focus")
FACT_TOPICS = ("certification", "certification_choice", "exam")


def answer(frame: Frame, desk: Desk) -> Reply:
    """Compare up to three certifications; one alone is set beside the most common one."""
    named = _named(frame, desk)
    draft = desk.draft(TOPIC)
    for number, subject in enumerate(named):
        _focus(draft, desk, subject, first=number == 0)
    ids = {subject.id for subject in named}
    if {"cpc", "ccs"} <= ids:
        draft.add("ccs_higher")
    if "cpc-a" in ids:
        draft.say("apprentice")
    elif {"cpc", "cca"} <= ids:
        draft.add("beginners")
    for name, tell in LINES.items():
        draft.item(name)
        for subject in named:
            tell(draft, desk, subject)
    draft.disclaim("check_with_issuer")
    for subject in named[:2]:
        draft.choose("about", "certification_choice", certification=subject)
    return draft.choose("which", "certification_choice").finish()


def _named(frame: Frame, desk: Desk) -> list[Subject]:
    ids = [subject.id for subject in desk.subjects(frame, "certification")][:MOST]
    bodies = [OF_BODY[id_] for id_ in frame.get("organization") if id_ in OF_BODY]
    for id_ in (*bodies, *DEFAULT):
        if len(ids) < 2 and id_ not in ids:
            ids.append(id_)
    return [desk.knowledge.subject(id_) for id_ in ids]


def _facts(desk: Desk, subject: Subject, *measures: str) -> list[Fact]:
    """Return the leading facts on the first of the measures that the pages have."""
    for measure in measures:
        found = [
            fact
            for topic in FACT_TOPICS
            for fact in desk.knowledge.facts(topic, subject.id, measure, "leading")
        ]
        if found:
            return found
    return []


def _focus(draft: Draft, desk: Desk, subject: Subject, *, first: bool) -> None:
    tell = draft.say if first else draft.add
    found = [fact for fact in _facts(desk, subject, "focus", "benefit", "description")]
    if found:
        tell("statement", fact=found[0])
    else:
        tell("no_focus", certification=subject)


def _issuer(draft: Draft, desk: Desk, subject: Subject) -> None:
    found = _facts(desk, subject, "issuer")
    body = str(subject.attributes.get("issuer") or "")
    if found and body:
        organization = desk.knowledge.subject(body)
        draft.extend("issuer", fact=found[0], organization=organization)
    else:
        draft.extend("unknown", certification=subject)


def _fee(draft: Draft, desk: Desk, subject: Subject) -> None:
    fee = _facts(desk, subject, "exam-fee")
    others = _facts(desk, subject, "exam-fee-nonmember")
    if fee and others:
        draft.extend("fee_both", fee=fee[0], others=others[0])
    elif fee and subject.attributes.get("issuer") == MEMBERS_ONLY:
        draft.extend("fee_members", fee=fee[0])
    elif fee:
        draft.extend("fee", fee=fee[0])
    else:
        draft.extend("unknown", certification=subject)


def _exam(draft: Draft, desk: Desk, subject: Subject) -> None:
    questions = _facts(desk, subject, "exam-questions")
    time = _facts(desk, subject, "exam-duration")
    formats = _facts(desk, subject, "exam-format")
    if questions and time:
        draft.extend("exam", questions=questions[0], time=time[0])
    elif formats:
        draft.extend("exam_cases")
    else:
        draft.extend("unknown", certification=subject)


def _upkeep(draft: Draft, desk: Desk, subject: Subject) -> None:
    credits_ = _facts(desk, subject, "renewal-credits")
    period = _facts(desk, subject, "renewal-period")
    if credits_ and period:
        draft.extend("upkeep", credits=credits_[0], period=period[0])
    else:
        draft.extend("unknown", certification=subject)


LINES: dict[str, Callable[[Draft, Desk, Subject], None]] = {
    "line_issuer": _issuer,
    "line_fee": _fee,
    "line_exam": _exam,
    "line_upkeep": _upkeep,
}
