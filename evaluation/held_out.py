"""Reads the held-out questions and conversations."""

import functools
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from conversation_tests import Conversation, read_conversations

FOLDER = Path(__file__).resolve().parent.parent / "tests" / "evaluation"
UNSEEN = FOLDER / "unseen"
SEVERAL = "(several questions)"
_KINDS = {"amount": "claim_amount"}
"""Kinds that the questions name in plainer words than the assistant."""


@dataclass(frozen=True)
class Question:
    """One message that stands alone, with what must be understood and answered.

    tests/evaluation/README.md explains the parts.
    """

    file: str
    ask: str
    intents: tuple[str, ...]
    kind: str
    entities: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    facts: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()

    @property
    def topic(self) -> str:
        """The row of the table that the question counts in."""
        return self.intents[0] if len(self.intents) == 1 else SEVERAL


@functools.cache
def read_questions(folder: Path = FOLDER / "questions") -> tuple[Question, ...]:
    """Return every question of the folder in file order."""
    return tuple(
        Question(
            file=file.name,
            ask=str(raw["ask"]),
            intents=tuple(raw["intents"]),
            kind=str(raw["kind"]),
            entities={
                _KINDS.get(kind, kind): tuple(str(value) for value in values)
                for kind, values in (raw.get("entities") or {}).items()
            },
            facts=tuple(raw.get("facts") or ()),
            sources=tuple(raw.get("sources") or ()),
        )
        for file in sorted(folder.glob("*.yml"))
        for raw in yaml.safe_load(file.read_text(encoding="utf-8"))
    )


@functools.cache
def read_held_out_conversations(
    folder: Path = FOLDER / "conversations",
) -> tuple[Conversation, ...]:
    """Return every conversation of the folder in file order."""
    return tuple(one for file in sorted(folder.glob("*.yml")) for one in read_conversations(file))
