"""Replies of the dialogue itself: questions back, gaps, and the topics that are nearest."""

from __future__ import annotations

import re
from collections import Counter

from actions.desk import Desk
from actions.dialogue_rules import RULES
from actions.frame import Frame
from actions.places import UNSURE, cities
from actions.renderer import MOST_CHOICES, Draft
from actions.reply import Reply
from actions.values import City

TOPIC = "dialogue"
SUGGESTIONS = "suggestions"
AGAIN = "again"
DISTRICT = "district-of-columbia"
# The topics of facts that are no intent of the same name.
INTENT_OF = {
    "certification": "certification_detail",
    "exam": "exam_difficulty",
    "pay_certification": "certification_value",
    "programs": "programs",
    "pros": "pros_cons",
    "cons": "pros_cons",
    "billing": "billing_difference",
    "figures": "figures_source",
}
# What is offered when nothing is known about the wish.
USUAL = ("pay_national", "certification_choice", "training_time")


def ask_place(frame: Frame, desk: Desk) -> Reply:
    """Ask which state is meant by a name that several have."""
    draft = desk.draft(TOPIC, "question")
    states = [state for state in desk.knowledge.subjects("state") if state.id in frame.get(UNSURE)]
    if any(state.id == DISTRICT for state in states):
        return draft.say("which_washington").choose("washington").choose("district").finish()
    known = [name for name, possible in cities(frame) if possible == frame.get(UNSURE)]
    if known:
        draft.say("which_city", city=City(known[0]))
    else:
        draft.say("which_state")
    for state in states:
        draft.item("state_line", state=state)
    for state in states[:MOST_CHOICES]:
        draft.choose("state", "pay_state", state=state)
    return draft.finish()


def ask_state(frame: Frame, desk: Desk) -> Reply:
    """Ask what is wanted about a state that is the only thing named: "what about Alaska?"."""
    draft = desk.draft(TOPIC, "question")
    states = desk.subjects(frame, "state")
    if not states:
        return ask_topic(frame, desk)
    draft.say("which_of_state", state=states[0])
    for state in states[: MOST_CHOICES - 1]:
        draft.choose("pay", "pay_state", state=state)
    return draft.choose("rank_states", SUGGESTIONS).finish()


def ask_topic(frame: Frame, desk: Desk) -> Reply:
    """Ask what is meant by a message that only makes sense after another one."""
    draft = desk.draft(TOPIC, "question").say("which_topic")
    return _offer(draft, frame, desk, always=True).finish()


def pay_billing(frame: Frame, desk: Desk) -> Reply:
    """Say that the documents give no pay of billers."""
    draft = desk.draft(TOPIC, "unknown").say("no_biller_pay")
    return draft.choose("national", "pay_state").choose("billing_difference").finish()


def did_you_mean(frame: Frame, desk: Desk) -> Reply:
    """Offer the nearest topics; admit it when there are none, and name a person in the end."""
    draft = desk.draft(TOPIC, "unknown")
    near = nearest(frame, desk)
    if frame.get(AGAIN):
        draft.say("still_unsure", school=desk.school)
        if near:
            draft.say("still_near")
        for intent in near[: MOST_CHOICES - 1]:
            draft.choose(intent, SUGGESTIONS)
        return draft.choose("person").finish()
    if near or _named(frame, desk):
        draft.say("did_you_mean")
    else:
        draft.say("nothing_near")
    draft.say("say_it_differently", school=desk.school)
    return _offer(draft, frame, desk, always=False).finish()


def nearest(frame: Frame, desk: Desk) -> list[str]:
    """Return up to three intents: first what the classifier thought of, then what facts are near.

    Never a reason to answer: they are only offered.
    """
    data = RULES.suggestions
    titles = {name for topic, name in desk.wording.choices if topic == SUGGESTIONS}
    ranked = [
        name
        for name, confidence in frame.ranking
        if name in titles and confidence >= data["least_confidence"]
    ]
    words = [
        word
        for word in re.findall(r"[a-z]+", frame.text.lower())
        if len(word) >= data["shortest_word"] and word not in data["stop_words"]
    ]
    facts = desk.knowledge.search(" ".join(words), data["facts"]) if words else []
    counted = Counter(INTENT_OF.get(fact.topic, fact.topic) for fact in facts)
    found = [intent for intent, _ in counted.most_common() if intent in titles]
    return list(dict.fromkeys([*ranked, *found]))[:MOST_CHOICES]


def _named(frame: Frame, desk: Desk) -> bool:
    return bool(desk.subjects(frame, "state") or desk.subjects(frame, "certification"))


def _offer(draft: Draft, frame: Frame, desk: Desk, *, always: bool) -> Draft:
    near = nearest(frame, desk)
    count = 0
    for state in desk.subjects(frame, "state")[:1]:
        draft.choose("pay", "pay_state", state=state)
        near = [intent for intent in near if intent not in ("pay_state", "pay_national")]
        count += 1
    for certification in desk.subjects(frame, "certification")[:1]:
        draft.choose("all", "certification_detail", certification=certification)
        near = [intent for intent in near if intent != "certification_detail"]
        count += 1
    if not near and not count:
        near = list(USUAL) if always else []
    for intent in near[: MOST_CHOICES - count]:
        draft.choose(intent, SUGGESTIONS)
    return draft
