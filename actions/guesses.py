"""Which of the classifier's thoughts counts when it was not sure of any; pure."""

from __future__ import annotations

from actions.dialogue_rules import Rules
from actions.frame import Frame

FOLLOW_UP = "follow_up"
FALLBACK = "nlu_fallback"


def guess(frame: Frame, last: Frame | None, rules: Rules) -> str:
    """Return the topic that a message most likely asks for, or nothing when that is too unsure.

    What was talked about last counts: the same topic and the same family are more likely. A
    message that may well be about something else is never guessed at.
    """
    data = rules.guesses
    weighed = [
        (confidence * _weight(intent, last, rules), intent)
        for intent, confidence in frame.ranking
        if intent in rules.family
    ]
    if not weighed:
        return ""
    best, intent = max(weighed)
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


def second_guess(frame: Frame, last: Frame | None, rules: Rules) -> str:
    """Return the topic that was thought of beside `follow_up`, or nothing."""
    weighed = [
        (confidence * _weight(intent, last, rules), intent)
        for intent, confidence in frame.ranking
        if intent in rules.accepts and confidence >= rules.guesses["least_thought"]
    ]
    return max(weighed)[1] if weighed else ""


def _doubt(frame: Frame, rules: Rules) -> float:
    """Return how sure the classifier is of something that would be declined."""
    return max((sure for name, sure in frame.ranking if name in rules.declining), default=0.0)


def _weight(intent: str, last: Frame | None, rules: Rules) -> float:
    data = rules.guesses
    if last is None:
        return 1.0
    if intent == last.intent:
        return float(data["same_topic"])
    same = rules.family.get(intent) == rules.family.get(last.intent)
    return float(data["same_family"]) if same else 1.0
