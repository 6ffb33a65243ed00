"""From Rasa's payload to a message, and out again."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from pydantic import ValidationError

from tests.web.standins import answer, payload
from web.payload import TurnAnswer
from web.reply import api_message, api_time, logged_answer


def nothing_more(_payload: object) -> dict[str, Any]:
    return {}


def test_choices_keep_their_meaning_inside_and_show_only_a_title() -> None:
    [logged] = logged_answer(TurnAnswer.model_validate(answer("1", payload("Hello"))), nothing_more)

    [inside] = logged.details["choices"]
    [shown] = api_message(logged)["choices"]
    assert inside["intent"] == "pay_state"
    assert shown == {"id": inside["id"], "title": "And in Texas?"}
    assert "pay_state" not in shown["id"]


def test_every_message_and_choice_has_an_id_of_its_own() -> None:
    two = TurnAnswer.model_validate(answer("1", payload("Hello"), payload("Hello")))

    first, second = logged_answer(two, nothing_more)

    assert first.id != second.id
    assert first.details["choices"][0]["id"] != second.details["choices"][0]["id"]


def test_a_time_is_written_in_utc() -> None:
    moment = datetime(2026, 1, 2, 3, 4, 5, 678901, timezone(timedelta(hours=2)))

    assert api_time(moment) == "2026-01-02T01:04:05.678Z"
    assert datetime.fromisoformat(api_time(datetime.now(UTC)))


@pytest.mark.parametrize("part", ["schema", "kind", "text", "facts", "sources", "choices"])
def test_a_payload_without_one_of_its_parts_is_refused(part: str) -> None:
    broken = payload("Hello")
    del broken[part]

    with pytest.raises(ValidationError):
        TurnAnswer.model_validate(answer("1", broken))
