"""Answers the frames of one message: each by its topic, all in one reply."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from actions.acronyms import Acronyms
from actions.claims import verdict
from actions.desk import Desk
from actions.dialogue import REPEATED
from actions.dialogue_rules import RULES
from actions.frame import Frame
from actions.places import cities
from actions.renderer import MOST_CHOICES
from actions.reply import Kind, Reply
from actions.topics import dialogue
from actions.topics.types import Topic
from actions.values import City

MOST_REPLIES = 3
STATE = "state"
# The first of these that occurs is the kind of several replies together.
STRONGEST: tuple[Kind, ...] = ("answer", "recommendation", "question", "handoff")


class Answering:
    """Knows the topic of every intent. `topics` goes by intent."""

    def __init__(self, topics: Mapping[str, Topic], desk: Desk) -> None:
        self._topics = topics
        self._desk = desk

    def knows(self, intent: str) -> bool:
        """Tell whether an intent has a topic."""
        return intent in self._topics

    def reply(self, frames: Sequence[Frame]) -> Reply:
        """Return one reply to all frames, in their order; at least one must have a topic."""
        replies: list[Reply] = []
        for frame in [frame for frame in frames if self.knows(frame.intent)][:MOST_REPLIES]:
            found = self._one(frame)
            if all(found.text != other.text for other in replies):
                replies.append(found)
        return replies[0] if len(replies) == 1 else self.together(replies)

    def together(self, replies: Sequence[Reply]) -> Reply:
        """Return several replies as one; the choices are those of a question back or the last."""
        kinds = [reply.kind for reply in replies]
        asking = [reply for reply in replies if reply.kind == "question" and reply.choices]
        acronyms = Acronyms.of(self._desk.knowledge, self._desk.wording.acronyms)
        facts = dict(fact for reply in replies for fact in reply.facts)
        return Reply(
            kind=next((kind for kind in STRONGEST if kind in kinds), kinds[-1]),
            text=acronyms.spell_out("\n\n".join(reply.text for reply in replies)),
            facts=tuple(facts.items()),
            sources=tuple(dict.fromkeys(entry for one in replies for entry in one.sources)),
            disclaimers=tuple(dict.fromkeys(text for one in replies for text in one.disclaimers)),
            choices=(asking or replies)[-1].choices[:MOST_CHOICES],
            chart=next((reply.chart for reply in replies if reply.chart), None),
        )

    def _one(self, frame: Frame) -> Reply:
        reply = self._topics[frame.intent](frame, self._desk)
        if reply.kind not in ("answer", "recommendation"):
            return reply
        notes = [*self._claim(frame, reply), *self._places(frame)]
        if frame.get("other_occupation") and RULES.family.get(frame.intent) == "pay":
            notes.append(self._say("other_pay"))
        if frame.get(REPEATED) and not notes:
            notes = [self._say("repeated")]
        return replace(reply, text="\n\n".join([" ".join(notes), reply.text])) if notes else reply

    def _claim(self, frame: Frame, reply: Reply) -> list[str]:
        facts = [self._desk.knowledge.fact(id_) for id_, _ in reply.facts]
        found = verdict(frame, facts, RULES)
        return [self._say(found)] if found else []

    def _places(self, frame: Frame) -> list[str]:
        """Tell of a city, and that a topic has nothing to do with the state that was named."""
        states = self._desk.subjects(frame, STATE)
        by_state = STATE in RULES.accepts.get(frame.intent, ()) or frame.intent == "pay_national"
        if not by_state:
            overview = self._desk.overviews.get(frame.intent)
            said = overview is not None and STATE in overview.limits
            return [] if said or not states else [self._say("not_by_state")]
        notes = []
        for name, possible in cities(frame):
            state = next((state for state in states if state.id in possible), None)
            # "Portland, Oregon" says itself where it is, but still wants a figure of the city.
            if state is not None and name != state.name:
                draft = self._desk.draft(dialogue.TOPIC, "question")
                notes.append(draft.say("city", city=City(name), state=state).finish().text)
        return notes

    def _say(self, name: str) -> str:
        return self._desk.draft(dialogue.TOPIC, "question").say(name).finish().text
