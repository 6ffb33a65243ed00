import math

import pytest

from bot.nlu.word_model import BREAK, WordModel, count

SENTENCES = [
    ["how", "much", "is", "the", "exam"],
    ["how", "much", "do", "coders", "make"],
    ["pay", "in", "texas"],
    ["pay", "in", "ohio"],
    ["salary", "in", "texas"],
]
KINDS = {"texas": "<state>", "ohio": "<state>", "utah": "<state>"}


@pytest.fixture
def model() -> WordModel:
    english = {"from": 0.004, "form": 0.0001}
    return WordModel(count(SENTENCES, english, {"away": {"from": 0.3}}, KINDS))


def test_a_pair_of_the_examples_is_likely(model: WordModel) -> None:
    assert model.cost("how", "much") < model.cost("how", "exam") < model.cost("how", "zebra")
    assert model.cost(BREAK, "how") < model.cost(BREAK, "much")


def test_two_words_before_say_more_than_one(model: WordModel) -> None:
    assert model.cost("in", "utah", "pay") < model.cost("in", "exam", "pay")
    assert model.cost("much", "is", "how") < model.cost("much", "is")


def test_two_words_that_were_seen_together_once_say_no_more_than_one(model: WordModel) -> None:
    assert model.cost("salary", "in", BREAK) == model.cost("salary", "in")
    assert model.cost("in", "texas", "salary") == model.cost("in", "texas")


def test_a_name_is_as_likely_as_its_kind(model: WordModel) -> None:
    assert model.cost("in", "utah") < model.cost("in", "exam")
    assert model.cost("in", "texas") < model.cost("in", "utah")


def test_english_fills_in_what_the_examples_do_not_know(model: WordModel) -> None:
    assert model.cost("pay", "from") < model.cost("pay", "form")
    assert model.cost("away", "from") < model.cost("pay", "from")


def test_the_chances_after_words_never_exceed_one(model: WordModel) -> None:
    words = {word for sentence in SENTENCES for word in sentence} | {BREAK, "from", "form", "utah"}
    for earlier in ("", *words):
        for before in words:
            assert sum(math.exp(-model.cost(before, word, earlier)) for word in words) <= 1.01


def test_it_counts_the_examples(model: WordModel) -> None:
    assert (model.times("much"), model.times("zebra")) == (2, 0)
    assert model.times("texas") > model.times("utah")
