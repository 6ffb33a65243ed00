from actions.frame import Frame


def entity(kind: object, value: object, start: int = 0) -> dict[str, object]:
    return {"entity": kind, "value": value, "start": start}


def test_values_stand_in_the_order_of_the_message() -> None:
    message = {
        "intent": {"name": "compare_states"},
        "text": "ohio or iowa",
        "entities": [entity("state", "iowa", 8), entity("state", "ohio", 0)],
    }
    assert Frame.from_message(message).get("state") == ("ohio", "iowa")


def test_a_value_named_twice_stands_once() -> None:
    message = {"entities": [entity("state", "ohio", 0), entity("state", "ohio", 9)]}
    assert Frame.from_message(message).get("state") == ("ohio",)


def test_kinds_that_are_not_named_are_empty() -> None:
    assert Frame.from_message({"entities": []}).get("certification") == ()


def test_the_slot_holds_no_text_of_the_visitor() -> None:
    frame = Frame("pay_state", {"state": ("ohio",)}, "my name is Pat")
    assert frame.as_slot() == {"intent": "pay_state", "state": ["ohio"]}


def test_entities_of_any_other_shape_are_dropped() -> None:
    odd = ["text", None, entity("state", {"id": 1}), entity(None, "ohio"), {"start": "x"}]
    frame = Frame.from_message({"intent": "pay", "text": 7, "entities": odd})
    assert frame == Frame("", {}, "")


def test_a_message_without_entities_is_a_frame_without_values() -> None:
    assert Frame.from_message({"entities": None}) == Frame("", {}, "")


def test_a_frame_knows_the_narrow_question_and_keeps_it_in_the_slot() -> None:
    message = {
        "intent": {"name": "exam_difficulty"},
        "ranking": [
            {"name": "exam_difficulty", "confidence": 0.8, "aspect": "memorizing"},
            {"name": "skills", "confidence": 0.1},
        ],
    }
    frame = Frame.from_message(message)
    assert frame.aspect == "memorizing"
    assert frame.of("skills").aspect == ""
    kept = Frame.from_slot(frame.as_slot())
    assert kept is not None
    assert (kept.intent, kept.aspect, dict(kept.values)) == ("exam_difficulty", "memorizing", {})


def test_a_frame_means_something_else_after_another_topic() -> None:
    message = {
        "intent": {"name": "training_time"},
        "ranking": [{"name": "training_time", "confidence": 0.5}],
        "after": {
            "certification": [
                {"name": "certification_detail", "confidence": 0.7, "aspect": "exam-duration"}
            ],
            "exam_difficulty": [{"name": "requirements", "confidence": 0.6}],
            "pay": [],
        },
    }
    frame = Frame.from_message(message)
    meant = frame.in_context("certification")
    assert (meant.intent, meant.aspect) == ("certification_detail", "exam-duration")
    assert frame.in_context("exam_difficulty", "certification").intent == "requirements"
    assert frame.in_context("membership", "certification") == meant
    assert frame.in_context("pay") == frame
    assert frame.in_context(None) == frame


def test_what_is_no_ranking_is_left_out() -> None:
    frame = Frame.from_message({"ranking": "x", "after": {"pay": "y", 3: []}})
    assert (frame.ranking, dict(frame.aspects)) == ((), {})
    assert frame.in_context("pay") == frame
