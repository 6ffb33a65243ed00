"""What a training example stands for, and what a sentence is judged to be.

An intent may have *aspects*: narrow questions within it, such as `memorizing` within
`exam_difficulty`. An example may count only after a topic of a certain family, such as "and how
long do I have" after an exam, or after one topic. Both stand in the metadata of a block of
training examples.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

ASPECT = "aspect"
AFTER = "after"
KEYS = frozenset({ASPECT, AFTER})


class MetadataError(ValueError):
    """A block of training examples has metadata that nobody reads."""


class Guess(NamedTuple):
    """One intent that was thought of: how sure (0 to 1), and its aspect or nothing."""

    intent: str
    confidence: float
    aspect: str = ""


Ranking = tuple[Guess, ...]


@dataclass(frozen=True)
class Label:
    """What an example stands for: `aspect` and `after` are empty when it is general.

    `after` is a family of topics, or a topic.
    """

    intent: str
    aspect: str = ""
    after: str = ""

    @classmethod
    def of(cls, intent: str, metadata: Mapping[str, Any] | None) -> "Label":
        """Read the metadata of an example, as Rasa hands it on.

        Raises:
            MetadataError: its block has other keys, or values that are no words.
        """
        block = (metadata or {}).get("intent") or {}
        unknown = sorted(set(block) - KEYS) if isinstance(block, Mapping) else [str(block)]
        if unknown or not all(isinstance(value, str) and value for value in block.values()):
            raise MetadataError(f"{intent}: metadata may be {sorted(KEYS)} with a word each")
        return cls(intent, block.get(ASPECT, ""), block.get(AFTER, ""))


@dataclass(frozen=True)
class Rankings:
    """What a sentence may mean, the best guess first: alone, and in each context."""

    alone: Ranking
    after: Mapping[str, Ranking] = field(default_factory=dict)
