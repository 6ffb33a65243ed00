"""Every question that the topics can tell apart, as frames."""

from __future__ import annotations

from collections.abc import Iterator

from actions.desk import Desk
from actions.frame import Frame
from actions.registry import ASIDES, OVERVIEWS, TOPICS
from actions.reply import Reply
from actions.topics import certification_choice, certification_detail, pay_national

PROGRAMS = ("certificate-program", "associate-degree", "bachelors-degree", "online-program")


def overviews(desk: Desk) -> Iterator[Frame]:
    """Each overview in general, and for each subject and measure that it treats apart."""
    for intent in OVERVIEWS:
        overview = desk.overviews[intent]
        yield Frame(intent)
        for id_ in overview.by_subject:
            yield Frame(intent, {desk.knowledge.subject(id_).kind: (id_,)})
        for id_ in overview.by_measure:
            yield Frame(intent, {"measure": (id_,)})


def first_topics(desk: Desk) -> Iterator[Frame]:
    """The questions of the topics that have modules of their own."""
    yield from (Frame(name.removeprefix("action_")) for name in TOPICS if name[7:] not in OVERVIEWS)
    for measure in pay_national.KNOWN:
        yield Frame("pay_national", {"measure": (measure,)})
    for state in desk.knowledge.subjects("state"):
        yield Frame("pay_state", {"state": (state.id,)})
    for kind, id_ in certification_choice.FITTING:
        yield Frame("certification_choice", {kind: (id_,)})
    for certification in desk.knowledge.subjects("certification"):
        named = {"certification": (certification.id,)}
        yield Frame("certification_detail", named)
        for measures in certification_detail.GROUPS.values():
            yield Frame("certification_detail", {**named, "measure": measures[:1]})
    for program in PROGRAMS:
        for intent in ("training_time", "training_cost"):
            yield Frame(intent, {"program": (program,)})


def answer(frame: Frame, desk: Desk) -> Reply:
    """Return what the topic of the frame's intent answers."""
    return {**TOPICS, **ASIDES}[f"action_{frame.intent}"](frame, desk)


def with_pages(frame: Frame, desk: Desk) -> Iterator[Reply]:
    """Return the answer and, as long as it offers more of the same, the pages that follow."""
    while True:
        reply = answer(frame, desk)
        yield reply
        more = [choice for choice in reply.choices if "page" in choice.entities]
        if not more:
            return
        (choice,) = more
        frame = Frame(choice.intent, {kind: tuple(ids) for kind, ids in choice.entities.items()})
