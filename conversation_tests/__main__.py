"""python -m conversation_tests --url http://localhost:5005 --adapter rasa-rest FILE_OR_FOLDER..."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from conversation_tests.adapters import ADAPTERS, Adapter
from conversation_tests.checks import KindRules
from conversation_tests.conversation import (
    Conversation,
    ConversationFileError,
    conversation_files,
    read_conversations,
)
from conversation_tests.report import describe, summary
from conversation_tests.runner import ConversationResult, hold

RIGHT, WRONG, NOT_RUN = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Hold the conversations of the files and print a report.

    Args:
        arguments: the command line; that of the process if None.

    Returns:
        0 when every conversation was right, 1 when one was not, 2 when a file cannot be used.
    """
    options = _parser().parse_args(arguments)
    try:
        files = conversation_files(options.paths)
        conversations = [one for file in files for one in read_conversations(file)]
        kinds = kind_rules(options.as_good)
    except ValueError as error:
        print(error, file=sys.stderr)
        return NOT_RUN
    chosen = [one for one in conversations if options.only.lower() in one.name.lower()]
    if not chosen:
        print("There is no such conversation.", file=sys.stderr)
        return NOT_RUN
    results = [_hold(one, options, kinds) for one in chosen]
    print(summary(results))
    return RIGHT if all(result.right for result in results) else WRONG


def kind_rules(pairs: Sequence[str]) -> KindRules:
    """Return the rules of pairs such as "answer=recommendation": expected kind, one as good.

    Raises:
        ConversationFileError: a pair has another shape.
    """
    rules: dict[str, frozenset[str]] = {}
    for pair in pairs:
        expected, sign, good = pair.partition("=")
        if not (expected and sign and good):
            raise ConversationFileError(f"{pair!r} is not of the form EXPECTED=AS_GOOD.")
        rules[expected] = rules.get(expected, frozenset()) | {good}
    return rules


def _hold(
    conversation: Conversation, options: argparse.Namespace, kinds: KindRules
) -> ConversationResult:
    def connect() -> Adapter:
        return ADAPTERS[options.adapter](options.url, options.timeout)

    result = hold(conversation, connect, kinds=kinds)
    if not result.right:
        print(describe(result), end="\n\n", flush=True)
    elif options.verbose:
        print(f"right  {conversation.file.name}: {conversation.name}", flush=True)
    return result


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="conversation_tests",
        description="Holds the conversations of YAML files with a running assistant.",
    )
    parser.add_argument("paths", nargs="+", type=Path, metavar="FILE_OR_FOLDER")
    parser.add_argument("--url", required=True, help="address of the assistant")
    parser.add_argument("--adapter", choices=sorted(ADAPTERS), default="rasa-rest")
    parser.add_argument("--only", default="", help="only conversations with this in their name")
    parser.add_argument("--timeout", type=float, default=30.0, help="seconds for each request")
    parser.add_argument(
        "--as-good", action="append", default=[], metavar="EXPECTED=KIND", help="see README.md"
    )
    parser.add_argument("--verbose", action="store_true", help="name the right ones, too")
    return parser


if __name__ == "__main__":
    sys.exit(main())
