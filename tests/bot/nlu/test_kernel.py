import numpy as np
import pytest

from bot.nlu.kernel import FeatureMaker, Features, gathered, shares_of_context, solve
from bot.nlu.nearness import near
from bot.nlu.ngrams import CharacterNgrams
from bot.nlu.reading import Reading


def unit(*rows: list[float]) -> np.ndarray:
    vectors = np.array(rows, np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.stack([vectors, vectors], axis=1)


def test_the_features_of_a_sentence_are_its_own() -> None:
    maker = FeatureMaker(["state: one"], CharacterNgrams.learn(["pay", "pay"]), np.zeros(2), 0.5, 2)
    vectors = unit([1, 0], [0, 1])
    both = maker.features([Reading("pay", ("state: one",)), Reading("zzz", ())], vectors)
    assert both.marks.tolist() == [[0.5], [0.0]]
    assert np.linalg.norm(both.values[0]) == np.float32(2)
    assert len(both.columns[1]) == 0


def test_a_sentence_in_the_very_middle_has_features() -> None:
    maker = FeatureMaker([], CharacterNgrams([], np.array([])), np.array([1.0, 0.0]), 1, 1)
    features = maker.features([Reading("", ())], unit([1, 0]))
    assert np.isfinite(features.vectors).all()


def test_examples_are_learnt_by_heart_when_nothing_is_stiff() -> None:
    vectors = unit([1, 0], [1, 1], [0, 1])
    empty = [np.array([], np.int64)] * 3
    features = Features(vectors, np.zeros((3, 0), np.float32), empty, [np.zeros(0)] * 3)
    targets = np.array([[1, 0], [0, 1], [1, 0]], np.float32)
    weights = solve(features, targets, 1, 1e-4, np.zeros(3, int), np.ones((1, 1)))
    assert np.allclose(near(vectors, vectors) @ weights, targets, atol=1e-2)


def test_more_examples_than_a_block_has_are_solved_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = np.random.default_rng(1)
    vectors = unit(*chance.normal(size=(11, 4)).tolist())
    empty = [np.array([], np.int64)] * 11
    features = Features(vectors, np.zeros((11, 0), np.float32), empty, [np.zeros(0)] * 11)
    targets = chance.normal(size=(11, 2)).astype(np.float32)
    whole = solve(features, targets, 1, 0.1, np.zeros(11, int))
    monkeypatch.setattr("bot.nlu.kernel.STRETCH", 3)
    assert np.allclose(solve(features, targets, 1, 0.1, np.zeros(11, int)), whole, atol=1e-4)
    kernel = near(vectors, vectors) + 0.1 * np.eye(11)
    assert np.allclose(kernel @ whole, targets, atol=1e-3)


def test_examples_of_another_context_speak_less() -> None:
    vectors = unit([1, 0], [1, 0.01])
    empty = [np.array([], np.int64)] * 2
    features = Features(vectors, np.zeros((2, 0), np.float32), empty, [np.zeros(0)] * 2)
    targets = np.array([[1], [0]], np.float32)
    counting = np.array([[1, 0.5], [0.5, 1]])
    alike = solve(features, targets, 1, 0.1, np.array([0, 0]), counting)
    apart = solve(features, targets, 1, 0.1, np.array([0, 1]), counting)
    first = np.array([[2.0, 1.0]]) @ apart
    assert first > np.array([[2.0, 2.0]]) @ alike


def test_the_weights_of_examples_are_gathered_by_ngram() -> None:
    columns, values = [np.array([0, 2]), np.array([2])], [np.array([1.0, 2.0]), np.array([3.0])]
    features = Features(unit([1, 0], [0, 1]), np.zeros((2, 0), np.float32), columns, values)
    total = gathered(features, np.array([[1.0], [10.0]], np.float32), 3)
    assert total.tolist() == [[1.0], [0.0], [32.0]]


def test_the_shares_of_context_add_up_to_one() -> None:
    for weight in (0.0, 0.5, 3.0):
        assert np.isclose(sum(shares_of_context(weight)), 1)
    assert shares_of_context(0.0) == (1.0, 0.0)
