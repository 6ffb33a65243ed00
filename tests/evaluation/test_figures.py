"""Wrong figures are found, right ones are left alone."""

from conversation_tests import Answer, Turn
from evaluation.figures import FigureCheck
from evaluation.held_out import Question

TEXAS, OHIO = "guide.pay.texas.median", "guide.pay.ohio.median"
CPC_FEE, CCS_FEE = "profile.cpc.exam-fee", "profile.ccs.exam-fee"


def answer(*facts: str, kind: str = "answer", text: str = "") -> Answer:
    return Answer(text, kind, facts)


def question(intent: str, kind: str = "answer", **entities: tuple[str, ...]) -> Question:
    return Question("a.yml", "ask", (intent,), kind, entities)


def test_the_state_that_was_asked(check: FigureCheck) -> None:
    asked = question("pay_state", state=("texas",))
    assert check.of_question(asked, answer(TEXAS)) == []
    assert check.of_question(asked, answer(TEXAS, OHIO)) == ["figures of ohio; asked: texas"]


def test_the_state_of_a_city(check: FigureCheck) -> None:
    asked = question("pay_state", city=("Houston|texas",))
    assert check.of_question(asked, answer(TEXAS)) == []
    assert check.of_question(asked, answer(OHIO)) != []


def test_a_state_where_none_was_asked(check: FigureCheck) -> None:
    assert check.of_question(question("steps"), answer(TEXAS)) == [
        "figures of texas; asked: no state"
    ]
    assert check.of_question(question("rank_states"), answer(TEXAS, OHIO)) == []


def test_another_certification_instead_of_the_asked(check: FigureCheck) -> None:
    asked = question("certification_detail", certification=("cpc",))
    assert check.of_question(asked, answer(CCS_FEE)) == ["figures of ccs instead of cpc"]
    assert check.of_question(asked, answer(CPC_FEE, CCS_FEE)) == []


def test_a_figure_where_an_honest_no_is_due(check: FigureCheck) -> None:
    asked = question("out_of_scope", kind="out_of_scope")
    assert check.of_question(asked, answer(TEXAS)) != []
    # An honest no may name the nearest fact.
    assert check.of_question(asked, answer(TEXAS, kind="out_of_scope")) == []
    assert check.of_question(asked, answer("profile.certification.not-legally-required")) == []


def test_a_turn_may_cite_states_that_came_up_before(check: FigureCheck) -> None:
    turn = Turn("and Ohio?", None, {"facts": [OHIO]})
    assert check.of_turn(turn, answer(OHIO, TEXAS), {"texas"}) == []
    assert check.of_turn(turn, answer(OHIO, TEXAS)) == ["figures of texas; asked: ohio"]


def test_a_turn_that_expects_several_states_is_a_ranking(check: FigureCheck) -> None:
    turn = Turn("the best?", None, {"facts": [OHIO, TEXAS]})
    assert check.of_turn(turn, answer(OHIO, TEXAS, "guide.pay.iowa.median")) == []


def test_a_turn_that_expects_the_order_of_states_may_cite_them(check: FigureCheck) -> None:
    turn = Turn("the best?", None, {"facts": ["guide.pay.highest-states"]})
    assert check.of_turn(turn, answer(OHIO, TEXAS, "guide.pay.highest-states")) == []


def test_a_figure_that_must_be_absent(check: FigureCheck) -> None:
    turn = Turn("so 90k?", None, {"absent": ["$90,000", "Yes"]})
    assert check.of_turn(turn, answer(text="Yes, $90,000.")) == ["$90,000 is in the text"]


def test_short_names_of_states_count_in_capitals_only(check: FigureCheck) -> None:
    assert check.states_in("what about me, or in TX") == {"texas"}
    assert check.states_in("pay in west virginia") >= {"west-virginia"}
