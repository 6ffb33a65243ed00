"""The chat without scripts, as a browser without scripts uses it."""

import uuid
from dataclasses import replace
from typing import Any

import pytest
from yarl import URL

from tests.web.conftest import Client, Start
from tests.web.pages.plain_chat import PLAIN, say, see
from tests.web.pages.reading import Page
from tests.web.standins import RasaStandIn, server_error, told
from tests.web.visitor import Visitor
from web.settings import Settings


@pytest.fixture
async def browser(client: Client) -> Client:
    """The test client keeps cookies, as a browser does."""
    return client


def messages(found: Page) -> list[str]:
    """The ids of the messages on a page."""
    return [one for one in found.ids if one.startswith("message-")]


async def test_the_notice_and_first_questions_are_there_before_anything_is_kept(
    browser: Client, rows: Any
) -> None:
    response = await browser.get(PLAIN)
    found = await Page.of(response)

    assert "You are writing with a computer program" in found.text
    assert len(found.all("button", name="start")) == 4
    assert rows("SELECT * FROM conversations") == []
    assert "Set-Cookie" not in response.headers
    assert response.headers["Cache-Control"] == "no-store"


async def test_a_question_leads_back_to_its_answer(browser: Client, rasa: RasaStandIn) -> None:
    response = await say(browser, "What is the pay?")

    assert response.status == 303
    address = URL(response.headers["Location"])
    found = await see(browser)
    assert address.path == PLAIN
    assert address.fragment in found.ids
    assert "You said: What is the pay?" in found.one("li", id=address.fragment).text
    assert "Medical coder profile (U.S. Bureau of Labor Statistics, 2024)" in found.text
    assert "Pay differs." in found.text
    assert [asked["text"] for asked in rasa.asked] == ["What is the pay?"]


async def test_choices_are_buttons(browser: Client, rasa: RasaStandIn) -> None:
    await say(browser, "pay")
    button = (await see(browser)).one("button", name="choice")

    await browser.post(PLAIN, data={"id": str(uuid.uuid4()), "choice": button.attributes["value"]})

    assert rasa.asked[-1]["choice"]["entities"] == {"state": ["texas"]}


async def test_the_first_choices_work_before_and_after_the_chat_is_opened(
    browser: Client, rasa: RasaStandIn
) -> None:
    for start in ("1", "2"):
        await browser.post(PLAIN, data={"id": str(uuid.uuid4()), "start": start})

    intents = [asked["choice"]["intent"] for asked in rasa.asked]
    assert intents == ["certification_choice", "training_time"]
    assert len({asked["conversation"] for asked in rasa.asked}) == 1


async def test_the_same_form_sent_twice_is_one_turn(browser: Client, rasa: RasaStandIn) -> None:
    turn = str(uuid.uuid4())
    await say(browser, "first")
    for _ in range(2):
        assert (await say(browser, "Hello", id=turn)).status == 303

    assert len(rasa.asked) == 2
    assert len(messages(await see(browser))) == 5


async def test_another_question_on_an_older_page_is_a_turn_of_its_own(
    browser: Client, rasa: RasaStandIn
) -> None:
    turn = str(uuid.uuid4())
    await say(browser, "one", id=turn)
    await say(browser, "two", id=turn)

    assert [asked["text"] for asked in rasa.asked] == ["one", "two"]


async def test_pages_and_api_answer_alike(browser: Client, rasa: RasaStandIn) -> None:
    visitor = await Visitor.open(browser)
    [message] = (await (await visitor.say("pay")).json())["messages"]
    await say(browser, "pay")
    found = await see(browser)
    words = found.one("li", id=messages(found)[-1]).text

    assert message["text"] in words
    assert all(line in words for line in message["disclaimers"])
    assert all(source["title"] in words for source in message["sources"])
    assert [one.text for one in found.all("button", name="choice")] == [
        choice["title"] for choice in message["choices"]
    ]


@pytest.mark.parametrize(
    ("fields", "status", "words"),
    [
        ({"text": ""}, 400, "The message is empty"),
        ({"text": "x" * 4001}, 400, "under 4,000 characters"),
        ({"text": "a\x00b"}, 400, "cannot be shown"),
        ({"text": "Hello", "id": "1"}, 400, "must be a UUID"),
        ({"choice": "forged"}, 404, "does not belong to this chat"),
        ({"start": "99"}, 404, "does not belong to this chat"),
    ],
)
async def test_what_cannot_be_sent_is_told_and_stays_in_the_form(
    browser: Client, rasa: RasaStandIn, fields: dict[str, str], status: int, words: str
) -> None:
    data = {"id": str(uuid.uuid4()), **fields}
    response = await browser.post(PLAIN, data=data, allow_redirects=False)
    found = await Page.of(response)

    assert response.status == status
    assert words in found.one("p", role="alert").text
    # HTML cannot hold every character that was sent.
    kept = fields.get("text", "")[:4000].replace("\0", "")
    assert found.one("textarea").text.strip("\n").replace("\0", "") == kept
    assert rasa.asked == []


