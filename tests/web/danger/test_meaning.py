"""The classifier as plain arrays."""

from pathlib import Path

import numpy as np
import pytest

from web.danger.meaning import THRESHOLD, MeaningClassifier, MeaningModelError, centred, nearness


def test_danger_scores_above_the_threshold_and_harmless_talk_below(model_folder: Path) -> None:
    meaning = MeaningClassifier.load(model_folder)
    assert meaning.score("my stepfather beats us with a cable every night") > THRESHOLD
    assert meaning.score("what does a coder earn in Ohio") < THRESHOLD


def test_a_text_without_words_has_no_score(model_folder: Path) -> None:
    assert MeaningClassifier.load(model_folder).score("???") == -np.inf


def test_without_a_trained_classifier_the_error_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(MeaningModelError, match="make train"):
        MeaningClassifier.newest(tmp_path)


def test_a_classifier_without_its_encoder_is_refused(model_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "danger.npz").write_bytes((model_folder / "danger.npz").read_bytes())
    with pytest.raises(MeaningModelError):
        MeaningClassifier.load(tmp_path)


def test_a_text_is_nearest_to_itself() -> None:
    vectors = np.random.default_rng(1).normal(size=(5, 2, 8)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=2, keepdims=True)
    near = nearness(vectors, vectors)
    assert near.argmax(axis=1).tolist() == [0, 1, 2, 3, 4]
    assert np.diag(near) == pytest.approx([2.0] * 5, abs=1e-5)


def test_the_middle_layer_is_centred_and_of_length_one() -> None:
    vectors = np.random.default_rng(1).normal(size=(5, 2, 8)).astype(np.float32)
    result = centred(vectors, vectors[:, 1].mean(axis=0))
    assert np.linalg.norm(result[:, 1], axis=1) == pytest.approx([1.0] * 5, abs=1e-5)
    assert np.array_equal(result[:, 0], vectors[:, 0])
