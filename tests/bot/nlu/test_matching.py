import pytest

from bot.nlu.matching import Match, VocabularyMatcher
from bot.nlu.spelling import SpellingCorrector
from bot.nlu.vocabulary import Alias


@pytest.fixture(scope="module")
def matcher(aliases: list[Alias]) -> VocabularyMatcher:
    return VocabularyMatcher(aliases)


@pytest.fixture
def find(matcher: VocabularyMatcher, corrector: SpellingCorrector):  # type: ignore[no-untyped-def]
    def subjects(text: str, kind: str = "state") -> list[str]:
        found = matcher.find(corrector.correct(text))
        return [match.subject for match in found if match.kind == kind]

    return subjects


@pytest.mark.parametrize(
    ("text", "states"),
    [
        ("What do coders earn in Texas?", ["texas"]),
        ("salary tx", ["texas"]),
        ("WHAT DO CODERS EARN IN TEXAS", ["texas"]),
        ("west virginia pay", ["west-virginia"]),
        ("Virginia or West Virginia", ["virginia", "west-virginia"]),
        ("arkansas", ["arkansas"]),
        ("kansas", ["kansas"]),
        ("washington dc", ["district-of-columbia"]),
        ("Washington, D.C. pay", ["district-of-columbia"]),
        ("New Mexico", ["new-mexico"]),
        ("North Carolina's pay", ["north-carolina"]),
        ("flordia or massachusets", ["florida", "massachusetts"]),
        ("newyork", ["new-york"]),
        ("nothing at all", []),
    ],
)
def test_states_are_found_however_they_are_written(find, text: str, states: list[str]) -> None:  # type: ignore[no-untyped-def]
    assert find(text) == states


@pytest.mark.parametrize(
    ("text", "states"),
    [
        ("Portland, OR", ["oregon"]),
        ("coder pay in OK", ["oklahoma"]),
        ("IN or MI?", ["indiana", "michigan"]),
        ("Jobs in PA and LA", ["pennsylvania", "louisiana"]),
        ("pay in ok", ["oklahoma"]),
        ("how much do coders make in pa?", ["pennsylvania"]),
        ("PAY IN PA", ["pennsylvania"]),
        ("PA", ["pennsylvania"]),
        ("is the pay ok or not", []),
        ("is the pay ok", []),
        ("tell me", []),
        ("do you believe in me", []),
        ("hi", []),
        ("HI", []),
        ("OK", []),
        ("HI ME OR YOU OK", []),
        ("OK so what do they pay", []),
        ("OK medical coder salary", ["oklahoma"]),
        ("pay in Texas OR Florida", ["texas", "florida"]),
        ("pay IN Texas", ["texas"]),
        ("I am an MA and the VA paid", []),
        ("what is it like in la", []),
    ],
)
def test_abbreviations_that_are_words_count_only_when_meant(  # type: ignore[no-untyped-def]
    find, text: str, states: list[str]
) -> None:
    assert find(text) == states


@pytest.mark.parametrize(
    ("text", "certifications"),
    [
        ("CPC or CCS?", ["cpc", "ccs"]),
        ("the cpc-a", ["cpc-a"]),
        ("Is the CPC a good one", ["cpc"]),
        ("certified professional coder exam", ["cpc"]),
        ("how many CPCs are there", ["cpc"]),
    ],
)
def test_certifications_are_told_apart(find, text: str, certifications: list[str]) -> None:  # type: ignore[no-untyped-def]
    assert find(text, "certification") == certifications


def test_a_code_system_is_found_in_every_spelling(find) -> None:  # type: ignore[no-untyped-def]
    for text in ("ICD-10-CM", "icd 10 cm", "icd10cm", "ICD10-CM"):
        assert find(text, "code_system") == ["icd-10-cm"], text


def test_a_place_counts_characters_of_the_original(
    matcher: VocabularyMatcher, corrector: SpellingCorrector
) -> None:
    text = "so, pay in flordia vs cali fornia?"
    found = matcher.find(corrector.correct(text))
    assert [text[m.start : m.end] for m in found if m.kind == "state"] == ["flordia", "cali fornia"]


def test_two_subjects_with_one_name_are_both_returned(corrector: SpellingCorrector) -> None:
    matcher = VocabularyMatcher(
        [Alias("role", "a", ("coder",), False), Alias("specialty", "b", ("coder",), False)]
    )
    assert matcher.find(corrector.correct("coder")) == [
        Match("role", "a", 0, 5),
        Match("specialty", "b", 0, 5),
    ]


@pytest.mark.parametrize(
    ("text", "kind", "subjects"),
    [
        ("I asked him about it", "role", []),
        ("I believe in him", "role", []),
        ("jobs in HIM", "role", ["him-director"]),
        ("I have two questions", "measure", []),
        ("how many questions are on it", "measure", ["exam-questions"]),
        ("what do you mean", "measure", []),
        ("what is the mean", "measure", ["mean"]),
        ("my first step", "measure", []),
        ("work in a physician's office", "workplace", ["physician-practice"]),
        ("in doctors' offices", "workplace", ["physician-practice"]),
    ],
)
def test_everyday_words_name_no_subject(find, text: str, kind: str, subjects: list[str]) -> None:  # type: ignore[no-untyped-def]
    assert find(text, kind) == subjects
