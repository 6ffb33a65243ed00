import pytest

from bot.nlu.lexicon import Lexicon


@pytest.fixture
def lexicon() -> Lexicon:
    return Lexicon({"home", "school", "train", "worries"}, {"waukesha"})


@pytest.mark.parametrize("word", ["Home", "homes", "retrain", "schooled", "homed", "Waukesha"])
def test_a_word_and_what_is_formed_from_it_is_known(lexicon: Lexicon, word: str) -> None:
    assert lexicon.knows(word)


@pytest.mark.parametrize("word", ["hoem", "schol", "waukeshas", "ing"])
def test_anything_else_is_not(lexicon: Lexicon, word: str) -> None:
    assert not lexicon.knows(word)
