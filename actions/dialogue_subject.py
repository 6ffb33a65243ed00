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

# People say "certificate" for a certification, too.
CERTIFICATE = "certificate-program"
NATIONAL = "pay_national"


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
    return _Reading(frame, found, known, rules, *ranking[0]).chosen()


class _Reading:
    """What a frame means with the names in front, to be weighed against what was found."""

    def __init__(
        self,
        frame: Frame,
        found: Frame,
        known: Sequence[Frame],
        rules: Rules,
        intent: str,
        sure: float,
    ) -> None:
        self._frame, self._found, self._last, self._rules = frame, found, known[0], rules
        self._intent, self._sure = intent, sure
        self._subjects = subjects_of(known)
        self._named = [kind for kind in ORDER if frame.get(kind)]
        self._surer = sure - self._sure_of_found()

    def chosen(self) -> Frame | None:
        """Return the frame so read, or None where the other reading counts more."""
        accepts = self._rules.accepts.get(self._intent, ())
        taken = {kind: ids for kind, ids in self._subjects.items() if kind in accepts}
        counts = self._is_of_subjects(taken) if self._subjects else self._is_of_topic()
        if not counts:
            return None
        about = self._frame.about
        read = self._frame.of(self._intent, **taken)
        return replace(read, ranking=about.ranking, aspects=about.aspects)

    def _is_of_subjects(self, taken: Mapping[str, tuple[str, ...]]) -> bool:
        """Tell whether the subjects are meant, of which the intent has a use for those `taken`."""
        frame, found, limits = self._frame, self._found, self._rules.guesses
        if not taken or is_elsewhere(frame) or is_elsewhere(found) or not self._names_nothing():
            return False
        others = [kind for kind in ORDER if kind not in self._subjects and not frame.get(kind)]
        if any(found.get(kind) for kind in others):
            return False
        if found.intent in self._rules.asides and not self._rules.says("pronoun", frame.text):
            return False
        if self._is_their_pay() and self._sure >= limits["sure_of_another"]:
            return True
        # What the other rules also take for a question about the subjects they mostly read well.
        kept = any(set(ids) & set(found.get(kind)) for kind, ids in self._subjects.items())
        least = limits["sure_of_another"] if kept else limits["sure_of_subject"]
        return self._sure >= least and self._surer > limits["surer"]

    def _is_their_pay(self) -> bool:
        """Tell whether "and the pay?" asks for theirs, as it does unless it means all coders."""
        pay = self._found.intent == NATIONAL and self._rules.family.get(self._intent) == PAY
        return pay and not any(
            self._rules.says(name, self._frame.text) for name in ("in_general", "national")
        )

    def _names_nothing(self) -> bool:
        """Tell whether the frame leaves open what it is about.

        "Who gives it, AAPC?" does, and so does "has it a certificate", which is no program there.
        """
        points = self._rules.says("pronoun", self._frame.text)
        if not points or self._rules.family.get(self._intent) != "certification":
            return not self._named
        return all(
            kind == "organization" or self._frame.get(kind) == (CERTIFICATE,)
            for kind in self._named
        )

    def _is_of_topic(self) -> bool:
        """Tell whether a topic without a subject goes on, in words that nothing else explains."""
        if self._intent != self._last.intent:
            return False
        declined = {*self._rules.asides, self._rules.no_pay["intent"]}
        if self._found.intent in declined or self._found.aspect or set(self._named) - {"workplace"}:
            return False
        limits = self._rules.guesses
        return self._sure >= limits["sure_of_topic"] and self._surer > limits["much_surer"]

    def _sure_of_found(self) -> float:
        """Return how sure the classifier was of what was found, alone or after the last topic."""
        intent, last = self._found.intent, self._last.intent
        if intent in (FALLBACK, FOLLOW_UP):
            return 0.0
        after = self._frame.after
        contexts = [one for one in (last, self._rules.family.get(last, "")) if one in after]
        rankings = [self._frame.ranking, *(after[one].ranking for one in contexts)]
        return max(dict(ranking).get(intent, 0.0) for ranking in rankings)
