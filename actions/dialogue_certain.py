"""Words that mean one thing only after the last topic, whatever the classifier made of them."""

from __future__ import annotations

from dataclasses import replace

from actions import recommendation
from actions.dialogue_context import MEASURE, TOLD
from actions.dialogue_topics import FEW, Topics
from actions.frame import CLEAR, Frame
from actions.guesses import FOLLOW_UP
from actions.recommendation import RECOMMEND

LADDER = "career_ladder"
CHOICE = "certification_choice"
# What these ask of coders is asked of a role after it was talked about.
NEEDS = frozenset({"requirements", "steps", "skills"})


class Certain(Topics):
    """Reads a frame by its words alone, before what it means after the last topic."""

    def named_at_last(self, frame: Frame) -> Frame | None:
        """Take the name that was asked back for, whatever else the message tells.

        "The CCA, I guess. That's the one on the flyer", after "which certification?".
        """
        last = self._last
        kind = self._rules.needs_subject.get(last.intent) if last else None
        if last is None or kind is None or last.get(kind) or not frame.get(kind):
            return None
        if frame.get(MEASURE) or recommendation.is_question(frame.text):
            return None
        asked = frame.of(last.intent, **{MEASURE: last.get(MEASURE)})
        return replace(asked, aspects={last.intent: last.aspect} if last.aspect else {})

    def certain(self, frame: Frame) -> Frame | None:
        """Return what words ask for that mean one thing only after the last topic."""
        last = self._last
        if last is None:
            return None
        if self.is_any_state(frame, last):
            return frame.of("rank_states")
        if self.is_national(frame, last):
            return frame.of("pay_national")
        if self._is_of_the_post(frame, last):
            return frame.of(LADDER, role=last.get("role"), program=())
        if field := self._paid_field(frame, last):
            return frame.of("pay_specialty", specialty=(field,))
        if found := self._by_certain_words(frame, last):
            return found
        if self._tells_of_oneself(frame, last):
            return frame.of(RECOMMEND)
        return self.of_several(frame) or self._refined(frame, last)

    @staticmethod
    def _tells_of_oneself(frame: Frame, last: Frame) -> bool:
        """Tell whether somebody says where, or after how long, after the choice for beginners.

        "Hospital, it's the only place I know", "total beginner": one of them begins the form.
        """
        if last.intent != CHOICE or recommendation.is_question(frame.text):
            return False
        sure = dict(frame.ranking).get(frame.intent, 0.0) >= CLEAR
        answers = recommendation.read(frame)
        few = len(frame.text.split()) <= FEW and bool(frame.get("experience_level"))
        told = few or recommendation.is_about_oneself(frame.text)
        return told and not sure and bool(answers.place or answers.experience)

    def _is_of_the_post(self, frame: Frame, last: Frame) -> bool:
        """Tell whether it is asked what the role before needs: "does that post ask for more?"."""
        needs = frame.intent in NEEDS and last.intent in (LADDER, "pay_role")
        return bool(needs and last.get("role")) and self._rules.says("that_post", frame.text)

    def _paid_field(self, frame: Frame, last: Frame) -> str:
        """Return the field that "what does that kind of coding pay" means after a certification."""
        if self.named(frame) or not self._rules.says("money", frame.text):
            return ""
        if not self._rules.says("that_kind", frame.text):
            return ""
        held = last.get("certification") or last.get(TOLD["certification"])
        field = self._rules.fields.get(held[0], "") if len(held) == 1 else ""
        return next(iter(last.get("specialty")), field)

    def _by_certain_words(self, frame: Frame, last: Frame) -> Frame | None:
        """Return what the table `certain` says that a few words mean after the last topic."""
        few = len(frame.text.split()) <= 2 * self._rules.short_words
        if not few or self.named(frame):
            return None
        turn = self.turn(self._rules.certain, frame, last)
        if turn is None:
            return None
        measure = (turn.measure,) if turn.measure else ()
        aspects = {turn.intent: turn.aspect} if turn.aspect else {}
        asked = replace(self.on(last, turn.intent, frame, measure), aspects=aspects)
        return self.completed(asked)

    def _refined(self, frame: Frame, last: Frame) -> Frame | None:
        """Take up what somebody adds after a recommendation: "I don't mind if it costs more"."""
        few = len(frame.text.split()) <= self._rules.short_words
        sure = frame.intent != FOLLOW_UP and dict(frame.ranking).get(frame.intent, 0.0) >= CLEAR
        sure = sure and not few
        if last.intent != RECOMMEND or sure or recommendation.is_question(frame.text):
            return None
        answers = recommendation.given(frame)
        return self.on(last, RECOMMEND, frame, (), **answers) if answers else None
