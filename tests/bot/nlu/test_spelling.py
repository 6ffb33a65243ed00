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


def test_a_word_of_the_subject_wins_over_an_equally_near_one() -> None:
    general = ["caster", "master"]
    assert SpellingCorrector([], general, {}).correct("casder").text == "caster"
    assert SpellingCorrector(["carder"], general, {}).correct("casder").text == "carder"


def test_the_more_frequent_word_wins_a_tie() -> None:
    assert SpellingCorrector(["corder", "colder"], [], {}).correct("coxder").text == "corder"
    assert SpellingCorrector(["colder", "corder"], [], {}).correct("coxder").text == "colder"


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
        ("new", "newyork"),
        ("york", "newyork"),
        ("or", "or"),
        ("florida", "flordia"),
        ("?", "?"),
    ]


def test_a_joined_word_stands_for_all_of_its_parts(corrector: SpellingCorrector) -> None:
    correction = corrector.correct("cali fornia")
    assert [(w.text, w.start, w.end) for w in correction.changes] == [("california", 0, 11)]


def test_a_very_long_noise_is_only_looked_at_in_part(corrector: SpellingCorrector) -> None:
    noise = " ".join(f"zq{a}{b}xw" for a in "bcdfghjklm" for b in "bcdfghjklm") + " flordia"
    assert corrector.correct(noise).text == noise
