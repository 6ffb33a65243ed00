"""Both adapters against servers that speak their protocol."""

from collections.abc import Iterator

import pytest

from conversation_tests import AdapterError
from conversation_tests.adapters import CareerDesk, RasaRest
from tests.conversation_tests.standins import DeskShop, RestShop, served


@pytest.fixture
def rest() -> Iterator[tuple[RestShop, str]]:
    shop = RestShop()
    with served(shop.app()) as url:
        yield shop, url


@pytest.fixture
def desk() -> Iterator[tuple[DeskShop, str]]:
    shop = DeskShop()
    with served(shop.app()) as url:
        yield shop, url


def test_rest_joins_texts_and_reads_the_payload(rest: tuple[RestShop, str]) -> None:
    answer = RasaRest(rest[1]).say("hi")
    assert answer.text == "You said hi.\n\nGreen tea is $4."
    assert answer.kind == "answer"
    assert answer.facts == ("tea.green.price",)
    assert answer.sources == ("price-list",)
    assert answer.disclaimers == ("Prices may change.",)
    assert answer.choices == ("Green tea",)


def test_rest_takes_the_text_of_a_payload_that_comes_alone(rest: tuple[RestShop, str]) -> None:
    assert RasaRest(rest[1]).say("only payload").text == "Green tea is $4."


def test_rest_silence_is_an_empty_answer(rest: tuple[RestShop, str]) -> None:
    assert RasaRest(rest[1]).say("nothing").text == ""


def test_rest_sends_the_payload_of_a_button(rest: tuple[RestShop, str]) -> None:
    shop, url = rest
    talk = RasaRest(url)
    talk.say("hi")
    talk.choose("Green tea")
    assert shop.said == ["hi", "/price"]


def test_rest_keeps_one_sender_for_a_conversation(rest: tuple[RestShop, str]) -> None:
    shop, url = rest
    talk = RasaRest(url)
    talk.say("hi")
    talk.say("ho")
    RasaRest(url).say("hi")
    assert shop.senders[0] == shop.senders[1] != shop.senders[2]


def test_rest_reads_slots_from_the_tracker(rest: tuple[RestShop, str]) -> None:
    talk = RasaRest(rest[1])
    talk.say("hi")
    assert talk.slots() == {"tea": "green"}


def test_rest_has_no_slots_without_the_api() -> None:
    with served(RestShop(api=False).app()) as url:
        talk = RasaRest(url)
        talk.say("hi")
        assert talk.slots() is None


def test_desk_opens_one_conversation_and_reads_the_answer(desk: tuple[DeskShop, str]) -> None:
    shop, url = desk
    talk = CareerDesk(url)
    answer = talk.say("tea")
    talk.say("more tea")
    assert shop.opened == 1
    assert answer.kind == "answer"
    assert answer.facts == ("tea.green.price",)
    assert answer.choices == ("Black tea",)
    assert len({turn["id"] for turn in shop.turns}) == 2


def test_desk_takes_choices_of_the_greeting_and_of_answers(desk: tuple[DeskShop, str]) -> None:
    shop, url = desk
    talk = CareerDesk(url)
    talk.choose("Prices")
    talk.choose("Black tea")
    assert [turn["choice"] for turn in shop.turns] == ["c0", "c1"]


def test_a_choice_that_is_not_offered_is_an_error(desk: tuple[DeskShop, str]) -> None:
    with pytest.raises(AdapterError, match="'Coffee' is not offered, but 'Prices'"):
        CareerDesk(desk[1]).choose("Coffee")


def test_a_status_above_400_is_an_error(rest: tuple[RestShop, str]) -> None:
    with pytest.raises(AdapterError, match="answered 500: broken"):
        RasaRest(rest[1]).say("fail")


def test_a_server_that_is_not_there_is_an_error() -> None:
    with pytest.raises(AdapterError, match="gave no reply: ConnectionError"):
        CareerDesk("http://127.0.0.1:9").say("tea")


def test_a_slow_answer_is_timed_and_in_the_end_given_up(rest: tuple[RestShop, str]) -> None:
    assert RasaRest(rest[1]).say("slow").seconds >= 0.3
    with pytest.raises(AdapterError, match="ReadTimeout"):
        RasaRest(rest[1], timeout=0.05).say("slow")
