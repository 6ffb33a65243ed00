"""Which of the classifier's thoughts counts when it was not sure of any; pure."""

from __future__ import annotations

from actions.dialogue_rules import Rules
from actions.frame import Frame

FOLLOW_UP = "follow_up"
FALLBACK = "nlu_fallback"


def guess(frame: Frame, last: Frame | None, rules: Rules) -> str:
    """Return the topic that a message most likely asks for, or nothing when that is too unsure.

    A message that may well be about something else is never guessed at, least of all the first.
    """
    data = rules.guesses
    known = [(confidence, intent) for intent, confidence in frame.ranking if intent in rules.family]
    if not known:
        return ""
    best, intent = max(known)
    most = data["most_doubt"] if last else data["most_doubt_alone"]
    return intent if best >= data["least"] and _doubt(frame, rules) <= most * best else ""


def is_weak(frame: Frame, rules: Rules) -> bool:
    """Tell whether the classifier was so little sure that what was talked about may say more."""
    return (
        not frame.chosen and 0 < dict(frame.ranking).get(frame.intent, 0.0) < rules.guesses["sure"]
    )


def thought_of(frame: Frame, intent: str, rules: Rules) -> bool:
    """Tell whether the classifier thought of an intent, and of nothing that would be declined."""
    sure = dict(frame.ranking).get(intent, 0.0)
    most = sure * rules.guesses["most_doubt"]
    return sure >= rules.guesses["least_thought"] and _doubt(frame, rules) <= most


def second_guess(frame: Frame, rules: Rules) -> str:
    """Return the topic that was thought of beside `follow_up`, or nothing."""
    known = [
        (confidence, intent)
        for intent, confidence in frame.ranking
        if intent in rules.accepts and confidence >= rules.guesses["least_thought"]
    ]
    return max(known)[1] if known else ""


def _doubt(frame: Frame, rules: Rules) -> float:
    """Return how sure the classifier is of something that would be declined."""
    return max((sure for name, sure in frame.ranking if name in rules.declining), default=0.0)
