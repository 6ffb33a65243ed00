"""What the words of one frame say by themselves, before it is read against the last topic."""

from __future__ import annotations

import re
from dataclasses import replace

from actions.dialogue_comparing import Comparing
from actions.dialogue_context import LOOK_BACK, MEASURE, ORDER
from actions.experience import LEVEL, level_in
from actions.frame import Frame
from actions.guesses import FALLBACK, FOLLOW_UP
from actions.recommendation import RECOMMEND

# Which end of a list is shown; see rank_states.
ORDER_OF_LIST = "order"
NEXT_OF_LIST = "next"
DURATION = "duration"
PROGRAMS = "programs"
# It has no exam of its own, and its time is until the mark goes away.
APPRENTICE = "cpc-a"
# Intents whose general answer lists what there is.
RESTS = frozenset({"workplaces", "software", "code_systems"})
REMOTE = "remote_work"
# Narrow questions on where one works and where the employer sits.
HEAD_OFFICE = "head-office"
PAY_LOCATION = "pay-location"
# Narrow questions that are the same whatever role somebody has.
OF_EVERYBODY = frozenset({"record"})
# Other countries, other work, codes of other kinds and single employers.
ELSEWHERE = ("other_country", "other_occupation", "other_code", "other_employer")


def is_elsewhere(frame: Frame) -> bool:
    """Tell whether a frame names what the documents say nothing about."""
    return any(frame.get(kind) for kind in ELSEWHERE)


