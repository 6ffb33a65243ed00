from bot.nlu.matching import Match, VocabularyMatcher
from bot.nlu.reading import Reading, read
from bot.nlu.spelling import SpellingCorrector
from bot.nlu.vocabulary import Alias

NAMES = {"state": ["Texas", "Florida"]}


def reading(text: str, aliases: list[Alias], corrector: SpellingCorrector) -> Reading:
    correction = corrector.correct(text)
    return read(correction, VocabularyMatcher(aliases).find(correction), NAMES)


def test_each_state_gives_way_to_a_stand_in(
    aliases: list[Alias], corrector: SpellingCorrector
) -> None:
    read_ = reading("pay in flordia or Idaho or Florida?", aliases, corrector)
    assert read_.text == "pay in Texas or Florida or Texas?"


def test_the_last_stand_in_serves_all_that_follow(
    aliases: list[Alias], corrector: SpellingCorrector
) -> None:
    assert reading("ohio, utah, iowa", aliases, corrector).text == "Texas, Florida, Florida"


def test_corrections_outside_the_states_stay(
    aliases: list[Alias], corrector: SpellingCorrector
) -> None:
    assert reading("salery newyork", aliases, corrector).text == "salary Texas"


def test_marks_tell_one_from_several(aliases: list[Alias], corrector: SpellingCorrector) -> None:
    assert reading("Ohio", aliases, corrector).marks == ("state: one",)
    assert reading("Ohio, Iowa, CPC", aliases, corrector).marks == (
        "certification: one",
        "state: several",
    )


def test_one_state_named_twice_is_one(aliases: list[Alias], corrector: SpellingCorrector) -> None:
    assert reading("Ohio, OH", aliases, corrector).marks == ("state: one",)


def test_a_city_is_read_as_a_state(corrector: SpellingCorrector) -> None:
    correction = corrector.correct("pay in Houston")
    read_ = read(correction, [Match("city", "Houston|texas", 7, 14)], NAMES)
    assert read_ == Reading("pay in Texas", ("state: one",))
