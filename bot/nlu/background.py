"""Gives a question the subjects of the sentences around it that are not answered themselves.

"I live in Texas. My kids are grown. ... How much do coders make?" asks about Texas.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.nlu.choosing import Judged
from bot.nlu.reading import is_within

Entity = dict[str, Any]
# A city says where just as a state does.
_ALIKE = {"city": "state"}


@dataclass(frozen=True)
class Background:
    """What a clause takes over from the rest of the message.

    `kinds` are passed on when the rest names just one; to an intent of `gathering`, everything is.
    """

    kinds: frozenset[str] = frozenset()
    gathering: frozenset[str] = frozenset()


def entities_of(
    clauses: Sequence[Judged], entities: Sequence[Entity], background: Background
) -> list[list[Entity]]:
    """Return for each clause the entities that belong to it, in the order of the message.

    Those of the background go to the first clause that names none of their kind.
    """
    own = [
        [e for e in entities if is_within(e["start"], e["end"], clause.piece.spans)]
        for clause in clauses
    ]
    taken = {id(entity) for part in own for entity in part}
    rest = [entity for entity in entities if id(entity) not in taken]
    for clause, part in zip(clauses, own, strict=True):
        if clause.intent in background.gathering:
            part += rest
        else:
            part += _passed_on(rest, part, background)
        rest = [entity for entity in rest if entity not in part]
        part.sort(key=lambda entity: int(entity["start"]))
    return own


def _passed_on(
    rest: Sequence[Entity], own: Sequence[Entity], background: Background
) -> list[Entity]:
    named = {_kind(entity) for entity in own}
    values: dict[str, set[str]] = {}
    for entity in rest:
        values.setdefault(_kind(entity), set()).add(str(entity["value"]))
    return [
        entity
        for entity in rest
        if entity["entity"] in background.kinds
        and _kind(entity) not in named
        and len(values[_kind(entity)]) == 1
    ]


def _kind(entity: Entity) -> str:
    kind = str(entity["entity"])
    return _ALIKE.get(kind, kind)
