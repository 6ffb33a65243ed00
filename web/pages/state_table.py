"""The table of pay by state: sorted by links, and some states chosen to be compared."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from knowledge import Fact, KnowledgeBase

# Column, its heading, and its measure; the first way to sort figures is from the highest down.
COLUMNS = (
    ("name", "State", None),
    ("median", "Median pay", "median"),
    ("top", "Top ten percent", "top-10-percent"),
)
MEASURES = tuple(measure for _, _, measure in COLUMNS if measure)


@dataclass(frozen=True)
class Heading:
    """The head of a column: ``order`` is how the table stands, ``address`` sorts it anew."""

    name: str
    order: str
    address: str


@dataclass(frozen=True)
class Row:
    """One state with its facts."""

    id: str
    name: str
    facts: tuple[Fact, ...]
    chosen: bool


@dataclass(frozen=True)
class StateTable:
    """The whole table; ``places`` names where its figures are from."""

    headings: tuple[Heading, ...]
    rows: tuple[Row, ...]
    places: tuple[Fact, ...]
    sort: str
    order: str


def is_in_table(fact: Fact) -> bool:
    """Return whether ``fact`` stands in the table, so that it need not be told again."""
    return (
        fact.topic == "pay_state"
        and fact.subject.kind == "state"
        and fact.measure.id in MEASURES
        and fact.standing == "leading"
    )


def make_table(
    knowledge: KnowledgeBase, query: Mapping[str, str], chosen: Sequence[str]
) -> StateTable:
    """Return the table as ``query`` (``sort`` and ``order``) wants it; odd values are ignored."""
    names = [name for name, _, _ in COLUMNS]
    sort = query.get("sort", "median")
    sort = sort if sort in names else "median"
    order = query.get("order", "")
    if order not in ("asc", "desc"):
        order = "asc" if sort == "name" else "desc"
    rows = _rows(knowledge, chosen)
    rows.sort(key=lambda row: row.name.removeprefix("The "))
    if sort != "name":
        place = MEASURES.index(str(COLUMNS[names.index(sort)][2]))
        rows.sort(key=lambda row: row.facts[place].low or 0, reverse=order == "desc")
    elif order == "desc":
        rows.reverse()
    places = {
        (fact.source.id, fact.section, fact.basis, fact.as_of): fact
        for row in rows
        for fact in row.facts
    }
    headings = [_heading(name, title, sort, order, chosen) for name, title, _ in COLUMNS]
    return StateTable(tuple(headings), tuple(rows), tuple(places.values()), sort, order)


def _rows(knowledge: KnowledgeBase, chosen: Sequence[str]) -> list[Row]:
    rows = []
    for state in knowledge.subjects("state"):
        found = [knowledge.leading(state.id, measure, "pay_state") for measure in MEASURES]
        facts = tuple(fact for fact in found if fact is not None)
        if len(facts) == len(MEASURES):
            name = state.name[:1].upper() + state.name[1:]
            rows.append(Row(state.id, name, facts, state.id in chosen))
    return rows


def _heading(name: str, title: str, sort: str, order: str, chosen: Sequence[str]) -> Heading:
    if name == sort:
        present = "ascending" if order == "asc" else "descending"
        following = "desc" if order == "asc" else "asc"
    else:
        present, following = "none", "asc" if name == "name" else "desc"
    query = [("sort", name), ("order", following), *(("state", state) for state in chosen)]
    return Heading(title, present, f"?{urlencode(query)}#states")
