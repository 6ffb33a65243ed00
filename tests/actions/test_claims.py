"""Figures that visitors claim."""

import pytest

from actions.claims import verdict
from actions.dialogue_rules import RULES
from actions.frame import Frame
from knowledge import KnowledgeBase

NATIONAL = ("karma.pay.us.median", "profile.pay.us.median", "jobdesc.pay.us.median")
CERTIFICATE = ("profile.training.certificate-program.tuition",)


@pytest.mark.parametrize(
    ("intent", "amount", "text", "facts", "expected"),
    [
        ("pay_national", "90000", "coders make 90k, right?", NATIONAL, "claim_wrong"),
        ("pay_national", "50000", "it is about 50k, right?", NATIONAL, "claim_right"),
        ("pay_national", "50250", "I heard 50,250", NATIONAL, "claim_right"),
        ("pay_national", "48780", "it says 48,780, correct?", NATIONAL, "claim_other"),
        ("training_cost", "5000", "is it 5 grand?", CERTIFICATE, "claim_right"),
        ("training_cost", "20000", "so it's 20 grand?", CERTIFICATE, "claim_wrong"),
        ("pay_national", "45000", "I make 45k now, what do coders get?", NATIONAL, None),
        ("pay_national", "60000", "can I make 60k?", NATIONAL, None),
        ("rank_states", "60000", "which states pay 60k?", NATIONAL, None),
        ("pay_national", "24", "it's $24 an hour, right?", NATIONAL, None),
        ("pay_national", "NaN", "it's that, right?", NATIONAL, None),
        ("pay_national", "lots", "it's lots, right?", NATIONAL, None),
        ("pay_national", "", "it's that, right?", (), None),
    ],
)
def test_a_claim_is_compared_with_the_leading_figure(
    knowledge: KnowledgeBase,
    intent: str,
    amount: str,
    text: str,
    facts: tuple[str, ...],
    expected: str | None,
) -> None:
    frame = Frame(intent, {"claim_amount": (amount,)}, text)
    assert verdict(frame, [knowledge.fact(id_) for id_ in facts], RULES) == expected


def test_an_hourly_claim_is_compared_with_the_hourly_figure(knowledge: KnowledgeBase) -> None:
    facts = [
        fact
        for fact in knowledge.facts(topic="pay_national", subject="us")
        if fact.measure.id in ("median", "median-hourly")
    ]
    frame = Frame("pay_national", {"claim_amount": ("24.16",)}, "it's 24.16 an hour, right?")
    assert verdict(frame, facts, RULES) == "claim_right"


@pytest.mark.parametrize("aspect", ["six-figures", "living", "other-jobs", "taxes"])
def test_a_narrow_question_with_an_amount_is_no_claim(
    knowledge: KnowledgeBase, aspect: str
) -> None:
    text = "she says she makes 110k, is that right?"
    frame = Frame(
        "pay_national", {"claim_amount": ("110000",)}, text, aspects={"pay_national": aspect}
    )
    assert verdict(frame, [knowledge.fact(id_) for id_ in NATIONAL], RULES) is None
