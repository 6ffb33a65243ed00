from dataclasses import replace

import pytest

from actions.dialogue import resolve
from actions.dialogue_rules import RULES
from actions.dialogue_subject import about_last
from actions.frame import Frame, Understood

CDI = Frame("career_ladder", {"role": ("cdi-specialist",)}, aspects={"career_ladder": "cdi"})
APPRENTICE = Frame("certification_detail", {"certification": ("cpc-a",)})
KNOWLEDGE = Frame("billing_difference", aspects={"billing_difference": "knowledge"})


def asked(text: str, alone: tuple[str, float], about: tuple[str, float], aspect: str = "") -> Frame:
    """Return what was understood of a text, alone and with what was told of last."""
    aspects = {about[0]: aspect} if aspect else {}
    return Frame(alone[0], text=text, ranking=(alone,), about=Understood((about,), aspects))


def test_a_question_without_its_subject_is_about_the_last_one() -> None:
    frame = asked("Compensation?", ("pay_national", 0.77), ("pay_role", 0.89))
    (found,) = resolve([frame], [CDI])
    assert (found.intent, found.values) == ("pay_role", {"role": ("cdi-specialist",)})


def test_its_narrow_question_is_the_one_of_the_subject() -> None:
    frame = asked(
        "and before it is lost, do firms take such a person",
        ("nlu_fallback", 0.22),
        ("first_job", 0.71),
        "cpc-a-hiring",
    )
    (found,) = resolve([frame], [APPRENTICE])
    assert (found.intent, found.aspect) == ("first_job", "cpc-a-hiring")


def test_the_second_question_of_a_message_is_not_read_with_the_name_from_before_it() -> None:
    auditors = Frame("pay_role", {"role": ("coding-auditor",)}, text="What do auditors make?")
    path = asked("what leads there?", ("steps", 0.3), ("career_ladder", 0.9), "cdi")
    assert [one.aspect for one in resolve([path], [CDI])] == ["cdi"]
    assert [one.aspect for one in resolve([auditors, path], [CDI])] == ["", ""]


PAY = asked("Compensation?", ("pay_national", 0.77), ("pay_role", 0.89))
NATIONAL = Frame("pay_national")


@pytest.mark.parametrize(
    ("frame", "known"),
    [
        pytest.param(PAY, [], id="nothing was told before"),
        pytest.param(replace(PAY, chosen=True), [CDI], id="an offered question"),
        pytest.param(PAY.of(PAY.intent, state=("ohio",)), [CDI], id="it names a state"),
        pytest.param(PAY.of(PAY.intent, other_occupation=("nurse",)), [CDI], id="other work"),
        pytest.param(PAY, [Frame("recommend_certification")], id="a recommendation"),
        pytest.param(PAY, [Frame("software", {"software": ("epic",)})], id="no use for it"),
        pytest.param(
            asked("pay of coders?", ("pay_national", 0.77), ("pay_role", 0.78)),
            [CDI],
            id="all coders",
        ),
        pytest.param(
            asked("pay?", ("nlu_fallback", 0.22), ("pay_role", 0.4)), [CDI], id="unsure itself"
        ),
    ],
)
def test_a_question_stays_what_it_is(frame: Frame, known: list[Frame]) -> None:
    assert about_last(frame, NATIONAL, known, RULES) is None


def test_what_is_hardly_surer_than_before_changes_nothing() -> None:
    frame = asked("who gives it", ("programs", 0.7), ("certification_detail", 0.72))
    assert about_last(frame, Frame("programs"), [APPRENTICE], RULES) is None


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("how much she earns?", "out_of_scope"),
        ("how much does a coder earn, she asks", "pay_role"),
        ("how much would she make", "pay_role"),
        ("how does she get the A off", "pay_role"),
        ("what does he get?", "out_of_scope"),
        ("how much he makes a year", "out_of_scope"),
        ("and how much is he paid", "out_of_scope"),
        ("what if she makes a mistake", "pay_role"),
    ],
)
def test_what_somebody_of_other_work_is_paid_is_declined(text: str, intent: str) -> None:
    frame = asked(text, ("pay_national", 0.5), ("pay_role", 0.8))
    (found,) = resolve([replace(frame, around={"other_occupation": ("dental-hygienist",)})], [CDI])
    assert found.intent == intent


def test_the_pay_of_the_subject_counts_before_that_of_all_coders() -> None:
    frame = asked("is that well paid?", ("pay_national", 0.9), ("pay_role", 0.8))
    found = about_last(frame, NATIONAL, [CDI], RULES)
    assert found is not None
    assert found.intent == "pay_role"


def test_an_issuer_or_a_certificate_named_beside_it_leaves_the_subject_open() -> None:
    rhit = Frame("certification_detail", {"certification": ("rhit",)})
    frame = asked(
        "who gives it, AAPC?", ("organization_detail", 0.4), ("certification_detail", 0.8)
    )
    frame = frame.of(frame.intent, organization=("aapc",))
    found = about_last(frame, frame, [rhit], RULES)
    assert found is not None
    assert (found.intent, found.get("certification")) == ("certification_detail", ("rhit",))


def test_a_remark_without_a_pronoun_stays_one() -> None:
    frame = asked("brb", ("personal", 0.3), ("career_ladder", 0.6))
    assert about_last(frame, Frame("personal"), [CDI], RULES) is None
    points = replace(frame, text="what do they do")
    assert about_last(points, Frame("personal"), [CDI], RULES) is not None


def test_a_topic_without_a_subject_goes_on() -> None:
    frame = asked(
        "And the medicine?", ("follow_up", 0.54), ("billing_difference", 0.6), "knowledge"
    )
    (found,) = resolve([frame], [KNOWLEDGE])
    assert (found.intent, found.aspect) == ("billing_difference", "knowledge")


@pytest.mark.parametrize(
    ("found", "about"),
    [
        pytest.param(Frame("ask_topic"), ("pros_cons", 0.9), id="another topic"),
        pytest.param(Frame("ask_topic"), ("billing_difference", 0.4), id="not sure enough"),
        pytest.param(Frame("personal"), ("billing_difference", 0.9), id="an honest no"),
        pytest.param(
            Frame("duties", aspects={"duties": "audits"}),
            ("billing_difference", 0.9),
            id="a narrow question was heard",
        ),
    ],
)
def test_a_topic_without_a_subject_does_not_go_on(found: Frame, about: tuple[str, float]) -> None:
    frame = asked("And the medicine?", (found.intent, 0.3), about)
    assert about_last(frame, found, [KNOWLEDGE], RULES) is None
