"""Narrow questions about certifications that no measure of the facts stands for."""

from __future__ import annotations

from collections.abc import Sequence

from actions.frame import Frame
from actions.renderer import Draft
from knowledge import Subject

# Aspects that mean one certification, whatever else is named.
SUBJECT = {"apprentice": "cpc-a", "apprentice-removal": "cpc-a"}
# Aspects that stand for a measure.
MEASURE = {"apprentice-removal": "prerequisites"}
APPRENTICE = "cpc-a"
UPKEEP = frozenset({"renewal-credits", "renewal-period"})
# Aspects with templates of their own: for any certification, and what is said without a name.
ALWAYS = {
    "exam-content": "exam_content",
    "number-of-credentials": "specialties",
    "registration": "no_registration",
    "exam-day": "no_exam_day",
    "fee-help": "no_fee_help",
}
WITHOUT_NAME = {
    "exam-content": "no_topics",
    "registration": "any_issuer",
    "exam-day": "any_exam",
    "fee-help": "any_fee",
}
# The group of measures that follows for what is named, and what of it comes first.
BESIDES: dict[str, tuple[str, tuple[str, ...]]] = {
    "exam-content": ("about", ("focus",)),
    "registration": ("issuer", ()),
    "exam-day": ("exam", ()),
    "fee-help": ("fee", ()),
}
BOOKS = "exam-books"
WITH_BOOKS = "cpc"


def meant(frame: Frame) -> Frame:
    """Return the frame with the certification and the measure that its aspect stands for."""
    values: dict[str, tuple[str, ...]] = {}
    if frame.get("certification") == (APPRENTICE,) and UPKEEP & set(frame.get("measure")):
        # Nobody keeps that mark: "are you stuck with it forever?".
        return frame.of(frame.intent, measure=("prerequisites",))
    if subject := SUBJECT.get(frame.aspect):
        values["certification"] = (subject,)
    if measure := MEASURE.get(frame.aspect):
        values["measure"] = (measure,)
    elif frame.aspect in SUBJECT:
        values["measure"] = ()
    return frame.of(frame.intent, **values)


def tell(aspect: str, draft: Draft, named: Sequence[Subject]) -> bool:
    """Tell what an aspect has words of its own for; False when it has none."""
    if aspect == BOOKS:
        _books(draft, named)
    elif aspect in ALWAYS:
        draft.say(ALWAYS[aspect])
        if not named and aspect in WITHOUT_NAME:
            draft.say(WITHOUT_NAME[aspect])
    else:
        return False
    return True


def _books(draft: Draft, named: Sequence[Subject]) -> None:
    others = [subject for subject in named if subject.id != WITH_BOOKS]
    if len(others) == len(named) and named:
        for subject in others:
            draft.say("no_books", certification=subject)
        draft.add("books_of_cpc")
        return
    draft.say("books")
    if not named:
        draft.add("books_others")
    for subject in others:
        draft.say("no_books", certification=subject)
