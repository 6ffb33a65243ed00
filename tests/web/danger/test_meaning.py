"""The classifier as plain arrays."""

from pathlib import Path

import numpy as np
import pytest

from web.danger.meaning import MeaningClassifier, MeaningModelError
from web.danger.thresholds import THRESHOLD


def test_danger_scores_above_the_threshold_and_harmless_talk_below(model_folder: Path) -> None:
    meaning = MeaningClassifier.load(model_folder)
    assert meaning.loudest("my stepfather beats us with a cable every night")[0] > THRESHOLD
    assert meaning.loudest("what does a coder earn in Ohio")[0] < THRESHOLD


def test_a_text_without_words_has_no_score(model_folder: Path) -> None:
    assert MeaningClassifier.load(model_folder).loudest("???")[0] == -np.inf


def test_without_a_trained_classifier_the_error_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(MeaningModelError, match="make train"):
        MeaningClassifier.newest(tmp_path)


def test_a_classifier_without_its_encoder_is_refused(model_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "danger.npz").write_bytes((model_folder / "danger.npz").read_bytes())
    with pytest.raises(MeaningModelError):
        MeaningClassifier.load(tmp_path)
