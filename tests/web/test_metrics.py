"""Figures for monitoring: right, without anybody's words, and not for everybody."""

import re
from dataclasses import replace

import pytest

from tests.web.conftest import Client, Start
from tests.web.visitor import Visitor
from web.settings import Settings

TOKEN = "a-token-for-the-monitor"


async def figures(client: Client) -> dict[str, float]:
    """Every figure of /metrics by its name with labels."""
    response = await client.get("/metrics")
    assert response.status == 200
    lines = (await response.text()).splitlines()
    parts = [line.rpartition(" ") for line in lines if not line.startswith("#")]
    return {name: float(value) for name, _, value in parts}


async def test_an_answered_turn_is_counted_once_by_its_kind(
    client: Client, visitor: Visitor
) -> None:
    answer = await (await visitor.say("what do coders earn")).json()

    counted = await figures(client)

    kind = answer["messages"][-1]["kind"]
    assert counted[f'career_desk_turns_total{{kind="{kind}"}}'] == 1
    assert counted["career_desk_turn_seconds_count"] == 1
    assert counted["career_desk_turn_seconds_sum"] > 0


async def test_requests_are_counted_by_route_and_status(client: Client) -> None:
    await client.get("/healthz")
    await client.get("/healthz")
    await client.get("/nothing/here")

    counted = await figures(client)

    assert counted['career_desk_requests_total{method="GET",route="/healthz",status="200"}'] == 2
    assert counted['career_desk_requests_total{method="other",route="none",status="404"}'] == 1


async def test_no_label_holds_an_id_or_a_word_of_a_visitor(
    client: Client, visitor: Visitor
) -> None:
    assert (await visitor.say("confidential words")).status == 200
    await client.get("/confidential/words")

    text = await (await client.get("/metrics")).text()

    assert "confidential" not in text
    assert not re.search(r"[0-9a-f]{8}-[0-9a-f]{4}", text)


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP", "Via"])
async def test_behind_a_proxy_they_are_not_there(client: Client, header: str) -> None:
    response = await client.get("/metrics", headers={header: "203.0.113.9"})

    assert (response.status, (await response.json())["error"]["code"]) == (404, "not_found")


@pytest.mark.parametrize(("given", "status"), [(TOKEN, 200), (TOKEN + "x", 404), ("", 404)])
async def test_the_token_opens_them_from_anywhere(
    start: Start, settings: Settings, given: str, status: int
) -> None:
    client = await start(replace(settings, metrics_token=TOKEN))

    headers = {"X-Forwarded-For": "203.0.113.9", "Authorization": f"Bearer {given}"}
    response = await client.get("/metrics", headers=headers)

    assert response.status == status