class WordsReader(Comparing):
    """Completes or turns a frame by what its words stress; the tables are in dialogue.yml."""

    def surrounded(self, frame: Frame) -> Frame:
        """Return the frame with what its pronoun stands for in the rest of the message.

        "Coding auditors, I was wondering: how much do they get?"
        """
        few = len(frame.text.split()) <= self._rules.short_words
        if frame.intent == FOLLOW_UP and self._last is None and few and not self.named(frame):
            # "True?", after a sentence that says what.
            return frame.of(frame.intent, **frame.around)
        points = any(self._rules.says(name, frame.text) for name in ("pronoun", "the_pay"))
        if self.named(frame) or not points:
            return frame
        for kind in ORDER:
            ids = tuple(id_ for id_ in frame.around.get(kind, ()) if id_ not in self._rules.stories)
            if len(ids) != 1 or kind == "workplace":
                continue
            here = Frame(frame.intent)
            intent = self.taking_over(kind, ids, here)
            same = self._rules.family.get(intent) == self._rules.family.get(frame.intent)
            # A program that is named beside it is not what "the steps to get into this" mean.
            same = same and intent != PROGRAMS
            return frame.of(intent, **{kind: ids}) if same else frame
        return frame

    def paid_elsewhere(self, frame: Frame) -> tuple[str, ...]:
        """Return the other work, named before, of the person whose pay is asked for, if any.

        "And a dental hygienist, how much she earns?" is cut at the comma.
        """
        says = self._rules.says
        if self.named(frame) or says("our_work", frame.text) or not says("their_pay", frame.text):
            return ()
        return frame.around.get("other_occupation", ())

    def others(self, frame: Frame) -> Frame:
        """Drop what is only named to ask for the rest: "who hires besides hospitals?"."""
        if not self._rules.says("besides", frame.text):
            return frame
        named = {kind: () for kind in self._rules.by_aspect if frame.get(kind)}
        return frame.of(frame.intent, **named) if frame.intent in RESTS else frame

    def is_national(self, frame: Frame, last: Frame) -> bool:
        """Tell whether a measure is asked for the whole country, after an answer about a state."""
        pay = self._rules.family.get(last.intent) == "pay" and bool(last.get("state"))
        few = frame.intent == FOLLOW_UP and len(frame.text.split()) <= self._rules.short_words
        asks = self._is_of_pay(frame) or (few and not self.named(frame))
        here = self._rules.says("national", frame.text) and asks
        return pay and here and not self._rules.says("compare", frame.text)

    def _is_of_pay(self, frame: Frame) -> bool:
        """Tell whether a measure is named that pay has: "how many jobs are there" names none."""
        return any(
            turn.after == "pay"
            for measure in frame.get(MEASURE)
            for turn in self._rules.measures.get(measure, ())
        )

    def is_any_state(self, frame: Frame, last: Frame) -> bool:
        """Tell whether the best or the worst of all states is asked for, after pay by place."""
        by_place = last.intent in self._rules.by_place or last.intent == "rank_states"
        ends = any(words.search(frame.text) for words in self._rules.order.values())
        few = len(frame.text.split()) <= 2 * self._rules.short_words
        here = by_place and ends and few and not self.named(frame) and not frame.get(MEASURE)
        return here and self._rules.says("which_state", frame.text)

    def place_before(self, frame: Frame) -> tuple[str, ...]:
        """Return the states that "there" means, from a little further back."""
        if not self._rules.says("place_word", frame.text):
            return ()
        recent = self._known[:LOOK_BACK]
        return next((one.get("state") for one in recent if one.get("state")), ())

    def is_bare(self, frame: Frame) -> bool:
        """Tell whether a question leaves out what it is about: "how much?"."""
        says = self._rules.says("bare_question", frame.text)
        return says and not self.named(frame) and not frame.get(MEASURE)

    def is_software(self, frame: Frame) -> bool:
        """Tell whether a question about pay means the coders of software."""
        about_pay = self._rules.family.get(frame.intent) == "pay"
        return about_pay and self._rules.says("software_work", frame.text)

    def measured(self, frame: Frame) -> Frame:
        """Return the frame with the topic that its measure means."""
        if self._rules.says("paid_states", frame.text):
            left = tuple(one for one in frame.get(MEASURE) if one != "top-10-percent")
            return frame.of(frame.intent, **{MEASURE: left})
        if frame.intent == "compare_states" and frame.aspect == HEAD_OFFICE:
            # By which of two places pay goes; the places are only examples.
            return replace(frame.of(REMOTE), aspects={REMOTE: PAY_LOCATION})
        override = self.turn(self._rules.overrides, frame, frame)
        if override is not None:
            measure = (override.measure,) if override.measure else frame.get(MEASURE)
            turned = frame.of(override.intent, measure=measure)
            narrow = {**turned.aspects, override.intent: override.aspect}
            return replace(turned, aspects=narrow) if override.aspect else turned
        if frame.intent == "certification_compare" and not frame.get(MEASURE):
            turn = self.turn(self._rules.words, frame, frame)
            suits = turn is not None and turn.intent == frame.intent and turn.measure
            return frame.of(frame.intent, measure=(turn.measure,)) if turn and suits else frame
        if frame.intent == "certification_detail" and frame.get(MEASURE) == (DURATION,):
            turn = self.turn(self._rules.measures[DURATION], frame, self._last or Frame(""))
            if turn is not None and turn.measure and frame.get("certification") != (APPRENTICE,):
                return replace(frame.of(frame.intent, measure=(turn.measure,)), aspects={})
            return frame
        if frame.intent == "certification_detail" and not frame.get(MEASURE):
            fee = self._rules.says("cost", frame.text) and not self._rules.says(
                "length", frame.text
            )
            if fee:
                return frame.of(frame.intent, measure=("exam-fee",))
            # "May I bring my books?" stresses the same in a question that stands alone.
            turn = self.turn(self._rules.words, frame, frame)
            asked = turn is not None and turn.intent == frame.intent and turn.measure
            return frame.of(frame.intent, measure=(turn.measure,)) if turn and asked else frame
        general = frame.intent in ("pay_specialty", "pay_role") and not self.named(frame)
        if general and frame.get("other_occupation"):
            # "More than secretaries?" compares with coders as such.
            return frame.of("pay_national")
        topics = self._rules.measure_topics
        intent = next((topics[one] for one in frame.get(MEASURE) if one in topics), "")
        same = self._rules.family.get(frame.intent) == self._rules.family.get(intent)
        if not intent or not same or intent == frame.intent:
            return frame
        takes = set(self.kinds(frame.intent)) - set(self.kinds(intent))
        if any(frame.get(kind) for kind in takes):
            # "How much more do experienced coders make" is about the levels that it names.
            return frame.of(frame.intent, measure=())
        return frame.of(intent)

    def leave_billing(self, frame: Frame) -> None:
        """Take coders for the last topic, when they are asked for after the pay of billers."""
        table = self._rules.no_pay
        billing = self._last is not None and self._last.intent == table["intent"]
        if self._last and billing and re.search(table["unless"], frame.text, re.IGNORECASE):
            self._last = self._last.of("pay_national")

    def look_back(self, frame: Frame) -> None:
        """Take an earlier topic for the last one, when "they" can only mean its people.

        "What do they make?" after the way to become an auditor and what one needs for it.
        """
        last = self._last
        if last is None or frame.intent != "pay_national" or last.get("role"):
            return
        if self._rules.says("they", frame.text) and self._rules.family.get(last.intent) != "pay":
            self._last = next((f for f in self._known[1:LOOK_BACK] if f.get("role")), last)

    def is_ellipsis(self, frame: Frame) -> bool:
        """Tell whether a few words only name something that the last topic has a use for.

        "Like ten years?" after pay by experience, whatever else they were taken for.
        """
        last, rules = self._last, self._rules
        if last is None or frame.intent in (FALLBACK, FOLLOW_UP) or not frame.ranking:
            return False
        kinds = self.named(frame)
        if kinds and rules.says("bare_name", frame.text) and not rules.says("money", frame.text):
            # "What about a CDI specialist" asks the same as before, whatever it means alone.
            return True
        here = not set(kinds) & set(rules.accepts.get(frame.intent, ()))
        there = bool(kinds) and set(kinds) <= set(rules.accepts.get(last.intent, ()))
        return here and there and self._is_few_and_unsure(frame)

    def _is_few_and_unsure(self, frame: Frame) -> bool:
        """Tell whether a frame has few words, of which the classifier was not very sure."""
        sure = dict(frame.ranking).get(frame.intent, 1.0)
        few = len(frame.text.split()) <= self._rules.short_words
        return few and sure < self._rules.guesses["sure_of_few_words"]

    def ordered(self, frame: Frame, asked: Frame) -> Frame:
        """Return the frame with the end of the list that it asks for, or that was shown last."""
        if frame.intent != "rank_states":
            return frame
        named = [end for end, words in self._rules.order.items() if words.search(asked.text)]
        shown = self._last.get(ORDER_OF_LIST) if self._last else ()
        turned = bool(named and shown) and shown != tuple(named[:1])
        if named and (turned or not asked.aspect):
            # "Now the best ones" asks for the other end, whatever was asked of the list before.
            frame = replace(frame, aspects={})
        if frame.get("state"):
            # A state from before gives way to the list.
            if asked.get("state") or not named:
                return frame
            frame = frame.of(frame.intent, state=())
        # "And the next few" goes on where the list stopped.
        kept = frame.get(ORDER_OF_LIST) or (shown if frame.aspect == NEXT_OF_LIST else ())
        return frame.of(frame.intent, **{ORDER_OF_LIST: tuple(named[:1]) or kept})

    def in_general(self, frame: Frame) -> Frame | None:
        """Return what was declined for one's own case, asked in general: "just in general then"."""
        unsure = frame.intent in (FOLLOW_UP, FALLBACK, "definition")
        least = self._rules.guesses["sure_of_few_words"]
        sure = dict(frame.ranking).get(frame.intent, 0.0) >= least
        said = unsure and self._rules.says("in_general", frame.text)
        said = said or (not sure and self._rules.says("generally", frame.text))
        if self._past.declined is None or not said:
            return None
        for line in self._rules.declined:
            if line.words is not None and line.words.search(self._past.declined.text):
                accepted = self._rules.accepts.get(line.intent, ())
                places = self._past.declined.get("state")
                state = places if "state" in accepted or line.intent == "pay_national" else ()
                asked = frame.of(line.intent, state=frame.get("state") or state)
                return self.given_way(replace(asked, aspects={}))
        return None

    def experienced(self, frame: Frame) -> Frame:
        """Return the frame with the level of experience that its words speak of."""
        unsure = frame.intent in (FOLLOW_UP, FALLBACK) or self._is_few_and_unsure(frame)
        last = self._last.intent if self._last and unsure else ""
        if last == RECOMMEND or frame.get(LEVEL):
            return frame
        intent = last or frame.intent
        by_experience = LEVEL in self._rules.accepts.get(intent, ()) or bool(
            last and self._rules.family.get(last) == "pay"
        )
        by_experience = by_experience and intent not in {RECOMMEND, *self._rules.recommendable}
        money = frame.intent == FALLBACK and bool(frame.get("claim_amount"))
        of_years = self._last is not None and bool(self._last.get(LEVEL))
        level = level_in(frame.text, of_years=of_years) if by_experience or money else None
        if frame.intent == "pay_national" and self._rules.says("starting", frame.text):
            level = "entry-level"
        return frame.of(frame.intent, **{LEVEL: (level,)}) if level else frame

    def given_way(self, frame: Frame) -> Frame:
        """Return the frame with the intent that answers for a kind which its own has no use for.

        "What do auditors do?" is a question about the role, not about the duties of coders.
        """
        money = self._rules.says("money", frame.text)
        table = (self._rules.money_topics if money else {}).get(frame.intent, {})
        table = table or self._rules.gives_way.get(frame.intent, {})
        # "Do they help when the hospital refuses?" asks of duties, not of hospitals.
        narrow = {"workplace"} if frame.aspect else set()
        if frame.aspect in OF_EVERYBODY:
            narrow.add("role")
        kind = next((kind for kind in table if frame.get(kind) and kind not in narrow), "")
        if not kind:
            return frame
        intent = table[kind]
        kept = frame.get(MEASURE) if MEASURE in self._rules.accepts.get(intent, ()) else ()
        return frame.of(intent, **{MEASURE: kept})
