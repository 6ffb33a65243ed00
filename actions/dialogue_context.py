"""The topics before a message, and what can be looked up in them with the rules."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from actions import recommendation
from actions.dialogue_rules import Rules, Turn
from actions.frame import CLEAR, Frame
from actions.guesses import FOLLOW_UP
from actions.recommendation import RECOMMEND

MEASURE = "measure"
LOOK_BACK = 4
# Under what the one certification or role is kept that an answer told of, though nobody named it.
TOLD = {"certification": "told_certification", "role": "told_role"}
# Marks the latest topic of a message that had more than one.
TOGETHER = "together"
# It asks back for the state, so that it is none when one is named.
WHERE_I_LIVE = "where-i-live"
# An aspect that is a measure, too.
TOTAL = "total-cost"
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

    @property
    def _last_intent(self) -> str:
        return self._last.intent if self._last else ""

    def in_context(self, frame: Frame) -> Frame:
        """Return what the frame means after the last topic; a plain "and in Iowa?" stays that."""
        topic = self._last_intent
        sure = dict(frame.ranking).get(FOLLOW_UP, 0.0) >= self._rules.guesses["sure_of_few_words"]
        if frame.intent == FOLLOW_UP and sure and self.named(frame):
            return frame
        meant = frame.in_context(topic, self._rules.family.get(topic))
        if self._is_remark(frame) and dict(meant.ranking).get(meant.intent, 0.0) < CLEAR:
            return frame
        return frame if self._takes_more(frame, meant) else meant

    @staticmethod
    def _is_remark(frame: Frame) -> bool:
        """Tell whether somebody only tells something: "The evenings are very empty now."."""
        told = frame.intent == "personal" and frame.aspect == "remark"
        return told and not recommendation.is_question(frame.text)

    def _takes_more(self, alone: Frame, meant: Frame) -> bool:
        """Tell whether what a frame means alone has a use for the names in it, and `meant` none.

        "Does AAPC do their own classes" after the outlook is a question about AAPC.
        """
        accepts = self._rules.accepts
        named = set(self.named(alone)) - {"workplace"}
        if not named or meant.intent == alone.intent or alone.intent == FOLLOW_UP:
            return False
        return named <= set(accepts.get(alone.intent, ())) and not named & set(
            accepts.get(meant.intent, ())
        )

    def named(self, frame: Frame) -> list[str]:
        """Return the kinds that a frame names, the one that it is about first."""
        return [kind for kind in ORDER if frame.get(kind)]

    def aspected(self, frame: Frame) -> Frame:
        """Return the frame with the measure that its narrow question asks for, if none is named."""
        frame = self._narrowed(frame)
        if frame.intent == "training_cost" and frame.aspect == TOTAL:
            # "What's the whole business cost me" asks for more than the exam's fee.
            return frame.of(frame.intent, **{MEASURE: (TOTAL,)})
        measure = frame.aspect
        kinds = self._rules.accepts.get(frame.intent, ())
        takes = MEASURE in kinds or frame.intent == FOLLOW_UP
        if measure not in self._rules.measures or frame.get(MEASURE) or not takes:
            return frame
        return frame.of(frame.intent, **{MEASURE: (measure,)})

    def _narrowed(self, frame: Frame) -> Frame:
        """Drop a narrow question about one thing when two of a kind are named.

        Also one that is none without words that the frame does not have.
        """
        words = self._rules.needs_words.get(frame.aspect)
        if words is not None and not words.search(frame.text):
            return replace(frame, aspects={})
        if frame.aspect == WHERE_I_LIVE and frame.get("state"):
            return replace(frame, aspects={})
        for kind in ("specialty", "role", "experience_level"):
            ids = frame.get(kind)
            if len(ids) > 1 and kind in self.kinds(frame.intent):
                asked = frame.aspect and not all(id_ in frame.aspect for id_ in ids)
                return replace(frame, aspects={}) if asked else frame
        return frame

    def corrected(self, frame: Frame, last: Frame) -> Frame:
        """Drop what is only named to be taken back: "not Texas, Tennessee" after Texas."""
        if not self._rules.says("correction", frame.text):
            return frame
        values = {
            kind: tuple(id_ for id_ in ids if id_ not in last.get(kind)) or ids
            for kind, ids in frame.values.items()
        }
        if values and len(frame.text.split()) <= self._rules.short_words:
            # "Sorry, typo. CCS" asks of it what was asked of the other one.
            frame = replace(frame, aspects={})
        return frame.of(frame.intent, **values)

    def stressed(self, frame: Frame, last: Frame) -> bool:
        """Tell whether a topic has an answer of its own for the words of the frame."""
        return self._past.stressed(last.intent, frame.text)

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
        if intent != base.intent and self._rules.family.get(intent) != "pay":
            # "Is it hard?" after the form of an exam asks for no form any more.
            kept.pop(MEASURE, None)
        if frame.aspects.get(intent, base.aspect) != base.aspect:
            # "And encoders?" after records systems: the old name only repeats the old question.
            kept = {kind: ids for kind, ids in kept.items() if base.aspect not in ids}
        merged = {**kept, **frame.values, **values}
        if measure:
            merged[MEASURE] = measure
        elif frame.values and len(frame.text.split()) > self._rules.short_words:
            # A whole sentence that names something new says itself what it asks of it.
            merged.pop(MEASURE, None)
        if intent == base.intent == RECOMMEND:
            merged = recommendation.replaced(merged, frame)
        found = frame.of(intent, **merged)
        alike = intent == base.intent or {intent, base.intent} <= self._rules.by_place
        if alike and not found.aspect and not merged.get(MEASURE):
            # "And the CCS?" asks the same narrow question again.
            return replace(found, aspects={**found.aspects, intent: base.aspect})
        return found

    def placed(self, frame: Frame, intent: str) -> Frame:
        """Return the frame with another intent about pay by place, and the same narrow question."""
        return replace(frame.of(intent), aspects={**frame.aspects, intent: frame.aspect})

    def turn(self, table: Sequence[Turn], frame: Frame, last: Frame) -> Turn | None:
        """Return the first line of a table that fits the words and what was talked about."""
        for turn in table:
            if (
                (turn.words is None or turn.words.search(frame.text))
                and (not turn.after or self._rules.fits(turn.after, last.intent))
                and (not turn.needs or last.get(turn.needs) or last.get(TOLD.get(turn.needs, "")))
                and (not turn.last_measures or set(turn.last_measures) & set(last.get(MEASURE)))
            ):
                return turn
        return None

    def kinds(self, intent: str) -> list[str]:
        """Return the kinds of subjects that an intent has a use for."""
        return [kind for kind in self._rules.accepts.get(intent, ()) if kind != MEASURE]

    def inherited(self, frame: Frame, last: Frame, *, pointing: bool) -> Frame:
        """Return the frame with the subjects of the last topic, if that is of the same family.

        A pronoun carries some kinds further: "what do they do?" after the pay of auditors.
        """
        kinds: list[str] = []
        if self._rules.family.get(frame.intent) == self._rules.family.get(last.intent):
            kinds += self.kinds(frame.intent)
        if pointing:
            kinds += [k for k, intents in self._rules.carried.items() if frame.intent in intents]
        if frame.intent == "rank_states" and self._rules.says("any_state", frame.text):
            # "Which state is number one?" asks for any of them.
            kinds = [kind for kind in kinds if kind != "state"]
        if self._rules.says("of_any", frame.text):
            kinds = [kind for kind in kinds if kind not in ("specialty", "role")]
        other = frame.aspect and frame.aspect != last.aspect
        if other and not self._rules.says("that_one", frame.text):
            kinds = [kind for kind in kinds if kind not in self._rules.by_aspect]
        values = {kind: last.get(kind) for kind in kinds}
        if pointing:
            # "Does it pay off?" after a recommendation that named one.
            values |= {k: last.get(TOLD[k]) for k in TOLD if k in kinds and not values[k]}
        return frame.of(frame.intent, **{kind: ids for kind, ids in values.items() if ids})

    def completed(self, frame: Frame) -> Frame:
        """Look further back for a subject without which the question could not be answered."""
        kind = self._rules.needs_subject.get(frame.intent)
        if kind is None or frame.get(kind):
            return frame
        if len(around := frame.around.get(kind, ())) == 1:
            return frame.of(frame.intent, **{kind: around})
        recent = self._known[:LOOK_BACK]
        named = [f.get(kind) for f in recent if f.get(kind)]
        # What the last answer told of, although nobody named it.
        told = [f.get(TOLD[kind]) for f in recent[:1] if kind in TOLD and f.get(TOLD[kind])]
        found = next(iter([*told, *named]), ())
        return frame.of(frame.intent, **{kind: found})

    def counted(self, frame: Frame, *, recall: bool = True) -> Frame:
        """Choose between one state and several, and fetch the one that is compared with."""
        for kind, ids in self._rules.pairs.items():
            asked = kind in self._rules.accepts.get(frame.intent, ())
            if asked and len(frame.get(kind)) < 2 and self._rules.says("difference", frame.text):
                frame = frame.of(frame.intent, **{kind: ids})
        states = frame.get("state")
        if frame.intent == "pay_national" and states:
            frame = self.placed(frame, "pay_state")
        if frame.intent == "pay_state" and len(states) > 1:
            return self.placed(frame, "compare_states")
        kind = next((k for k, i in self._rules.comparisons.items() if i == frame.intent), "")
        if kind and len(frame.get(kind)) == 1:
            known = self._known[:LOOK_BACK] if recall else ()
            others = [f.get(kind) for f in known if set(f.get(kind)) - set(frame.get(kind))]
            if others:
                both = tuple(dict.fromkeys((*others[0], *frame.get(kind))))
                return frame.of(frame.intent, **{kind: both})
            return self.placed(frame, "pay_state") if kind == "state" else frame
        return frame
