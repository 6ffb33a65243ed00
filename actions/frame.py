"""What one message asks: the intent and the things it names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

CHOICE = "choice"
ASPECT = "aspect"
ABOUT = "about"
# A question of this confidence is clear alone; after a topic it may be so much less sure.
CLEAR = 0.5
LESS = 0.05
# So near to the best one, another is as likely.
EVEN = 0.01
# What a topic makes of a question counts from this confidence on, else what its family does.
HEARD = 0.2


@dataclass(frozen=True)
class Understood:
    """What the classifier made of a question.

    `ranking` holds the intents that were thought of and how sure it was of each (0 to 1);
    `aspects` the narrow question within an intent, by intent, where it heard one.
    """

    ranking: tuple[tuple[str, float], ...] = ()
    aspects: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, raw: object) -> Understood:
        """Read a ranking of the classifier; what has another shape is left out."""
        entries = [
            entry
            for entry in (raw if isinstance(raw, list) else [])
            if isinstance(entry, Mapping)
            and isinstance(entry.get("name"), str)
            and isinstance(entry.get("confidence"), int | float)
        ]
        return cls(
            tuple((entry["name"], float(entry["confidence"])) for entry in entries),
            {
                entry["name"]: entry[ASPECT]
                for entry in entries
                if isinstance(entry.get(ASPECT), str)
            },
        )


@dataclass(frozen=True)
class Frame:
    """One understood question: `intent`, vocabulary ids per kind in `values`, and its `text`.

    `ranking` and `aspects` are those of Understood; `after` holds what the question means after
    a topic or a family of topics, by its name; `about` what it means if it is about the subjects
    of the last topic.
    `chosen` tells that the visitor picked an offered question, so that nothing is left to guess.
    `around` holds what the rest of the message names: "those two" may mean it.
    """

    intent: str
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    text: str = ""
    ranking: tuple[tuple[str, float], ...] = ()
    chosen: bool = False
    around: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    aspects: Mapping[str, str] = field(default_factory=dict)
    after: Mapping[str, Understood] = field(default_factory=dict)
    about: Understood = Understood()

    @property
    def aspect(self) -> str:
        """The narrow question within the intent, or nothing."""
        return self.aspects.get(self.intent, "")

    def in_context(self, *topics: str | None) -> Frame:
        """Return what the question means after the first known one of topics or families.

        What is clear alone, and much less so there, stays what it is.
        """
        known = [self.after[topic] for topic in topics if topic is not None and topic in self.after]
        sure = [one for one in known if one.ranking and one.ranking[0][1] >= HEARD]
        meant = next(iter([*sure, *(one for one in known[-1:] if one.ranking)]), None)
        if meant is None:
            return self
        first = dict(self.ranking)
        best = meant.ranking[0][1]
        # Of two that are equally likely there, what it means alone decides.
        even = [one for one in meant.ranking if one[1] >= best - EVEN]
        intent, confidence = max(even, key=lambda one: first.get(one[0], 0.0))
        alone = first.get(self.intent, 0.0)
        if intent != self.intent and alone >= CLEAR and confidence < alone - LESS:
            return self
        return replace(self, intent=intent, ranking=meant.ranking, aspects=meant.aspects)

    def get(self, kind: str) -> tuple[str, ...]:
        """Return the vocabulary ids of one kind in the order in which they were named."""
        return self.values.get(kind, ())

    def as_slot(self) -> dict[str, Any]:
        """Return the JSON form for the slot `frame`; the visitor's text is left out."""
        aspect = {ASPECT: [self.aspect]} if self.aspect else {}
        named = {kind: list(ids) for kind, ids in self.values.items()}
        return {"intent": self.intent, **named, **aspect}

    def of(self, intent: str, **values: tuple[str, ...]) -> Frame:
        """Return this frame with another intent and with some kinds replaced; () removes one."""
        merged = {kind: ids for kind, ids in {**self.values, **values}.items() if ids}
        return replace(self, intent=intent, values=merged)

    @classmethod
    def from_slot(cls, slot: object) -> Frame | None:
        """Return the frame of what `as_slot` made, or None for anything else."""
        if not isinstance(slot, Mapping) or not isinstance(slot.get("intent"), str):
            return None
        values = {
            kind: tuple(id_ for id_ in ids if isinstance(id_, str))
            for kind, ids in slot.items()
            if isinstance(kind, str) and isinstance(ids, list)
        }
        aspect = "".join(values.pop(ASPECT, ())[:1])
        named = {kind: ids for kind, ids in values.items() if ids}
        return cls(slot["intent"], named, aspects={slot["intent"]: aspect} if aspect else {})

    @classmethod
    def of_clauses(cls, message: Mapping[str, Any]) -> list[Frame]:
        """Build a frame for each clause of `tracker.latest_message`, at least one.

        A message that was not cut into clauses (an offered choice, small talk) is one frame.
        """
        clauses = message.get("clauses")
        parts = (
            [part for part in clauses if isinstance(part, Mapping)]
            if isinstance(clauses, list)
            else []
        )
        whole = _values(message)
        return [
            replace(frame, around={kind: ids for kind, ids in whole.items() if not frame.get(kind)})
            for frame in (cls.from_message(part) for part in parts or [message])
        ]

    @classmethod
    def from_message(cls, message: Mapping[str, Any]) -> Frame:
        """Build a frame from `tracker.latest_message`.

        Entities that are not a pair of strings are dropped: Rasa lets anyone who reaches it
        send any shape, and a frame must hold vocabulary ids only.
        """
        intent = message.get("intent")
        name = intent.get("name") if isinstance(intent, Mapping) else None
        text = message.get("text")
        understood = Understood.of(message.get("ranking") or message.get("intent_ranking"))
        after = message.get("after")
        return cls(
            intent=name if isinstance(name, str) else "",
            values=_values(message),
            text=text if isinstance(text, str) else "",
            ranking=understood.ranking,
            aspects=understood.aspects,
            after={
                family: Understood.of(raw)
                for family, raw in (after.items() if isinstance(after, Mapping) else ())
                if isinstance(family, str)
            },
            about=Understood.of(message.get(ABOUT)),
            chosen=_is_choice(message),
        )


def _values(message: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    values: dict[str, tuple[str, ...]] = {}
    for entity in sorted(_entities(message), key=_start):
        kind, value = entity.get("entity"), entity.get("value")
        if not (isinstance(kind, str) and isinstance(value, str)):
            continue
        known = values.get(kind, ())
        if value not in known:
            values[kind] = (*known, value)
    return values


def _entities(message: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    entities = message.get("entities")
    if not isinstance(entities, list):
        return []
    return [entity for entity in entities if isinstance(entity, Mapping)]


def _is_choice(message: Mapping[str, Any]) -> bool:
    """Tell an offered choice, which the channel passes on without any classifier."""
    intent = message.get("intent")
    sure = isinstance(intent, Mapping) and intent.get("confidence") == 1.0
    return any(entity.get("extractor") == CHOICE for entity in _entities(message)) or (
        sure and "clauses" not in message and "text" in message
    )


def _start(entity: Mapping[str, Any]) -> int:
    start = entity.get("start")
    return start if isinstance(start, int) else 0
