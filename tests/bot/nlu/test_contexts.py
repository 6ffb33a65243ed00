import pytest

from bot.nlu.contexts import ALONE, Contexts

FAMILIES = {"exam": "certification", "fee": "certification", "pay": "money"}


@pytest.fixture
def contexts() -> Contexts:
    return Contexts(["fee", "certification", "exam"], FAMILIES)


def test_families_have_places_and_standing_alone_comes_first(contexts: Contexts) -> None:
    assert contexts.names == [ALONE, "certification"]
    assert (contexts.number(ALONE), contexts.number("certification")) == (0, 1)


def test_a_topic_is_no_family(contexts: Contexts) -> None:
    assert contexts.is_topic("exam")
    assert not contexts.is_topic("certification")
    assert not contexts.is_topic(ALONE)


@pytest.mark.parametrize(
    ("topic", "around"),
    [
        (ALONE, [ALONE]),
        ("exam", [ALONE, "certification"]),
        ("certification", [ALONE, "certification"]),
        ("pay", [ALONE]),
        ("weather", [ALONE]),
    ],
)
def test_the_examples_that_count_are_of_these(
    contexts: Contexts, topic: str, around: list[str]
) -> None:
    assert [contexts.names[at] for at in contexts.around(topic)] == around


def test_the_examples_of_a_family_stand_together(contexts: Contexts) -> None:
    assert contexts.spans([2, 0, 3]) == [(0, 2), (2, 2), (2, 5)]
