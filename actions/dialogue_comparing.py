"""Comparisons of what was named so far: "which of those is the highest?"."""

from __future__ import annotations

from dataclasses import replace

from actions.dialogue_context import LOOK_BACK, MEASURE, Context
from actions.frame import Frame

COMPARE = "compare"
STATE = "state"
# "Which of the two suits hospital stays?" still compares the two.
SIDES = frozenset({"workplace", "specialty"})


class Comparing(Context):
    """Gathers what a frame compares from the topics before it."""

    def compared(self, frame: Frame) -> Frame | None:
        """Return the comparison of places that a frame means with those that were named before.

        "Both next to each other", "which one is worst" and "how does Colorado compare".
        """
        last, rules = self._last, self._rules
        if last is None or rules.says("national", frame.text):
            return None
        if frame.intent == "compare_states" and not frame.get("state") and not last.get("state"):
            # "Which of the two gets more" after two roles or two fields.
            return self.between(frame, last, certain=True)
        if beside := self._beside_the_last(frame, last):
            return beside
        if not last.get("state"):
            return None
        if swapped := self._swapped(frame, last):
            return swapped
        if frame.get("state"):
            both = tuple(dict.fromkeys((*last.get("state"), *frame.get("state"))))
            few = len(frame.text.split()) <= 2 * rules.short_words
            meant = frame.intent == "pay_state" and rules.says("next_to", frame.text)
            return self.on(last, "compare_states", frame, state=both) if few and meant else None
        of_them = frame.intent == "rank_states" and rules.says("of_them", frame.text)
        if frame.intent == "compare_states" or of_them:
            return self.between(frame, last, certain=True)
        return None

    def _beside_the_last(self, frame: Frame, last: Frame) -> Frame | None:
        """Return the comparison with what was talked about: "more than the certificate?"."""
        for kind, intent in self._rules.comparisons.items():
            new = [id_ for id_ in frame.get(kind) if id_ not in last.get(kind)]
            told = kind != STATE and len(new) == len(last.get(kind)) == 1
            if told and self._rules.says("than", frame.text):
                both = (*last.get(kind), *new)
                found = self.on(last, intent, frame, **{kind: both})
                aspects = {intent: COMPARE} if kind in self._rules.pairs else {}
                return replace(found, aspects=aspects)
        return None

    def _swapped(self, frame: Frame, last: Frame) -> Frame | None:
        """Return the last comparison with one state in place of another one."""
        named, before = frame.get("state"), last.get("state")
        old = [id_ for id_ in named if id_ in before]
        new = [id_ for id_ in named if id_ not in before]
        if not (self._rules.says("swapped", frame.text) and len(old) == len(new) == 1):
            return None
        states = tuple(new[0] if id_ == old[0] else id_ for id_ in before)
        return self.on(last, last.intent, frame, state=states)

    def between(self, frame: Frame, last: Frame, *, certain: bool = False) -> Frame | None:
        """Compare what was named so far: "which of those is the highest?"."""
        said = self._rules.says("between", frame.text) and not self._rules.says(
            "begins", frame.text
        )
        if not (said or certain):
            return None
        if several := self.those(frame):
            return several
        for kind in self.kinds(last.intent):
            recent = [f.get(kind) for f in self._known[:LOOK_BACK] if f.intent == last.intent]
            ids = tuple(dict.fromkeys(id_ for ids in reversed(recent) for id_ in ids))
            if len(ids) >= 2 and kind not in self._rules.comparisons:
                return self.on(last, last.intent, frame, frame.get(MEASURE), **{kind: ids})
        for kind, intent in self._rules.comparisons.items():
            if self._rules.family[intent] != self._rules.family.get(last.intent):
                continue
            ids = last.get(kind)
            if len(ids) < 2:
                recent = [f.get(kind) for f in self._known[:LOOK_BACK]]
                ids = tuple(dict.fromkeys(id_ for ids in reversed(recent) for id_ in ids))
            if len(ids) >= 2:
                turn = self.turn(self._rules.words, frame, last)
                measure = (turn.measure,) if turn and turn.measure else last.get(MEASURE)
                measure = frame.get(MEASURE) or measure
                if kind == STATE:
                    measure = tuple(one for one in measure if one in self._rules.of_states)
                found = frame.of(intent, **{kind: ids, MEASURE: measure})
                if kind in self._rules.pairs:
                    # "Which takes longer?" after two programs compares them.
                    return replace(found, aspects={intent: COMPARE})
                return found
        return None

    def of_several(self, frame: Frame) -> Frame | None:
        """Return the comparison that certain words ask for, whatever else they were taken for."""
        last = self._last
        # What the last topic has a use for is no side of a comparison, but something to compare.
        sides = SIDES - set(self.kinds(last.intent) if last else ())
        named = set(self.named(frame)) - sides
        if last is None or named:
            return None
        family = self._rules.family
        several = any(
            len(last.get(kind)) > 1 and family.get(last.intent) == family[intent]
            for kind, intent in self._rules.comparisons.items()
        )
        again = several and self._rules.says("which_one", frame.text)
        again = again and not self._rules.says("for_me", frame.text)
        # "Which has more questions" asks something narrow of the two.
        meant = self.aspected(self.in_context(frame))
        again = again and meant.intent != last.intent and not self.is_about_pay(meant)
        if not again and not self._rules.says("of_several", frame.text):
            return None
        return self.between(frame, last, certain=True)

    def is_about_pay(self, frame: Frame) -> bool:
        """Tell whether pay is asked of in narrow, for no figure: "which one do taxes follow"."""
        narrow = bool(frame.aspect) and frame.aspect not in self._rules.measures
        return narrow and self._rules.family.get(frame.intent) == "pay"

    def those(self, frame: Frame) -> Frame | None:
        """Return the frame with the two or more that the rest of its message names.

        "I could go to Ohio or Iowa. Which of these states pays more?"
        """
        if not self._rules.says("between", frame.text):
            return None
        for kind, intent in self._rules.comparisons.items():
            ids = frame.around.get(kind, ())
            same = self._rules.family.get(frame.intent) == self._rules.family[intent]
            if len(ids) > 1 and not frame.get(kind) and same:
                return frame.of(intent, **{kind: ids})
        return None