async def test_a_long_message_of_any_letters_fits_into_the_form(
    browser: Client, rasa: RasaStandIn
) -> None:
    assert (await say(browser, "🩺" * 4000)).status == 303
    assert rasa.asked[0]["text"] == "🩺" * 4000


async def test_a_failed_question_can_be_sent_again_in_the_same_chat(
    browser: Client, rasa: RasaStandIn, rows: Any
) -> None:
    rasa.fault = told(503, "not_stored")
    response = await say(browser, "Hello")
    found = await Page.of(response)
    assert response.status == 503
    assert found.one("textarea").text.strip() == "Hello"
    assert response.headers["Retry-After"]
    rasa.fault = None

    turn = found.all("input", name="id")[-1].attributes["value"]
    assert (await say(browser, "Hello", id=turn)).status == 303
    assert rows("SELECT count(*) FROM conversations") == [(1,)]
    assert rows("SELECT count(*) FROM turns") == [(1,)]


async def test_a_broken_assistant_apologises_on_the_page(
    browser: Client, rasa: RasaStandIn
) -> None:
    rasa.fault = server_error
    await say(browser, "Hello")

    assert "I am sorry" in (await see(browser)).text


async def test_an_eager_visitor_is_slowed_down(start: Start, settings: Settings) -> None:
    client = await start(replace(settings, rate_limit=True))
    responses = [await say(client, f"message {n}") for n in range(7)]

    assert [response.status for response in responses[:5]] == [303] * 5
    assert responses[6].status == 429
    assert int(responses[6].headers["Retry-After"]) >= 1


async def test_text_of_a_visitor_is_never_markup(browser: Client) -> None:
    attack = "<img src=x onerror=alert(1)></textarea><script>alert(1)</script>{{ 7 * 7 }}"
    await say(browser, attack)
    found = await see(browser)

    assert attack in found.text
    assert found.all("img") == found.all("script") == []


async def test_a_vote_is_kept_and_seen(browser: Client, rows: Any) -> None:
    await say(browser, "pay")
    message = messages(await see(browser))[-1].removeprefix("message-")

    response = await browser.post(
        f"{PLAIN}/feedback",
        data={"message": message, "helpful": "no", "comment": "Too long"},
        allow_redirects=False,
    )

    assert response.headers["Location"].endswith(message)
    assert rows("SELECT helpful, comment FROM feedback") == [(0, "Too long")]
    found = await see(browser)
    assert "Thank you, that is noted" in found.text
    assert found.one("input", name="comment").attributes["value"] == "Too long"


async def test_the_chat_can_be_downloaded_and_deleted(browser: Client, rows: Any) -> None:
    await say(browser, "canary-4711")
    download = await browser.get(f"{PLAIN}/download")
    assert "attachment" in download.headers["Content-Disposition"]
    assert (await download.json())["messages"][1]["text"] == "canary-4711"

    asked = await Page.of(await browser.get(f"{PLAIN}/delete"))
    assert asked.one("h1").text == "Delete this chat"
    assert rows("SELECT count(*) FROM messages") == [(3,)]
    deleted = await Page.of(await browser.post(f"{PLAIN}/delete", data={}))

    assert "deleted messages: 3, turns: 1" in deleted.text
    assert rows("SELECT * FROM conversations") == []
    assert "canary" not in (await see(browser)).text
    assert (await browser.get(f"{PLAIN}/download")).status == 401


async def test_a_new_chat_leaves_the_old_one_behind(browser: Client, rows: Any) -> None:
    await say(browser, "canary-4711")
    await browser.post(f"{PLAIN}/new", data={})
    assert "canary" not in (await see(browser)).text
    await say(browser, "again")

    assert rows("SELECT count(*) FROM conversations") == [(2,)]


async def test_a_question_to_a_deleted_chat_opens_a_new_one(
    browser: Client, rasa: RasaStandIn, rows: Any
) -> None:
    await say(browser, "one")
    [(token,)] = [(cookie.value,) for cookie in browser.session.cookie_jar]
    await browser.delete("/api/conversation", headers={"Authorization": f"Bearer {token}"})

    assert (await see(browser)).status == 200
    assert (await say(browser, "two")).status == 303
    assert rows("SELECT text FROM messages WHERE author = 'visitor'") == [("two",)]
