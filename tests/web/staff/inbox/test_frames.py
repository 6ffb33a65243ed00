"""What the assistant had in mind, in words."""

from web.staff.inbox.frames import SlotRow, as_text, slot_rows


def test_the_frame_comes_first_and_changes_show() -> None:
    before = {"asked": 1, "frame": {"intent": "pay_national"}}
    after = {"asked": 1, "frame": {"intent": "pay_state", "state": ["texas", "ohio"]}, "new": "x"}

    rows = slot_rows({"before": before, "after": after})

    assert rows == [
        SlotRow("frame", "intent: pay_national", "intent: pay_state; state: texas, ohio"),
        SlotRow("asked", "1", "1"),
        SlotRow("new", "", "x"),
    ]
    assert [row.changed for row in rows] == [True, False, True]


def test_a_turn_without_a_trace_has_no_rows() -> None:
    assert slot_rows({}) == []


def test_frames_within_a_frame_are_kept_apart() -> None:
    remembered = [{"intent": "a"}, {"intent": "b", "state": ["ohio"]}]

    assert as_text({"before": remembered}) == "before: intent: a | intent: b; state: ohio"
