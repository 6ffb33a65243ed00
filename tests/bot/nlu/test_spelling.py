import pytest

from bot.nlu.spelling import SpellingCorrector


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("salery in flordia", "salary in florida"),
        ("massachusets", "massachusetts"),
        ("wisconson", "wisconsin"),
        ("pensylvania", "pennsylvania"),
        ("tennesee", "tennessee"),
        ("conneticut", "connecticut"),
        ("missisippi", "mississippi"),
        ("teaxs", "texas"),
        ("how much is certifcation", "how much is certification"),
        ("ahmia exam", "ahima exam"),
        ("helo", "hello"),
        ("what is teh fee", "what is the fee"),
        ("the ccp exam", "the cpc exam"),
        ("iscertification worth it", "is certification worth it"),
        ("doescertification pay", "does certification pay"),
        ("meidacl", "medical"),
        ("ocdre", "coder"),
    ],
)
def test_a_misspelt_word_becomes_the_nearest_known_one(
    corrector: SpellingCorrector, written: str, meant: str
) -> None:
    assert corrector.correct(written).text == meant


@pytest.mark.parametrize(
    "text",
    [
        "What does a coder earn in Kansas?",
        "indian restaurants",
        "my kids are homeschooled and I retrain",
        "CNAs and CPCs",
        "cnas",
        "the RHIA exam",
        "a pet sitter and a barista",
        "I am a florist in Waukesha",
        "I paid $1,500 for icd10cm",
        "write to flordia@salery.com or www.salery.com/flordia",
        "made in the U.S. today",
        "ab xyz q",
        "¿cuánto gana?",
        "",
        "🙂 !!!",
    ],
)
def test_what_is_no_slip_stays(corrector: SpellingCorrector, text: str) -> None:
    assert corrector.correct(text).text == text


def test_punctuation_and_spacing_stay(corrector: SpellingCorrector) -> None:
    assert corrector.correct("Salery:  flordia!?").text == "salary:  florida!?"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("hwo much is teh exam", "how much is the exam"),
        ("waht si the pay in texas", "what is the pay in texas"),
        ("how much do coders maek", "how much do coders make"),
        ("how much is the pat", "how much is the pay"),
        ("how much do coders make in oiho", "how much do coders make in ohio"),
        ("pay in texsa or kasnas", "pay in texas or kansas"),
        ("what do coders make in mineapolis", "what do coders make in minneapolis"),
        ("and in Tuscon", "and in tucson"),
        ("I never earn that much", "I never earn that much"),
    ],
)
def test_the_words_around_it_say_what_a_short_word_means(
    corrector: SpellingCorrector, written: str, meant: str
) -> None:
    assert corrector.correct(written).text == meant


@pytest.mark.parametrize(
    ("text", "corrected"),
    [("cna you tell me", "can you tell me"), ("pay of a cna", "pay of a cna")],
)
def test_can_with_its_letters_swapped_is_put_right(
    corrector: SpellingCorrector, text: str, corrected: str
) -> None:
    assert corrector.correct(text).text == corrected


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("payin texas", "pay in texas"),
        ("howmuch docoders make", "how much do coders make"),
        ("howmuchdocodersmake", "how much do coders make"),
        ("how much is acoder paid", "how much is a coder paid"),
        ("the exam forme", "the exam for me"),
        ("how much do umake", "how much do you make"),
        ("telme the pay", "tell me the pay"),
    ],
)
def test_a_space_left_out_is_put_in(corrector: SpellingCorrector, written: str, meant: str) -> None:
    assert corrector.correct(written).text == meant


def test_what_is_only_formed_like_a_word_is_doubted_sooner(corrector: SpellingCorrector) -> None:
    # "Mond" is a rare word, "mondey" none.
    assert corrector.correct("back to mondey").text == "back to money"


def test_a_right_word_stays_where_nothing_asks_for_another(corrector: SpellingCorrector) -> None:
    for text in ("a form to fill in", "the coast is near", "give it a pat"):
        assert corrector.correct(text).text == text


@pytest.mark.parametrize(
    "text",
    [
        "cuanto gana un codificador medico en texas",
        "combien gagne un codeur medical par an",
        "quanto custa o curso de codificacao",
        "Wie lange dauert die Ausbildung zum Kodierer",
    ],
)
def test_other_languages_are_not_made_english(corrector: SpellingCorrector, text: str) -> None:
    assert corrector.correct(text).text == text


def test_an_abbreviation_is_taken_for_a_near_one_of_ours(corrector: SpellingCorrector) -> None:
    assert corrector.correct("the CCP exam fee").text == "the CPC exam fee"
    for text in ("a CNC machinist", "the CPA exam", "my EMT friend"):
        assert corrector.correct(text).text == text


def test_a_long_abbreviation_that_nobody_knows_is_more_likely_a_slip(
    corrector: SpellingCorrector,
) -> None:
    assert corrector.correct("And what are AHINMA dues?").text == "And what are AHIMA dues?"
    for text in ("my NASDAQ shares", "the HESI exam"):
        assert corrector.correct(text).text == text


def test_all_words_that_a_short_one_may_be_meant_for_are_weighed(
    corrector: SpellingCorrector,
) -> None:
    assert corrector.correct("the cpc exam ee").text == "the cpc exam fee"


def test_words_written_together_are_parted(corrector: SpellingCorrector) -> None:
    assert corrector.correct("newyork medicalcoder").text == "new york medical coder"


def test_a_word_cut_by_a_space_is_joined(corrector: SpellingCorrector) -> None:
    assert corrector.correct("pay in cali fornia").text == "pay in california"


def test_shorthand_is_spelt_out(corrector: SpellingCorrector) -> None:
    assert corrector.correct("idk whats good 4 u").text == "i don't know what's good 4 you"


def test_capitals_are_corrected_only_when_everything_is_in_capitals(
    corrector: SpellingCorrector,
) -> None:
    assert corrector.correct("the SALERY").text == "the SALERY"
    assert corrector.correct("THE SALERY").text == "THE salary"


def test_every_corrected_word_has_the_place_of_the_original(corrector: SpellingCorrector) -> None:
    correction = corrector.correct("so, newyork or flordia?")
    places = [(w.text, correction.original[w.start : w.end]) for w in correction.corrected_words]
    assert places == [
        ("so", "so"),
        (",", ","),
        ("new", "new"),
        ("york", "york"),
        ("or", "or"),
        ("florida", "flordia"),
        ("?", "?"),
    ]


def test_a_space_is_a_change_without_length(corrector: SpellingCorrector) -> None:
    changes = corrector.correct("newyork").changes
    assert [(change.text, change.start, change.end) for change in changes] == [(" ", 3, 3)]


def test_a_joined_word_stands_for_all_of_its_parts(corrector: SpellingCorrector) -> None:
    correction = corrector.correct("cali fornia")
    assert [(w.text, w.start, w.end) for w in correction.changes] == [("california", 0, 11)]


def test_a_very_long_noise_is_only_looked_at_in_part(corrector: SpellingCorrector) -> None:
    noise = " ".join(f"zq{a}{b}xw" for a in "bcdfghjklm" for b in "bcdfghjklm") + " flordia"
    assert corrector.correct(noise).text == noise


@pytest.mark.parametrize(
    ("written", "meant"),
    [("oder salary", "coder salary"), ("coder ay in alaska", "coder pay in alaska")],
)
def test_a_slip_that_is_a_word_elsewhere_is_no_other_language(
    corrector: SpellingCorrector, written: str, meant: str
) -> None:
    assert corrector.correct(written).text == meant
