"""What the actions make of a tracker: clauses, the slot, choices taken, unclear messages."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from actions.desk import Desk
from actions.registry import build_actions
from actions.server import Executor
from tests.actions.conftest import SCHOOL, Turn
from tests.actions.conftest import tracker as tracker_of

Send = Callable[..., Turn]
TEXAS = {"intent": "pay_state", "state": ["texas"]}
FORM = "certification_form"


def said(text: str = "") -> dict[str, Any]:
    return {"event": "user", "text": text}


def replied(kind: str, *choices: dict[str, Any]) -> dict[str, Any]:
    return {"event": "bot", "data": {"custom": {"kind": kind, "choices": list(choices)}}}


def kept(value: dict[str, Any]) -> dict[str, Any]:
    return {"event": "slot", "name": "frame", "value": value}


def clause(intent: str, text: str, **entities: list[str]) -> dict[str, Any]:
    message: dict[str, Any] = tracker_of(intent, text, entities)["latest_message"]
    return message


@pytest.fixture(scope="module")
def send(desk: Desk) -> Send:
    executor = Executor()
    for action in build_actions(desk):
        executor.register_action(action)

    def run(
        action: str,
        *clauses: dict[str, Any],
        slots: dict[str, Any] | None = None,
        events: list[dict[str, Any]] | None = None,
        form: bool = False,
        silent: bool = False,
    ) -> Turn:
        tracker = tracker_of("", "", {})
        tracker["latest_message"] = {**clauses[0], "clauses": list(clauses)}
        tracker["slots"] |= slots or {}
        tracker["events"] = events if events is not None else [said()]
        tracker["active_loop"] = {"name": FORM} if form else {}
        call = {"next_action": action, "version": "3.6.21", "sender_id": "0", "tracker": tracker}
        result = asyncio.run(executor.run(call))
        assert result is not None
        assert len(result.responses) == (0 if silent else 1)
        return Turn(result.events, {} if silent else result.responses[0])

    return run


def test_two_questions_get_two_answers_in_one_message(send: Send) -> None:
    turn = send(
        "action_pay_state",
        clause("pay_state", "what is the pay in Texas", state=["texas"]),
        clause("remote_work", "and can I do it from home"),
    )
    texas, home = turn.text.index("$47,230"), turn.text.index("home")
    assert texas < home
    assert {"guide.pay.texas.median", "guide.remote.not-guaranteed"} <= turn.facts
    assert len(turn.choices) <= 3
    assert "no promise" in turn.cautions
    assert "Remote work is not guaranteed" in turn.cautions


def test_both_topics_are_kept_the_latest_first(send: Send) -> None:
    turn = send(
        "action_pay_state",
        clause("pay_state", "pay in Texas", state=["texas"]),
        clause("remote_work", "from home?"),
    )
    together = {"intent": "remote_work", "together": ["yes"]}
    about = {"names": "remote work", "marks": []}
    assert turn.events[0]["value"] == {**together, "before": [TEXAS], "about": about}


def test_an_acronym_is_spelled_out_once_in_several_answers(send: Send) -> None:
    turn = send(
        "action_certification_detail",
        clause("certification_detail", "what is the CPC", certification=["cpc"]),
        clause("certification_choice", "and which comes first"),
    )
    assert turn.text.count("(Certified Professional Coder)") == 1


def test_one_question_asked_twice_gets_one_answer(send: Send) -> None:
    clauses = [clause("pay_state", text, state=["texas"]) for text in ("pay texas", "texas pay")]
    assert send("action_pay_state", *clauses).text.count("$47,230") == 1


def test_a_fourth_question_is_left_out(send: Send) -> None:
    states = ("texas", "ohio", "utah", "iowa")
    clauses = [clause("pay_state", f"pay in {state}", state=[state]) for state in states]
    text = send("action_pay_state", *clauses).text
    assert "Utah" in text
    assert "Iowa" not in text


def test_what_is_not_understood_is_left_out_beside_an_answer(send: Send) -> None:
    turn = send(
        "action_fallback",
        clause("nlu_fallback", "my dog is blue"),
        clause("pay_state", "pay in Texas", state=["texas"]),
    )
    assert turn.payload["kind"] == "answer"
    assert "not sure" not in turn.text


def test_a_follow_up_reads_the_slot(send: Send) -> None:
    turn = send(
        "action_follow_up",
        clause("follow_up", "what about Ohio?", state=["ohio"]),
        slots={"frame": TEXAS},
        events=[said(), kept(TEXAS), said()],
    )
    assert "In Ohio" in turn.text
    assert turn.events[0]["value"] == {"intent": "pay_state", "state": ["ohio"], "before": [TEXAS]}


def test_a_topic_is_forgotten_after_many_other_messages(send: Send) -> None:
    turn = send(
        "action_follow_up",
        clause("follow_up", "and the top earners?", measure=["top-10-percent"]),
        slots={"frame": TEXAS},
        events=[kept(TEXAS), *[said()] * 9],
    )
    assert "Texas" not in turn.text


def test_small_talk_between_does_not_end_a_topic(send: Send) -> None:
    turn = send(
        "action_follow_up",
        clause("follow_up", "and the top earners?", measure=["top-10-percent"]),
        slots={"frame": TEXAS},
        events=[kept(TEXAS), *[said()] * 3],
    )
    assert "Texas" in turn.text


@pytest.mark.parametrize("slot", [7, "x", {"intent": 1}, {"intent": "pay_state", "before": 3}, []])
def test_a_slot_of_another_shape_is_no_topic(send: Send, slot: Any) -> None:
    turn = send("action_follow_up", clause("follow_up", "and then?"), slots={"frame": slot})
    assert turn.payload["kind"] in ("question", "answer")


CHOICES = (
    {"title": "Pay in Ohio", "intent": "pay_state", "entities": {"state": ["ohio"]}},
    {"title": "Pay in Utah", "intent": "pay_state", "entities": {"state": ["utah"]}},
)


@pytest.mark.parametrize(
    ("text", "state"),
    [("yes please", "Ohio"), ("tell me more", "Ohio"), ("the second one", "Utah")],
)
def test_an_offer_can_be_taken_in_words(send: Send, text: str, state: str) -> None:
    events = [said(), replied("answer", *CHOICES), said(text)]
    turn = send("action_follow_up", clause("follow_up", text), events=events)
    assert f"In {state}" in turn.text


def test_nothing_is_taken_when_nothing_was_offered(send: Send) -> None:
    turn = send("action_follow_up", clause("follow_up", "yes please"))
    assert turn.payload["kind"] == "question"


# Places and claims -------------------------------------------------------------------------------


def test_the_state_of_a_city_is_said_openly(send: Send) -> None:
    turn = send("action_pay_state", clause("pay_state", "pay in Houston", city=["Houston|texas"]))
    assert turn.text.startswith("My sources have figures for states, not for cities; Houston is")
    assert "$47,230" in turn.text
    assert turn.events[0]["value"] == TEXAS


def test_a_city_of_several_states_is_asked_back(send: Send) -> None:
    named = clause("pay_state", "pay in Portland", city=["Portland|oregon|maine"])
    turn = send("action_pay_state", named)
    assert turn.payload["kind"] == "question"
    assert turn.choices == ["Maine", "Oregon"]
    assert "$" not in turn.text


def test_washington_is_asked_back(send: Send) -> None:
    named = clause("pay_state", "pay in Washington", state=["washington"])
    assert send("action_pay_state", named).choices == ["Washington State", "Washington, D.C."]


@pytest.mark.parametrize(
    "city", ["<b>|texas", "Houston", "|texas", "A 1|texas", "x" * 60 + "|ohio"]
)
def test_an_odd_city_is_never_printed(send: Send, city: str) -> None:
    turn = send("action_pay_national", clause("pay_national", "pay", city=[city]))
    assert city.split("|")[0] not in turn.text or city.startswith("|")


def test_a_state_beside_a_question_without_states_is_told_so(send: Send) -> None:
    asked = clause("training_time", "how long is training in Ohio", state=["ohio"])
    assert send("action_training_time", asked).text.startswith("My sources do not give this by")


def test_a_false_figure_is_corrected_without_being_repeated(send: Send) -> None:
    asked = clause("pay_national", "coders make 90,000, right?", claim_amount=["90000"])
    text = send("action_pay_national", asked).text
    assert text.startswith("That is not what my sources say.")
    assert "90,000" not in text


def test_a_right_figure_is_confirmed(send: Send) -> None:
    asked = clause("pay_state", "47k in Texas, right?", claim_amount=["47000"], state=["texas"])
    assert send("action_pay_state", asked).text.startswith("Yes, that fits.")


def test_the_pay_of_billers_is_not_in_the_pages(send: Send) -> None:
    turn = send("action_pay_national", clause("pay_national", "what do billers make"))
    assert turn.payload["kind"] == "unknown"
    assert "no pay for billers" in turn.text
    assert not turn.facts


# What is not understood ---------------------------------------------------------------------------


def unclear(text: str, *ranking: tuple[str, float]) -> dict[str, Any]:
    named = [{"name": name, "confidence": confidence} for name, confidence in ranking]
    return {**clause("nlu_fallback", text), "ranking": named}


def test_the_nearest_topics_are_offered_without_figures(send: Send) -> None:
    turn = send("action_fallback", unclear("hmm", ("schedule", 0.3), ("workday", 0.05)))
    assert turn.payload["kind"] == "unknown"
    assert turn.choices == ["Working hours"]
    assert "$" not in turn.text


def test_facts_with_the_same_words_say_what_is_near(send: Send) -> None:
    turn = send("action_fallback", unclear("encoder software thing"))
    assert "The software that coders use" in turn.choices


def test_nothing_near_is_an_honest_no_with_a_person(send: Send) -> None:
    turn = send("action_fallback", unclear("qwxz blorf"))
    assert "found nothing" in turn.text
    assert SCHOOL.contact in turn.text
    assert turn.choices == []


def test_a_second_unclear_message_offers_a_person(send: Send) -> None:
    events = [said(), replied("unknown"), said()]
    turn = send("action_fallback", unclear("qwxz blorf"), events=events)
    assert SCHOOL.contact in turn.text
    assert turn.choices[-1] == "Talk to a person"


def test_a_follow_up_without_a_topic_is_asked_back(send: Send) -> None:
    turn = send("action_follow_up", clause("follow_up", "and then"))
    assert turn.payload["kind"] == "question"
    assert len(turn.choices) == 3
    assert turn.events == []


# A question in the middle of the form -------------------------------------------------------------


def test_the_form_goes_on_after_a_question(send: Send) -> None:
    turn = send(
        "action_pay_state",
        clause("pay_state", "pay in Texas?", state=["texas"]),
        slots={"requested_slot": "certification_experience"},
        form=True,
    )
    assert "$47,230" in turn.text
    assert turn.text.endswith("Back to your certification. How long have you worked as a coder?")
    assert turn.choices == ["I'm new to it", "One to two years", "More than two years"]


def test_a_wish_that_the_classifier_calls_otherwise_starts_the_form(send: Send) -> None:
    asked = clause("certification_choice", "help me pick a certification")
    turn = send("action_certification_choice", asked, silent=True)
    assert [(event["event"], event["name"]) for event in turn.events] == [("followup", FORM)]


def test_the_one_certification_of_an_answer_is_kept_for_what_follows(send: Send) -> None:
    narrow = {"name": "billing_difference", "confidence": 0.9, "aspect": "certification-both"}
    asked = {**clause("billing_difference", "is there one exam for both"), "ranking": [narrow]}
    turn = send("action_billing_difference", asked)
    assert turn.events[-1]["value"]["told_certification"] == ["cbcs"]


def test_the_one_role_of_an_answer_is_kept_for_what_follows(send: Send) -> None:
    narrow = {"name": "career_ladder", "confidence": 0.9, "aspect": "auditor"}
    asked = {**clause("career_ladder", "and who checks what the others coded"), "ranking": [narrow]}
    turn = send("action_career_ladder", asked)
    kept = turn.events[-1]["value"]
    assert kept["told_role"] == ["coding-auditor"]
    after = send(
        "action_pay_role", clause("pay_role", "what does she get paid"), slots={"frame": kept}
    )
    assert "profile.pay.coding-auditor.range" in after.facts


def test_a_bare_true_means_what_the_rest_of_the_message_says(send: Send) -> None:
    message = clause("follow_up", "true?")
    tracker_entities = clause(
        "follow_up",
        "they say a newbie starts at 65k. true?",
        experience_level=["entry-level"],
        claim_amount=["65000"],
    )["entities"]
    turn = send("action_follow_up", {**message, "entities": tracker_entities})
    assert turn.text.startswith("That is not what my sources say")
    assert "profile.pay.entry-level.range" in turn.facts


def test_the_pay_of_coders_after_that_of_others_was_declined(send: Send) -> None:
    declined = {
        **said("how much do nurses make in texas"),
        "parse_data": clause("out_of_scope", "how much do nurses make", state=["texas"]),
    }
    turn = send(
        "action_follow_up",
        clause("follow_up", "and coders?"),
        events=[declined, replied("out_of_scope"), said("and coders?")],
    )
    assert "guide.pay.texas.median" in turn.facts


def test_a_wish_with_a_field_of_medicine_is_told_of_its_certification(send: Send) -> None:
    asked = clause("recommend_certification", "I want a heart clinic, which exam helps")
    turn = send("action_ask_certification_place", asked, form=True)
    assert "profile.specialty-credential.cardiology" in turn.facts
    assert turn.payload["kind"] in ("answer", "question")
