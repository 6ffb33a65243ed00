"""The training data holds no held-out question."""

from pathlib import Path

import pytest

from evaluation.overlap import (
    allowed,
    held_out_texts,
    normalised,
    overlaps,
    remove,
    training_examples,
)


def test_no_training_example_is_a_held_out_question() -> None:
    found = overlaps(training_examples(), held_out_texts(), allowed())
    pairs = "\n".join(map(str, found))
    assert not found, f"`python -m evaluation.overlap --remove` takes these out:\n{pairs}"


def test_the_training_data_and_the_held_out_texts_are_really_read() -> None:
    assert len(list(training_examples())) > 500
    assert len(held_out_texts()) > 1500


def test_every_allowed_overlap_is_needed() -> None:
    examples = {normalised(text) for _, text in training_examples()}
    held_out = {normalised(text) for text in held_out_texts()}
    assert [text for text in allowed() if normalised(text) not in examples & held_out] == []


def test_signs_and_capitals_make_no_difference() -> None:
    (found,) = overlaps([("pay.yml", "What's the pay?")], ["WHATS THE PAY"])
    assert found.likeness == 100


def test_a_long_question_with_a_word_changed_is_found() -> None:
    question = "how many years does the whole training take in the end"
    example = "how many years does the entire training take in the end"
    assert overlaps([("a.yml", example)], [question], []) == []
    near = "how many year does the whole training take in the end"
    assert overlaps([("a.yml", near)], [question])[0].question == question


def test_likeness_of_short_texts_means_nothing() -> None:
    assert overlaps([("a.yml", "pay in texas")], ["pay in texan"]) == []


def test_only_very_short_texts_can_be_allowed() -> None:
    assert overlaps([("a.yml", "Thank you!")], ["thank you"], ["thank you"]) == []
    with pytest.raises(ValueError, match="up to 3 words"):
        overlaps([], [], ["how much does it pay"])


def test_what_overlaps_can_be_taken_out(tmp_path: Path) -> None:
    file = tmp_path / "pay.yml"
    head = 'version: "3.1"\nnlu:\n  - intent: pay\n    examples: |\n'
    file.write_text(f"{head}      - what does it pay\n      - pay in [Texas](state) please\n")
    found = overlaps(training_examples(tmp_path), ["Pay in Texas, please!"])
    assert remove(found, tmp_path) == 1
    assert file.read_text() == f"{head}      - what does it pay\n"
