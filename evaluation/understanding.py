"""Holds what a model understood against what was meant."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from evaluation.held_out import Question
from evaluation.models import Understanding
from evaluation.tally import Tally

DECLINING = frozenset(
    {"out_of_scope", "nlu_fallback", "personal", "diagnosis_code", "other_language"}
)
"""Intents whose answer is an honest no."""
POLITE = frozenset({"greet", "thank", "goodbye"})
COMPLETE = frozenset({"state", "city"})
"""Kinds that the questions name completely; of the others more may be found than is named."""


def tallies() -> dict[str, Tally]:
    """Return an empty tally for every key."""
    return defaultdict(Tally)


@dataclass
class UnderstandingScore:
    """The figures of one model on one set of questions; intents by topic, entities by kind."""

    intent: dict[str, Tally] = field(default_factory=tallies)
    recall: dict[str, Tally] = field(default_factory=tallies)
    precision: dict[str, Tally] = field(default_factory=tallies)
    topic_recall: dict[str, Tally] = field(default_factory=tallies)
    declined_rightly: Tally = field(default_factory=Tally)
    declined_wrongly: Tally = field(default_factory=Tally)
    misses: list[str] = field(default_factory=list)


def score(questions: Sequence[Question], understood: Iterable[Understanding]) -> UnderstandingScore:
    """Return the figures.

    A question counts as understood when all its intents are there, in order, and no other. Out
    of scope may be any fallback; a polite clause beside a question does no harm. Good questions
    are those that are to be answered; they are declined when nothing but a no would come back.
    """
    figures = UnderstandingScore()
    for question, one in zip(questions, understood, strict=True):
        right = same_intents(question.intents, one.intents)
        figures.intent[question.topic].count(right)
        if not right:
            figures.misses.append(
                f"intent {' + '.join(one.intents)} ({one.confidence:.2f}), "
                f"not {' + '.join(question.intents)}: {question.ask}"
            )
        declined = all(intent in DECLINING for intent in one.intents)
        if question.kind == "out_of_scope":
            figures.declined_rightly.count(declined)
        elif question.kind == "answer":
            figures.declined_wrongly.count(declined)
        _score_entities(question, one, figures)
    return figures


def same_intents(meant: Sequence[str], found: Sequence[str]) -> bool:
    """Return whether `found` is what was meant."""
    kept = [one for one in found if one not in POLITE or one in meant] or list(found)
    named = ["out_of_scope" if one == "nlu_fallback" else one for one in kept]
    return named == list(meant)


def _score_entities(question: Question, one: Understanding, figures: UnderstandingScore) -> None:
    for kind, meant in question.entities.items():
        found = one.entities.get(kind, ())
        hits = sum(value in found for value in meant)
        figures.recall[kind].add(hits, len(meant))
        figures.topic_recall[question.topic].add(hits, len(meant))
        if hits < len(meant):
            lost = ", ".join(value for value in meant if value not in found)
            figures.misses.append(f"{kind} {lost} not found: {question.ask}")
    for kind in question.entities.keys() | COMPLETE:
        found = one.entities.get(kind, ())
        meant = question.entities.get(kind, ())
        strange = [value for value in found if value not in meant]
        figures.precision[kind].add(len(found) - len(strange), len(found))
        if strange:
            figures.misses.append(f"{kind} {', '.join(strange)} found: {question.ask}")
