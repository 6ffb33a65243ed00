"""Every refusal and every fault has the one shape and says nothing about the inside."""

import json
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import ClientResponse, web
from aiohttp.test_utils import make_mocked_request

from tests.web.conftest import Client
from tests.web.visitor import Visitor, error_code
from web.app import create_app
from web.errors import OF_STATUS, STATUS
from web.keys import TURNS
from web.log.records import Said
from web.settings import Settings
from web.wording import read_wording

JSON = {"Content-Type": "application/json"}
PRODUCTS = re.compile(r"aiohttp|python|rasa|sqlite|sqlalchemy|traceback|\.py", re.IGNORECASE)


async def check_shape(response: ClientResponse) -> str:
    assert not PRODUCTS.search(await response.text())
    assert not PRODUCTS.search(str(response.headers))
    assert "Server" not in response.headers
    return await error_code(response)


def example_path(resource: web.AbstractResource) -> str:
    """A path that belongs to the resource, whatever its parts look like."""
    pattern = resource.get_info().get("pattern")
    paths = [re.sub(r"\{\w+\}", part, resource.canonical) for part in ("en", "0" * 16, "0" * 32)]
    return next(path for path in paths if pattern is None or pattern.fullmatch(path))


async def test_every_route_refuses_in_the_one_shape(client: Client) -> None:
    visitor = await Visitor.open(client)
    assert client.app is not None
    routes = [route for route in client.app.router.routes() if route.resource is not None]
    assert len(routes) >= 7
    for route in routes:
        assert route.resource is not None
        path = example_path(route.resource)
        wrong_method = await client.request("PATCH", path)
        assert (wrong_method.status, await check_shape(wrong_method)) == (
            405,
            "method_not_allowed",
        )
        assert wrong_method.headers["Allow"]
        if route.method != "POST" or not path.startswith("/api/"):
            continue
        for body, headers, code in [
            (b"{}", {"Content-Type": "text/plain"}, "unsupported_type"),
            (b"{}", {"Content-Type": "application/json; charset=latin-1"}, "unsupported_type"),
            (b"a=b", {"Content-Type": "application/x-www-form-urlencoded"}, "unsupported_type"),
            (b"{}", {**JSON, "Content-Encoding": "gzip"}, "encoded_body"),
            (b"{" + b" " * 20_000 + b"}", JSON, "too_large"),
            (b"[" * 16_000, JSON, "bad_json"),
            (b"\xff", JSON, "bad_json"),
            (b"", JSON, "bad_json"),
        ]:
            response = await client.request(
                "POST",
                path,
                data=body,
                headers={**visitor.headers, **headers},
                skip_auto_headers=["Content-Type"],
            )
            assert (response.status, await check_shape(response)) == (STATUS[code], code)


async def test_an_unknown_address_is_refused_in_the_one_shape(client: Client) -> None:
    for path in ("/api", "/api/", "/api/unknown", "/api/messages/", "/.env", "/%00"):
        response = await client.get(path)
        assert (response.status, await check_shape(response)) == (404, "not_found")


async def test_a_large_body_sent_in_pieces_is_refused(client: Client) -> None:
    visitor = await Visitor.open(client)

    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(40):
            yield b" " * 1000

    response = await client.post(
        "/api/messages", data=pieces(), headers={**visitor.headers, **JSON}
    )

    assert (response.status, await check_shape(response)) == (413, "too_large")


async def test_an_unexpected_fault_says_nothing_and_logs_no_words(
    client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    visitor = await Visitor.open(client)
    assert client.app is not None

    async def broken(_conversation: str, _client_id: str, said: Said, _watch: object) -> None:
        raise RuntimeError(said.text)

    monkeypatch.setattr(client.app[TURNS], "_answer", broken)
    response = await visitor.say("canary-4711")

    assert (response.status, await check_shape(response)) == (500, "internal")
    assert caplog.text.count("unexpected RuntimeError") == 1
    assert "canary" not in caplog.text


async def test_a_redirect_is_no_error(settings: Settings) -> None:
    app = create_app(settings)
    handler = app.middlewares[0]

    async def moved(request: web.Request) -> web.StreamResponse:
        raise web.HTTPFound("/elsewhere")

    with pytest.raises(web.HTTPFound):
        await handler(make_mocked_request("GET", "/"), moved)


def test_every_code_has_a_sentence_and_every_sentence_a_code(settings: Settings) -> None:
    wording = read_wording(settings.school)

    assert set(wording.errors) == set(STATUS)
    assert set(OF_STATUS.values()) <= set(STATUS)
    assert all("{" not in sentence for sentence in wording.errors.values())


def test_every_code_is_used(settings: Settings) -> None:
    code = "\n".join(
        path.read_text() for path in Path(__file__).parents[2].joinpath("web").rglob("*.py")
    )
    unused = [name for name in STATUS if code.count(json.dumps(name)) < 2]

    assert unused == []
