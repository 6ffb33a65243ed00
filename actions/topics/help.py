"""What to say when there is nothing to look up: scope and help."""

from __future__ import annotations

from actions.desk import Desk
from actions.frame import Frame
from actions.renderer import Draft
from actions.reply import Reply

TOPIC = "help"
# What the pages say nothing about, by the kind that names it.
ELSEWHERE = {"other_country": "other_country", "other_occupation": "other_occupation"}
# The same, by the aspect of the question.
ASPECTS = {
    "other-work": "other_occupation",
    "other-place": "other_country",
    "other-code": "other_code",
    "other-employer": "other_employer",
    "health": "health",
    "bill": "bill",
    "instructions": "instructions",
    "near": "near",
}


def capabilities(frame: Frame, desk: Desk) -> Reply:
    """Say what the assistant can be asked."""
    draft = desk.draft(TOPIC, "smalltalk").say("capabilities").say("person", school=desk.school)
    return _choices(draft).finish()


def out_of_scope(frame: Frame, desk: Desk) -> Reply:
    """Decline a question about something else, and name a person who can be asked."""
    draft = desk.draft(TOPIC, "out_of_scope")
    named = next((name for kind, name in ELSEWHERE.items() if frame.get(kind)), "out_of_scope")
    draft.say(ASPECTS.get(frame.aspect, named))
    return _choices(draft.say("out_of_scope_person", school=desk.school)).finish()


def _choices(draft: Draft) -> Draft:
    draft.choose("national", "pay_state").choose("which", "certification_choice")
    return draft.choose("time", "training_time")
