"""What the public chat API takes, refuses and never shows."""

import asyncio
import json
import string
import uuid
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tests.web.conftest import SECRET, Client, Start
from tests.web.standins import RasaStandIn, hung
from tests.web.visitor import Visitor, error_code
from web.settings import Settings
from web.tokens import Tokens, new_conversation

ID = str(uuid.uuid4())
WITH_TOKEN = {
    ("POST", "/api/messages"),
    ("GET", "/api/messages"),
    ("GET", "/api/conversation"),
    ("DELETE", "/api/conversation"),
    ("POST", "/api/messages/{message}/feedback"),
}
# Open to everybody: each holds nothing of a visitor, or begins something new.
WITHOUT_TOKEN = {
    ("GET", "/api/settings"),
    ("POST", "/api/conversations"),
    ("POST", "/api/handoff"),
}

BAD_BODIES: list[tuple[Any, int, str]] = [
    ({}, 400, "bad_id"),
    ({"text": "Hello"}, 400, "bad_id"),
    ({"id": 1, "text": "Hello"}, 400, "bad_id"),
    ({"id": "not-a-uuid", "text": "Hello"}, 400, "bad_id"),
    ({"id": ID + "\n", "text": "Hello"}, 400, "bad_id"),
    ({"id": "{" + ID + "}", "text": "Hello"}, 400, "bad_id"),
    ({"id": ID}, 400, "bad_content"),
    ({"id": ID, "text": None}, 400, "bad_content"),
    ({"id": ID, "text": 1}, 400, "bad_content"),
    ({"id": ID, "text": ["Hello"]}, 400, "bad_content"),
    ({"id": ID, "text": "Hello", "choice": "x"}, 400, "bad_content"),
    ({"id": ID, "choice": {"intent": "greet"}}, 400, "bad_content"),
    ({"id": ID, "choice": "x"}, 404, "unknown_choice"),
    ({"id": ID, "choice": "\x00"}, 404, "unknown_choice"),
    ({"id": ID, "choice": "x" * 1000}, 404, "unknown_choice"),
    ({"id": ID, "text": ""}, 400, "empty_text"),
    ({"id": ID, "text": " \n\t\u200b"}, 400, "empty_text"),
    ({"id": ID, "text": "a\x00b"}, 400, "bad_characters"),
    ({"id": ID, "text": "a\ud800b"}, 400, "bad_characters"),
    ({"id": ID, "text": "x" * 4001}, 400, "text_too_long"),
    ([], 400, "bad_json"),
    ("text", 400, "bad_json"),
    (1, 400, "bad_json"),
]


@pytest.mark.parametrize(("body", "status", "code"), BAD_BODIES)
async def test_a_bad_message_is_refused_with_its_reason(
    body: Any, status: int, code: str, visitor: Visitor, rasa: RasaStandIn
) -> None:
    response = await visitor.post(body)

    assert (response.status, await error_code(response)) == (status, code)
    assert rasa.asked == []
    assert len(await visitor.history()) == 1


async def test_four_thousand_emoji_are_taken(visitor: Visitor, rasa: RasaStandIn) -> None:
    text = "🩺" * 4000

    response = await visitor.client.post(
        "/api/messages",
        data=json.dumps({"id": ID, "text": text}, ensure_ascii=False).encode(),
        headers={**visitor.headers, "Content-Type": "application/json"},
    )

    assert response.status == 200
    assert (await visitor.history())[1]["text"] == text


async def test_the_text_is_stored_as_it_was_typed(visitor: Visitor) -> None:
    text = '  <b>"quotes"</b> \u202eright to left\nsecond line 👩‍⚕️ /restart '

    await visitor.say(text)

    assert (await visitor.history())[1]["text"] == text


async def test_a_choice_that_is_a_title_or_payload_is_unknown(visitor: Visitor) -> None:
    offered = visitor.opened["messages"][0]["choices"][0]
    message = visitor.opened["messages"][0]["id"]
    for forged in (offered["title"], "/greet", message, f"{message}.99", f"{message}.-1"):
        assert await error_code(await visitor.choose(forged)) == "unknown_choice"


async def test_an_unknown_message_to_begin_behind_is_not_found(visitor: Visitor) -> None:
    for after in (ID, "", "x" * 2000, "\x00"):
        response = await visitor.client.get(
            "/api/messages", params={"after": after}, headers=visitor.headers
        )
        assert (response.status, await error_code(response)) == (404, "unknown_message")


def forged_tokens(token: str) -> list[str]:
    middle = len(token) // 2
    other = "A" if token[middle] != "A" else "B"
    return [
        "",
        "x",
        token[:-1],
        token + "x",
        token[:middle] + other + token[middle + 1 :],
        token.split(".")[0],
        Tokens("another secret that tests use, long enough").make(new_conversation())[0],
        Tokens(SECRET).make(new_conversation())[0],
        Tokens(SECRET).make("../../etc/passwd")[0],
        "\u00e9" * 20,
        "x" * 5000,
    ]


async def test_no_route_opens_without_a_good_token(client: Client) -> None:
    visitor = await Visitor.open(client)
    headers: list[dict[str, str]] = [{}, {"Authorization": f"Basic {visitor.opened['token']}"}]
    for token in forged_tokens(visitor.opened["token"]):
        headers.append({"Authorization": f"Bearer {token}"})
    for method, path in WITH_TOKEN:
        for one in headers:
            response = await client.request(
                method,
                path.replace("{message}", ID),
                headers=one,
                json={"id": ID, "text": "Hello", "helpful": True},
            )
            assert (response.status, await error_code(response)) == (401, "unauthorized")
            assert response.headers["WWW-Authenticate"] == "Bearer"


