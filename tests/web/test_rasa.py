"""The client of the channel; its faults are tried through the whole gateway in test_turns."""

import pytest

from tests.web.standins import RasaStandIn, huge, hung, told
from web.log.records import Choice, Said
from web.rasa import DownError, GarbageError, NoAnswerError, NotStoredError, Rasa, SlowError

CONVERSATION = "0" * 32


async def test_an_answer_is_read(rasa: RasaStandIn) -> None:
    async with Rasa.connect(rasa.url, deadline=5, at_once=1) as client:
        answer = await client.ask(CONVERSATION, "turn", Said("Hello"))

    assert answer.messages[0].custom.text == "You said: Hello"


async def test_a_choice_is_sent_without_its_id(rasa: RasaStandIn) -> None:
    choice = Choice("x.0", "And in Texas?", "pay_state", {"state": ["texas"]})
    async with Rasa.connect(rasa.url, deadline=5, at_once=1) as client:
        await client.ask(CONVERSATION, "turn", Said(choice.title, choice))

    assert rasa.asked[0]["choice"] == {
        "title": "And in Texas?",
        "intent": "pay_state",
        "entities": {"state": ["texas"]},
    }


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (told(503, "not_stored"), NotStoredError),
        (told(502, "no_answer"), NoAnswerError),
        (told(400, "bad_request"), GarbageError),
        (told(503, "other"), GarbageError),
        (huge, GarbageError),
        (hung, SlowError),
    ],
)
async def test_each_fault_has_a_type(rasa: RasaStandIn, fault: object, error: type) -> None:
    rasa.fault = fault  # type: ignore[assignment]
    async with Rasa.connect(rasa.url, deadline=0.5, at_once=1) as client:
        with pytest.raises(error):
            await client.ask(CONVERSATION, "turn", Said("Hello"))


async def test_nobody_there_is_down() -> None:
    async with Rasa.connect("http://127.0.0.1:1", deadline=5, at_once=1) as client:
        with pytest.raises(DownError):
            await client.check_ready(5)


async def test_waiting_for_a_place_counts_as_waiting(rasa: RasaStandIn) -> None:
    async with Rasa.connect(rasa.url, deadline=0.2, at_once=1) as client, client._places:
        with pytest.raises(SlowError):
            await client.ask(CONVERSATION, "turn", Said("Hello"))

    assert rasa.asked == []


async def test_a_refused_deletion_is_not_taken_for_done(rasa: RasaStandIn) -> None:
    rasa.fault = told(503, "not_stored")
    async with Rasa.connect(rasa.url, deadline=5, at_once=1) as client:
        with pytest.raises(GarbageError):
            await client.forget(CONVERSATION)
