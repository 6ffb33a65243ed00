"""Measures the assistant: python -m evaluation (see `--help`), or `make evaluate`."""

import argparse
import os
import sys
from collections.abc import Sequence

from evaluation.floors import floors_of, write_floors
from evaluation.held_out import FOLDER, UNSEEN, read_held_out_conversations, read_questions
from evaluation.measurement import Measurement, measure
from evaluation.models import ROOT, ModelError
from evaluation.table import in_full, misses, shortened, table

REPORT = ROOT / "results" / "evaluation.txt"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print the table and the first misses, write all of it to results/.

    Args:
        arguments: the command line; that of the process if None.

    Returns:
        0, also when figures are low: the tests hold the floors. 1 when a figure was wrong, 2 when
        nothing could be measured.
    """
    options = _parser().parse_args(arguments)
    folder = UNSEEN if options.unseen else FOLDER
    every = read_questions(folder / "questions")
    questions = [one for one in every if options.topic in ("", one.topic)]
    if not questions:
        print(f"There are no questions of the topic {options.topic!r}.", file=sys.stderr)
        return 2
    # Floors are those of questions; two thousand conversations take half an hour.
    alone = options.topic or options.write_floors
    conversations = () if alone else read_held_out_conversations(folder / "conversations")
    try:
        measured = measure(
            questions,
            conversations,
            typos=options.typos and not options.write_floors,
            stock=options.stock and not options.write_floors,
            dialogue=options.dialogue or options.write_floors,
            say=lambda line: print(line, file=sys.stderr, flush=True),
        )
    except ModelError as error:
        print(error, file=sys.stderr)
        return 2
    _report(measured)
    if options.write_floors and not options.topic and not options.unseen:
        write_floors(floors_of(measured))
    wrong = (measured.dialogue, measured.dialogue_typos)
    return 1 if any(one and one.wrong_figures for one in wrong) else 0


def _report(measured: Measurement) -> None:
    figures, lists = table(measured), misses(measured)
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text(f"{figures}\n\n{in_full(lists)}\n", encoding="utf-8")
    print(f"{figures}\n\n{shortened(lists)}\n\nIn full: {REPORT.relative_to(ROOT)}")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="evaluation",
        description=main.__doc__ and main.__doc__.partition("\n")[0],
        epilog="STOCK=off, TYPOS=off, DIALOGUE=off, UNSEEN=on and TOPIC=<intent> in the "
        "environment do the same as the options.",
    )
    for name, what in (
        ("stock", "Rasa's stock pipeline"),
        ("typos", "the run with typos"),
        ("dialogue", "the running assistant"),
    ):
        parser.add_argument(
            f"--no-{name}",
            dest=name,
            action="store_false",
            default=os.environ.get(name.upper()) != "off",
            help=f"leave out {what}",
        )
    parser.add_argument("--topic", default=os.environ.get("TOPIC", ""), help="only this intent")
    parser.add_argument(
        "--unseen",
        action="store_true",
        default=os.environ.get("UNSEEN") == "on",
        help="measure with tests/evaluation/unseen instead",
    )
    parser.add_argument(
        "--write-floors", action="store_true", help="write tests/evaluation/floors.yml anew"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
