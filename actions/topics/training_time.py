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


WORKING = re.compile(
    r"\b(keep|day job|my job|while working|work(ing)? (and|while)|at night|evenings?)\b"
    r"|\b(own (pace|speed)|self[- ]paced)\b",
    re.I,
)


def answer(frame: Frame, desk: Desk) -> Reply:
    """Answer for the named programs, or for the usual ways and the whole path."""
    programs = desk.subjects(frame, "program")
    draft = desk.draft(TOPIC)
    if WORKING.search(frame.text):
        draft.say("while_working")
    for program in programs:
        if program.id not in BY_PROGRAM:
            draft.say("not_given", program=program)
    names = [BY_PROGRAM[program.id] for program in programs if program.id in BY_PROGRAM]
    for name in dict.fromkeys(names or ["certificate", "associate", "whole"]):
        draft.say(name)
        if name == "whole":
            draft.say("preparation").add("no_job_search")
    if not names:
        draft.illustrate(Chart("program-time"))
    if "whole" not in names and names:
        draft.say("preparation")
    if names == ["online"]:
        draft.say("certificate")
    if names and "whole" not in names:
        draft.choose("whole")
    elif names:
        draft.choose("certificate")
    draft.choose("cost", "training_cost")
    return draft.choose("which", "certification_choice").finish()
