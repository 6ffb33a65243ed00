"""How the widget is served."""

from typing import Any

from aiohttp.test_utils import TestClient

from web.settings import Settings
from web.widget.bundle import Bundle, make_bundle
from web.widget.routes import SOURCE

Client = TestClient[Any, Any]
BUNDLE = make_bundle(SOURCE)


async def test_the_newest_widget_may_be_loaded_by_other_websites(client: Client) -> None:
    response = await client.get("/widget.js")
    assert await response.read() == BUNDLE.content
    assert response.content_type == "text/javascript"
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert response.headers["Cache-Control"] == "public, max-age=300"


async def test_a_version_is_kept_for_ever(client: Client) -> None:
    response = await client.get(f"/widget/{BUNDLE.version}/widget.js")
    assert await response.read() == BUNDLE.content
    assert "immutable" in response.headers["Cache-Control"]


async def test_what_a_browser_has_already_is_not_sent_again(client: Client) -> None:
    headers = {"If-None-Match": f'"{BUNDLE.version}"'}
    assert (await client.get("/widget.js", headers=headers)).status == 304


async def test_an_earlier_version_is_still_served(client: Client, settings: Settings) -> None:
    earlier = Bundle(b"earlier();")
    (settings.var / "widget" / f"{earlier.version}.js").write_bytes(earlier.content)
    response = await client.get(f"/widget/{earlier.version}/widget.js")
    assert await response.read() == earlier.content


async def test_a_kept_file_that_was_changed_is_not_served(
    client: Client, settings: Settings
) -> None:
    (settings.var / "widget" / "0123456789ab.js").write_bytes(b"other();")
    assert (await client.get("/widget/0123456789ab/widget.js")).status == 404


async def test_nothing_else_is_read_from_the_disk(client: Client) -> None:
    for version in ("..%2F..%2Fsecret_key", "0123456789AB", "latest"):
        assert (await client.get(f"/widget/{version}/widget.js")).status == 404
    assert (await client.get("/widget/xx.json")).status == 404


async def test_the_words_of_a_language_are_served(client: Client) -> None:
    response = await client.get("/widget/es.json")
    assert (await response.json())["send"] == "Enviar"
