from bot.nlu.words import fold, plain_letters, split_words


def texts(text: str) -> list[str]:
    return [word.text for word in split_words(text)]


def test_words_numbers_and_signs_are_apart() -> None:
    assert texts("Pay in TX, 2024?") == ["Pay", "in", "TX", ",", "2024", "?"]


def test_letters_and_digits_of_a_name_are_apart() -> None:
    assert texts("icd10 ICD-10-CM") == ["icd", "10", "ICD", "-", "10", "-", "CM"]


def test_a_possessive_ending_is_a_word_of_its_own() -> None:
    assert texts("Florida's don’t") == ["Florida", "'s", "don’t"]


def test_each_word_knows_its_place() -> None:
    text = "  Ohio's pay"
    assert [text[word.start : word.end] for word in split_words(text)] == ["Ohio", "'s", "pay"]


def test_letters_of_other_languages_make_words() -> None:
    assert texts("cuánto gana") == ["cuánto", "gana"]


def test_folding_ignores_case_and_the_shape_of_the_apostrophe() -> None:
    assert fold("Don’t") == "don't"


def test_fancy_letters_become_plain_ones_in_the_same_places() -> None:
    assert plain_letters("ｐａｙ 𝐩𝐚𝐲\xa0surgıcal İowa") == "pay pay surgical Iowa"


def test_letters_of_other_languages_and_signs_stay() -> None:
    assert plain_letters("¿cuánto gana…? 我 😀 ½") == "¿cuánto gana…? 我 😀 ½"
