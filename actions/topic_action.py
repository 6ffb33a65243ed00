"""The rasa-sdk side of a topic: message in, one reply and the slot `frame` out."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import subjects
from actions.answering import Answering
from actions.conversation import FRAME_SLOT, Conversation, slot_of
from actions.desk import Desk
from actions.dialogue import resolve
from actions.dialogue_context import TOGETHER, TOLD, Past
from actions.dialogue_rules import RULES
from actions.form_state import FORM, requested
from actions.frame import ABOUT, Frame
from actions.guesses import FALLBACK
from actions.places import UNSURE
from actions.recommendation import RECOMMEND, read
from actions.reply import Reply
from actions.topics import recommendation
from actions.topics.dialogue import AGAIN
from actions.topics.types import Topic
from knowledge import KnowledgeBase

CHOICE = "certification_choice"

__all__ = ["FRAME_SLOT", "Topic", "TopicAction"]


class TopicAction(Action):
    """Answers the latest message of a conversation.

    Rasa chooses the action by the intent of the first clause. What is answered follows from all
    clauses and from what was talked about before; `own` is the intent for a message of which
    nothing else is known.
    """

    def __init__(self, name: str, own: str, answering: Answering, desk: Desk) -> None:
        self._name = name
        self._own = own
        self._answering = answering
        self._desk = desk

    def name(self) -> str:
        """Return the name under which domain.yml knows this action."""
        return self._name

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Answer the latest message exactly once; the topics are kept for follow-up questions."""
        conversation = Conversation.of(tracker.slots, tracker.events)
        frames = self.understood(tracker, conversation)
        question = requested(tracker)
        if question is None and any(_starts_form(frame) for frame in frames):
            # The form asks, and answers the other questions of the message on the way.
            return [FollowupAction(FORM)]
        reply = self._answering.reply(frames)
        if question is not None and reply.kind != "question":
            # A question in the middle of the form: it goes on afterwards.
            reply = self._resumed(reply, question)
        dispatcher.utter_message(text=reply.twin(), json_message=reply.payload())
        return kept(self._with_told(frames, reply), conversation, self._desk.knowledge)

    def _with_told(self, frames: list[Frame], reply: Reply) -> list[Frame]:
        """Note the only certification and role that the reply tells of, for "who offers it?"."""
        facts = [self._desk.knowledge.fact(id_) for id_, _ in reply.facts]
        latest = frames[-1]
        # The one for a field comes first; what beginners choose is told beside it.
        for_a_field = latest.intent == CHOICE and bool(latest.get("specialty"))
        for kind, key in TOLD.items():
            told = list(dict.fromkeys(one.subject.id for one in facts if one.subject.kind == kind))
            if told and not latest.get(kind) and (len(told) == 1 or for_a_field):
                latest = latest.of(latest.intent, **{key: (told[0],)})
        return [*frames[:-1], latest]

    def understood(self, tracker: Tracker, conversation: Conversation) -> list[Frame]:
        """Return the frames to answer."""
        clauses = Frame.of_clauses(tracker.latest_message)
        taken = conversation.taken(clauses[0]) if len(clauses) == 1 else None
        frames = (
            [taken]
            if taken
            else resolve(
                clauses, conversation.history, Past(conversation.declined, self._desk.stressed)
            )
        )
        if conversation.last_kind == "unknown":
            frames = [
                frame.of(frame.intent, **{AGAIN: ("yes",)}) if frame.intent == FALLBACK else frame
                for frame in frames
            ]
        if len(frames) > 1:
            # Small talk and what is not understood needs no reply beside a real question.
            frames = [frame for frame in frames if frame.intent != FALLBACK] or frames[:1]
        if not any(self._answering.knows(frame.intent) for frame in frames):
            frames = [frames[0].of(self._own)]
        return frames

    def _resumed(self, reply: Reply, question: str) -> Reply:
        asked = recommendation.ask(question, self._desk, "resume")
        text = f"{reply.text}\n\n{asked.text}"
        return replace(reply, text=text, choices=asked.choices)


def _starts_form(frame: Frame) -> bool:
    if frame.intent != RECOMMEND or (frame.get("certification") and frame.get("place")):
        return False
    return read(frame).missing() is not None


def kept(
    frames: list[Frame], conversation: Conversation, knowledge: KnowledgeBase
) -> list[dict[str, Any]]:
    """Return the events that keep the topics among `frames`; asides change nothing."""
    topics = [
        recommendation.remembered(frame) if frame.intent == RECOMMEND else _bare(frame)
        for frame in frames
        if frame.intent in RULES.family
    ]
    if not topics:
        return []
    if len(topics) > 1:
        topics[-1] = topics[-1].of(topics[-1].intent, **{TOGETHER: ("yes",)})
    latest = [*reversed(topics), *conversation.history]
    about = subjects.named(latest, knowledge)
    return [SlotSet(FRAME_SLOT, slot_of(latest) | ({ABOUT: about} if about else {}))]


def _bare(frame: Frame) -> Frame:
    """Return the frame without what only explained its own reply, such as a city."""
    wanted = {*RULES.accepts.get(frame.intent, ()), UNSURE, *TOLD.values()}
    values = {k: ids for k, ids in frame.values.items() if k in wanted}
    return Frame(frame.intent, values, aspects=frame.aspects)
