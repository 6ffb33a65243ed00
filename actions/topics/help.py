"""What to say when there is nothing to look up: scope and help."""

from __future__ import annotations

from actions.desk import Desk
from actions.frame import Frame
from actions.renderer import Draft
from actions.reply import Reply

TOPIC = "help"
# What the pages say nothing about, by the kind that names it.
ELSEWHERE = {"other_country": "other_country", "other_occupation": "other_occupation"}


def capabilities(frame: Frame, desk: Desk) -> Reply:
    """Say what the assistant can be asked."""
    draft = desk.draft(TOPIC, "smalltalk").say("capabilities").say("person", school=desk.school)
    return _choices(draft).finish()


def out_of_scope(frame: Frame, desk: Desk) -> Reply:
    """Decline a question about something else, and name a person who can be asked."""
    draft = desk.draft(TOPIC, "out_of_scope")
    elsewhere = [name for kind, name in ELSEWHERE.items() if frame.get(kind)]
    draft.say(elsewhere[0] if elsewhere else "out_of_scope")
    return _choices(draft.say("out_of_scope_person", school=desk.school)).finish()


def _choices(draft: Draft) -> Draft:
    draft.choose("national", "pay_state").choose("which", "certification_choice")
    return draft.choose("time", "training_time")
