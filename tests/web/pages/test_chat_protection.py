"""What keeps the chat without scripts from strangers: its cookie and its forms."""

import uuid

import pytest
from aiohttp import CookieJar
from aiohttp.test_utils import TestClient, TestServer

from tests.web.conftest import Client, Start
from tests.web.pages.plain_chat import PLAIN, say
from tests.web.standins import RasaStandIn
from web.app import create_app
from web.settings import Settings

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


async def test_the_key_is_kept_from_scripts_and_other_websites(client: Client) -> None:
    plain = await say(client, "Hello")
    [cookie] = plain.headers.getall("Set-Cookie")
    assert cookie.startswith("chat=")
    for part in ("HttpOnly", "SameSite=Strict", "Path=/"):
        assert part in cookie
    assert "expires" not in cookie.lower()
    assert "Max-Age" not in cookie


async def test_over_https_only_the_locked_cookie_counts(
    settings: Settings, rasa: RasaStandIn
) -> None:
    jar = CookieJar(unsafe=True)
    async with TestClient(TestServer(create_app(settings)), cookie_jar=jar) as one:
        forged = (await (await one.post("/api/conversations", json={})).json())["token"]
        response = await one.post(
            PLAIN,
            data={"id": str(uuid.uuid4()), "text": "Hello"},
            headers={
                "Origin": f"https://{one.host}:{one.port}",
                "Cookie": f"chat={forged}",
                "Sec-Fetch-Site": "same-origin",
            },
            allow_redirects=False,
        )
        [cookie] = response.headers.getall("Set-Cookie")

    assert cookie.startswith("__Host-chat=")
    assert "Secure" in cookie
    assert forged not in cookie


@pytest.mark.parametrize(
    "headers",
    [
        {"Content-Type": "text/plain"},
        {"Content-Type": "application/json"},
        {**FORM, "Content-Encoding": "gzip"},
        {**FORM, "Origin": "https://evil.test"},
        {**FORM, "Origin": "null"},
        {**FORM, "Sec-Fetch-Site": "same-site"},
    ],
)
async def test_forms_take_only_forms_of_our_own_pages(
    client: Client, rasa: RasaStandIn, headers: dict[str, str]
) -> None:
    for path in (PLAIN, f"{PLAIN}/feedback", f"{PLAIN}/new", f"{PLAIN}/delete", "/person"):
        response = await client.post(path, data=b"text=Hello", headers=headers)
        assert response.status in (403, 415)
    assert rasa.asked == []


@pytest.mark.parametrize("body", [b"text=%ff%fe", b"&".join(b"a%d=1" % n for n in range(5000))])
async def test_odd_forms_break_nothing(client: Client, body: bytes) -> None:
    response = await client.post(PLAIN, data=body, headers=FORM)

    assert 400 <= response.status < 500


async def test_a_huge_form_is_refused(client: Client) -> None:
    response = await client.post(PLAIN, data=b"text=" + b"x" * 70_000, headers=FORM)

    assert response.status == 413


async def test_one_cookie_never_opens_another_chat(
    client: Client, settings: Settings, start: Start
) -> None:
    await say(client, "their secret")
    stranger = await start(settings)

    for path in (PLAIN, f"{PLAIN}/download", f"{PLAIN}/delete"):
        response = await stranger.get(path, headers={"Cookie": "chat=forged; __Host-chat=x"})
        assert "secret" not in await response.text()
