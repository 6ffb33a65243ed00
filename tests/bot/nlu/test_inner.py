import numpy as np
import pytest

from bot.nlu.inner import kept


def circle(*degrees: float) -> np.ndarray:
    angles = np.deg2rad(degrees)
    return np.stack([np.cos(angles), np.sin(angles)], axis=1)


# Nine examples of one meaning, then five of another one beside them.
VECTORS = circle(*range(0, 18, 2), *range(40, 50, 2))
LABELS = np.array([0] * 9 + [1] * 5)
ONE = np.zeros(14, int)


def test_all_are_kept_when_none_is_to_be_left_out() -> None:
    assert kept(VECTORS, LABELS, ONE, 1).tolist() == list(range(14))


def test_a_part_of_the_inner_examples_is_kept_and_all_at_the_border() -> None:
    # The five have only four neighbours of their own meaning each.
    assert kept(VECTORS, LABELS, ONE, 3).tolist() == [0, 3, 6, *range(9, 14)]


def test_an_example_next_to_another_meaning_is_kept() -> None:
    labels = LABELS.copy()
    labels[4] = 1
    assert {3, 4, 5} <= set(kept(VECTORS, labels, ONE, 100).tolist())


def test_examples_of_another_context_are_no_neighbours() -> None:
    contexts = np.array([0] * 5 + [1] * 9)
    assert kept(VECTORS, LABELS, contexts, 2).tolist() == list(range(14))


@pytest.mark.parametrize("count", [0, 1, 5])
def test_few_examples_are_all_kept(count: int) -> None:
    assert len(kept(VECTORS[:count], LABELS[:count], ONE[:count], 3)) == count


def test_stretches_do_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = kept(VECTORS, LABELS, ONE, 2).tolist()
    monkeypatch.setattr("bot.nlu.inner._STRETCH", 4)
    assert kept(VECTORS, LABELS, ONE, 2).tolist() == whole
