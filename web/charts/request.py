"""Which chart is asked for: the one place that checks what a stranger or an action names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from knowledge import KnowledgeBase, UnknownSubjectError

BY_STATE = "pay-by-state"
STATES = "states"
NATIONAL = "national-pay"
COST = "program-cost"
TIME = "program-time"
NAMES = (BY_STATE, STATES, NATIONAL, COST, TIME)
MEASURES = ("median", "top-10-percent")
FEWEST_STATES, MOST_STATES = 2, 10


class ChartError(ValueError):
    """There is no such chart; the message names what is wrong with the request."""


@dataclass(frozen=True)
class ChartRequest:
    """A chart by name; ``states`` (ids) and ``measure`` count where the chart has them."""

    name: str
    states: tuple[str, ...] = ()
    measure: str = MEASURES[0]

    def url(self, version: str) -> str:
        """Return the address of the picture for this ``version`` of the knowledge."""
        query = {"v": version}
        if self.states:
            query = {"states": ",".join(self.states), **query}
        if self.measure != MEASURES[0]:
            query = {"measure": self.measure, **query}
        return f"/charts/{self.name}.svg?{urlencode(query, safe=',')}"


def check_request(
    knowledge: KnowledgeBase, name: str, states: Sequence[str] = (), measure: str | None = None
) -> ChartRequest:
    """Return the request; ``states`` loses its repeats and keeps its order.

    Raises:
        ChartError: when the name, a state, their number or the measure is not possible.
    """
    if name not in NAMES:
        raise ChartError("there is no chart of this name")
    if measure is not None and (name != BY_STATE or measure not in MEASURES):
        raise ChartError("this chart does not have this measure")
    chosen = tuple(dict.fromkeys(states))
    if name == STATES:
        if not FEWEST_STATES <= len(chosen) <= MOST_STATES:
            raise ChartError(f"name {FEWEST_STATES} to {MOST_STATES} states")
        for state in chosen:
            _check_state(knowledge, state)
    elif chosen:
        raise ChartError("this chart is not about single states")
    return ChartRequest(name, chosen, measure or MEASURES[0])


def read_query(knowledge: KnowledgeBase, name: str, query: Mapping[str, str]) -> ChartRequest:
    """Return the request that an address names; ``ChartError`` when it is not a possible one."""
    if set(query) - {"states", "measure", "v"}:
        raise ChartError("unknown parameter")
    states = [one for one in query.get("states", "").split(",") if one]
    return check_request(knowledge, name, states, query.get("measure"))


def _check_state(knowledge: KnowledgeBase, state: str) -> None:
    try:
        kind = knowledge.subject(state).kind
    except UnknownSubjectError as error:
        raise ChartError("unknown state") from error
    if kind != "state":
        raise ChartError("unknown state")
