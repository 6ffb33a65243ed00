"""The form for somebody who would rather talk to a person."""

from typing import Any

from tests.web.conftest import Client
from tests.web.pages.plain_chat import say
from tests.web.pages.reading import Page

GOOD = {
    "name": "Ana <b>María</b>",
    "contact": "ana@mail.example",
    "question": "May I visit?",
    "consent": "yes",
}


async def send(client: Client, **changes: str) -> Page:
    return await Page.of(await client.post("/person", data={**GOOD, **changes}))


async def test_a_filled_in_form_gives_a_reference(client: Client, rows: Any) -> None:
    found = await send(client)

    [(reference, name)] = rows("SELECT reference, name FROM handoffs")
    assert found.status == 201
    assert found.one("strong").text == reference
    assert name == "Ana <b>María</b>"
    assert "9 am to 5 pm" in found.text


async def test_all_that_is_missing_is_told_beside_its_field(client: Client, rows: Any) -> None:
    found = await send(client, name=" ", contact="later", consent="")

    assert found.status == 400
    assert found.one("title").text.startswith("Problem")
    for field in ("name", "contact", "consent"):
        [box] = [one for one in found.all("input") if one.attributes.get("id") == field]
        assert box.attributes["aria-invalid"] == "true"
        assert box.attributes["aria-describedby"] in found.ids
        assert f"#{field}" in found.addresses
    assert "aria-invalid" not in found.one("textarea").attributes
    assert found.one("textarea").text.strip() == "May I visit?"
    assert rows("SELECT * FROM handoffs") == []


async def test_what_was_typed_stays_and_is_never_markup(client: Client) -> None:
    found = await send(client, consent="")

    [name] = [one for one in found.all("input") if one.attributes.get("id") == "name"]
    assert name.attributes["value"] == "Ana <b>María</b>"
    assert found.all("b") == []


async def test_a_wish_from_a_chat_goes_with_it(client: Client, rows: Any) -> None:
    await say(client, "Hello")
    await send(client)
    assert rows("SELECT conversation_id FROM handoffs") == rows("SELECT id FROM conversations")

    deleted = await Page.of(await client.post("/chat/plain/delete", data={}))

    assert "requests to talk to a person: 1" in deleted.text
    assert rows("SELECT * FROM handoffs") == []
