"""Questions about another country or occupation, and those that only mention one."""

import pytest

from bot.nlu.clauses import split
from bot.nlu.elsewhere import (
    CODE,
    COUNTRY,
    EMPLOYER,
    OCCUPATION,
    elsewhere,
    read_elsewhere,
)
from bot.nlu.geonames import country_names
from bot.nlu.matching import VocabularyMatcher
from bot.nlu.scope import Scope
from bot.nlu.spelling import SpellingCorrector
from bot.nlu.vocabulary import Alias

PAY = "pay_national"


@pytest.fixture(scope="module")
def matcher(aliases: list[Alias]) -> VocabularyMatcher:
    others = elsewhere(read_elsewhere(), country_names().values(), aliases)
    return VocabularyMatcher([*aliases, *others])


@pytest.fixture(scope="module")
def scope() -> Scope:
    return Scope(read_elsewhere(), {kind: [PAY] for kind in (COUNTRY, OCCUPATION, CODE, EMPLOYER)})


def is_elsewhere(
    scope: Scope,
    matcher: VocabularyMatcher,
    corrector: SpellingCorrector,
    text: str,
    intent: str = PAY,
) -> bool:
    correction = corrector.correct(text)
    matches = matcher.find(correction)
    return bool(scope.elsewhere(intent, correction, matches, [(0, len(text))]))


@pytest.mark.parametrize(
    "text",
    [
        "what do nurses make",
        "what does Kaiser pay its coders",
        "do coders at the Mayo Clinic earn more",
        "salary of a software coder in California",
        "what would they pay me as a bookkeeper",
        "how much is a dental hygienist paid in Ohio",
        "medical coder pay in Canada",
        "what do coders earn in Puerto Rico",
        "do they pay more overseas",
        "what do I need to be a nurse",
        "how much is the CDL test",
        "how long is phlebotomy class",
        "what does it cost to get a real estate license",
        "do medical billers get paid by the hour",
    ],
)
def test_a_question_about_something_else(
    scope: Scope, matcher: VocabularyMatcher, corrector: SpellingCorrector, text: str
) -> None:
    assert is_elsewhere(scope, matcher, corrector, text)


@pytest.mark.parametrize(
    "text",
    [
        "I'm a nurse, what would I make",
        "As a nurse, what would I earn",
        "my doctor says the pay is fine, is it",
        "a recruiter told me the median is 90k",
        "do coders earn more than nurses",
        "is the pay better than nursing",
        "I come from Nigeria, what is the salary here",
        "I moved here from Puerto Rico, what does it pay in Florida",
        "what do medical coders make",
        "do I need to be a nurse",
        "I have a nursing degree, what would I start at",
        "do CNAs have an advantage when they apply",
        "is it more than the billers get, I mean coders",
        "what does the average person make",
        "how much does a newbie earn in Ohio",
        "what is night shift pay like",
        "is there a minimum wage, like us with hairdressers",
        "is the pay by the hour, as it is for loan officers",
        "I work for Kaiser, what would I make",
    ],
)
def test_a_question_that_only_mentions_it(
    scope: Scope, matcher: VocabularyMatcher, corrector: SpellingCorrector, text: str
) -> None:
    assert not is_elsewhere(scope, matcher, corrector, text)


def test_an_answer_that_holds_for_everybody_is_given(
    scope: Scope, matcher: VocabularyMatcher, corrector: SpellingCorrector
) -> None:
    assert not is_elsewhere(scope, matcher, corrector, "do I have to call doctors", "duties")


@pytest.mark.parametrize(
    ("text", "elsewhere"),
    [
        ("how many codes are there in Morse", True),
        ("I write Python, what do coders like me earn", True),
        ("is a coding bootcamp expensive", True),
        ("I know Python, what does medical coding pay", False),
        ("how many ICD-10 codes are there", False),
    ],
)
def test_other_kinds_of_code(
    scope: Scope,
    matcher: VocabularyMatcher,
    corrector: SpellingCorrector,
    text: str,
    elsewhere: bool,
) -> None:
    assert is_elsewhere(scope, matcher, corrector, text) is elsewhere


@pytest.mark.parametrize(
    ("text", "elsewhere"),
    [
        ("My nephew wants to be a welder. How long is the school for that?", True),
        ("She's thinking about nursing, what does it pay?", True),
        ("She is a welder. How long is this school?", False),
        ("I wanted to be a nurse but that takes years. How long is this?", False),
        ("I'm thinking about leaving nursing. How long is it?", False),
        ("He is looking into welding or coding. How long is it?", False),
        ("I live in Ohio. How long is it?", False),
    ],
)
def test_a_question_that_leans_on_a_wish(
    scope: Scope,
    matcher: VocabularyMatcher,
    corrector: SpellingCorrector,
    text: str,
    elsewhere: bool,
) -> None:
    correction = corrector.correct(text)
    question = split(text)[-1]
    found = scope.elsewhere(
        PAY, correction, matcher.find(correction), question.spans, leans=question.leans
    )
    assert found == ("other-work" if elsewhere else "")


def test_our_work_is_named(scope: Scope) -> None:
    assert scope.is_ours("and how much do coders make", [(0, 27)])
    assert not scope.is_ours("coders? and how long is it", [(8, 26)])
