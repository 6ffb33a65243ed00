"""Only possible charts are drawn."""

from typing import Any

import pytest

from knowledge import KnowledgeBase
from web.charts.request import NAMES, ChartError, ChartRequest, check_request, read_query


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("pay", {}),
        ("", {}),
        ("states", {}),
        ("states", {"states": "texas"}),
        ("states", {"states": "texas,texas"}),
        ("states", {"states": "texas,atlantis"}),
        ("states", {"states": "texas,cpc"}),
        ("states", {"states": "Texas,Ohio"}),
        ("states", {"states": "texas,ohio", "measure": "median"}),
        ("pay-by-state", {"states": "texas,ohio"}),
        ("pay-by-state", {"measure": "mean"}),
        ("pay-by-state", {"measure": ""}),
        ("national-pay", {"measure": "median"}),
        ("program-cost", {"width": "9999999"}),
    ],
)
def test_what_cannot_be_drawn_is_refused(
    knowledge: KnowledgeBase, name: str, query: dict[str, str]
) -> None:
    with pytest.raises(ChartError):
        read_query(knowledge, name, query)


def test_not_too_many_states_fit_into_one_chart(knowledge: KnowledgeBase) -> None:
    states = [state.id for state in knowledge.subjects("state")]

    assert len(check_request(knowledge, "states", states[:10]).states) == 10
    with pytest.raises(ChartError):
        check_request(knowledge, "states", states[:11])


@pytest.mark.parametrize(
    ("name", "more"),
    [
        *((name, {}) for name in NAMES if name != "states"),
        ("pay-by-state", {"measure": "top-10-percent"}),
        ("states", {"states": ["texas", "district-of-columbia"]}),
    ],
)
def test_the_address_names_the_request(
    knowledge: KnowledgeBase, name: str, more: dict[str, Any]
) -> None:
    request = check_request(knowledge, name, **more)
    path, _, query = request.url("0123456789ab").partition("?")

    read = dict(part.split("=") for part in query.split("&"))
    assert path == f"/charts/{name}.svg"
    assert read["v"] == "0123456789ab"
    assert read_query(knowledge, name, read) == request


def test_repeats_fall_away_and_the_order_stays(knowledge: KnowledgeBase) -> None:
    request = check_request(knowledge, "states", ["ohio", "texas", "ohio"])

    assert request == ChartRequest("states", ("ohio", "texas"))
