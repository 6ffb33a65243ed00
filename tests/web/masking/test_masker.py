"""Personal data is taken out, and nothing else."""

from collections import Counter

import pytest

from tests.web.conftest import ROOT
from tests.web.masking.labels import read_lines
from web.masking.masker import Masker
from web.masking.words import words

RECALL = 0.95
PRECISION = 0.90
PUBLISHED = ["(555) 555-0100", "advice@school.example"]


def test_the_lines_are_many_and_of_every_kind() -> None:
    lines = {part: read_lines(part) for part in ("development", "sealed")}
    texts = [text for part in lines.values() for text, _ in part]

    assert len(texts) == len(set(texts)) >= 500
    for part in lines.values():
        kinds = Counter(one.kind for _, marked in part for one in marked)
        assert set(kinds) == set(words()["placeholders"])
        assert sum(not marked for _, marked in part) > 100


@pytest.mark.parametrize("part", ["development", "sealed"])
def test_what_is_marked_is_found_to_the_character(part: str) -> None:
    masker, right, marked_count, found_count = Masker(), 0, 0, 0
    for text, marked in read_lines(part):
        found = set(masker.find(text))
        right += len(found & marked)
        marked_count += len(marked)
        found_count += len(found)

    print(f"{part}: recall {right}/{marked_count}, precision {right}/{found_count}")
    assert right / marked_count >= RECALL
    assert right / found_count >= PRECISION


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Call 512-555-0123, thanks", "Call [phone number], thanks"),
        ("Mail a@b.example.", "Mail [e-mail address]."),
        ("12 Main St, Austin, TX 78701", "[postal address], Austin, TX [ZIP code]"),
        ("card 4111 1111 1111 1111", "card [card number]"),
        ("ssn 219-09-9999", "ssn [social security number]"),
        ("born 3/4/1990 in Ohio", "born [date of birth] in Ohio"),
    ],
)
def test_a_placeholder_says_what_stood_there(text: str, masked: str) -> None:
    assert Masker().mask(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "Is $45,000 usual in 78701?",
        "Is 2026 the year of 555 questions?",
        "What are 99213, Z79.4 and J1885?",
        "CPC-A, CCS-P or RHIT?",
    ],
)
def test_what_a_question_is_about_stays(text: str) -> None:
    assert Masker().mask(text) == text


@pytest.mark.parametrize(
    "contact", ["(555) 555-0100", "555.555.0100", "+1 555 555 0100", "Advice@School.example"]
)
def test_what_the_school_has_published_stays(contact: str) -> None:
    assert Masker(PUBLISHED).mask(f"Is {contact} right?") == f"Is {contact} right?"


def test_what_is_masked_has_nothing_left_to_mask() -> None:
    masker = Masker()
    masked = [masker.mask(text) for text, marked in read_lines("development") if marked]

    assert [masker.mask(text) for text in masked] == masked


def test_the_questions_that_the_assistant_is_measured_by_stay_as_they_are() -> None:
    masker = Masker()
    lines = [
        line
        for file in (ROOT / "tests" / "evaluation" / "questions").rglob("*.yml")
        for line in file.read_text(encoding="utf-8").splitlines()
    ]

    assert len(lines) > 1000
    assert [line for line in lines if masker.find(line)] == []


def test_a_text_without_personal_data_stays_as_it_was_to_the_byte() -> None:
    text = "Pay in ４８ states – really?\u200b\nÀ ３ ans"

    assert Masker().mask(text) == text
