import numpy as np
import pytest

from bot.nlu.nearness import centred, near


@pytest.fixture
def vectors() -> np.ndarray:
    drawn = np.random.default_rng(1).normal(size=(5, 2, 8)).astype(np.float32)
    return drawn / np.linalg.norm(drawn, axis=2, keepdims=True)


def test_a_sentence_is_nearest_to_itself(vectors: np.ndarray) -> None:
    nearness = near(vectors, vectors)
    assert nearness.argmax(axis=1).tolist() == [0, 1, 2, 3, 4]
    assert np.diag(nearness) == pytest.approx([2.0] * 5, abs=1e-5)


def test_nearness_falls_off_with_the_angle() -> None:
    flat = np.array([[1, 0], [0.7071, 0.7071], [0, 1]], np.float32)
    nearness = near(np.stack([flat, flat], axis=1), np.stack([flat, flat], axis=1))
    assert nearness[0, 0] > nearness[0, 1] > nearness[0, 2]


def test_each_row_is_a_vector_and_each_column_an_example(vectors: np.ndarray) -> None:
    nearness = near(vectors, vectors[:2])
    assert nearness.shape == (2, 5)


def test_the_middle_layer_is_centred_and_of_length_one(vectors: np.ndarray) -> None:
    result = centred(vectors, vectors[:, 1].mean(axis=0))
    assert np.linalg.norm(result[:, 1], axis=1) == pytest.approx([1.0] * 5, abs=1e-5)
    assert np.array_equal(result[:, 0], vectors[:, 0])
