"""What a conversation is about: the subjects of its last topics, by the names people use.

The classifier reads a message once more with these names in front (bot.nlu.clause_reader): "CDI
specialist: what do they make?" is understood where "what do they make?" is not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from actions.dialogue_context import TOLD
from actions.dialogue_rules import RULES
from actions.frame import Frame
from knowledge import KnowledgeBase

KINDS = ("certification", "role", "specialty", "program", "code_system", "organization", "software")
PAY = "pay"
# So many topics back; earlier ones are over.
_RECENT = 2


def subjects_of(topics: Sequence[Frame]) -> Mapping[str, tuple[str, ...]]:
    """Return the subjects (vocabulary ids by kind) of the latest topic that has any."""
    for topic in topics[:_RECENT]:
        found = {kind: topic.get(kind) for kind in KINDS if topic.get(kind)}
        found = found or {kind: topic.get(told) for kind, told in TOLD.items() if topic.get(told)}
        if found:
            return found
    return {}


def named(topics: Sequence[Frame], knowledge: KnowledgeBase) -> dict[str, Any] | None:
    """Return what the latest topics are about, as the classifier reads it, or None.

    Args:
        topics: the latest first.
        knowledge: has the names of the subjects.

    Returns:
        {"names": text, "marks": those of bot.nlu.reading}; a topic without a subject goes by the
        name of its narrow question. None for pay, which has rules of its own for what goes on.

    Raises:
        UnknownSubjectError: a topic names what the knowledge base does not have.
    """
    if not topics:
        return None
    if not (subjects := subjects_of(topics)):
        goes_on = RULES.family.get(topics[0].intent) != PAY
        return {"names": _topic_name(topics[0]), "marks": []} if goes_on else None
    known = [knowledge.subject(id_) for ids in subjects.values() for id_ in ids]
    marks = [f"{kind}: {'one' if len(ids) == 1 else 'several'}" for kind, ids in subjects.items()]
    return {"names": ", ".join(one.short or one.name for one in known), "marks": sorted(marks)}


def _topic_name(topic: Frame) -> str:
    name = RULES.spoken.get(topic.intent, topic.intent.replace("_", " "))
    return ", ".join(filter(None, (name, topic.aspect.replace("-", " "))))
