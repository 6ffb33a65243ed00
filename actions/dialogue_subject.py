"""A question about what was told of last that leaves the names out.

The classifier has read it once more with these names in front (Frame.about). That counts where
nothing else says more: where the words name nothing themselves, and were understood less well
without the names.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from actions.dialogue_context import ORDER
from actions.dialogue_rules import Rules
from actions.dialogue_words import is_elsewhere
from actions.frame import Frame
from actions.guesses import FALLBACK, FOLLOW_UP
from actions.recommendation import RECOMMEND
from actions.subjects import PAY, subjects_of


def about_last(frame: Frame, found: Frame, known: Sequence[Frame], rules: Rules) -> Frame | None:
    """Return what the frame asks of the last topic and its subjects, if that is surer.

    Args:
        frame: what was understood of the message.
        found: what it means as the other rules read it.
        known: the topics before it, the latest first.
        rules: those of the dialogue.
    """
    ranking = [one for one in frame.about.ranking if one[0] != FALLBACK]
    if not known or not ranking or frame.chosen or known[0].intent == RECOMMEND:
        return None
    intent, sure = ranking[0]
    surer = sure - _sure(frame, found.intent, known[0], rules)
    if subjects := subjects_of(known):
        accepts = rules.accepts.get(intent, ())
        taken = {kind: ids for kind, ids in subjects.items() if kind in accepts}
        counts = bool(taken) and _is_of_subjects(frame, found, subjects, rules, sure, surer)
        return _read_so(frame, intent, taken) if counts else None
    counts = _is_of_topic(found, intent, known[0], rules, sure, surer)
    named = [kind for kind in ORDER if frame.get(kind) and kind != "workplace"]
    return _read_so(frame, intent, {}) if counts and not named else None


def _is_of_subjects(
    frame: Frame,
    found: Frame,
    subjects: Mapping[str, tuple[str, ...]],
    rules: Rules,
    sure: float,
    surer: float,
) -> bool:
    """Tell whether the reading with the names of the subjects counts more than the one without."""
    limits = rules.guesses
    if is_elsewhere(frame) or any(frame.get(kind) for kind in ORDER):
        return False
    if any(found.get(kind) for kind in ORDER if kind not in subjects):
        return False
    if found.intent in rules.asides and not rules.says("pronoun", frame.text):
        return False
    # What the other rules also take for a question about the subjects they mostly read well.
    kept = any(set(ids) & set(found.get(kind)) for kind, ids in subjects.items())
    least = limits["sure_of_another"] if kept else limits["sure_of_subject"]
    return sure >= least and surer > limits["surer"]


def _is_of_topic(
    found: Frame, intent: str, last: Frame, rules: Rules, sure: float, surer: float
) -> bool:
    """Tell whether a topic without a subject goes on, in words that nothing else explains."""
    goes_on = intent == last.intent and rules.family.get(intent) != PAY
    declined = {*rules.asides, rules.no_pay["intent"]}
    open_ = found.intent not in declined and not found.aspect
    limits = rules.guesses
    return goes_on and open_ and sure >= limits["sure_of_topic"] and surer > limits["much_surer"]


def _read_so(frame: Frame, intent: str, subjects: Mapping[str, tuple[str, ...]]) -> Frame:
    return replace(
        frame.of(intent, **subjects), ranking=frame.about.ranking, aspects=frame.about.aspects
    )


def _sure(frame: Frame, intent: str, last: Frame, rules: Rules) -> float:
    """Return how sure the classifier was of an intent, alone or after the last topic."""
    if intent in (FALLBACK, FOLLOW_UP):
        return 0.0
    contexts = (last.intent, rules.family.get(last.intent, ""))
    after = [frame.after[one].ranking for one in contexts if one in frame.after]
    return max(dict(ranking).get(intent, 0.0) for ranking in (frame.ranking, *after))
