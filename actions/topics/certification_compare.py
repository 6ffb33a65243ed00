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
# The question how the CPC and the CPC-A differ; the second is often named by a letter only.
APPRENTICE = "apprentice"
MOST = 3
# The certifications of a body that are compared when only the body is named.
OF_BODY = {"aapc": "cpc", "ahima": "ccs"}
MEMBERS_ONLY = "ahima"
FACT_TOPICS = ("certification", "certification_choice", "exam")


# What is asked, and the line that answers it.
LINE_OF = {
    "issuer": "line_issuer",
    "exam-fee": "line_fee",
    "exam-fee-nonmember": "line_fee",
    "tuition": "line_fee",
    "total-cost": "line_fee",
    "exam-questions": "line_exam",
    "exam-duration": "line_exam",
    "exam-format": "line_exam",
    "duration": "line_exam",
    "renewal-credits": "line_upkeep",
    "renewal-period": "line_upkeep",
}


def answer(frame: Frame, desk: Desk) -> Reply:
    """Compare up to three certifications; one alone is set beside the most common one."""
    named = _named(frame, desk)
    ids = {subject.id for subject in named}
    draft = desk.draft(TOPIC)
    narrow = (frame.aspect, *frame.get("measure"))
    asked = list(dict.fromkeys(LINE_OF[name] for name in narrow if name in LINE_OF))
    for name in asked:
        _line(draft.say(name), name, desk, named)
    standing = _standing(draft, desk, named) if "standing" in narrow else False
    if "level" in narrow and {"cpc", "ccs"} <= ids:
        draft.say("ccs_higher")
    for number, subject in enumerate(named):
        _focus(draft, desk, subject, first=number == 0)
        if "focus" in narrow:
            _best_for(draft, desk, subject)
    if "level" not in narrow and {"cpc", "ccs"} <= ids:
        draft.add("ccs_higher")
    if "cpc-a" in ids:
        draft.say("apprentice")
    elif {"cpc", "cca"} <= ids:
        draft.add("beginners")
    for name in LINES if not asked and not standing else ():
        _line(draft.item(name), name, desk, named)
    draft.disclaim("check_with_issuer")
    for subject in named[:2]:
        draft.choose("about", "certification_choice", certification=subject)
    return draft.choose("which", "certification_choice").finish()


def _line(draft: Draft, name: str, desk: Desk, named: list[Subject]) -> None:
    for subject in named:
        LINES[name](draft, desk, subject)


def _standing(draft: Draft, desk: Desk, named: list[Subject]) -> bool:
    """Tell how well known or valued each of them is; False when nothing is said of any."""
    found = [
        fact for subject in named for fact in _facts(desk, subject, "standing", "availability")[:1]
    ]
    if not found:
        return False
    draft.say("not_ranked")
    for fact in found:
        draft.add("statement", fact=fact)
    return True


def _named(frame: Frame, desk: Desk) -> list[Subject]:
    ids = [subject.id for subject in desk.subjects(frame, "certification")][:MOST]
    if frame.aspect == APPRENTICE and len(ids) < 2:
        ids = ["cpc", "cpc-a"]
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


def _best_for(draft: Draft, desk: Desk, subject: Subject) -> None:
    """Add what it fits best, where the pages say more of that than what it covers."""
    if _facts(desk, subject, "focus"):
        for fact in _facts(desk, subject, "benefit"):
            draft.add("statement", fact=fact)


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
