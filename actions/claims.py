"""Compares a figure that a visitor claims with the figures of the reply."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Literal

from actions.dialogue_rules import Rules
from actions.frame import Frame
from knowledge import Fact

AMOUNT = "claim_amount"
Verdict = Literal["claim_right", "claim_wrong", "claim_other"]
HOURLY = "usd_per_hour"
LEADING = ("leading", "supporting")


def verdict(frame: Frame, facts: list[Fact], rules: Rules) -> Verdict | None:
    """Return how a claimed amount of money fits the facts of the reply, in their order.

    None stands for "nothing was claimed": amounts such as the visitor's own pay or budget.
    """
    claimed = _claimed(frame, rules)
    if claimed is None:
        return None
    money = [fact for fact in facts if (fact.unit or "").startswith("usd") and fact.low is not None]
    by_hour = claimed < rules.claims["hourly_below"]
    if by_hour or any(fact.unit == HOURLY for fact in money[:1]):
        money = [fact for fact in money if fact.unit != "usd_per_year"]
    if not money:
        return None
    close = Decimal(rules.claims["close_percent"]) / 100
    first = money[0]
    if _fits(claimed, first, close):
        return "claim_right"
    same = [
        fact for fact in money if (fact.subject, fact.measure) == (first.subject, first.measure)
    ]
    if any(_fits(claimed, fact, close) for fact in same):
        return "claim_other"
    return "claim_wrong"


def _claimed(frame: Frame, rules: Rules) -> Decimal | None:
    values = frame.get(AMOUNT)
    if len(values) != 1 or frame.intent not in rules.claims["intents"]:
        return None
    if frame.aspect in rules.claims["no_claims"]:
        return None
    if re.search(rules.claims["not_said"], frame.text, re.IGNORECASE):
        return None
    if not re.search(rules.claims["said"], frame.text, re.IGNORECASE):
        return None
    try:
        amount = Decimal(values[0])
    except InvalidOperation:
        return None
    return amount if amount.is_finite() and amount > 0 else None


def _fits(claimed: Decimal, fact: Fact, close: Decimal) -> bool:
    low = fact.low or Decimal(0)
    high = fact.high if fact.high is not None else low
    return low * (1 - close) <= claimed and (fact.open_ended or claimed <= high * (1 + close))
