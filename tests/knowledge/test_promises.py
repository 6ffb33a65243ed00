import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import promises_in


@pytest.mark.parametrize(
    "text",
    [
        "You will earn $50,250 a year.",
        "You'll soon earn more.",
        "You’ll earn more than most.",
        "Graduates will earn a good salary.",
        "You can expect to earn $60,000.",
        "You will make $60,000 a year.",
        "You will make good money.",
        "You'll get a job.",
        "You will find a great new job at once.",
        "With this you will land your dream job!",
        "You will be hired.",
        "You are going to be accepted.",
        "You will work from home.",
        "You will pass the exam.",
        "A job is guaranteed.",
        "We guarantee your success.",
        "Training is not free, but a job is guaranteed.",
        "No degree needed, guaranteed income.",
        "No doubt you will earn more.",
        "Not only will they help, you will get a job.",
        "This never fails.",
        "You can't fail.",
        "It is a risk-free choice.",
        "There is no risk.",
        "Everyone finds work.",
        "Everyone gets a job.",
        "We promise you a place.",
        "100% job placement.",
        "Coders will always be needed.",
        "Coders who adapt will remain in demand. The job will never go away.",
        "You are certain to find work.",
        "If you work hard, you will earn $90,000.",
    ],
)
def test_finds_a_promise(text: str) -> None:
    assert promises_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "Remote work is not guaranteed.",
        "A certificate does not guarantee a job.",
        "It doesn’t guarantee a job.",
        "It does not, however, guarantee a job.",
        "Certification helps, but no job is guaranteed.",
        "Nobody can guarantee pay.",
        "There is no guarantee of a job.",
        "A job, remote work and pay are never guaranteed.",
        "Neither a job nor remote work is guaranteed.",
        "Nobody can say what you will earn.",
        "This does not mean that you will earn it.",
        "It is not a promise that you will get a job.",
        "We cannot promise a job.",
        "Be wary of any school that guarantees a job.",
        "Is a job guaranteed?",
        "Will I get a job?",
        "You will earn your certificate first.",
        "You will need to earn a diploma.",
        "You will make mistakes at first.",
        "You will not earn this at the start.",
        "You will find the details on the page.",
        "Half of the workers earn more than $50,250 a year.",
        "Many coders work from home.",
        "Guaranteed jobs do not exist.",
        "Some sources of figures are more certain to the reader.",
        "",
    ],
)
def test_leaves_honest_words_alone(text: str) -> None:
    assert promises_in(text) == []


def test_says_where_a_promise_stands_and_why_it_is_wrong() -> None:
    text = "Well done. You’ll earn more."
    (promise,) = promises_in(text)
    assert text[promise.start : promise.end] == promise.words == "You’ll earn"
    assert promise.why == "promises pay"


def test_a_negation_covers_only_its_own_sentence() -> None:
    (promise,) = promises_in("Remote work is not guaranteed. A job is guaranteed.")
    assert promise.start == len("Remote work is not guaranteed. A job is ")


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=300))
def test_takes_any_text(text: str) -> None:
    for promise in promises_in(text):
        assert text[promise.start : promise.end] == promise.words
