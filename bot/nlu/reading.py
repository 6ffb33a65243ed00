"""What the classifier gets to see of a message.

"pay in Idaho" and "pay in Ohio" are the same question; the classifier should not have to learn
it fifty-one times. So each named subject gives way to a fixed name of its kind, and how many
there are of each kind is told apart: one state is a question, two are a comparison.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.nlu.matching import Match
from bot.nlu.spelling import Correction, replaced
from bot.nlu.words import Word

# "Pay in Houston" is the question "pay in Texas".
_READ_AS = {"city": "state"}

Span = tuple[int, int]


@dataclass(frozen=True)
class Reading:
    """The text to judge and its marks, such as "state: one" or "certification: several"."""

    text: str
    marks: tuple[str, ...]


def read(
    correction: Correction,
    matches: Sequence[Match],
    names: Mapping[str, Sequence[str]],
    spans: Sequence[Span] | None = None,
) -> Reading:
    """Return the corrected text with the named subjects replaced, and the marks.

    Args:
        correction: the message.
        matches: the subjects found in it; only the first of one stretch of text is replaced.
        names: for each kind to replace, the names to use for the first subject, the second, ...
            The last one stands for all that follow.
        spans: the stretches of the message to read (start, end), in order; None for all of it.
    """
    spans = [(0, len(correction.original))] if spans is None else spans
    subjects: dict[str, list[str]] = {}
    chosen: dict[int, tuple[int, str]] = {}
    for match in matches:
        if not is_within(match.start, match.end, spans):
            continue
        kind = _READ_AS.get(match.kind, match.kind)
        seen = subjects.setdefault(kind, [])
        if match.subject not in seen:
            seen.append(match.subject)
        choices = names.get(kind)
        if choices and match.start not in chosen:
            place = min(seen.index(match.subject), len(choices) - 1)
            chosen[match.start] = (match.end, choices[place])
    marks = [f"{kind}: {'one' if len(seen) == 1 else 'several'}" for kind, seen in subjects.items()]
    changes = _changes(correction, chosen)
    text = " ".join(_part(correction.original, changes, span) for span in spans)
    return Reading(text, tuple(sorted(marks)))


def is_within(start: int, end: int, spans: Sequence[Span]) -> bool:
    """Return whether a place of a message lies in one of the spans."""
    return any(first <= start and end <= last for first, last in spans)


def _changes(correction: Correction, chosen: Mapping[int, tuple[int, str]]) -> list[Word]:
    places = list(chosen.items())
    changes = [
        change
        for change in correction.changes
        if not any(start < change.end and change.start < end for start, (end, _) in places)
    ]
    changes += [Word(name, start, end) for start, (end, name) in places]
    return sorted(changes, key=lambda change: change.start)


def _part(text: str, changes: Sequence[Word], span: Span) -> str:
    first, last = span
    inside = [
        Word(change.text, change.start - first, change.end - first)
        for change in changes
        if is_within(change.start, change.end, [span])
    ]
    return replaced(text[first:last], inside)
