from dataclasses import replace

import pytest

from actions.desk import Desk
from actions.frame import Frame
from tests.actions.conftest import Ask
from tests.actions.questions import answer, with_pages


def test_a_question_about_one_role_is_answered_for_that_role(ask: Ask) -> None:
    turn = ask("pay_role", role=["coding-auditor"])
    assert "$60,000 to $85,000" in turn.text.split(".")[0]
    assert "$120,000" not in turn.text
    assert "names no source" in turn.text
    assert "no promise" in turn.cautions


def test_pay_by_experience_tells_that_the_page_contradicts_itself(ask: Ask) -> None:
    turn = ask("pay_experience", experience_level=["entry-level"])
    assert "$32,000 to $40,000" in turn.text.split(".")[0]
    assert "$29,000 to $35,000" in turn.text


def test_old_figures_are_told_with_their_date(ask: Ask) -> None:
    turn = ask("pay_experience", experience_level=["twenty-years-or-more"])
    assert "2019" in turn.text
    assert "would not plan with them" in turn.text


@pytest.mark.parametrize("intent", ["pay_experience", "pay_role", "pay_specialty", "outlook"])
def test_a_state_is_admitted_to_be_missing_and_offered_in_its_own_right(
    ask: Ask, intent: str
) -> None:
    turn = ask(intent, state=["texas"])
    assert "Texas" in turn.text.split(".")[0]
    assert "do not give" in turn.text or "give no" in turn.text
    assert "$47,230" not in turn.text
    assert "Pay in Texas" in turn.choices


def test_what_the_pages_do_not_have_is_never_answered_with_something_else_alone(ask: Ask) -> None:
    turn = ask("pay_role", role=["records-clerk"])
    assert turn.text.startswith("My pages give no pay for the role of records clerk.")


def test_a_measure_leads(ask: Ask) -> None:
    turn = ask("workday", measure=["charts-per-day"])
    assert "20 to 30 or more charts a day" in turn.text.split(".")[0]


def test_pass_rate_and_pass_mark_are_kept_apart(ask: Ask) -> None:
    rate = ask("exam_difficulty", measure=["pass-rate"]).text
    mark = ask("exam_difficulty", measure=["pass-mark"]).text
    assert "50% to 60%" in rate.split(".")[0]
    assert "70%" in mark.split(".")[0]
    assert "not the pass mark" in rate
    assert "not the pass rate" in mark


def test_the_pass_rate_of_one_exam_is_no_answer_about_another(ask: Ask) -> None:
    turn = ask("exam_difficulty", certification=["cca"], measure=["pass-rate"])
    assert turn.text.startswith("My pages do not say how hard the CCA")
    assert "50%" not in turn.text


def test_the_words_of_a_question_choose_the_side(ask: Ask) -> None:
    both = ask("pros_cons", "pros and cons").text
    assert "For it:" in both
    assert "Against it:" in both
    assert ask("pros_cons", "what are the downsides").text.startswith("The main drawbacks")
    assert ask("pros_cons", "what are the advantages").text.startswith("The main benefits")
    for text in ("what are the downsides", "what are the advantages"):
        assert "On the other side" in ask("pros_cons", text).text


def test_ai_is_told_with_both_halves(ask: Ask) -> None:
    text = ask("ai").text
    assert "do not replace" in text
    assert "may lower the need" in text


@pytest.mark.parametrize(
    ("intent", "text", "start"),
    [
        ("requirements", "is 45 too late", "My pages name no age"),
        ("schedule", "can i work part time", "My pages do not say anything about that"),
        ("billing_difference", "who earns more a biller or a coder", "My pages give no pay for"),
    ],
)
def test_what_no_page_says_is_admitted_first(ask: Ask, intent: str, text: str, start: str) -> None:
    turn = ask(intent, text)
    assert turn.text.startswith(start)
    assert turn.facts


def test_the_outlook_is_not_mixed_up_with_older_periods(ask: Ask) -> None:
    text = ask("outlook", measure=["growth"]).text
    assert text.index("7.1%") < text.index("11%")
    assert "other periods" in text


def test_show_more_tells_five_other_facts_and_ends(desk: Desk) -> None:
    replies = list(with_pages(Frame("skills"), desk))
    first, later = replies[0], replies[1:]
    told = {id_ for id_, _ in first.facts}
    for reply in later:
        ids = [id_ for id_, _ in reply.facts]
        assert 1 <= len(ids) <= 5
        assert not told & set(ids)
        told |= set(ids)
    assert {fact.id for fact in desk.knowledge.facts(topic="skills")} <= told
    assert "Show more" not in [choice.title for choice in replies[-1].choices]


def test_more_about_one_subject_stays_with_it(desk: Desk) -> None:
    frame = Frame("career_ladder", {"role": ("coding-auditor",), "page": ("2",)})
    for id_, _ in answer(frame, desk).facts:
        assert desk.knowledge.fact(id_).subject.id == "coding-auditor"


@pytest.mark.parametrize("page", ["0", "1", "99", "-2", "two", "²", "9" * 5000, ""])
def test_a_page_that_does_not_exist_is_the_first(desk: Desk, page: str) -> None:
    frame = Frame("skills")
    assert answer(frame.of("skills", page=(page,)), desk) == answer(frame, desk)


def test_a_fact_that_does_not_lead_is_never_listed_without_a_word(desk: Desk) -> None:
    label = ("(The pages differ", "(That page is from", "(It seems to be calculated")
    for overview in desk.overviews.values():
        for reply in list(with_pages(Frame(overview.intent), desk))[1:]:
            for id_, _ in reply.facts:
                fact = desk.knowledge.fact(id_)
                if fact.standing in ("differs", "historical", "derived"):
                    assert any(text in reply.text for text in label), id_


def test_a_narrow_question_is_answered_by_its_own_section(desk: Desk) -> None:
    overview = desk.overviews["exam_difficulty"]
    section = overview.by_measure["pass-rate"]
    narrow = replace(overview, by_aspect={"rate": section})
    told = replace(desk, overviews={"exam_difficulty": narrow})
    frame = Frame("exam_difficulty", aspects={"exam_difficulty": "rate"})
    assert answer(frame, told).text != answer(Frame("exam_difficulty"), told).text
    for_others = replace(narrow, by_aspect={"rate": replace(section, not_for=frozenset({"ccs"}))})
    told = replace(desk, overviews={"exam_difficulty": for_others})
    ccs = Frame("exam_difficulty", {"certification": ("ccs",)}, aspects=frame.aspects)
    assert answer(ccs, told) == answer(replace(ccs, aspects={}), told)
