import pytest

from actions.desk import Desk
from actions.topics.certification_detail import GROUPS
from tests.actions.conftest import Ask


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


@pytest.mark.parametrize(
    "text", ["is certification required", "Do I have to be certified?", "can I work without one"]
)
def test_whether_one_is_needed_comes_first_when_asked(ask: Ask, text: str) -> None:
    turn = ask("certification_choice", text)
    assert turn.text.startswith("No law says that you must be certified")
    assert "nearly all employers" in turn.text


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
    ("text", "fact"),
    [
        ("do I need a second one", "karma.certification.higher.not-required"),
        ("which one is the most common", "profile.cpc.standing"),
        ("will anyone hire me without one", "profile.certification.needed-in-practice"),
        ("which one for a heart clinic", "profile.specialty-credential.cardiology"),
    ],
)
def test_what_a_choice_stresses_comes_first(ask: Ask, text: str, fact: str) -> None:
    turn = ask("certification_choice", text)
    assert fact in turn.facts


def test_without_a_fee_there_is_no_price_at_all(ask: Ask) -> None:
    turn = ask("certification_detail", certification=["rhit"], measure=["exam-fee"])
    assert "$" not in turn.text
