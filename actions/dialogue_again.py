"""The last two questions once more, about something else."""

from __future__ import annotations

from collections.abc import Sequence

from actions.dialogue_context import TOGETHER
from actions.dialogue_rules import Rules
from actions.frame import Frame


def once_more(frames: Sequence[Frame], known: Sequence[Frame], rules: Rules) -> list[Frame] | None:
    """Return the last two questions about something else: "same two things for the CCS?".

    None when a message asks for nothing of that kind.
    """
    if len(frames) != 1 or len(known) < 2:
        return None
    (frame,) = frames
    # "And a certificate?", after time and cost of a degree.
    both = bool(known[0].get(TOGETHER)) and rules.says("bare_name", frame.text)
    if not both and not rules.says("the_same", frame.text):
        return None
    if both and rules.family.get(known[0].intent) != rules.family.get(known[1].intent):
        return None
    asked = []
    for before in reversed(known[:2]):
        accepted = [kind for kind in rules.accepts.get(before.intent, ()) if frame.get(kind)]
        kinds = [kind for kind in accepted if before.get(kind)] or accepted[:1]
        if not kinds:
            return None
        values = {**before.values, **{kind: frame.get(kind) for kind in kinds}}
        asked.append(Frame(before.intent, values, frame.text, chosen=True, aspects=before.aspects))
    return asked
