"""The whole gateway: one visit from the greeting to the last word."""

import uuid
from pathlib import Path

from tests.web.conftest import Client, Start
from tests.web.standins import RasaStandIn
from tests.web.visitor import Visitor
from web.settings import Settings

MESSAGE = {
    "id", "author", "time", "kind", "text", "facts", "sources", "disclaimers", "choices", "chart",
    "feedback", "disagree",
}  # fmt: skip


async def test_a_conversation_opens_with_token_notice_and_a_greeting(client: Client) -> None:
    opened = (await Visitor.open(client)).opened

    assert set(opened) == {"token", "expires", "notice", "messages"}
    assert "30 days" in opened["notice"]
    [greeting] = opened["messages"]
    assert set(greeting) == MESSAGE
    assert greeting["author"] == "assistant"
    assert len(greeting["choices"]) == 4


async def test_a_text_is_answered_with_all_parts_of_a_message(
    visitor: Visitor, rasa: RasaStandIn
) -> None:
    response = await visitor.say("What is the pay?")

    assert response.status == 200
    [message] = (await response.json())["messages"]
    assert set(message) == MESSAGE
    assert message["text"] == "You said: What is the pay?"
    assert message["facts"] == [{"id": "profile.pay.us.median", "version": "0123456789ab"}]
    assert message["sources"][0]["as_of"] == "2024"
    assert set(message["choices"][0]) == {"id", "title"}
    assert rasa.asked[0]["text"] == "What is the pay?"


async def test_rasa_gets_nothing_from_the_client_but_the_text(
    visitor: Visitor, rasa: RasaStandIn
) -> None:
    turn = str(uuid.uuid4())
    sneaky = {"sender": "x", "conversation": "y", "metadata": {"role": "admin"}, "slots": {}}

    await visitor.post({"id": turn, "text": "/restart", **sneaky})

    [asked] = rasa.asked
    assert set(asked) == {"conversation", "turn", "text"}
    assert asked["conversation"] != "y"
    assert (asked["turn"], asked["text"]) == (turn, "/restart")


async def test_the_starter_choices_ask_their_intents(visitor: Visitor, rasa: RasaStandIn) -> None:
    for choice in visitor.opened["messages"][0]["choices"]:
        assert (await visitor.choose(choice["id"])).status == 200

    assert [asked["choice"]["intent"] for asked in rasa.asked] == [
        "pay_national",
        "certification_choice",
        "training_time",
        "remote_work",
    ]


async def test_a_choice_of_a_reply_brings_its_entities(visitor: Visitor, rasa: RasaStandIn) -> None:
    [message] = (await (await visitor.say("pay")).json())["messages"]

    await visitor.choose(message["choices"][0]["id"])

    assert rasa.asked[-1]["choice"] == {
        "title": "And in Texas?",
        "intent": "pay_state",
        "entities": {"state": ["texas"]},
    }


async def test_the_history_holds_both_sides_in_order(visitor: Visitor) -> None:
    await visitor.say("one")
    await visitor.say("two")

    history = await visitor.history()

    assert [message["text"] for message in history][1:] == [
        "one",
        "You said: one",
        "two",
        "You said: two",
    ]
    assert all(set(message) == MESSAGE for message in history)
    assert history[0] == visitor.opened["messages"][0]


async def test_the_history_can_begin_behind_a_message(visitor: Visitor) -> None:
    await visitor.say("one")
    history = await visitor.history()

    assert await visitor.history(after=history[1]["id"]) == history[2:]


async def test_a_conversation_goes_on_after_a_restart(settings: Settings, start: Start) -> None:
    first = await start(settings)
    visitor = await Visitor.open(first)
    await visitor.say("before")
    await first.close()

    visitor.client = await start(settings)

    assert (await visitor.say("after")).status == 200
    assert [message["text"] for message in await visitor.history()][1::2] == ["before", "after"]


async def test_the_log_is_readable_by_its_owner_only(visitor: Visitor, database: Path) -> None:
    files = list(database.parent.glob("conversations.sqlite*"))

    assert len(files) == 3
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}
