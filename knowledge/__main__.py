"""The command line: `python -m knowledge build | check | show <id> | search <words>`."""

import argparse
import sys
from pathlib import Path

from knowledge import build, grounding, originality
from knowledge.loader import FOLDER, Knowledge, load
from knowledge.model import Fact
from knowledge.problems import KnowledgeError
from knowledge.queries import KnowledgeBase, MissingDatabaseError, UnknownFactError
from knowledge.rules import naming_words

DATABASE = Path("var/knowledge.sqlite")
DOCUMENTS = Path("../shared/documents")


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return 0 when all is well, else 1."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except KnowledgeError as error:
        print(error, file=sys.stderr)
        print(f"{len(error.problems)} problem(s) in the knowledge files", file=sys.stderr)
    except (MissingDatabaseError, build.BuildError) as error:
        print(error, file=sys.stderr)
    except UnknownFactError as error:
        print(f"there is no fact {error}; try: python -m knowledge search WORDS", file=sys.stderr)
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m knowledge", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="command")

    builder = commands.add_parser("build", help="validate the YAML files and write the database")
    builder.add_argument("--database", type=Path, default=DATABASE)
    builder.set_defaults(run=_build)

    checker = commands.add_parser("check", help="validate, and prove every figure by its document")
    checker.set_defaults(run=_check)

    for command in (builder, checker):
        command.add_argument("--knowledge", type=Path, default=FOLDER, help="folder of YAML files")
        command.add_argument(
            "--documents", type=Path, help=f"folder of the documents (default: {DOCUMENTS})"
        )

    shower = commands.add_parser("show", help="print one fact")
    shower.add_argument("id")
    shower.set_defaults(run=_show)

    searcher = commands.add_parser("search", help="find facts by words")
    searcher.add_argument("words", nargs="+")
    searcher.add_argument("--limit", type=int, default=10)
    searcher.set_defaults(run=_search)

    for command in (shower, searcher):
        command.add_argument("--database", type=Path, default=DATABASE)
    return parser


def _build(options: argparse.Namespace) -> int:
    knowledge = load(options.knowledge)
    # A school has the facts but not the documents; `check` is where their absence is an alarm.
    documents_here = options.documents or DOCUMENTS.is_dir()
    if documents_here and not _ground(knowledge, options.documents):
        print("nothing was built", file=sys.stderr)
        return 1
    build.build(knowledge, options.database)
    print(f"{options.database}: {_summary(knowledge)}")
    return 0


def _check(options: argparse.Namespace) -> int:
    knowledge = load(options.knowledge)
    print(f"valid: {_summary(knowledge)}")
    good = _ground(knowledge, options.documents)
    documents = options.documents or DOCUMENTS
    if documents.is_dir():
        borrowed = originality.check(knowledge, documents)
        for problem in borrowed:
            print(problem, file=sys.stderr)
        print(f"{len(borrowed)} text(s) too close to a document")
        good = good and not borrowed
    return 0 if good else 1


def _ground(knowledge: Knowledge, named: Path | None) -> bool:
    """Compare the figures with the documents; an absent folder is wrong only if it was named."""
    documents = named or DOCUMENTS
    if not documents.is_dir():
        message = f"NOT GROUNDED: there is no folder {documents}; no figure was proven."
        print(f"\n*** {message} ***\n", file=sys.stderr)
        return named is None
    names = naming_words(knowledge.subjects)
    report = grounding.examine(knowledge.facts, knowledge.sources, documents, names)
    for problem in report.problems:
        print(problem, file=sys.stderr)
    print(f"{report.grounded} of {report.figures} figures grounded")
    return not report.problems


def _show(options: argparse.Namespace) -> int:
    base = KnowledgeBase(options.database)
    fact = base.fact(options.id)
    print(_lines(fact))
    conflict = base.conflict(fact.id)
    if conflict:
        print(f"  conflict   {conflict.id}: {conflict.question}")
        for side, standing in conflict.standings.items():
            print(f"    {standing:<11}{side}: {base.fact(side).figure or base.fact(side).text}")
        print(f"    why        {conflict.why}")
    return 0


def _search(options: argparse.Namespace) -> int:
    found = KnowledgeBase(options.database).search(" ".join(options.words), options.limit)
    for fact in found:
        print(f"{fact.id}\n  {fact.text}")
    if not found:
        print("nothing found", file=sys.stderr)
    return 0 if found else 1


def _summary(knowledge: Knowledge) -> str:
    return (
        f"{len(knowledge.facts)} facts, {len(knowledge.subjects)} subjects,"
        f" {len(knowledge.sources)} sources, {len(knowledge.conflicts)} conflicts,"
        f" version {knowledge.version}"
    )


def _lines(fact: Fact) -> str:
    fields = {
        "text": fact.text,
        "figure": fact.figure,
        "note": fact.note,
        "topic": fact.topic,
        "subject": f"{fact.subject.name} ({fact.subject.kind})",
        "measure": fact.measure.name,
        "source": f"{fact.source.title} ({fact.source.id})",
        "section": "; ".join([fact.section, *fact.also_in]),
        "as of": fact.as_of_text,
        "basis": fact.basis,
        "review by": fact.review_by and fact.review_by.isoformat(),
        "standing": fact.standing,
    }
    rows = [f"  {name:<11}{value}" for name, value in fields.items() if value]
    return "\n".join([f"{fact.id} (version {fact.version})", *rows])


if __name__ == "__main__":
    sys.exit(main())
