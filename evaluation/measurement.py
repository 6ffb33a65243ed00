"""One run: every figure of the assistant, clean and with typos, and of the stock pipeline."""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import yaml

from conversation_tests import Conversation
from evaluation.dialogue import Desk, DialogueScore, ask_questions, hold_conversations
from evaluation.figures import FigureCheck
from evaluation.held_out import Question
from evaluation.models import ROOT, understand
from evaluation.peers import OUR_CONFIG, STOCK_CONFIG, understand_with_sample
from evaluation.typos import with_typos
from evaluation.understanding import UnderstandingScore, score
from knowledge import KnowledgeBase
from tests.assistant import running_assistant


@dataclass
class Measurement:
    """The figures of one run. None stands for what was not measured."""

    questions: Sequence[Question]
    understanding: UnderstandingScore
    understanding_typos: UnderstandingScore | None = None
    stock: UnderstandingScore | None = None
    stock_typos: UnderstandingScore | None = None
    sample: UnderstandingScore | None = None
    sample_typos: UnderstandingScore | None = None
    dialogue: DialogueScore | None = None
    dialogue_typos: DialogueScore | None = None


def measure(
    questions: Sequence[Question],
    conversations: Sequence[Conversation],
    *,
    typos: bool,
    stock: bool,
    dialogue: bool,
    say: Callable[[str], None],
) -> Measurement:
    """Measure what is wanted.

    Args:
        questions: the single questions.
        conversations: the conversations.
        typos: whether to measure everything again with typos.
        stock: whether to measure Rasa's stock pipeline, too, beside ours on the same sample.
        dialogue: whether to start the assistant and hold it to its answers.
        say: receives a line about each step.

    Raises:
        ModelError: there is no model, or one cannot be used.
    """
    asked = [question.ask for question in questions]
    slipped = [with_typos(text) for text in asked] if typos else []
    say(f"Understanding {len(asked)} questions...")
    understood = understand([*asked, *slipped])
    result = Measurement(questions, score(questions, understood[: len(asked)]))
    if typos:
        result.understanding_typos = score(questions, understood[len(asked) :])
    if stock:
        say("The same with Rasa's stock pipeline and ours, both trained on a sample (minutes)...")
        by_stock = understand_with_sample(STOCK_CONFIG, [*asked, *slipped])
        by_ours = understand_with_sample(OUR_CONFIG, [*asked, *slipped])
        result.stock = score(questions, by_stock[: len(asked)])
        result.sample = score(questions, by_ours[: len(asked)])
        if typos:
            result.stock_typos = score(questions, by_stock[len(asked) :])
            result.sample_typos = score(questions, by_ours[len(asked) :])
    if dialogue:
        say("Starting the assistant...")
        with started_desk() as desk:
            say(f"Asking them, and holding {len(conversations)} conversations...")
            result.dialogue = talk(desk, questions, conversations)
            if typos:
                say("Once more with typos...")
                result.dialogue_typos = talk(desk, questions, conversations, with_typos)
    return result


def talk(
    desk: Desk,
    questions: Sequence[Question],
    conversations: Sequence[Conversation],
    change: Callable[[str], str] = str,
) -> DialogueScore:
    """Return how the running assistant does; `change` changes the words before they are sent."""
    figures = DialogueScore()
    ask_questions(desk, questions, figures, change)
    hold_conversations(desk, conversations, figures, change)
    return figures


@contextmanager
def started_desk() -> Iterator[Desk]:
    """Start the assistant with an empty folder of its own, and stop it in the end."""
    with (
        tempfile.TemporaryDirectory(prefix="evaluation-") as folder,
        running_assistant(Path(folder)) as assistant,
    ):
        yield desk_at(assistant.url)


def desk_at(url: str) -> Desk:
    """Return the assistant that runs at `url`, to be asked."""
    contact = yaml.safe_load((ROOT / "school.yml").read_text(encoding="utf-8"))["contact"]
    knowledge = KnowledgeBase(ROOT / "var" / "knowledge.sqlite")
    return Desk(url, tuple(contact.values()), FigureCheck(knowledge))
