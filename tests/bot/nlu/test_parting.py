import pytest

from bot.nlu.lexicon import Lexicon
from bot.nlu.options import SPACE
from bot.nlu.parting import Parting
from bot.nlu.slips import Slips
from bot.nlu.word_model import Counts, WordModel

WORDS = ["how", "long", "does", "it", "take", "tell", "me", "exam"]


@pytest.fixture
def parting() -> Parting:
    english = dict.fromkeys(WORDS, 0.01)
    model = WordModel(Counts({}, {}, english, {}, {}, {}))
    return Parting(model, Lexicon(WORDS, ()), {"it", "me"}, {"cert": "certification"}, Slips(WORDS))


def test_two_right_words_cost_one_space(parting: Parting) -> None:
    (found,) = parting.in_two("takeit")
    assert (found.text, found.cost) == ("take it", SPACE)
    assert found.parts == (("take", 4), ("it", 2))


def test_a_short_form_that_is_written_together_is_spelt_out(parting: Parting) -> None:
    (found,) = parting.in_two("certexam")
    assert found.text == "certification exam"
    assert found.parts == (("certification", 4), ("exam", 4))


def test_a_word_that_cannot_be_parted_stays_whole(parting: Parting) -> None:
    assert parting.in_two("takes") == []
    assert parting.in_two("iam") == []


def test_one_of_two_words_may_have_a_slip(parting: Parting) -> None:
    texts = [option.text for option in parting.with_slips("telme", alone=False)]
    assert texts == ["tell me"]


def test_many_words_are_parted_only_where_nothing_else_is_found(parting: Parting) -> None:
    run = "howlongdoesittake"
    texts = [option.text for option in parting.with_slips(run, alone=True)]
    assert texts[0] == "how long does it take"
    assert texts[0] not in [option.text for option in parting.with_slips(run, alone=False)]


def test_noise_without_end_is_left_alone(parting: Parting) -> None:
    assert parting.with_slips("take" * 20, alone=True) == []
