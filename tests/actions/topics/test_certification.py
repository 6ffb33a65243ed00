import re

import pytest

from actions.desk import Desk
from actions.frame import Frame
from actions.topics import certification_asides, certification_choice, certification_detail
from actions.topics.certification_detail import GROUPS
from tests.actions.conftest import Ask
from tests.actions.reading import grade

HARDEST = 9.0


def narrow(intent: str, aspect: str, **values: tuple[str, ...]) -> Frame:
    """Return the frame of a narrow question."""
    named = {kind: ids for kind, ids in values.items() if ids}
    return Frame(intent, named, aspects={intent: aspect})


def test_the_choice_names_both_first_certifications_and_both_views(ask: Ask) -> None:
    turn = ask("certification_choice", "which cert first")
    first = turn.text.split("\n\n")[0]
    assert "the CPC (Certified Professional Coder) or the CCA" in first
    assert "CPC-A" in first
    assert "1 to 2 years" in first
    assert {"medical-coder-profile", "career-karma-guide"} <= turn.sources
    assert "does not guarantee a job" in turn.cautions
    for fee in ("$399", "$199", "$299"):
        assert fee in turn.text
    assert turn.choices[:2] == ["More about the CPC", "More about the CCA"]


def test_whether_one_is_needed_comes_first_when_asked(desk: Desk) -> None:
    for frame in (
        Frame("certification_choice", text="is certification required"),
        narrow("certification_choice", "required"),
    ):
        text = certification_choice.answer(frame, desk).text
        assert text.startswith("No law says that you must be certified")
        assert "nearly all employers" in text


@pytest.mark.parametrize(
    ("entities", "name"),
    [
        ({"workplace": ["hospital"]}, "CCS"),
        ({"specialty": ["outpatient"]}, "CPC"),
        ({"role": ["coding-auditor"]}, "CPMA"),
        ({"specialty": ["risk-adjustment"]}, "CRC"),
        ({"certification": ["cbcs"]}, "CBCS"),
        ({"certification": ["rhit"]}, "RHIT"),
    ],
)
def test_a_named_goal_is_answered_first(
    ask: Ask, entities: dict[str, list[str]], name: str
) -> None:
    assert name in ask("certification_choice", "which", **entities).text.split("\n\n")[0]


def test_without_a_name_it_asks_which_one(ask: Ask) -> None:
    turn = ask("certification_detail")
    assert turn.payload["kind"] == "question"
    assert turn.choices == ["CPC", "CCA", "CCS"]


def test_the_fee_comes_first_when_asked(ask: Ask) -> None:
    turn = ask("certification_detail", certification=["cpc"], measure=["exam-fee"])
    assert turn.text.startswith("The exam for the CPC (Certified Professional Coder) costs $399.")
    assert "$175" in turn.text
    assert "$70" in turn.text
    assert "Check with the organization" in turn.cautions


def test_the_members_price_is_told_as_such(ask: Ask) -> None:
    text = ask("certification_detail", certification=["cca"], measure=["exam-fee"]).text
    assert "$199 for members of AHIMA" in text
    assert "$299" in text


def test_a_missing_price_for_others_is_said(ask: Ask) -> None:
    text = ask("certification_detail", certification=["ccs"], measure=["exam-fee"]).text
    assert "no price for people who are not members" in text


def test_how_long_the_exam_is(ask: Ask) -> None:
    text = ask("certification_detail", certification=["cpc"], measure=["exam-duration"]).text
    assert "5 hours 40 minutes" in text
    assert "150 questions" in text
    assert "check with AAPC" in text


def test_the_old_pass_mark_names_its_page(ask: Ask) -> None:
    text = ask("certification_detail", certification=["cpc"], measure=["pass-mark"]).text
    assert "70%" in text
    assert "page of November 8, 2019" in text


def test_keeping_a_certification(ask: Ask) -> None:
    text = ask("certification_detail", certification=["ccs"], measure=["renewal-credits"]).text
    assert "20 continuing education credits" in text
    assert "2 years" in text
    assert "$65 a year" in text


def test_who_gives_it(ask: Ask) -> None:
    text = ask("certification_detail", certification=["cca"], measure=["issuer"]).text
    assert "American Health Information Management Association" in text


def test_what_the_pages_do_not_say_is_said(ask: Ask) -> None:
    turn = ask("certification_detail", certification=["cbcs"], measure=["exam-fee"])
    assert turn.text.startswith("My pages give no exam fee for the CBCS")
    assert "$" not in turn.text
    assert turn.sources == {"career-karma-guide"}


def test_an_overview_leads_with_what_it_is(ask: Ask) -> None:
    turn = ask("certification_detail", "tell me about the CPC", certification=["cpc"])
    lead, lines, *_ = turn.text.split("\n\n")
    assert "comes from AAPC" in lead
    assert lines.startswith("- The exam for the CPC costs $399.")
    assert "36 continuing education units" in lines


def test_two_certifications_get_two_answers(ask: Ask) -> None:
    text = ask("certification_detail", certification=["cpc", "cca"], measure=["exam-fee"]).text
    assert "$399" in text
    assert "$199" in text


