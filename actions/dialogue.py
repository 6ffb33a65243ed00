"""What a message asks in the light of what was asked before; pure, its data in dialogue.yml."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from actions import recommendation
from actions.dialogue_again import once_more
from actions.dialogue_certain import Certain
from actions.dialogue_context import LOOK_BACK, MEASURE, Context, Past
from actions.dialogue_rules import RULES
from actions.dialogue_subject import about_last
from actions.dialogue_words import is_elsewhere
from actions.frame import CLEAR, LESS, Frame
from actions.guesses import FALLBACK, FOLLOW_UP, guess, is_weak, second_guess, thought_of
from actions.places import AMOUNT, doubted, other_of_two, picked, sibling, with_both, with_states
from actions.subjects import subjects_of

ASK_TOPIC = "ask_topic"
# "What about Alaska?", with nothing before it.
ASK_STATE = "ask_state"
PAY_STATE = "pay_state"
OUT_OF_SCOPE = "out_of_scope"
# Marks a frame that answers the last question once more.
REPEATED = "repeated"


def resolve(
    frames: Sequence[Frame], history: Sequence[Frame] = (), past: Past | None = None
) -> list[Frame]:
    """Return the frames to answer, in order.

    `frames` are the clauses of one message, `history` the topics before it, the latest first,
    `past` what else is known of the conversation. A frame comes back unchanged when it needs
    nothing from before; intents that the classifier does not know ask back (`ask_topic`,
    `ask_place`) or name a gap (`pay_billing`).
    """
    # What was asked back about a state was about pay there.
    known = [one.of(PAY_STATE) if one.intent == ASK_STATE else one for one in history]
    before = subjects_of(known)
    frames = once_more(frames, known, RULES) or frames
    answers: list[Frame] = []
    elsewhere = billing = False
    for number, frame in enumerate(recommendation.one_wish(frames, RULES.recommendable)):
        if elsewhere and not RULES.says("our_work", frame.text):
            # "What does a plumber earn, and how long is the school?"
            frame = frame.of(OUT_OF_SCOPE)
        elsewhere = frame.intent == OUT_OF_SCOPE and is_elsewhere(frame)
        if billing and RULES.family.get(frame.intent) == "pay" and not _says(frame, "unless"):
            # "What about billers, what do they make?"
            frame = frame.of(RULES.no_pay["intent"])
        billing = _says(frame, "words") and not _says(frame, "unless")
        resolver = Resolver(RULES, known, past or Past(), same_message=number > 0)
        if frame.intent == RULES.no_pay["intent"] and answers and _says(answers[-1], "only_named"):
            # "What about billers, what do they make?" asks for their pay alone.
            answers.pop()
        found = list(map(resolver.aspected, resolver.resolve(frame)))
        # The classifier put the names from before this message in front.
        same = subjects_of(known) == before and len(found) == 1
        # Certain words mean what they mean, whatever was told of.
        same = same and resolver.turn(RULES.overrides, frame, frame) is None
        again = about_last(frame, found[0], known, RULES) if same else None
        if again is not None:
            found = [resolver.aspected(again)]
        for answer in found:
            if not any(_is_same(answer, other, resolver) for other in answers):
                answers.append(answer)
            if answer.intent in RULES.family:
                known.insert(0, answer)
    return answers


def _says(frame: Frame, key: str) -> bool:
    """Tell whether a frame holds the words of a pattern about pay that the documents lack."""
    return bool(re.search(RULES.no_pay[key], frame.text, re.IGNORECASE))


def _is_same(answer: Frame, other: Frame, resolver: Context) -> bool:
    """Tell whether two frames ask the same: of one topic, and nothing that the words stress."""
    same = (answer.intent, answer.values, answer.aspect) == (
        other.intent,
        other.values,
        other.aspect,
    )
    return same and not resolver.stressed(answer, answer)


class Resolver(Certain):
    """Reads one frame against the topics before it."""

    def resolve(self, frame: Frame) -> list[Frame]:
        """Return what is asked: one frame, or two when a state and a group of coders are named."""
        if frame.chosen or frame.intent == self._rules.no_pay["intent"]:
            return [frame]
        if self._last is None and self.is_bare(frame):
            return [frame.of(ASK_TOPIC)]
        if work := self.paid_elsewhere(frame):
            return [frame.of(OUT_OF_SCOPE, other_occupation=work)]
        frame = with_both(self.others(frame), self._rules)
        alone, frame = frame, self.aspected(self.in_context(frame))
        if named := self.named_at_last(alone):
            return [named]
        if other := other_of_two(frame, self._known, self._rules):
            return [self._follow_up(other)]
        for read in (picked, sibling):
            answer = read(frame, self._last, self._rules)
            if answer is not frame:
                return [self._follow_up(answer)]
        if certain := self.certain(alone):
            return [self.ordered(self.counted(certain), frame)]
        self.leave_billing(frame)
        self.look_back(frame)
        if self._is_unpaid(frame):
            return [frame.of(self._rules.no_pay["intent"])]
        if general := self.in_general(frame):
            return [self.counted(general)]
        weak = self._last is not None and is_weak(frame, self._rules)
        if frame.intent in self._rules.asides:
            if weak and is_elsewhere(frame):
                return [frame.of(OUT_OF_SCOPE)]
            words = self._by_words(frame) if weak else None
            # "What if I move to Chicago with my boys" sounds personal.
            doubt = dict(frame.ranking).get(frame.intent, 0.0) < CLEAR + 2 * LESS
            return [words or (self._named_again(frame) if doubt else None) or frame]
        if self.is_software(frame):
            return [frame.of(OUT_OF_SCOPE)]
        frame = self.measured(self.surrounded(with_states(frame, self._rules)))
        frame = self.experienced(frame)
        if frame.intent == self._rules.places["ask_back"]:
            return [doubted(frame, self._last) or frame]
        if self.is_ellipsis(frame):
            found = self._follow_up(replace(frame, ranking=()))
        elif frame.intent == FALLBACK or (weak and frame.intent != FOLLOW_UP):
            found = self._unsure(frame)
        elif frame.intent == FOLLOW_UP:
            found = self._follow_up(frame)
        else:
            found = self.topic(frame)
        return self.beside(frame, self.ordered(found, frame))

    def _unsure(self, frame: Frame) -> Frame:
        """Read what was not understood by what stands around it; never by a single sign."""
        last, likely = self._last, guess(frame, self._last, self._rules)
        if self.is_wish(frame):
            return frame.of(recommendation.RECOMMEND)
        if last is None:
            return self._supported(frame, likely)
        asked = likely or ("" if frame.intent == FALLBACK else frame.intent)
        if len(frame.text.split()) > 2 * self._rules.short_words:
            return self.topic(frame.of(asked)) if asked else frame
        if by_words := self._by_words(frame):
            return by_words
        found = self._follow_up(replace(frame, ranking=()))
        found = replace(found, ranking=frame.ranking)
        goes_on = self._rules.family.get(found.intent) == self._rules.family.get(last.intent)
        if likely and self.named(frame) and not thought_of(frame, found.intent, self._rules):
            goes_on = goes_on and self._rules.fits(self._rules.family[last.intent], likely)
        if found.intent == OUT_OF_SCOPE or (goes_on and found.intent != ASK_TOPIC):
            return found
        if likely:
            return self.topic(frame.of(likely), linked=True)
        if found.intent != ASK_TOPIC:
            return found
        return self.topic(frame.of(asked)) if asked else frame

    def _named_again(self, frame: Frame) -> Frame | None:
        """Read a few words that name what the last topic has a use for: "is Texas ok?"."""
        last = self._last
        if last is None or is_elsewhere(frame) or self._rules.says("other_work", frame.text):
            return None
        frame = with_states(frame, self._rules)
        kinds = set(self.named(frame))
        fits = kinds and kinds <= set(self._rules.accepts.get(last.intent, ()))
        few = len(frame.text.split()) <= 2 * self._rules.short_words
        return self._follow_up(frame.of(FOLLOW_UP)) if fits and few else None

    def _by_words(self, frame: Frame) -> Frame | None:
        """Read words that mean something certain after the last topic, whatever was understood."""
        last = self._last
        if (
            last is None
            or self.named(frame)
            or len(frame.text.split()) > 2 * self._rules.short_words
        ):
            return None
        turn = self.turn(self._rules.words, frame, last)
        if turn is not None and (turn.intent or turn.keep):
            measure = (turn.measure,) if turn.measure else frame.get(MEASURE)
            program = {"program": (turn.program,)} if turn.program else {}
            return self.on(last, turn.intent or last.intent, frame, measure, **program)
        return self.on(last, last.intent, frame) if self.stressed(frame, last) else None

    def _supported(self, frame: Frame, likely: str) -> Frame:
        """Read the first question by what it names, if the classifier thought of that, too."""
        if not self.named(frame) and not frame.get(MEASURE):
            return frame
        found = self._follow_up(replace(frame, ranking=()))
        if found.intent == OUT_OF_SCOPE:
            return frame
        if thought_of(frame, found.intent, self._rules):
            return replace(found, ranking=frame.ranking)
        return self.topic(frame.of(likely)) if likely else frame

    def _is_unpaid(self, frame: Frame) -> bool:
        table = self._rules.no_pay
        after_pay = self._last is not None and self._rules.fits("pay", self._last.intent)
        about_pay = _says(frame, "with") or (after_pay and frame.intent == FOLLOW_UP)
        return (
            frame.intent in table["intents"]
            and _says(frame, "words")
            and about_pay
            and not _says(frame, "unless")
        )

    # Follow-ups ---------------------------------------------------------------------------------

    def _follow_up(self, frame: Frame) -> Frame:
        last = self._last
        if self._rules.says("other_work", frame.text) and set(self.named(frame)) <= {"state"}:
            return frame.of(OUT_OF_SCOPE)
        if last is not None:
            frame = self.corrected(frame, last)
            if not self.named(frame) and (several := self.between(frame, last)):
                return several
            if told := self._told(frame, last):
                return told
        for kind in self.named(frame):
            return self._turned(kind, frame)
        if last is not None and self.is_national(frame, last):
            return frame.of("pay_national")
        if turn := self.turn(self._rules.words, frame, last or Frame("")):
            measure = (turn.measure,) if turn.measure else frame.get(MEASURE)
            if last is not None and (turn.intent or turn.keep):
                program = {"program": (turn.program,)} if turn.program else {}
                return self.on(last, turn.intent or last.intent, frame, measure, **program)
            frame = frame.of(frame.intent, measure=frame.get(MEASURE) or measure)
        if frame.get(MEASURE) and (measured := self.turned_by_measure(frame)):
            return measured
        if last is None:
            return frame.of(ASK_TOPIC)
        if self.stressed(frame, last):
            return self.on(last, last.intent, frame)
        if intent := second_guess(frame, self._rules):
            return self.topic(frame.of(intent), linked=True)
        if frame.intent == FOLLOW_UP and self._rules.says("points_back", frame.text):
            return self.on(last, last.intent, frame, **{REPEATED: ("yes",)})
        return frame.of(ASK_TOPIC)

    def _only_goes_on(self, frame: Frame) -> bool:
        """Tell whether a message goes on from something that was never said: "and Ohio?"."""
        said = frame.intent == FOLLOW_UP and self._rules.says("goes_on", frame.text)
        return said and self._past.declined is None and not frame.get(MEASURE)

    def _told(self, frame: Frame, last: Frame) -> Frame | None:
        """Take up what a visitor says of a figure."""
        if self.named(frame):
            return None
        if frame.get(AMOUNT) and last.intent in self._rules.claims["intents"]:
            return self.on(last, last.intent, frame, frame.get(MEASURE))
        return None

    def _turned(self, kind: str, frame: Frame) -> Frame:
        """Replace the kind that is named, and the intent when it has no use for that kind."""
        last, rules = self._last, self._rules
        ids = frame.get(kind)
        if last and kind in rules.comparisons and rules.says("compare", frame.text):
            both = tuple(dict.fromkeys((*last.get(kind), *ids)))
            if len(both) > len(ids):
                return self.on(last, rules.comparisons[kind], frame, **{kind: both})
        if last and (near := self.near(kind, last)):
            return self.counted(self.on(near, near.intent, frame), recall=False)
        intent = self.taking_over(kind, ids, last)
        if kind == "state" and rules.says("money", frame.text):
            # "Back to money, Hawaii", whatever was talked about meanwhile.
            intent = PAY_STATE if rules.family.get(intent) != "pay" else intent
        if last and intent == last.intent and kind not in rules.accepts.get(intent, ()):
            # A state, say, after a question that has nothing to do with states.
            earlier = next((f for f in self._known[1:LOOK_BACK] if kind in f.values), None)
            if earlier is not None:
                return self.on(earlier, earlier.intent, frame)
        if last is None and intent == PAY_STATE and self._only_goes_on(frame):
            return frame.of(ASK_STATE)
        if last is None:
            return self.counted(frame.of(intent), recall=False)
        return self.counted(self.on(last, intent, frame), recall=False)
