"""Whether coders can work from home."""

from __future__ import annotations

from collections.abc import Mapping

from actions.desk import Desk
from actions.frame import Frame
from actions.renderer import Draft
from actions.reply import Reply

TOPIC = "remote_work"
# What is said first when the question is narrow; the caution follows where it is not in it.
NARROW: Mapping[str, tuple[str, ...]] = {
    "remote-share": ("share", "share_of_coders", "lead", "beginners"),
    "office-time": ("beginners", "after_proof", "lead"),
    "beginners": ("beginners", "after_proof", "lead", "share"),
    "after-proof": ("proof", "beginners", "lead"),
    "secure-access": ("access", "no_more_on_safety", "lead"),
    "equipment": ("no_equipment", "access", "lead"),
    "core-hours": ("hours", "lead"),
    "daily-targets": ("targets", "not_how", "lead"),
    "pay-location": ("pay_by_place", "lead"),
    "remote-pay": ("no_pay", "pay_by_place", "lead"),
    "anywhere": ("anywhere", "pay_by_place"),
    "hybrid": ("share", "not_split", "lead"),
    "with-children": ("lead", "no_children", "hours"),
    "freelance": ("freelance", "lead"),
    "covid": ("lead", "no_trend", "share"),
    "isolation-discipline": ("lonely", "discipline", "lead"),
}
# The other narrow questions are offered an answer about beginners.
OF_BEGINNERS = frozenset({"beginners", "office-time"})


def answer(frame: Frame, desk: Desk) -> Reply:
    """Answer with caution first, or with what the question stresses."""
    draft = desk.draft(TOPIC)
    stressed = _stressed(frame)
    if stressed:
        _tell(draft, NARROW[stressed])
    else:
        _tell(draft, ("lead", "share"))
        _tell(draft, ("beginners", "after_proof"))
        draft.say("conditions")
    if stressed not in OF_BEGINNERS:
        draft.choose("beginners")
    draft.choose("time", "training_time")
    return draft.choose("which", "certification_choice").finish()


def _stressed(frame: Frame) -> str:
    """Return the narrow question of the frame, or nothing."""
    if frame.aspect in NARROW:
        return frame.aspect
    if measure := next((one for one in frame.get("measure") if one in NARROW), ""):
        return measure
    return "beginners" if "entry-level" in frame.get("experience_level") else ""


def _tell(draft: Draft, names: tuple[str, ...]) -> None:
    draft.say(names[0])
    for name in names[1:]:
        draft.add(name)
