from actions.acronyms import Acronyms
from knowledge import KnowledgeBase

LONG = {"CPC": "Certified Professional Coder", "CPC-A": "Certified Professional Coder - Apprentice"}


def test_only_the_first_use_is_spelled_out() -> None:
    assert Acronyms(LONG).spell_out("The CPC, and the CPC again.") == (
        "The CPC (Certified Professional Coder), and the CPC again."
    )


def test_a_longer_acronym_is_not_taken_for_a_shorter_one() -> None:
    assert (
        Acronyms(LONG).spell_out("A CPC-A.")
        == "A CPC-A (Certified Professional Coder - Apprentice)."
    )


def test_a_long_form_in_the_text_is_not_repeated() -> None:
    text = "CPC stands for Certified Professional Coder."
    assert Acronyms(LONG).spell_out(text) == text


def test_two_long_forms_in_brackets_become_one() -> None:
    text = "The CPC (Certified Professional Coder) and the CPC (Certified Professional Coder)."
    assert Acronyms(LONG).spell_out(text).count("Certified") == 1


def test_without_acronyms_the_text_stays() -> None:
    assert Acronyms({}).spell_out("The CPC.") == "The CPC."


def test_the_vocabulary_brings_its_acronyms(knowledge: KnowledgeBase) -> None:
    assert "Health" in Acronyms.of(knowledge, {}).spell_out("From AHIMA.")
