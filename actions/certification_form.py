"""The rasa-sdk side of the form: it reads answers, asks the next question and recommends."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import form_state
from actions.answering import Answering
from actions.conversation import Conversation
from actions.desk import Desk
from actions.dialogue import resolve
from actions.dialogue_rules import RULES
from actions.frame import CLEAR, Frame
from actions.recommendation import (
    ANY,
    QUESTIONS,
    RECOMMEND,
    Answers,
    is_leaving,
    is_question,
    merged,
    read,
    wants_decision,
)
from actions.reply import Reply
from actions.topic_action import kept
from actions.topics import certification_choice, recommendation

Events = list[dict[str, Any]]
# What may be an answer in disguise, or a request to decide now.
CERTIFICATION = frozenset({RECOMMEND, "certification_choice", "certification_compare"})
UNCLEAR = frozenset({"follow_up", "nlu_fallback", "out_of_scope", "personal", *CERTIFICATION})
HELD = "certification_held"


class ValidateCertificationForm(Action):
    """Fills the slots of the form from whatever the visitor says.

    No event at all means that the message is no answer: Rasa then rejects the form for this turn,
    and the rule of the message's own intent answers. That is all it takes to leave and to resume.
    """

    def name(self) -> str:
        """Return the name that Rasa looks for."""
        return f"validate_{form_state.FORM}"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        """Return the slots that the latest message fills."""
        message = _in_context(_whole(tracker), tracker)
        asked = form_state.requested(tracker)
        known = form_state.known(tracker)
        if asked is None:
            start = read(message, "start" if message.chosen else None)
            return [SlotSet(form_state.MISSES, 0), *_filled(merged(known, start))]
        if not message.chosen:
            if is_leaving(message.text):
                return [
                    SlotSet(form_state.MISSES, form_state.LEFT),
                    SlotSet(form_state.REQUESTED, None),
                ]
            if message.intent in UNCLEAR and wants_decision(message.text):
                return _filled(_without_gaps(merged(known, read(message))))
            if not _may_answer(message):
                return []
        new = read(message, asked)
        # "Hospital", where the years were asked, is kept, and the years are asked again.
        if new.get(asked) is not None or _answers_another(message, new):
            return [SlotSet(form_state.MISSES, 0), *_filled(merged(known, new))]
        if message.intent not in UNCLEAR:
            return []
        if tracker.slots.get(form_state.MISSES):
            return [SlotSet(form_state.MISSES, 0), SlotSet(form_state.slot(asked), ANY)]
        return [SlotSet(form_state.MISSES, 1), *_filled(merged(known, new))]


class AskCertificationQuestion(Action):
    """Asks one question of the form."""

    def __init__(self, question: str, answering: Answering, desk: Desk) -> None:
        self._question = question
        self._answering = answering
        self._desk = desk

    def name(self) -> str:
        """Return the name that Rasa's form looks for."""
        return f"action_ask_{form_state.slot(self._question)}"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        """Ask; on the way in, answer what else the first message asked.

        After a question in between, Rasa runs the form once more by itself. Its question stands
        in the reply to that one already, so there is nothing to say.
        """
        if form_state.is_answered(tracker):
            return []
        conversation = Conversation.of(tracker.slots, tracker.events)
        first = not any(form_state.known(tracker).get(question) for question in QUESTIONS)
        again = tracker.slots.get(form_state.MISSES) == 1
        opening: recommendation.Opening | None = "again" if again else "intro" if first else None
        reply = recommendation.ask(self._question, self._desk, opening)
        others = _others(tracker, conversation)
        first_replies = [self._answering.reply(others)] if others else []
        text = str(tracker.latest_message.get("text") or "")
        starts = form_state.starts_now(tracker)
        if starts and (hint := certification_choice.hint(text, self._desk)):
            first_replies.append(hint)
        if first_replies:
            reply = self._answering.together([*first_replies, reply])
        _utter(dispatcher, reply)
        return kept(others, conversation, self._desk.knowledge)


