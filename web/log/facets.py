"""What a turn can be found by: the values that its row, its answer and its votes have.

Each value is kept once, with a number; a turn is a few pairs of numbers. This module says which
values there are and keeps them in the transaction that changes the turn.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import delete, insert, select, tuple_
from sqlalchemy.orm import Session

from web.log.records import LoggedMessage
from web.log.tables import FacetValue, TurnFacet

LONGEST_VALUE = 400  # characters
AT_ONCE = 200  # values that one statement may name
# Upper ends of the classes of time to answer, in seconds; the last class is open.
SECONDS = (0.5, 1.0, 2.0, 5.0)
SLOWER = "more"


class Facet(StrEnum):
    """The kinds of values."""

    INTENT = "intent"
    ENTITY = "entity"  # "state=texas"
    KIND = "kind"
    FACT = "fact"
    MODEL = "model"
    INCIDENT = "incident"
    FEEDBACK = "feedback"  # "helpful", "unhelpful", and "comment" beside one of them
    SECONDS = "seconds"  # one of ``SECONDS``, or ``SLOWER``
    AGAIN = "again"  # "yes": the visitor asked the same again right after


Pair = tuple[str, str]


def of_answer(
    answer: Iterable[LoggedMessage],
    understanding: Mapping[str, Any] | None,
    model: str | None,
) -> set[Pair]:
    """Return the facets of an answered turn.

    Args:
        answer: The messages of the answer.
        understanding: As :class:`web.payload.Understanding` has it.
        model: The name of the model that read the message.
    """
    found: set[Pair] = set()
    for message in answer:
        found.add((Facet.KIND, message.kind))
        found.update((Facet.FACT, fact["id"]) for fact in message.details.get("facts", []))
    if understanding is not None:
        if understanding["intent"]["name"]:
            found.add((Facet.INTENT, understanding["intent"]["name"]))
        for entity in understanding.get("entities", []):
            found.add((Facet.ENTITY, f"{entity['entity']}={entity['value']}"))
    if model:
        found.add((Facet.MODEL, model))
    return {(name, value[:LONGEST_VALUE]) for name, value in found}


def of_time(created: datetime, finished: datetime | None) -> set[Pair]:
    """Return the class of the time that an answer took, if there is one."""
    if finished is None:
        return set()
    took = (finished - created).total_seconds()
    return {(Facet.SECONDS, next((f"{end:g}" for end in SECONDS if took < end), SLOWER))}


def of_vote(helpful: bool, comment: str | None) -> set[Pair]:
    """Return the facets of a vote."""
    found: set[Pair] = {(Facet.FEEDBACK, "helpful" if helpful else "unhelpful")}
    return found | {(Facet.FEEDBACK, "comment")} if comment else found


def add(session: Session, turn: int, pairs: set[Pair]) -> None:
    """Note that the turn with number ``turn`` has ``pairs``, none of which it has already."""
    if not pairs:
        return
    ids = _ids(session, pairs)
    missing = pairs - ids.keys()
    if missing:
        rows = [{"name": name, "value": value} for name, value in sorted(missing)]
        session.execute(insert(FacetValue), rows)
        ids |= _ids(session, missing)
    session.execute(
        insert(TurnFacet), [{"value_id": one, "turn_number": turn} for one in sorted(ids.values())]
    )


def add_to_all(session: Session, turns: list[int], pair: Pair) -> None:
    """Note that each of ``turns`` (numbers), none of which has it already, has ``pair``."""
    if _ids(session, {pair}).get(pair) is None:
        session.execute(insert(FacetValue), [{"name": pair[0], "value": pair[1]}])
    value = _ids(session, {pair})[pair]
    session.execute(insert(TurnFacet), [{"value_id": value, "turn_number": one} for one in turns])


def replace(session: Session, turn: int, facet: Facet, pairs: set[Pair]) -> None:
    """Note that ``pairs`` are all that the turn has of ``facet``."""
    values = select(FacetValue.id).where(FacetValue.name == facet)
    session.execute(
        delete(TurnFacet).where(TurnFacet.turn_number == turn, TurnFacet.value_id.in_(values))
    )
    add(session, turn, pairs)


def remove(session: Session, turns: list[int]) -> None:
    """Forget the facets of ``turns`` (numbers), and the values that no other turn has."""
    values: set[int] = set()
    for start in range(0, len(turns), AT_ONCE):
        some = turns[start : start + AT_ONCE]
        of_some = TurnFacet.turn_number.in_(some)
        values.update(session.scalars(select(TurnFacet.value_id).where(of_some).distinct()))
        session.execute(delete(TurnFacet).where(of_some))
    in_use = select(TurnFacet.value_id).where(TurnFacet.value_id == FacetValue.id).exists()
    for value in sorted(values):
        session.execute(delete(FacetValue).where(FacetValue.id == value, ~in_use))


def _ids(session: Session, pairs: set[Pair]) -> dict[Pair, int]:
    found: dict[Pair, int] = {}
    wanted = sorted(pairs)
    for start in range(0, len(wanted), AT_ONCE):
        query = select(FacetValue.name, FacetValue.value, FacetValue.id).where(
            tuple_(FacetValue.name, FacetValue.value).in_(wanted[start : start + AT_ONCE])
        )
        found.update({(name, value): id_ for name, value, id_ in session.execute(query)})
    return found
