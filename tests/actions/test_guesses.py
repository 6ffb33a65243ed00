from actions.dialogue_rules import RULES
from actions.frame import Frame
from actions.guesses import guess, second_guess, thought_of


def unsure(**ranking: float) -> Frame:
    return Frame("nlu_fallback", ranking=tuple(ranking.items()))


def test_the_likeliest_topic_is_guessed_unless_it_is_hardly_likely() -> None:
    assert guess(unsure(duties=0.2, workday=0.17), Frame("workday"), RULES) == ""
    assert guess(unsure(duties=0.25, workday=0.3), Frame("duties"), RULES) == "workday"


def test_a_message_about_something_else_is_never_guessed_at() -> None:
    assert (
        guess(unsure(pay_national=0.35, out_of_scope=0.2), Frame("pay_state"), RULES)
        == "pay_national"
    )
    assert guess(unsure(duties=0.35, out_of_scope=0.3), Frame("pay_state"), RULES) == ""
    assert guess(unsure(duties=0.35, out_of_scope=0.2), None, RULES) == ""


def test_an_intent_counts_as_thought_of_unless_the_doubt_is_as_great() -> None:
    assert thought_of(unsure(pay_state=0.2), "pay_state", RULES)
    assert not thought_of(unsure(pay_state=0.2, personal=0.2), "pay_state", RULES)
    assert not thought_of(unsure(pay_state=0.05), "pay_state", RULES)


def test_beside_a_follow_up_the_next_topic_counts() -> None:
    frame = Frame("follow_up", ranking=(("follow_up", 0.5), ("skills", 0.2), ("duties", 0.17)))
    assert second_guess(frame, RULES) == "skills"
    assert second_guess(Frame("follow_up", ranking=(("follow_up", 0.5),)), RULES) == ""
