"""How long training takes."""

from __future__ import annotations

import re

from actions.desk import Desk
from actions.frame import Frame
from actions.reply import Chart, Reply

TOPIC = "training_time"
BY_PROGRAM = {
    "certificate-program": "certificate",
    "coding-program": "certificate",
    "associate-degree": "associate",
    "bachelors-degree": "bachelor",
    "online-program": "online",
    "whole-path": "whole",
}
USUAL = ("certificate", "associate", "whole")
# For each narrow question: what is told first, and the lengths that follow if no program is named.
BY_ASPECT: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "whole-path": ((), ("whole",)),
    "certificate": ((), ("certificate",)),
    "associate": ((), ("associate",)),
    "bachelor": ((), ("bachelor",)),
    "preparation-time": (("preparation",), ("whole",)),
    "while-working": (("while_working",), ("certificate", "associate")),
    "own-pace": (("own_pace",), ("certificate", "associate")),
    "part-time": (("part_time", "while_working"), ("certificate", "associate")),
    "fastest": (("fastest", "span"), ("certificate",)),
    "longest": (("longest", "span"), ("associate",)),
    "depends": (("depends",), ("certificate", "associate")),
}
# Words that mean a narrow question for certain.
WORDS = {
    "own-pace": re.compile(r"\bown (pace|speed)\b|\bself[- ]paced\b", re.I),
    "while-working": re.compile(r"\bday job\b|\bkeep (my|a|the) job\b|\bwhile working\b", re.I),
}


def answer(frame: Frame, desk: Desk) -> Reply:
    """Answer for the named programs, or for the usual ways and the whole path."""
    programs = desk.subjects(frame, "program")
    aspect = _aspect(frame)
    first, usual = BY_ASPECT.get(aspect, ((), USUAL))
    names = [BY_PROGRAM[program.id] for program in programs if program.id in BY_PROGRAM]
    if not names and aspect in BY_ASPECT:
        names = list(usual)
    draft = desk.draft(TOPIC)
    for name in first:
        draft.say(name)
    for program in programs:
        if program.id not in BY_PROGRAM:
            draft.say("not_given", program=program)
    told_preparation = "preparation" in first
    for name in dict.fromkeys(names or usual):
        draft.say(name)
        if name == "whole":
            if not told_preparation:
                draft.say("preparation")
            draft.add("no_job_search")
            told_preparation = True
    if not names or aspect == "depends":
        draft.illustrate(Chart("program-time"))
    elif not told_preparation:
        draft.say("preparation")
    if names == ["online"]:
        draft.say("certificate")
    if names and "whole" not in names:
        draft.choose("whole")
    elif names:
        draft.choose("certificate")
    draft.choose("cost", "training_cost")
    return draft.choose("which", "certification_choice").finish()


def _aspect(frame: Frame) -> str:
    """Return the narrow question: as understood, as a measure says it, or by certain words."""
    if "preparation-time" in frame.get("measure"):
        return "preparation-time"
    found = (name for name, words in WORDS.items() if words.search(frame.text))
    return frame.aspect or next(found, "")
