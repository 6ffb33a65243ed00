"""Decides which pieces of a message are answered, from what the classifier makes of each.

A short question stays whole. Several certain questions become several clauses. Of a long story
only what asks is kept; greetings, thanks and background fall away.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.nlu.clauses import Piece
from bot.nlu.labels import Ranking

# A piece that was cut out of a sentence must be surer than a sentence of its own.
_CUT_OUT = 0.05
# What is no question by its form must be surer still.
_FRAGMENT = 0.1
_LONGEST_FRAGMENT = 8
# Of so many words, what stands before a question only names its subject.
_LONGEST_HEAD = 6
_PLACES = frozenset({"state", "city", "country", "measure", "occupation"})
_FAREWELL = "goodbye"
_PAY = "pay"
# How much less sure a question may be together with what it leans on; and how much surer it must
# be to lean on what it does not point at, if it is not so sure alone.
_LEANING = 0.15
_SURE_ALONE = 0.5


@dataclass(frozen=True)
class Rules:
    """When to part a message.

    `fallback`: below this confidence nothing is understood. `certain`: a piece needs this much
    to stand beside others. `polite`: intents that never stand beside a question. `aside`:
    intents that background sentences are often taken for. `leaning`: intents that mean nothing
    unless something was asked before. `families`: the family of each intent that has one.
    `elsewhere`: aspects of what is declined because it names other work or another country.
    `long`: from so many words on a message is a story. `most`: how many clauses there may be.
    """

    fallback: float
    certain: float
    polite: frozenset[str] = frozenset()
    aside: frozenset[str] = frozenset()
    leaning: frozenset[str] = frozenset()
    families: Mapping[str, str] = field(default_factory=dict)
    elsewhere: frozenset[str] = frozenset()
    long: int = 25
    most: int = 3


@dataclass(frozen=True)
class Judged:
    """A piece of a message and what was made of it.

    `words` is how many words it has, `ranking` the intents (best first), `subjects` what it
    names, `after` the intents in each context (see bot.nlu.contexts), `about` those with what was
    told of last in front.
    """

    piece: Piece
    words: int
    ranking: Ranking
    subjects: frozenset[tuple[str, str]] = frozenset()
    after: Mapping[str, Ranking] = field(default_factory=dict)
    about: Ranking = ()

    @property
    def intent(self) -> str:
        """The best intent."""
        return self.ranking[0].intent

    @property
    def confidence(self) -> float:
        """How sure the best intent is, 0 to 1."""
        return self.ranking[0].confidence


def leaning(one: Judged, both: Judged, rules: Rules) -> bool:
    """Return whether a question is to be read together with the piece before it.

    Args:
        one: the question alone.
        both: the question with the piece before it, which does not ask.
        rules: those of the message.
    """
    unclear = one.intent in rules.aside or one.confidence < rules.fallback
    if _is_headed(one, both, rules):
        return True
    if both.intent in rules.aside | rules.polite or both.confidence < rules.fallback:
        return False
    if one.confidence < _SURE_ALONE and both.confidence >= one.confidence + _LEANING:
        # "I have the GED. Is ok for coding?"
        return True
    if one.piece.apart and not one.piece.leans and not unclear:
        return False
    if unclear:
        return True
    more = both.subjects > one.subjects
    if more and one.piece.leans and not one.piece.apart:
        return both.confidence >= rules.certain
    if both.intent != one.intent and one.confidence >= rules.certain and not more:
        return False
    return both.confidence >= one.confidence - (2 * _LEANING if more else _LEANING)


def _is_headed(one: Judged, both: Judged, rules: Rules) -> bool:
    """Whether what stands before a question names other work: "X-ray techs, what do they make"."""
    few = both.words - one.words <= _LONGEST_HEAD
    elsewhere = both.ranking[0].aspect in rules.elsewhere
    return few and elsewhere and not one.piece.apart and not both.piece.tells


def in_sequence(parts: Sequence[Judged], rules: Rules, topic: str = "") -> list[Judged]:
    """Return the parts, each unclear one as what it means after the question before it.

    "How much is the CPC, and is it hard?": the second question means the exam. `topic` is the
    intent that was answered before the message.
    """
    result: list[Judged] = []
    for part in parts:
        meant = part
        if part.intent in rules.aside | rules.leaning or part.confidence < rules.certain:
            family = rules.families.get(topic, "")
            ranking = part.after.get(topic) or part.after.get(family) or part.ranking
            known = ranking[0].intent not in rules.aside | rules.polite
            if known and ranking[0].confidence >= rules.fallback:
                meant = replace(part, ranking=ranking)
        result.append(meant)
        if meant.piece.asks or _is_fragment(meant, rules):
            topic = meant.intent if meant.intent in rules.families else topic
    return result


def choose(whole: Judged, parts: Sequence[Judged], rules: Rules) -> list[Judged]:
    """Return what to answer, in order: `whole` alone or some of `parts`, never nothing."""
    if len(parts) < 2 and not (parts and parts[0].piece != whole.piece):
        return [whole]
    story = whole.words >= rules.long
    if parts[-1].intent == _FAREWELL and not any(part.piece.asks for part in parts):
        # "Shift's over. Bye."
        return [parts[-1]]
    questions = [part for part in parts if part.piece.asks and part.intent not in rules.polite]
    fragments = [part for part in parts if part in questions or _is_fragment(part, rules)]
    if not story or all(part.confidence < rules.fallback for part in questions):
        questions = fragments
    questions = _joined(questions)
    sure = [part for part in questions if part.confidence >= _needed(part, rules)]
    if sure and not story:
        # Beside a sure question, another one counts that would be answered if it stood alone.
        sure = [part for part in questions if part in sure or _asks_too(part, rules)]
    while len(sure) > 1 and sure[0].intent in rules.leaning:
        del sure[0]
    if story and len(sure) > 1:
        # "When he was alive I never had to worry": told, not asked.
        sure = [part for part in sure if not _is_told(part, rules)] or sure
    if len(sure) > 1:
        return sure[: rules.most]
    if story:
        return [_of_a_story(whole, sure or questions, rules)]
    if sure and sure[0].intent != whole.intent and _says_all(sure[0], whole, rules):
        return sure
    if len(sure) == 1 and _is_narrowed(sure[0], whole, rules):
        return sure
    return [whole]


def choose_fork(whole: Judged, ways: Sequence[tuple[Judged, Judged]], rules: Rules) -> list[Judged]:
    """Return the two questions of the surest of `ways` if both are certain, else `whole` alone."""
    read = [in_sequence(two, rules) for two in ways]
    best = max(read, key=lambda two: min(one.confidence for one in two), default=None)
    if best is None or {one.intent for one in best} & (rules.polite | rules.aside):
        return [whole]
    least = min(one.confidence for one in best)
    differ = best[0].intent != best[1].intent
    if differ and least >= max(rules.certain + _FRAGMENT, whole.confidence - _LEANING):
        return best
    return [whole]


def _says_all(part: Judged, whole: Judged, rules: Rules) -> bool:
    """Whether a piece of a short message tells more than the whole."""
    if whole.intent in rules.aside | rules.polite or whole.confidence < rules.fallback:
        return True
    return part.confidence > whole.confidence and part.subjects == whole.subjects


def _is_narrowed(part: Judged, whole: Judged, rules: Rules) -> bool:
    """Whether what is told beside a question only makes it look like a narrow one.

    "I had no raise in eleven years. What do new coders get paid?" is not about raises.
    """
    told = part.piece.asks and part.piece.apart and part.intent == whole.intent
    # "I am a quiet man. Would this suit me?" is about just that.
    told = told and rules.families.get(part.intent) == _PAY
    return told and not part.ranking[0].aspect and bool(whole.ranking[0].aspect)


def _of_a_story(whole: Judged, questions: Sequence[Judged], rules: Rules) -> Judged:
    best = max(questions, key=lambda part: part.confidence, default=whole)
    if best.confidence < rules.fallback:
        return whole
    if best.intent == whole.intent and whole.confidence >= best.confidence:
        return whole
    return best


def _is_told(part: Judged, rules: Rules) -> bool:
    """Whether a piece of a story is background: of nothing that is answered, and not very sure."""
    return part.intent in rules.aside and part.confidence < rules.certain + 2 * _FRAGMENT


def _is_fragment(part: Judged, rules: Rules) -> bool:
    """Whether a piece asks without the form of a question: "CPC cost. Texas salary."."""
    return (
        not part.piece.tells
        and part.intent not in rules.aside | rules.polite
        and part.words <= _LONGEST_FRAGMENT
        and part.confidence >= rules.certain + _FRAGMENT
    )


def _needed(part: Judged, rules: Rules) -> float:
    """How sure a question must be to stand beside others."""
    if part.piece.leans and part.intent not in rules.aside - rules.leaning:
        return rules.fallback + _CUT_OUT
    return rules.certain if part.piece.apart else rules.certain + _CUT_OUT


def _asks_too(part: Judged, rules: Rules) -> bool:
    """Whether a question that is not sure would get an answer of its own."""
    return (
        part.piece.asks
        and part.intent in rules.families
        and part.confidence >= rules.fallback + _CUT_OUT
    )


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
    """Whether two questions with one intent are one: the second is about nothing new."""
    if one.ranking[0].aspect != other.ranking[0].aspect and one.piece.asks and other.piece.asks:
        return False
    new = other.subjects - one.subjects
    if one.piece.asks and other.piece.asks and not one.subjects:
        # "Which code systems are used, and what is CPT for?"
        return not any(kind not in _PLACES for kind, _ in new)
    return not new or not one.subjects