class RecommendCertification(Action):
    """Recommends when the form is done, and empties it for the next time."""

    def __init__(self, answering: Answering, desk: Desk) -> None:
        self._answering = answering
        self._desk = desk

    def name(self) -> str:
        """Return the name under which domain.yml knows this action."""
        return "action_recommend_certification"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        """Recommend, or confirm that the visitor wants no recommendation."""
        conversation = Conversation.of(tracker.slots, tracker.events)
        empty = [
            SlotSet(name, None)
            for name in (*map(form_state.slot, QUESTIONS), form_state.MISSES, HELD)
        ]
        if tracker.slots.get(form_state.MISSES) == form_state.LEFT:
            # "Never mind that. How long is training?"
            asked = _asked(tracker, conversation)
            reply = self._answering.reply(asked) if asked else recommendation.left(self._desk)
            _utter(dispatcher, reply)
            return [*empty, *kept(asked, conversation, self._desk.knowledge)]
        answers = form_state.known(tracker)
        reply = recommendation.recommend(answers, self._desk)
        others = _others(tracker, conversation)
        if others:
            reply = self._answering.together([self._answering.reply(others), reply])
        _utter(dispatcher, reply)
        given = {question: answers.get(question) for question in QUESTIONS}
        values = {question: (value,) for question, value in given.items() if value}
        return [
            *empty,
            *kept([*others, Frame(RECOMMEND, values)], conversation, self._desk.knowledge),
        ]


def _whole(tracker: Tracker) -> Frame:
    """Return the whole message as one frame; with its spelling corrected if it was not cut."""
    clauses = Frame.of_clauses(tracker.latest_message)
    return clauses[0] if len(clauses) == 1 else Frame.from_message(tracker.latest_message)


def _in_context(message: Frame, tracker: Tracker) -> Frame:
    """Return what a message means after the last topic: "and is it hard?" in between."""
    history = Conversation.of(tracker.slots, tracker.events).history
    topic = history[0].intent if history else ""
    return message if message.chosen else message.in_context(topic, RULES.family.get(topic))


def _may_answer(message: Frame) -> bool:
    """Tell whether a message can be an answer at all, and not a question or small talk."""
    if is_question(message.text) and message.intent not in CERTIFICATION:
        return False
    if is_question(message.text) and message.get("certification"):
        return False
    return message.intent not in RULES.asides or message.intent in UNCLEAR


def _answers_another(message: Frame, answers: Answers) -> bool:
    """Tell whether a message answers a question of the form other than the one at hand."""
    sure = dict(message.ranking).get(message.intent, 0.0) >= CLEAR
    asks = message.chosen or sure or is_question(message.text) or bool(message.get("measure"))
    return not asks and any(answers.get(question) for question in QUESTIONS)


def _filled(answers: Answers) -> Events:
    given = {question: answers.get(question) for question in QUESTIONS}
    if answers.place and answers.experience and answers.missing() is None:
        given["priority"] = given["priority"] or ANY
    events = [SlotSet(form_state.slot(name), value) for name, value in given.items() if value]
    return [*events, SlotSet(HELD, list(answers.held))] if answers.held else events


def _without_gaps(answers: Answers) -> Answers:
    return Answers(
        answers.place or ANY, answers.experience or ANY, answers.priority or ANY, answers.held
    )


def _others(tracker: Tracker, conversation: Conversation) -> list[Frame]:
    """Return the other questions of a message that also asks for a recommendation."""
    if len(Frame.of_clauses(tracker.latest_message)) < 2 or not form_state.starts_now(tracker):
        return []
    return _asked(tracker, conversation)


def _asked(tracker: Tracker, conversation: Conversation) -> list[Frame]:
    """Return the questions of the latest message that are about topics of their own."""
    found = resolve(Frame.of_clauses(tracker.latest_message), conversation.history)
    return [frame for frame in found if frame.intent in RULES.accepts and frame.intent != RECOMMEND]


def _utter(dispatcher: CollectingDispatcher, reply: Reply) -> None:
    dispatcher.utter_message(text=reply.twin(), json_message=reply.payload())
