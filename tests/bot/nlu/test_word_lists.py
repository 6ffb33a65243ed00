from typing import Any

from bot.nlu.word_lists import english_pairs, familiar_words, foreign_words


def test_a_rare_misspelt_word_of_the_examples_is_not_learnt(general_words: list[str]) -> None:
    texts = ["what salery", "coder salary", *["the ahima exam"] * 4]
    words = familiar_words(texts, general_words)
    assert "salery" not in words
    assert {"salary", "ahima"} <= set(words)


def test_a_frequent_slip_for_a_far_more_frequent_word_is_not_learnt(
    general_words: list[str],
) -> None:
    texts = [*["medcal"] * 5, *["medical"] * 100, *["chatgpt"] * 5]
    words = familiar_words(texts, general_words)
    assert "medcal" not in words
    assert {"medical", "chatgpt"} <= set(words)


def test_english_pairs_are_of_the_words_given() -> None:
    assert english_pairs({"how", "much", "zebra"}).keys() <= {"how", "much", "zebra"}
    assert 0 < english_pairs({"how", "much"})["how"]["much"] <= 1


def test_small_words_of_other_languages_are_not_english_ones() -> None:
    words = foreign_words(["favor"], {"die": 0.001})
    assert {"que", "avec"} <= set(words)
    assert not {"die", "favor", "a"} & set(words)


def test_names_of_one_kind_stand_together(word_lists: dict[str, Any]) -> None:
    kinds = word_lists["counts"]["kinds"]
    assert kinds["texas"] == kinds["ohio"] == "<state>"
    assert "<state>" in word_lists["counts"]["pairs"]["in"]
    assert "texas" not in word_lists["counts"]["pairs"]["in"]


def test_roles_are_abbreviated_too_and_states_are_no_abbreviations(
    word_lists: dict[str, Any],
) -> None:
    # "Him" is a word as well; as an abbreviation it is written HIM.
    assert {"cpc", "ahima", "cdi", "him"} <= set(word_lists["abbreviations"])
    assert not {"texas", "auditor"} & set(word_lists["abbreviations"])
