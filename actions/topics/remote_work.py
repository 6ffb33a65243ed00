"""Whether coders can work from home."""

from __future__ import annotations

from actions.desk import Desk
from actions.frame import Frame
from actions.reply import Reply

TOPIC = "remote_work"


def answer(frame: Frame, desk: Desk) -> Reply:
    """Answer with caution first; the share or the beginners come earlier when asked for."""
    draft = desk.draft(TOPIC)
    if "remote-share" in frame.get("measure"):
        draft.say("share").add("share_of_coders").say("lead").add("beginners")
    elif "entry-level" in frame.get("experience_level"):
        draft.say("beginners").add("after_proof").say("lead").add("share")
    else:
        draft.say("lead").add("share").say("beginners").add("after_proof")
    draft.say("conditions")
    if "entry-level" not in frame.get("experience_level"):
        draft.choose("beginners")
    draft.choose("time", "training_time")
    return draft.choose("which", "certification_choice").finish()
