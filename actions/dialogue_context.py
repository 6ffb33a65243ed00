"""The topics before a message, and what can be looked up in them with the rules."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from actions import recommendation
from actions.dialogue_rules import Rules, Turn
from actions.experience import LEVEL, level_in
from actions.frame import Frame
from actions.guesses import FALLBACK, FOLLOW_UP
from actions.recommendation import RECOMMEND

MEASURE = "measure"
LOOK_BACK = 4
# Which end of a list is shown; see rank_states.
ORDER_OF_LIST = "order"
# Of several kinds in one follow-up, the first of these says what it is about.
ORDER = (
    "certification",
    "role",
    "specialty",
    "experience_level",
    "program",
    "organization",
    "code_system",
    "software",
    "workplace",
    "state",
)


@dataclass(frozen=True)
class Past:
    """What is known of a conversation besides its topics.

    `declined` is the visitor's last message if it got an honest no. `stressed` tells whether the
    answers of an intent have a part of their own for the words of a message.
    """

    declined: Frame | None = None
    stressed: Callable[[str, str], bool] = lambda intent, text: False


class Context:
    """What was talked about before one frame; `known` holds the topics, the latest first."""

    def __init__(
        self, rules: Rules, known: Sequence[Frame], past: Past, *, same_message: bool
    ) -> None:
        self._rules = rules
        self._past = past
        self._known = known
        self._last = known[0] if known else None
        self._same_message = same_message

    def named(self, frame: Frame) -> list[str]:
        """Return the kinds that a frame names, the one that it is about first."""
        return [kind for kind in ORDER if frame.get(kind)]

    def corrected(self, frame: Frame, last: Frame) -> Frame:
        """Drop what is only named to be taken back: "not Texas, Tennessee" after Texas."""
        if not self._rules.says("correction", frame.text):
            return frame
        values = {
            kind: tuple(id_ for id_ in ids if id_ not in last.get(kind)) or ids
            for kind, ids in frame.values.items()
        }
        return frame.of(frame.intent, **values)

    def between(self, frame: Frame, last: Frame) -> Frame | None:
        """Compare what was named so far: "which of those is the highest?"."""
        if not self._rules.says("between", frame.text) or self._rules.says("begins", frame.text):
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
                return frame.of(intent, **{kind: ids, MEASURE: measure})
        return None

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

    def surrounded(self, frame: Frame) -> Frame:
        """Return the frame with what its pronoun stands for in the rest of the message.

        "Coding auditors, I was wondering: how much do they get?"
        """
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
            return frame.of(intent, **{kind: ids}) if same else frame
        return frame

    def measured(self, frame: Frame) -> Frame:
        """Return the frame with the topic that its measure means."""
        if self._rules.says("paid_states", frame.text):
            left = tuple(one for one in frame.get(MEASURE) if one != "top-10-percent")
            return frame.of(frame.intent, **{MEASURE: left})
        override = self.turn(self._rules.overrides, frame, frame)
        if override is not None:
            return frame.of(override.intent)
        topics = self._rules.measure_topics
        intent = next((topics[one] for one in frame.get(MEASURE) if one in topics), "")
        same = self._rules.family.get(frame.intent) == self._rules.family.get(intent)
        return frame.of(intent) if intent and same else frame

    def leave_billing(self, frame: Frame) -> None:
        """Take coders for the last topic, when they are asked for after the pay of billers."""
        table = self._rules.no_pay
        billing = self._last is not None and self._last.intent == table["intent"]
        if self._last and billing and re.search(table["unless"], frame.text, re.IGNORECASE):
            self._last = self._last.of("pay_national")

    def is_ellipsis(self, frame: Frame) -> bool:
        """Tell whether a few words only name something that the last topic has a use for.

        "Like ten years?" after pay by experience, whatever else they were taken for.
        """
        last, rules = self._last, self._rules
        if last is None or frame.intent in (FALLBACK, FOLLOW_UP) or not frame.ranking:
            return False
        kinds = self.named(frame)
        unsure = dict(frame.ranking).get(frame.intent, 1.0) < rules.guesses["sure_of_few_words"]
        here = not set(kinds) & set(rules.accepts.get(frame.intent, ()))
        there = bool(kinds) and set(kinds) <= set(rules.accepts.get(last.intent, ()))
        return unsure and here and there and len(frame.text.split()) <= rules.short_words

    def ordered(self, frame: Frame, asked: Frame) -> Frame:
        """Return the frame with the end of the list that it asks for, or that was shown last."""
        if frame.intent != "rank_states":
            return frame
        named = [end for end, words in self._rules.order.items() if words.search(asked.text)]
        if frame.get("state"):
            # A state from before gives way to the list.
            if asked.get("state") or not named:
                return frame
            frame = frame.of(frame.intent, state=())
        return frame.of(
            frame.intent, **{ORDER_OF_LIST: tuple(named[:1]) or frame.get(ORDER_OF_LIST)}
        )

    def in_general(self, frame: Frame) -> Frame | None:
        """Return what was declined for one's own case, asked in general: "just in general then"."""
        if frame.intent not in (FOLLOW_UP, FALLBACK, "definition"):
            return None
        if self._past.declined is None or not self._rules.says("in_general", frame.text):
            return None
        for line in self._rules.declined:
            if line.words is not None and line.words.search(self._past.declined.text):
                accepted = self._rules.accepts.get(line.intent, ())
                places = self._past.declined.get("state")
                state = places if "state" in accepted or line.intent == "pay_national" else ()
                return frame.of(line.intent, state=frame.get("state") or state)
        return None

    def experienced(self, frame: Frame) -> Frame:
        """Return the frame with the level of experience that its words speak of."""
        last = self._last.intent if self._last and frame.intent in (FOLLOW_UP, FALLBACK) else ""
        if last == RECOMMEND or frame.get(LEVEL):
            return frame
        intent = last or frame.intent
        by_experience = LEVEL in self._rules.accepts.get(intent, ()) or bool(
            last and self._rules.family.get(last) == "pay"
        )
        by_experience = by_experience and intent not in {RECOMMEND, *self._rules.recommendable}
        money = frame.intent == FALLBACK and bool(frame.get("claim_amount"))
        level = level_in(frame.text) if by_experience or money else None
        if frame.intent == "pay_national" and self._rules.says("starting", frame.text):
            level = "entry-level"
        return frame.of(frame.intent, **{LEVEL: (level,)}) if level else frame

    def stressed(self, frame: Frame, last: Frame) -> bool:
        """Tell whether a topic has an answer of its own for the words of the frame."""
        return self._past.stressed(last.intent, frame.text)

    def given_way(self, frame: Frame) -> Frame:
        """Return the frame with the intent that answers for a kind which its own has no use for.

        "What do auditors do?" is a question about the role, not about the duties of coders.
        """
        money = self._rules.says("money", frame.text)
        table = (self._rules.money_topics if money else {}).get(frame.intent, {})
        table = table or self._rules.gives_way.get(frame.intent, {})
        kind = next((kind for kind in table if frame.get(kind)), "")
        if not kind:
            return frame
        intent = table[kind]
        kept = frame.get(MEASURE) if MEASURE in self._rules.accepts.get(intent, ()) else ()
        return frame.of(intent, **{MEASURE: kept})

    def near(self, kind: str, last: Frame) -> Frame | None:
        """Return an earlier topic of the same family that has a use for the kind; last has none."""
        rules = self._rules
        if kind in rules.accepts.get(last.intent, ()):
            return None
        family = rules.family.get(last.intent)
        for frame in self._known[1:LOOK_BACK]:
            same = family is not None and rules.family.get(frame.intent) == family
            if same and kind in rules.accepts.get(frame.intent, ()):
                return frame
        return None

    def taking_over(self, kind: str, ids: tuple[str, ...], last: Frame | None) -> str:
        """Return the intent that answers when a kind is named after the last topic."""
        rules = self._rules
        intent = last.intent if last else ""
        special = next((rules.subject_topics[i] for i in ids if i in rules.subject_topics), None)
        if special is None and kind in rules.accepts.get(intent, ()):
            return intent
        table = special or rules.takes_over[kind]
        family = rules.family.get(intent, "")
        chosen = table.get(intent) or table.get(family) or table["default"]
        return intent if chosen == "keep" else chosen

    def on(
        self,
        base: Frame,
        intent: str,
        frame: Frame,
        measure: tuple[str, ...] = (),
        **values: tuple[str, ...],
    ) -> Frame:
        """Return the frame with what `base` says about the kinds that the intent accepts."""
        kept = {
            k: ids for k, ids in base.values.items() if k in self._rules.accepts.get(intent, ())
        }
        merged = {**kept, **frame.values, **values}
        if measure:
            merged[MEASURE] = measure
        elif frame.values and len(frame.text.split()) > self._rules.short_words:
            # A whole sentence that names something new says itself what it asks of it.
            merged.pop(MEASURE, None)
        if intent == base.intent == RECOMMEND:
            merged = recommendation.replaced(merged, frame)
        return frame.of(intent, **merged)

    def turn(self, table: Sequence[Turn], frame: Frame, last: Frame) -> Turn | None:
        """Return the first line of a table that fits the words and what was talked about."""
        for turn in table:
            if (
                (turn.words is None or turn.words.search(frame.text))
                and (not turn.after or self._rules.fits(turn.after, last.intent))
                and (not turn.needs or last.get(turn.needs))
                and (not turn.last_measures or set(turn.last_measures) & set(last.get(MEASURE)))
            ):
                return turn
        return None

    def kinds(self, intent: str) -> list[str]:
        """Return the kinds of subjects that an intent has a use for."""
        return [kind for kind in self._rules.accepts.get(intent, ()) if kind != MEASURE]

    def inherited(self, frame: Frame, last: Frame, *, pronoun: bool) -> Frame:
        """Return the frame with the subjects of the last topic, if that is of the same family.

        A pronoun carries some kinds further: "what do they do?" after the pay of auditors.
        """
        kinds: list[str] = []
        if self._rules.family.get(frame.intent) == self._rules.family.get(last.intent):
            kinds += self.kinds(frame.intent)
        if pronoun:
            kinds += [k for k, intents in self._rules.carried.items() if frame.intent in intents]
        values = {kind: last.get(kind) for kind in kinds}
        return frame.of(frame.intent, **{kind: ids for kind, ids in values.items() if ids})

    def completed(self, frame: Frame) -> Frame:
        """Look further back for a subject without which the question could not be answered."""
        kind = self._rules.needs_subject.get(frame.intent)
        if kind is None or frame.get(kind):
            return frame
        found = next((f.get(kind) for f in self._known[:LOOK_BACK] if f.get(kind)), ())
        return frame.of(frame.intent, **{kind: found})

    def counted(self, frame: Frame, *, recall: bool = True) -> Frame:
        """Choose between one state and several, and fetch the one that is compared with."""
        for kind, ids in self._rules.pairs.items():
            asked = kind in self._rules.accepts.get(frame.intent, ())
            if asked and len(frame.get(kind)) < 2 and self._rules.says("difference", frame.text):
                frame = frame.of(frame.intent, **{kind: ids})
        states = frame.get("state")
        if frame.intent == "pay_national" and states:
            frame = frame.of("pay_state")
        if frame.intent == "pay_state" and len(states) > 1:
            return frame.of("compare_states")
        kind = next((k for k, i in self._rules.comparisons.items() if i == frame.intent), "")
        if kind and len(frame.get(kind)) == 1:
            known = self._known[:LOOK_BACK] if recall else ()
            others = [f.get(kind) for f in known if set(f.get(kind)) - set(frame.get(kind))]
            if others:
                both = tuple(dict.fromkeys((*others[0], *frame.get(kind))))
                return frame.of(frame.intent, **{kind: both})
            return frame.of("pay_state") if kind == "state" else frame
        return frame
