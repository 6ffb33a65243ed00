"""Cities and states of the same name: which state a message is about, or that it must be asked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from actions.dialogue_rules import Rules
from actions.frame import Frame

UNSURE = "unsure"
CITY = "city"
AMOUNT = "claim_amount"
CITY_NAME = re.compile(r"[^\W\d_](?:[^\W\d_]|[ .'’-]){0,39}")


def cities(frame: Frame) -> list[tuple[str, tuple[str, ...]]]:
    """Return name and possible states of each city; anything of another shape is left out."""
    found = []
    for value in frame.get(CITY):
        name, *states = value.split("|")
        if states and all(states) and CITY_NAME.fullmatch(name):
            found.append((name, tuple(states)))
    return found


def with_both(frame: Frame, rules: Rules) -> Frame:
    """Return the frame with both states of a name that is said to mean both: "the two Dakotas"."""
    if not rules.says("both", frame.text):
        return frame
    named, found = frame.get("state"), cities(frame)
    both = [two for _, two in found if len(two) == 2 and not set(two) & set(named)]
    left = tuple("|".join((name, *states)) for name, states in found if states not in both)
    states = tuple(dict.fromkeys((*named, *(state for two in both for state in two))))
    return frame.of(frame.intent, state=states, **{CITY: left})


def with_states(frame: Frame, rules: Rules) -> Frame:
    """Return the frame with the states of its cities, or one that asks which state is meant."""
    states = list(frame.get("state"))
    unsure: tuple[str, ...] = ()
    for _, possible in cities(frame):
        if not set(possible) & set(states):
            if len(possible) == 1:
                states += possible
            else:
                unsure = unsure or possible
    if not unsure and len(states) == 1:
        unsure = _twins(states[0], frame, rules)
    if unsure and frame.intent in rules.places["intents"]:
        left = tuple(state for state in states if state not in unsure)
        return frame.of(rules.places["ask_back"], state=left, **{UNSURE: unsure})
    return frame.of(frame.intent, state=tuple(states))


def picked(frame: Frame, last: Frame | None, rules: Rules) -> Frame:
    """Return the frame with the state that answers our question for it, if it does.

    "The state" says nothing by itself, but after "Washington State or Washington, D.C.?" it does.
    """
    if last is None or not last.get(UNSURE):
        return frame
    named = [state for state in frame.get("state") if state in last.get(UNSURE)]
    if len(named) == 1 and "?" not in frame.text:
        # "The capital, DC. My husband may work there."
        return replace(frame.of("follow_up", state=(named[0],)), aspects={})
    if len(frame.text.split()) > rules.short_words:
        return frame
    for state, words in rules.places["picks"].items():
        if state in last.get(UNSURE) and re.search(words, frame.text, re.IGNORECASE):
            # Whatever else "the state" might ask in narrow, it only says which one is meant.
            return replace(frame.of("follow_up", state=(state,)), aspects={})
    return frame


def doubted(frame: Frame, last: Frame | None) -> Frame | None:
    """Return the frame with the one of several states whose figure is put in doubt, if any.

    "Another site has 63,180 for Washington", after the pay in Washington State.
    """
    told = last.get("state") if last else ()
    meant = [state for state in frame.get(UNSURE) if state in told]
    if len(meant) != 1 or not frame.get(AMOUNT):
        return None
    return frame.of("pay_state", state=(meant[0],), **{UNSURE: ()})


def sibling(frame: Frame, last: Frame | None, rules: Rules) -> Frame:
    """Return the frame with the other state of a like name.

    "No, I said North" means North Carolina after an answer about South Carolina.
    """
    if last is None or frame.get("state") or len(frame.text.split()) > 2 * rules.short_words:
        return frame
    for state in last.get("state"):
        for words, other in rules.places["siblings"].get(state, {}).items():
            if re.search(words, frame.text, re.IGNORECASE):
                return frame.of("follow_up", state=(other,))
    return frame


def other_of_two(frame: Frame, known: Sequence[Frame], rules: Rules) -> Frame | None:
    """Return the frame with the other of two states between which the visitor had to choose.

    "And the other one", or "the other Portland", after the first was picked and answered.
    """
    if len(known) < 2 or frame.get("state") or len(frame.text.split()) > rules.short_words:
        return None
    asked = known[1].get(UNSURE)
    once_more = any(set(asked) == set(possible) for _, possible in cities(frame))
    if not once_more and not rules.says("the_other", frame.text):
        return None
    others = [state for state in asked if state not in known[0].get("state")]
    if len(asked) != 2 or len(others) != 1:
        return None
    return frame.of("follow_up", state=(others[0],), **{CITY: ()})


def _twins(state: str, frame: Frame, rules: Rules) -> tuple[str, ...]:
    """Return the states that a bare name may stand for; none when the message makes it clear."""
    if any(state in possible for _, possible in cities(frame)):
        return ()
    for name, twin in rules.places["twin_names"].items():
        written = re.search(rf"\b{name}\b", frame.text, re.IGNORECASE)
        if state == name and written and not re.search(twin["sure"], frame.text, re.IGNORECASE):
            return tuple(twin["states"])
    return ()
