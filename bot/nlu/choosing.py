"""Decides which pieces of a message are answered, from what the classifier makes of each.

A short question stays whole. Several certain questions become several clauses. Of a long story
only what asks is kept; greetings, thanks and background fall away.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.nlu.clauses import Piece


@dataclass(frozen=True)
class Rules:
    """When to part a message.

    `fallback`: below this confidence nothing is understood. `certain`: a piece needs this much
    to stand beside others. `polite`: intents that never stand beside a question. `aside`:
    intents that background sentences are often taken for. `long`: from so many words on a
    message is a story. `most`: how many clauses there may be.
    """

    fallback: float
    certain: float
    polite: frozenset[str] = frozenset()
    aside: frozenset[str] = frozenset()
    long: int = 25
    most: int = 3


@dataclass(frozen=True)
class Judged:
    """A piece, how many words it has, its intents (best first) and the subjects that it names."""

    piece: Piece
    words: int
    ranking: tuple[tuple[str, float], ...]
    subjects: frozenset[tuple[str, str]] = frozenset()

    @property
    def intent(self) -> str:
        """The best intent."""
        return self.ranking[0][0]

    @property
    def confidence(self) -> float:
        """How sure the best intent is, 0 to 1."""
        return self.ranking[0][1]


def choose(whole: Judged, parts: Sequence[Judged], rules: Rules) -> list[Judged]:
    """Return what to answer, in order: `whole` alone or some of `parts`, never nothing."""
    if len(parts) < 2:
        return [whole]
    questions = _joined([part for part in parts if _may_ask(part, rules)])
    sure = [part for part in questions if part.confidence >= _needed(part, rules)]
    if len(sure) > 1:
        return sure[: rules.most]
    if whole.words >= rules.long:
        return [_of_a_story(whole, questions, rules)]
    if sure and sure[0].intent != whole.intent and sure[0].confidence > whole.confidence:
        return sure
    return [whole]


def choose_shared(whole: Judged, two: Sequence[Judged], rules: Rules) -> list[Judged]:
    """Return `two` questions that share their ends if both are certain, else `whole` alone."""
    names = {one.intent for one in two}
    least = max(rules.certain, whole.confidence)
    sure = min(one.confidence for one in two) >= least
    if sure and len(names) == 2 and not names & (rules.polite | rules.aside):
        return list(two)
    return [whole]


def _of_a_story(whole: Judged, questions: Sequence[Judged], rules: Rules) -> Judged:
    best = max(questions, key=lambda part: part.confidence, default=whole)
    if best.confidence < rules.fallback:
        return whole
    if best.intent == whole.intent and whole.confidence >= best.confidence:
        return whole
    return best


def _may_ask(part: Judged, rules: Rules) -> bool:
    if part.intent in rules.polite:
        return False
    if part.piece.asks:
        return True
    # "CPC cost. Texas salary." has no form of a question.
    return part.intent not in rules.aside and part.words <= 8 and part.confidence >= rules.certain


def _needed(part: Judged, rules: Rules) -> float:
    """A piece that was cut out of a sentence must be surer than a sentence of its own."""
    return rules.certain if part.piece.apart else rules.certain + 0.05


def _joined(parts: Sequence[Judged]) -> list[Judged]:
    """Put neighbours together that ask the same about the same."""
    result: list[Judged] = []
    for part in parts:
        last = result[-1] if result else None
        if last is not None and part.intent == last.intent and _same(last, part):
            better = last if last.confidence >= part.confidence else part
            result[-1] = replace(
                better,
                piece=Piece((*last.piece.spans, *part.piece.spans), True, last.piece.apart),
                words=last.words + part.words,
                subjects=last.subjects | part.subjects,
            )
        else:
            result.append(part)
    return result


def _same(one: Judged, other: Judged) -> bool:
    """Whether two questions with one intent are one: the second names nothing new."""
    return not other.subjects - one.subjects or not one.subjects
