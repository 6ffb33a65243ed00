"""Finds wrong figures: figures of somebody or something else than was asked for."""

import re
from collections.abc import Collection, Iterable

from conversation_tests import Answer, Turn
from evaluation.held_out import Question
from knowledge import Fact, KnowledgeBase, UnknownFactError

ANY_STATE = frozenset({"rank_states", "follow_up"})
"""Intents whose answer may hold figures of states that nobody named."""
RANKING = "ranking"
SHORT = 2
MANY = 5
"""So many states in one answer are a ranking, of which a conversation expects only a part."""


class FigureCheck:
    """Looks at the facts that an answer cites, with the knowledge base that they are from."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        """Read the names of the states, to know which ones a message names."""
        self._knowledge = knowledge
        self._states = {
            # Short forms are everyday words, too (in, or, me), so they count in capitals only.
            subject.id: re.compile(
                "|".join(
                    rf"\b{re.escape(name.upper())}\b"
                    if len(name) <= SHORT
                    else rf"(?i:\b{re.escape(name)}\b)"
                    for name in subject.names
                )
            )
            for subject in knowledge.subjects("state")
        }

    def of_question(self, question: Question, answer: Answer) -> list[str]:
        """Return what is wrong with the figures of an answer to a single question.

        It is wrong to give a figure where an honest no is due; to cite a state that was not asked
        for; and to give figures of another certification, role and so on instead of the asked.
        """
        cited = self._facts(answer.facts)
        figures = [fact for fact in cited if fact.figure]
        if question.kind == "out_of_scope":
            return _figures_for_a_no(answer, figures)
        due = self._facts(question.facts)
        wrong = []
        if not ANY_STATE & set(question.intents):
            asked = _states(due) | set(question.entities.get("state", ()))
            for city in question.entities.get("city", ()):
                asked |= set(city.split("|")[1:])
            wrong += _other_states(cited, asked)
        for kind, asked_ids in question.entities.items():
            if kind in ("state", "city", "amount", "measure"):
                continue
            right_ids = {*asked_ids, *(fact.subject.id for fact in due)}
            of_kind = [fact for fact in figures if fact.subject.kind == kind]
            if of_kind and not any(fact.subject.id in right_ids for fact in cited):
                wrong.append(
                    f"figures of {of_kind[0].subject.id} instead of {', '.join(asked_ids)}"
                )
        return wrong

    def of_turn(self, turn: Turn, answer: Answer, named: Collection[str] = ()) -> list[str]:
        """Return what is wrong with the figures of an answer in a conversation.

        Args:
            turn: the turn; what must not occur in its answer, and is a figure, is a wrong one.
            answer: the answer.
            named: ids of states that came up before in the conversation.
        """
        absent = [one for one in turn.expects.get("absent", ()) if re.search(r"\d", one)]
        wrong = [f"{one} is in the text" for one in absent if one in answer.text]
        cited = self._facts(answer.facts)
        if turn.expects.get("kind") == "out_of_scope":
            return wrong + _figures_for_a_no(answer, [fact for fact in cited if fact.figure])
        expected = self._facts(turn.expects.get("facts", ()))
        due, cited_states = _states(expected), _states(cited)
        # "The highest pay is in ..." is a fact about all of them.
        ranking = len(due) > 1 or any(fact.measure.id == RANKING for fact in expected)
        ranking |= bool(due) and due <= cited_states and len(cited_states) >= MANY
        # Without expected facts nobody said whose figures are right.
        if turn.expects.get("facts") and not ranking:
            wrong += _other_states(cited, due | set(named) | self.states_in(turn.say or ""))
        return wrong

    def states_in(self, text: str) -> set[str]:
        """Return the ids of the states that the text names in full or by a known short form."""
        return {state for state, pattern in self._states.items() if pattern.search(text)}

    def states_of(self, fact_ids: Iterable[str]) -> set[str]:
        """Return the ids of the states that the facts are about."""
        return _states(self._facts(fact_ids))

    def _facts(self, ids: Iterable[str]) -> list[Fact]:
        found = []
        for one in ids:
            try:
                found.append(self._knowledge.fact(one))
            except UnknownFactError:
                continue
        return found


def _states(facts: Iterable[Fact]) -> set[str]:
    return {fact.subject.id for fact in facts if fact.subject.kind == "state"}


def _other_states(cited: Iterable[Fact], asked: Collection[str]) -> list[str]:
    others = sorted(_states(cited) - set(asked))
    if not others:
        return []
    named = ", ".join(others[:MANY]) + (f" and {len(others) - MANY} more" * (len(others) > MANY))
    return [f"figures of {named}; asked: {', '.join(sorted(asked)) or 'no state'}"]


def _figures_for_a_no(answer: Answer, figures: list[Fact]) -> list[str]:
    if answer.kind in ("answer", "recommendation") and figures:
        return [f"gives {figures[0].id} where an honest no is due"]
    return []
