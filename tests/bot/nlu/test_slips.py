import pytest

from bot.nlu.slips import ONE, Slips, cost_of_one


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("teh", "the"), ("exm", "exam"), ("exaam", "exam"), ("pqy", "pay"), ("fxee", "fee")],
)
def test_one_slip_leads_from_one_word_to_the_other(typed: str, meant: str) -> None:
    assert cost_of_one(typed, meant) is not None


@pytest.mark.parametrize(("typed", "meant"), [("hte", "eth"), ("pay", "paying"), ("abc", "xyz")])
def test_one_slip_is_too_few(typed: str, meant: str) -> None:
    assert cost_of_one(typed, meant) is None


def test_what_hands_do_is_cheaper_than_what_they_do_not() -> None:
    def cost(typed: str, meant: str) -> float:
        found = cost_of_one(typed, meant)
        assert found is not None
        return found

    assert cost("psy", "pay") < cost("ply", "pay")
    assert cost("tenesee", "tennesee") < cost("tennese", "tenneste")
    assert cost("coast", "cost") < cost("cotst", "cost") + ONE
    assert cost("xay", "pay") > cost("pax", "pay")


def test_words_at_one_and_two_slips_are_found() -> None:
    slips = Slips(["salary", "celery", "texas", "taxes"])
    assert [word for word, _ in slips.near("texsa")] == ["texas"]
    assert {word for word, _ in slips.far("salrey")} == {"salary"}
    assert slips.near("salary") == ()
    assert slips.far("txs") == ()
