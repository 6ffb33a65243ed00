"""The slots of the form, its questions and the recommendation in the end."""

from typing import Any

import pytest

from tests.actions.test_topic_action import Send, clause, said, send

__all__ = ["send"]
VALIDATE = "validate_certification_form"
PLACE = {"requested_slot": "certification_place"}
EXPERIENCE = {"requested_slot": "certification_experience", "certification_place": "hospital"}


def slots(events: list[dict[str, Any]]) -> dict[str, Any]:
    return {event["name"]: event["value"] for event in events if event["event"] == "slot"}


def fill(
    send: Send, intent: str, text: str, given: dict[str, Any], **entities: list[str]
) -> dict[str, Any]:
    message = clause(intent, text, **entities)
    return slots(send(VALIDATE, message, slots=given, form=True, silent=True).events)


def test_one_sentence_fills_all_slots(send: Send) -> None:
    filled = fill(send, "recommend_certification", "two years in, want hospital inpatient", {})
    assert filled["certification_place"] == "hospital"
    assert filled["certification_experience"] == "some"
    assert filled["certification_priority"] == "any"


def test_a_bare_wish_fills_nothing(send: Send) -> None:
    filled = fill(send, "recommend_certification", "help me pick one", {})
    assert filled == {"certification_misses": 0}


@pytest.mark.parametrize("intent", ["workplaces", "follow_up", "nlu_fallback", "out_of_scope"])
def test_an_answer_counts_whatever_the_classifier_thinks(send: Send, intent: str) -> None:
    assert fill(send, intent, "in a doctor's office", PLACE)["certification_place"] == "office"


@pytest.mark.parametrize(
    ("intent", "text"),
    [
        ("pay_state", "how much do coders make in Texas"),
        ("workplaces", "do coders work in hospitals?"),
        ("certification_detail", "what does the CCS cost"),
        ("greet", "hello"),
        ("thank", "thanks"),
        ("out_of_scope", "what's the weather?"),
        ("pay_state", "pay texas"),
    ],
)
def test_a_question_in_between_is_no_answer(send: Send, intent: str, text: str) -> None:
    assert fill(send, intent, text, PLACE) == {}


def test_an_answer_that_does_not_fit_is_asked_back_once(send: Send) -> None:
    first = fill(send, "nlu_fallback", "purple", PLACE)
    assert first == {"certification_misses": 1}
    second = fill(send, "nlu_fallback", "green", PLACE | first)
    assert second == {"certification_misses": 0, "certification_place": "any"}


def test_the_form_can_be_left(send: Send) -> None:
    filled = fill(send, "goodbye", "never mind", PLACE)
    assert filled == {"certification_misses": -1, "requested_slot": None}


def test_who_wants_the_answer_now_gets_it(send: Send) -> None:
    filled = fill(send, "follow_up", "so which one would it be?", EXPERIENCE)
    assert filled["certification_experience"] == "any"
    assert filled["certification_priority"] == "any"


def test_the_third_slot_is_left_open_where_it_matters(send: Send) -> None:
    filled = fill(send, "first_job", "none at all", EXPERIENCE)
    assert filled["certification_experience"] == "none"
    assert "certification_priority" not in filled


def test_the_first_question_has_an_opening_and_choices(send: Send) -> None:
    asked = clause("recommend_certification", "help me pick")
    turn = send("action_ask_certification_place", asked, form=True)
    assert turn.payload["kind"] == "question"
    assert turn.text.startswith("I'm happy to help")
    assert turn.choices == ["In a hospital", "In a doctor's office", "I'm not sure yet"]


def test_the_other_question_of_the_first_message_is_answered_too(send: Send) -> None:
    turn = send(
        "action_ask_certification_place",
        clause("recommend_certification", "help me pick a certification"),
        clause("pay_state", "and what is the pay in Texas", state=["texas"]),
        form=True,
    )
    assert "$47,230" in turn.text
    assert "Where would you like to work?" in turn.text


def test_nothing_is_asked_where_the_reply_asks_already(send: Send) -> None:
    asked = clause("pay_state", "pay in Texas", state=["texas"])
    events = [said(), {"event": "bot", "data": {}}]
    turn = send(
        "action_ask_certification_place", asked, slots=PLACE, form=True, events=events, silent=True
    )
    assert turn.events == []


def test_the_recommendation_has_reasons_and_empties_the_form(send: Send) -> None:
    given = {"certification_place": "hospital", "certification_experience": "more"}
    turn = send("action_recommend_certification", clause("follow_up", "3 years"), slots=given)
    assert turn.payload["kind"] == "recommendation"
    assert {"profile.ccs.best-for", "profile.ccs.exam-fee"} <= turn.facts
    emptied = slots(turn.events)
    assert emptied["certification_place"] is None
    assert emptied["frame"]["certification"] == ["ccs"]


def test_who_has_left_gets_no_recommendation(send: Send) -> None:
    given = {"certification_misses": -1, "certification_place": "hospital"}
    turn = send("action_recommend_certification", clause("goodbye", "stop"), slots=given)
    assert turn.payload["kind"] == "smalltalk"
    assert not turn.facts


def test_who_leaves_with_a_question_is_answered(send: Send) -> None:
    asked = clause("training_time", "Never mind that. How long is training?")
    given = {**PLACE, "certification_misses": -1}
    sent = send("action_recommend_certification", asked, slots=given)
    assert "months" in sent.text
    assert "All right" not in sent.text


def test_a_question_in_between_is_none_in_the_light_of_the_last_topic(send: Send) -> None:
    asked = clause("follow_up", "ok. and how hard is it")
    assert (
        send("validate_certification_form", asked, slots=PLACE, form=True, silent=True).events == []
    )
