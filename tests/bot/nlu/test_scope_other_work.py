"""Other work that no list holds, told by the place where it stands in a question."""

import pytest

from bot.nlu.other_work import OtherWork, read_other_work
from bot.nlu.words import split_words


@pytest.fixture(scope="module")
def other_work() -> OtherWork:
    return OtherWork(read_other_work())


def named(other_work: OtherWork, text: str) -> str:
    return other_work.names([word.text for word in split_words(text)])


@pytest.mark.parametrize(
    ("text", "work"),
    [
        ("what does a ferret wrangler make", "ferret wrangler"),
        ("how much do snake milkers usually bring home", "snake milkers"),
        ("What is the pay of a bog keeper these days?", "bog keeper"),
        ("salary of a cheese grader", "cheese grader"),
        ("how much is a perfume sniffer paid", "perfume sniffer"),
        ("how do I become a falconer", "falconer"),
        ("what does it take to become an ocularist in Ohio", "ocularist"),
        ("classes to become a farrier", "farrier"),
        ("lift rigger salary", "lift rigger"),
        ("how long is ventriloquist training", "ventriloquist"),
        ("what does taxidermist school cost", "taxidermist"),
        ("how much does taxidermist school cost", "taxidermist"),
        ("do snake handlers work from home", "snake handlers"),
        ("remote sign painter jobs", "remote sign painter"),
        ("how do glass cutters get hired", "glass cutters"),
        ("she wants to be a thatcher", "thatcher"),
        ("what is the job outlook for thatchers", "thatchers"),
    ],
)
def test_what_stands_where_work_stands(other_work: OtherWork, text: str, work: str) -> None:
    assert named(other_work, text) == work


@pytest.mark.parametrize(
    "text",
    [
        "what does a beginner make",
        "how much do people with five years make",
        "how much does the average Joe make doing this",
        "what would my niece make in Texas",
        "what do they usually make",
        "how much do you get paid",
        "what does somebody new to this earn",
        "what do the old hands make",
        "salary of a newcomer",
        "pay for night shifts",
        "starting pay",
        "entry level salary",
        "weekend pay",
        "hospital pay",
        "how long is this training",
        "how long is the online course",
        "how much is community college",
        "how hard is the certification exam",
        "do moms work from home",
        "can beginners work from home",
        "do most of them work remotely",
        "remote jobs",
        "how do I become one",
        "how do I become a member",
        "my daughter is a nurse and I want to earn more",
        "is it hard to get hired",
        "do I need to be a good typist",
        "how do new graduates get hired",
        "what are the requirements for the training",
    ],
)
def test_everyday_words_are_no_other_work(other_work: OtherWork, text: str) -> None:
    assert named(other_work, text) == ""


def test_what_the_vocabulary_knows_is_no_other_work(other_work: OtherWork) -> None:
    assert other_work.names(["what", "does", "a", "*", "make"]) == ""
    assert other_work.names(["pay", "of", "a", "falconer", "in", "*"]) == "falconer"
    assert other_work.names([]) == ""
