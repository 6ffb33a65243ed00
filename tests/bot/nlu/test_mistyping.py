import random

import pytest

from bot.nlu.mistyping import mistyped
from bot.nlu.slips import cost_of_one

TEXT = "how much do coders earn in Texas"


def test_a_text_gets_one_slip() -> None:
    chance = random.Random(1)
    for _ in range(200):
        found = mistyped(TEXT, chance)
        if len(found.split()) < len(TEXT.split()):
            assert found.replace(" ", "") == TEXT.replace(" ", "")
            continue
        changed = [
            pair for pair in zip(found.split(), TEXT.split(), strict=True) if pair[0] != pair[1]
        ]
        assert len(changed) <= 1
        assert all(cost_of_one(typed, meant) is not None for typed, meant in changed)


def test_slips_are_of_several_kinds_and_seldom_none() -> None:
    chance = random.Random(1)
    found = [mistyped(TEXT, chance) for _ in range(200)]
    lengths = {len(one) - len(TEXT) for one in found}
    assert lengths == {-1, 0, 1}
    assert sum(one == TEXT for one in found) < 20


@pytest.mark.parametrize("text", ["", "ok?", "£ 12 ??", "is it"])
def test_short_words_stay(text: str) -> None:
    assert mistyped(text, random.Random(1)) == text


def test_the_same_chance_slips_alike() -> None:
    assert mistyped(TEXT, random.Random(7)) == mistyped(TEXT, random.Random(7))
