"""What training costs, and what comes on top."""

from __future__ import annotations

import re

from actions.desk import Desk
from actions.frame import Frame
from actions.reply import Chart, Reply

TOPIC = "training_cost"
BY_PROGRAM = {
    "certificate-program": "certificate",
    "coding-program": "certificate",
    "associate-degree": "associate",
    "online-program": "online",
    "whole-path": "total",
}
USUAL = ("certificate", "associate")
# For each narrow question: what is told first, and the prices that follow if no program is named.
BY_ASPECT: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "prep-included": (("online_preparation",), ()),
    "exam-included": (("extras", "online_preparation"), ()),
    "books": (("no_books",), USUAL),
    "varies": (("varies",), USUAL),
    "aid": (("no_aid",), USUAL),
    "free": (("no_free_courses", "cheapest"), ("certificate",)),
    "cheapest": (("cheapest",), ("certificate",)),
    "community-college": (("college",), ("certificate",)),
    "compare": (("degree_more",), USUAL),
    "online": ((), ("online",)),
    "per-part": (("no_parts",), USUAL),
    "refund": (("no_refund",), USUAL),
    "payback": (("no_payback",), USUAL),
}
# Words that mean a narrow question for certain.
WORDS = {
    "aid": re.compile(r"\b(financial aid|scholarships?|grants?|loans?|gi bill|fafsa)\b", re.I),
    "free": re.compile(r"\bfree (medical )?(coding )?(courses?|training|classes)\b", re.I),
    "varies": re.compile(r"\b(differs?|vary|varies)\b", re.I),
    "prep-included": re.compile(r"\bexam prep\b.*\bincluded?\b", re.I),
}
TOTAL = re.compile(
    r"\b(all[- ]?in|in all|in total|total|altogether|everything|start to finish)\b", re.I
)


def answer(frame: Frame, desk: Desk) -> Reply:
    """Answer for the named programs, or for certificate and associate degree."""
    programs = desk.subjects(frame, "program")
    aspect = _aspect(frame)
    first, usual = BY_ASPECT.get(aspect, ((), USUAL))
    names = [BY_PROGRAM[program.id] for program in programs if program.id in BY_PROGRAM]
    if "total-cost" in frame.get("measure") or TOTAL.search(frame.text):
        names.insert(0, "total")
    general = not names and usual == USUAL
    draft = desk.draft(TOPIC)
    for name in first:
        draft.say(name)
    for program in programs:
        if program.id not in BY_PROGRAM:
            draft.say("not_given", program=program)
    for name in dict.fromkeys(names or usual):
        draft.say(name)
        if name == "certificate" and "college" not in first:
            draft.add("community_college")
        elif name == "online" and "online_preparation" not in first:
            draft.add("online_preparation")
    if "extras" not in first:
        draft.say("extras")
    if general:
        draft.illustrate(Chart("program-cost"))
    draft.choose("certificate" if "total" in names else "total")
    draft.choose("time", "training_time")
    return draft.choose("which", "certification_choice").finish()


def _aspect(frame: Frame) -> str:
    """Return the narrow question: as understood, or by certain words."""
    found = (name for name, words in WORDS.items() if words.search(frame.text))
    return frame.aspect or next(found, "")
