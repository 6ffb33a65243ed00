"""Topics that a message names itself, completed by what it leaves out."""

from __future__ import annotations

from actions import recommendation
from actions.dialogue_context import MEASURE
from actions.dialogue_words import WordsReader
from actions.frame import Frame
from actions.guesses import FALLBACK
from actions.recommendation import RECOMMEND

# So few words always go on from what stands before them.
FEW = 3


class Topics(WordsReader):
    """Finds the subject of a topic, and the topic of a measure."""

    def turned_by_measure(self, frame: Frame) -> Frame | None:
        """Turn to what the named measure asks for."""
        last = self._last or Frame("")
        turn = self.turn(self._rules.measures.get(frame.get(MEASURE)[0], ()), frame, last)
        if turn is None:
            return None
        measure = (turn.measure,) if turn.measure else frame.get(MEASURE)
        if turn.keep:
            return self.on(last, last.intent, frame, measure)
        place = self.place_before(frame) if turn.intent == "pay_national" else ()
        if place:
            return frame.of("pay_state", state=place, measure=measure)
        return self.topic(self.on(last, turn.intent, frame, measure), linked=True, elastic=False)

    def topic(self, frame: Frame, *, linked: bool = False, elastic: bool = True) -> Frame:
        """Return a frame of a topic with the subject that it leaves out."""
        rules, last = self._rules, self._last
        if several := self.those(frame):
            return self.counted(several)
        if several := self.compared(frame):
            return several
        if frame.intent in rules.recommendable and self._wants_recommendation(frame):
            return frame.of(RECOMMEND)
        text = frame.text
        pronoun = rules.says("pronoun", text) and not rules.says("no_pronoun", text)
        pronoun = pronoun or rules.says("at_end", text)
        goes_on = rules.says("continued", text) and bool(frame.get(MEASURE))
        own = rules.says("own_words", text) and not pronoun
        own = own and not (goes_on and frame.intent == "pay_national")
        short = len(text.split()) <= rules.short_words and not own
        linked = linked or pronoun or short or ((self._same_message or goes_on) and not own)
        bare = not [kind for kind in self.named(frame) if kind in self.kinds(frame.intent)]
        if last and linked and bare:
            if frame.intent in rules.elastic and elastic:
                measure = rules.elastic[frame.intent]
                asked = frame.get(MEASURE) or ((measure,) if measure else ())
                plain = frame.intent == "pay_national" and not frame.get(MEASURE) and not pronoun
                plain = plain and not rules.says("bare_pay", text)
                meant = rules.says("the_pay", text) and rules.says("correction", text)
                plain = (plain and not meant) or self.is_about_pay(frame)
                if asked and not plain and not rules.says("national", text):
                    measured = self.turned_by_measure(frame.of(frame.intent, measure=asked))
                    if measured is not None:
                        return measured
            pointing = pronoun or len(text.split()) <= FEW or bool(short and last.get("role"))
            frame = self.inherited(frame, last, pointing=pointing)
        elif (
            last
            and last.intent == frame.intent
            and (rules.says("continued", text) or rules.says("correction", text))
        ):
            frame = frame.of(frame.intent, measure=frame.get(MEASURE) or last.get(MEASURE))
        return self.counted(self.completed(self.given_way(frame)))

    def _wants_recommendation(self, frame: Frame) -> bool:
        return self._is_said_to_be_a_wish(frame) or recommendation.is_ready(frame)

    def _is_said_to_be_a_wish(self, frame: Frame) -> bool:
        return self._rules.says("wish", frame.text) and not frame.get("certification")

    def is_wish(self, frame: Frame) -> bool:
        """Tell whether an unsure question is a wish: "alphabet soup. which one should i take"."""
        best = next((intent for intent, _ in frame.ranking if intent != FALLBACK), "")
        wishes = {RECOMMEND, *self._rules.recommendable}
        return best in wishes and self._is_said_to_be_a_wish(frame)

    def beside(self, frame: Frame, resolved: Frame) -> list[Frame]:
        """Add the pay of a group of coders that was named together with a state, or the cost."""
        if all(self._rules.says(name, frame.text) for name in ("length", "cost")):
            both = [
                resolved.of(intent, measure=()) for intent in ("training_time", "training_cost")
            ]
            return both if resolved.intent in {one.intent for one in both} else [resolved]
        table = self._rules.beside.get(resolved.intent, {})
        kind = next((k for k in table if frame.get(k) and resolved.get("state")), "")
        if not kind:
            return [resolved]
        return [resolved.of(resolved.intent, **{kind: ()}), resolved.of(table[kind])]
