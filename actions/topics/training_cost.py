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
TOTAL = re.compile(
    r"\b(all[- ]?in|in all|in total|total|altogether|everything|outlay|start to finish)\b", re.I
)
PREPARATION = re.compile(r"\b(exam )?prep(aration)?\b|\bincluded?\b", re.I)
VARIES = re.compile(r"\b(differ\w*|vary|varies|depends?|everywhere|same price)\b", re.I)
NOT_COVERED = re.compile(r"\b(free|financial aid|scholarships?|grants?|loans?|gi bill)\b", re.I)


def answer(frame: Frame, desk: Desk) -> Reply:
    """Answer for the named programs, or for certificate and associate degree."""
    programs = desk.subjects(frame, "program")
    draft = desk.draft(TOPIC)
    if NOT_COVERED.search(frame.text):
        draft.say("no_free_courses")
    for program in programs:
        if program.id not in BY_PROGRAM:
            draft.say("not_given", program=program)
    names = [BY_PROGRAM[program.id] for program in programs if program.id in BY_PROGRAM]
    if VARIES.search(frame.text):
        draft.say("varies")
    if PREPARATION.search(frame.text) and "online" not in names:
        draft.say("online_preparation")
    if "total-cost" in frame.get("measure") or TOTAL.search(frame.text):
        names.insert(0, "total")
    for name in dict.fromkeys(names or ["certificate", "associate"]):
        draft.say(name)
        if name == "certificate":
            draft.add("community_college")
        elif name == "online":
            draft.add("online_preparation")
    draft.say("extras")
    if not names:
        draft.illustrate(Chart("program-cost"))
    if "total" not in names:
        draft.choose("total")
    else:
        draft.choose("certificate")
    draft.choose("time", "training_time")
    return draft.choose("which", "certification_choice").finish()