async def test_the_matrix_of_access_covers_every_route_of_the_api(client: Client) -> None:
    assert client.app is not None
    routes = {
        (route.method, route.resource.canonical)
        for route in client.app.router.routes()
        if route.resource is not None
        and route.resource.canonical.startswith("/api/")
        and route.method != "HEAD"
    }

    assert routes == WITH_TOKEN | WITHOUT_TOKEN


async def test_one_visitor_never_reaches_anothers_conversation(
    client: Client, rasa: RasaStandIn
) -> None:
    mine, theirs = await Visitor.open(client), await Visitor.open(client)
    turn = str(uuid.uuid4())
    answered = await (await theirs.say("their secret", turn)).json()
    before = await theirs.history()

    attempts = [
        await mine.client.get(
            "/api/messages", params={"after": before[1]["id"]}, headers=mine.headers
        ),
        await mine.choose(answered["messages"][0]["choices"][0]["id"]),
        await mine.choose(theirs.opened["messages"][0]["choices"][0]["id"]),
        await mine.say("mine", turn),
        await mine.client.get("/api/messages", headers=mine.headers),
        await mine.client.get("/api/conversation", headers=mine.headers),
        await mine.client.delete("/api/conversation", headers=mine.headers),
    ]

    assert [response.status for response in attempts] == [404, 404, 404, 200, 200, 200, 200]
    for response in attempts:
        assert "their secret" not in await response.text()
    assert await theirs.history() == before
    assert len({asked["conversation"] for asked in rasa.asked}) == 2


async def test_the_download_holds_what_was_said_and_how_it_was_read(visitor: Visitor) -> None:
    await visitor.say("Hello")

    response = await visitor.client.get("/api/conversation", headers=visitor.headers)

    assert "attachment" in response.headers["Content-Disposition"]
    body = await response.json()
    assert body["messages"] == await visitor.history()
    assert body["turns"][0]["understanding"]["intent"]["name"] == "pay_national"


async def test_a_deleted_conversation_is_gone_and_its_token_worthless(
    visitor: Visitor, rasa: RasaStandIn
) -> None:
    await visitor.say("Hello")

    response = await visitor.client.delete("/api/conversation", headers=visitor.headers)

    assert response.status == 200
    receipt = (await response.json())["receipt"]
    assert receipt["number"]
    assert (receipt["messages"], receipt["turns"]) == (3, 1)
    assert receipt["working_memory"] == "deleted"
    assert rasa.forgotten == [rasa.asked[0]["conversation"]]
    assert (await visitor.say("Hello")).status == 401


@pytest.mark.parametrize("timing", [{"rasa_deadline": 1}], indirect=True)
async def test_a_deletion_waits_for_the_running_turn_and_sends_the_next_away(
    visitor: Visitor, rasa: RasaStandIn
) -> None:
    rasa.fault = hung
    running = asyncio.create_task(visitor.say("one"))
    await rasa.arrived.wait()
    waiting = asyncio.create_task(visitor.say("two"))
    rasa.fault = None
    deleted = await visitor.client.delete("/api/conversation", headers=visitor.headers)

    assert (await running).status == 200
    assert (await waiting).status in (401, 429)
    assert (await deleted.json())["receipt"]["turns"] == 1


async def test_an_eager_visitor_is_slowed_down(start: Start, settings: Settings) -> None:
    visitor = await Visitor.open(await start(replace(settings, rate_limit=True)))
    responses = [await visitor.say(f"message {n}") for n in range(7)]

    assert [response.status for response in responses[:5]] == [200] * 5
    assert await error_code(responses[6]) == "too_many_messages"
    assert int(responses[6].headers["Retry-After"]) >= 1


async def test_one_address_may_open_three_hundred_chats_at_once(
    start: Start, settings: Settings
) -> None:
    client = await start(replace(settings, rate_limit=True))

    for _ in range(300):
        await Visitor.open(client)


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)
NEAR_MESSAGES = st.fixed_dictionaries(
    {},
    optional={
        "id": st.just(ID) | st.uuids().map(str) | st.text(max_size=40) | JSON_VALUES,
        "text": st.text(max_size=50) | st.text("\ud800\x00/{}\u200b", max_size=8) | JSON_VALUES,
        "choice": st.text(string.printable, max_size=60) | JSON_VALUES,
    },
)
BODIES = (
    st.binary(max_size=200)
    | NEAR_MESSAGES.map(lambda value: json.dumps(value).encode())
    | JSON_VALUES.map(lambda value: json.dumps(value).encode())
)


async def test_no_body_breaks_the_gateway(client: Client, rasa: RasaStandIn) -> None:
    visitor = await Visitor.open(client)
    bodies: list[bytes] = []

    @hypothesis_settings(
        max_examples=250, deadline=None, database=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(body=BODIES)
    def collect(body: bytes) -> None:
        bodies.append(body)

    collect()
    for body in bodies:
        for path in ("/api/messages", "/api/conversations"):
            response = await client.post(
                path,
                data=body,
                headers={**visitor.headers, "Content-Type": "application/json"},
            )
            assert response.status < 500, body
            if response.status >= 400:
                await error_code(response)