def test_the_apprentice_mark_and_how_to_lose_it(ask: Ask) -> None:
    text = ask("certification_detail", certification=["cpc-a"]).text
    assert "2 years" in text
    assert "practical exam" in text


def test_every_certification_has_an_answer_with_a_source(ask: Ask, desk: Desk) -> None:
    for certification in desk.knowledge.subjects("certification"):
        for measure in (None, *(group[0] for group in GROUPS.values())):
            measures = {"measure": [measure]} if measure else {}
            turn = ask("certification_detail", certification=[certification.id], **measures)
            assert turn.sources, (certification.id, measure)


@pytest.mark.parametrize(
    ("aspect", "fact"),
    [
        ("several", "karma.certification.higher.not-required"),
        ("most-common", "profile.cpc.standing"),
        ("in-practice", "profile.certification.needed-in-practice"),
        ("for-specialty", "profile.specialty-credential.cardiology"),
        ("next", "karma.certification-choice.higher.experience"),
        ("cheapest", "profile.cca.exam-fee"),
    ],
)
def test_a_narrow_choice_is_answered_first_and_briefly(desk: Desk, aspect: str, fact: str) -> None:
    reply = certification_choice.answer(narrow("certification_choice", aspect), desk)
    assert fact in dict(reply.facts)
    assert "profile.choice.cpc-or-cca.enough" in dict(reply.facts)
    assert len(reply.text.split("\n\n")) <= 3


def test_every_narrow_choice_is_easy_to_read(desk: Desk) -> None:
    for aspect in certification_choice.ASPECTS:
        text = certification_choice.answer(narrow("certification_choice", aspect), desk).text
        assert grade(re.sub(r" \([A-Z][^)]*\)", "", text)) < HARDEST, aspect


@pytest.mark.parametrize("aspect", [*sorted(certification_asides.ALWAYS), "exam-books"])
@pytest.mark.parametrize("named", [(), ("cca",), ("cpc", "ccs")])
def test_what_no_measure_stands_for_is_told_with_or_without_a_name(
    desk: Desk, aspect: str, named: tuple[str, ...]
) -> None:
    reply = certification_detail.answer(
        narrow("certification_detail", aspect, certification=named), desk
    )
    declined = aspect in ("exam-day", "fee-help", "registration")
    # The pages say of one exam only whether books are allowed.
    declined = declined or (aspect == "exam-books" and named == ("cca",))
    assert reply.kind == ("out_of_scope" if declined else "answer")
    assert reply.sources
    assert grade(re.sub(r" \([A-Z][^)]*\)", "", reply.text)) < HARDEST + 1


def test_books_are_known_for_one_exam_only(desk: Desk) -> None:
    def books(*named: str) -> str:
        frame = narrow("certification_detail", "exam-books", certification=named)
        return certification_detail.answer(frame, desk).text

    assert books("cpc").startswith("Yes, in the CPC")
    assert "do not say" not in books("cpc")
    assert books("ccs").startswith("My pages do not say whether books are allowed in the CCS")
    assert "do not say whether other exams" in books()


@pytest.mark.parametrize("named", [(), ("cpc",)])
def test_how_to_lose_the_apprentice_mark(desk: Desk, named: tuple[str, ...]) -> None:
    frame = narrow("certification_detail", "apprentice-removal", certification=named)
    reply = certification_detail.answer(frame, desk)
    assert reply.text.startswith("The apprentice mark goes away after 2 years")
    assert "profile.cpc-a.removal.practicum" in dict(reply.facts)


def test_what_is_asked_comes_first(desk: Desk) -> None:
    def first(measure: str, certification: str) -> str:
        frame = narrow("certification_detail", measure, certification=(certification,))
        return certification_detail.answer(frame, desk).text.split("\n\n")[0]

    assert first("exam-duration", "cpc").startswith("The time limit of the CPC")
    assert first("standing", "ccs").startswith("Hospitals value the CCS")
    assert first("level", "cca").startswith("The CCA (Certified Coding Associate) is for the entry")
    assert first("exam-fee-nonmember", "cca").startswith("People who are not members of AHIMA")
    assert first("pass-mark", "cca").startswith("My pages do not say what score you need")
    assert first("exam-questions", "ccs").startswith("My pages do not say how many questions")


def test_how_long_it_is_good_for_is_no_question_about_the_exam(desk: Desk) -> None:
    frame = narrow(
        "certification_detail", "renewal-credits", certification=("cca",), measure=("duration",)
    )
    reply = certification_detail.answer(frame, desk)
    assert "profile.cca.renewal-period" in dict(reply.facts)
    assert "profile.cca.exam-duration" not in dict(reply.facts)


@pytest.mark.parametrize("measure", ["renewal-credits", "prerequisites", "issuer", "exam-format"])
def test_what_can_be_told_without_a_name_is_told(desk: Desk, measure: str) -> None:
    reply = certification_detail.answer(narrow("certification_detail", measure), desk)
    assert reply.kind == "answer"
    assert [choice.title for choice in reply.choices] == ["CPC", "CCA", "CCS"]


def test_without_a_fee_there_is_no_price_at_all(ask: Ask) -> None:
    turn = ask("certification_detail", certification=["rhit"], measure=["exam-fee"])
    assert "$" not in turn.text
