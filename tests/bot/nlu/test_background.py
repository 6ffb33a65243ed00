from typing import Any

from bot.nlu.background import Background, entities_of
from bot.nlu.choosing import Judged
from bot.nlu.clauses import Piece
from bot.nlu.labels import Guess

BACKGROUND = Background(frozenset({"state", "city"}), frozenset({"recommend"}))


def clause(start: int, end: int, intent: str = "pay") -> Judged:
    return Judged(Piece(((start, end),), True, True), 5, (Guess(intent, 0.9),))


def entity(kind: str, value: str, start: int) -> dict[str, Any]:
    return {"entity": kind, "value": value, "start": start, "end": start + 4}


def values(clauses: list[Judged], entities: list[dict[str, Any]]) -> list[list[str]]:
    found = entities_of(clauses, entities, BACKGROUND)
    return [[entity["value"] for entity in part] for part in found]


def test_a_clause_has_the_entities_that_stand_in_it() -> None:
    entities = [entity("state", "ohio", 2), entity("certification", "cpc", 22)]
    assert values([clause(0, 10), clause(20, 30)], entities) == [["ohio"], ["cpc"]]


def test_the_one_state_of_the_background_belongs_to_the_question() -> None:
    assert values([clause(20, 30)], [entity("state", "ohio", 2)]) == [["ohio"]]


def test_a_question_that_names_a_state_takes_no_other() -> None:
    entities = [entity("city", "Houston|texas", 2), entity("state", "ohio", 22)]
    assert values([clause(20, 30)], entities) == [["ohio"]]


def test_of_several_states_in_the_background_none_is_meant() -> None:
    entities = [entity("state", "ohio", 2), entity("state", "iowa", 8)]
    assert values([clause(20, 30)], entities) == [[]]


def test_other_kinds_of_the_background_stay_there() -> None:
    assert values([clause(20, 30)], [entity("role", "auditor", 2)]) == [[]]


def test_only_the_first_question_gets_the_background() -> None:
    found = values([clause(20, 30), clause(40, 50)], [entity("state", "ohio", 2)])
    assert found == [["ohio"], []]


def test_a_wish_for_advice_gathers_everything() -> None:
    entities = [entity("role", "auditor", 2), entity("state", "ohio", 10)]
    assert values([clause(20, 30, "recommend")], entities) == [["auditor", "ohio"]]
