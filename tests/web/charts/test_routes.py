"""Charts over HTTP, and in the messages of the chat."""

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.web.conftest import Client, Start
from tests.web.standins import RasaStandIn, answer, payload
from tests.web.visitor import Visitor, error_code
from web.charts import drawing
from web.charts.content import Chart
from web.keys import GALLERY
from web.settings import Settings


async def test_a_chart_is_a_picture_that_may_be_kept(knowing: Client) -> None:
    assert knowing.app is not None
    url = knowing.app[GALLERY].describe("national-pay").url

    response = await knowing.get(url)

    assert (response.status, response.content_type) == (200, "image/svg+xml")
    assert (await response.read()).startswith(b"<svg ")
    assert "immutable" in response.headers["Cache-Control"]
    assert "unsafe" not in response.headers["Content-Security-Policy"]


async def test_an_address_without_the_version_is_asked_again(knowing: Client) -> None:
    response = await knowing.get("/charts/national-pay.svg?v=000000000000")
    again = await knowing.get(
        "/charts/national-pay.svg", headers={"If-None-Match": response.headers["ETag"]}
    )

    assert response.headers["Cache-Control"] == "no-cache"
    assert again.status == 304


@pytest.mark.parametrize(
    "address",
    [
        "/charts/unknown.svg",
        "/charts/states.svg",
        "/charts/states.svg?states=texas,atlantis",
        "/charts/states.svg?states=../../etc/passwd,texas",
        "/charts/pay-by-state.svg?measure=mean",
        "/charts/national-pay.svg?size=100000",
    ],
)
async def test_what_is_no_chart_is_not_found(knowing: Client, address: str) -> None:
    response = await knowing.get(address)

    assert (response.status, await error_code(response)) == (404, "bad_chart")


async def test_without_knowledge_there_is_no_chart(client: Client) -> None:
    response = await client.get("/charts/national-pay.svg")

    assert (response.status, await error_code(response)) == (503, "no_knowledge")


async def test_a_picture_is_drawn_once_for_everybody(
    knowing: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = []

    def count(chart: Chart) -> bytes:
        drawn.append(chart.url)
        return b"<svg />"

    monkeypatch.setattr(drawing, "draw", count)
    await asyncio.gather(*(knowing.get("/charts/program-time.svg") for _ in range(8)))

    assert len(drawn) == 1


async def test_a_drawing_that_failed_is_tried_again(
    knowing: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(chart: Chart) -> bytes:
        raise RuntimeError("no ink")

    with monkeypatch.context() as patch:
        patch.setattr(drawing, "draw", fail)
        assert (await knowing.get("/charts/program-time.svg")).status == 500

    assert (await knowing.get("/charts/program-time.svg")).status == 200


async def test_drawing_many_pictures_is_limited(
    start: Start, settings: Settings, knowledge_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drawing, "draw", lambda chart: b"<svg />")
    client = await start(replace(settings, knowledge_database=knowledge_file, rate_limit=True))
    assert client.app is not None
    states = [one.id for one in client.app[GALLERY]._library.knowledge().subjects("state")]
    statuses = [
        (await client.get(f"/charts/states.svg?states={first},{second}")).status
        for first in states[:20]
        for second in states[25:42]
    ]

    assert statuses[:300] == [200] * 300
    assert statuses[-1] == 429
    assert (await client.get(f"/charts/states.svg?states={states[0]},{states[25]}")).status in (
        200,
        429,
    )


async def tell(visitor: Visitor, rasa: RasaStandIn, chart: Any) -> dict[str, Any]:
    async def fault(request: Any) -> Any:
        from aiohttp import web

        body = await request.json()
        return web.json_response(answer(body["turn"], payload("Compared.", chart=chart)))

    rasa.fault = fault
    [message] = (await (await visitor.say("compare")).json())["messages"]
    found: dict[str, Any] = message
    return found


async def test_a_chart_that_the_actions_name_is_filled_in_and_kept(
    knowing: Client, rasa: RasaStandIn
) -> None:
    visitor = await Visitor.open(knowing)

    message = await tell(visitor, rasa, {"name": "states", "states": ["texas", "ohio"]})

    assert message["chart"]["table"]["rows"][0] == ["Texas", "$47,230 a year", "$77,140 a year"]
    assert (await knowing.get(message["chart"]["url"])).status == 200
    assert (await visitor.history())[-1]["chart"] == message["chart"]


@pytest.mark.parametrize("chart", [{"name": "unknown"}, {"name": "states", "states": ["texas"]}])
async def test_an_answer_does_without_a_chart_that_cannot_be_made(
    knowing: Client, rasa: RasaStandIn, chart: dict[str, Any]
) -> None:
    message = await tell(await Visitor.open(knowing), rasa, chart)

    assert (message["kind"], message["text"], message["chart"]) == ("answer", "Compared.", None)
