"""Asks the running assistant and judges its answers."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from conversation_tests import Answer, Conversation, ConversationResult, KindRules, hold, misses
from conversation_tests.adapters import AdapterError, CareerDesk
from evaluation.figures import FigureCheck
from evaluation.held_out import Question
from evaluation.tally import Tally
from evaluation.understanding import tallies

KINDS: KindRules = {
    "answer": frozenset({"recommendation"}),
    "out_of_scope": frozenset({"unknown"}),
    "smalltalk": frozenset({"help"}),
}
DECLINED = frozenset({"out_of_scope", "unknown"})
AT_ONCE = 3

Change = Callable[[str], str]


@dataclass
class DialogueScore:
    """How the assistant answered single questions, by topic, and whole conversations, by file."""

    questions: dict[str, Tally] = field(default_factory=tallies)
    conversations: dict[str, Tally] = field(default_factory=tallies)
    turns: Tally = field(default_factory=Tally)
    declined_rightly: Tally = field(default_factory=Tally)
    declined_wrongly: Tally = field(default_factory=Tally)
    wrong_figures: list[str] = field(default_factory=list)
    misses: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Desk:
    """The running assistant, how a person of the school is reached, and the check of figures."""

    url: str
    contacts: tuple[str, ...]
    figures: FigureCheck


def ask_questions(
    desk: Desk, questions: Sequence[Question], into: DialogueScore, change: Change = str
) -> None:
    """Ask each question in a conversation of its own and add up the figures.

    Args:
        desk: the assistant.
        questions: what to ask.
        into: where the figures go.
        change: changes the words before they are sent, such as by adding typos.
    """

    def ask(question: Question) -> Answer | str:
        try:
            return CareerDesk(desk.url).say(change(question.ask))
        except AdapterError as error:
            return str(error)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        for question, answer in zip(questions, pool.map(ask, questions), strict=True):
            _judge(desk, question, change(question.ask), answer, into)


def hold_conversations(
    desk: Desk, conversations: Sequence[Conversation], into: DialogueScore, change: Change = str
) -> None:
    """Hold each conversation and add up the figures; the arguments are those of ask_questions."""

    def one(conversation: Conversation) -> ConversationResult:
        return hold(conversation, lambda: CareerDesk(desk.url), kinds=KINDS, change=change)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        for result in pool.map(one, conversations):
            _judge_conversation(desk, result, into, change)


def question_misses(question: Question, answer: Answer, contacts: Sequence[str]) -> list[str]:
    """Return what is not right about an answer to a single question.

    Args:
        question: what was asked.
        answer: what came back.
        contacts: ways to reach a person; one of them is due where a person is wanted.
    """
    if question.kind == "handoff":
        named = any(contact in answer.text for contact in contacts)
        return [] if named else ["does not say how to reach a person"]
    expects = {"kind": question.kind, "facts": question.facts, "sources": question.sources}
    return misses(expects, answer, KINDS)


def _judge(
    desk: Desk, question: Question, asked: str, answer: Answer | str, into: DialogueScore
) -> None:
    if isinstance(answer, str):
        into.questions[question.topic].count(False)
        into.misses.append(f"no answer ({answer}): {asked}")
        return
    found = question_misses(question, answer, desk.contacts)
    into.questions[question.topic].count(not found)
    if found:
        into.misses.append(f"[{question.topic}] {'; '.join(found)}: {asked}")
    if question.kind == "out_of_scope":
        into.declined_rightly.count(answer.kind in DECLINED)
    elif question.kind == "answer":
        into.declined_wrongly.count(answer.kind in DECLINED)
    wrong = desk.figures.of_question(question, answer)
    into.wrong_figures += [f"{one}: {asked}" for one in wrong]


def _judge_conversation(
    desk: Desk, result: ConversationResult, into: DialogueScore, change: Change
) -> None:
    conversation = result.conversation
    into.conversations[conversation.file.stem].count(result.right)
    named: set[str] = set()
    for number, held in enumerate(result.turns, start=1):
        into.turns.count(not held.misses)
        place = f"{conversation.file.stem}: {conversation.name}, turn {number}"
        said = change(held.turn.said)
        if held.misses:
            into.misses.append(f"[{place}] {'; '.join(held.misses)}: {said}")
        if held.answer:
            wrong = desk.figures.of_turn(held.turn, held.answer, named)
            into.wrong_figures += [f"[{place}] {one}: {said}" for one in wrong]
        named |= desk.figures.states_in(held.turn.said)
        named |= desk.figures.states_of(held.turn.expects.get("facts", ()))
    into.turns.add(0, len(conversation.turns) - len(result.turns))
