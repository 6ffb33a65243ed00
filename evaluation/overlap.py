"""Finds training examples that are held-out questions, or nearly so.

python -m evaluation.overlap [--remove]
"""

import argparse
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml
from rapidfuzz import fuzz, process

from evaluation.held_out import FOLDER, UNSEEN, read_held_out_conversations, read_questions
from evaluation.models import ROOT

ALLOWED = FOLDER / "allowed_overlaps.yml"
NEAR = 92
"""Per cent of likeness (rapidfuzz ratio) from which two texts count as the same question."""
LONG = 5
"""Words that a text needs for a likeness to mean anything."""
SHORT = 3
"""Words up to which equal texts may be allowed by name."""

_AT_ONCE = 1000
_ENTITY = re.compile(r"\[([^\]]+)\](?:\([^)]*\)|\{[^}]*\})")


@dataclass(frozen=True)
class Overlap:
    """A training example and the held-out question that it repeats."""

    file: str
    example: str
    question: str
    likeness: float

    def __str__(self) -> str:
        """Return the pair as one line."""
        return f"{self.file}: {self.example!r} is {self.likeness:.0f} % like {self.question!r}"


def normalised(text: str) -> str:
    """Return the words of a text in lower case, without signs, one space apart."""
    return " ".join(re.findall(r"[^\W_]+", text.lower().replace("'", "")))


def training_examples(folder: Path = ROOT / "data" / "nlu") -> Iterator[tuple[str, str]]:
    """Yield the file name and the plain text of every training example."""
    for file in sorted(folder.rglob("*.yml")):
        for block in yaml.safe_load(file.read_text(encoding="utf-8")).get("nlu") or []:
            # Only intents have sentences; synonyms and lookup tables have names.
            if "intent" not in block:
                continue
            for line in str(block.get("examples", "")).splitlines():
                example = _example(line)
                if example is not None:
                    yield file.name, example


def _example(line: str) -> str | None:
    """Return the plain text of a line of examples, or None when it holds none."""
    line = line.strip()
    return _ENTITY.sub(r"\1", line[2:].strip()) if line.startswith("- ") else None


def held_out_texts() -> list[str]:
    """Return every held-out question, turn and phrase of danger."""
    return [text for folder in (FOLDER, UNSEEN) for text in _texts_of(folder)]


def _texts_of(folder: Path) -> list[str]:
    questions = [question.ask for question in read_questions(folder / "questions")]
    turns = [
        turn.say
        for conversation in read_held_out_conversations(folder / "conversations")
        for turn in conversation.turns
        if turn.say
    ]
    danger = [
        str(phrase)
        for file in sorted((folder / "danger").glob("*.yml"))
        for phrases in yaml.safe_load(file.read_text(encoding="utf-8")).values()
        for phrase in phrases
    ]
    return [*questions, *turns, *danger]


def overlaps(
    examples: Iterable[tuple[str, str]], held_out: Iterable[str], allowed: Sequence[str] = ()
) -> list[Overlap]:
    """Return the examples that equal a held-out text or are too much like one.

    Args:
        examples: file names and texts of the training examples.
        held_out: the texts that must stay unknown.
        allowed: texts of up to three words that may be in both, such as "thank you".

    Raises:
        ValueError: an allowed text is longer.
    """
    permitted = {normalised(text) for text in allowed}
    long = [text for text in permitted if len(text.split()) > SHORT]
    if long:
        raise ValueError(f"only up to {SHORT} words may be allowed: {long}")
    texts = {key: text for text in held_out if (key := normalised(text))}
    found: list[Overlap] = []
    unlike: list[tuple[str, str, str]] = []
    for file, example in examples:
        key = normalised(example)
        if key in permitted:
            continue
        if key in texts:
            found.append(Overlap(file, example, texts[key], 100.0))
        elif len(key.split()) >= LONG:
            unlike.append((file, example, key))
    keys = [key for key in texts if len(key.split()) >= LONG]
    if not keys:
        return found
    for start in range(0, len(unlike), _AT_ONCE):
        some = unlike[start : start + _AT_ONCE]
        # On all processors: tens of thousands are compared with thousands.
        likeness = process.cdist(
            [key for _, _, key in some], keys, scorer=fuzz.ratio, score_cutoff=NEAR, workers=-1
        )
        for (file, example, _), row in zip(some, likeness, strict=True):
            best = int(row.argmax())
            if row[best] >= NEAR:
                found.append(Overlap(file, example, texts[keys[best]], float(row[best])))
    return found


def allowed() -> list[str]:
    """Return the very short texts that may be in both."""
    texts: list[str] = yaml.safe_load(ALLOWED.read_text(encoding="utf-8"))
    return texts


def remove(found: Iterable[Overlap], folder: Path = ROOT / "data" / "nlu") -> int:
    """Take the examples out of their files; returns how many lines went."""
    gone = {(one.file, one.example) for one in found}
    removed = 0
    for file in sorted(folder.rglob("*.yml")):
        lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
        kept = [line for line in lines if (file.name, _example(line)) not in gone]
        if len(kept) < len(lines):
            file.write_text("".join(kept), encoding="utf-8")
            removed += len(lines) - len(kept)
    return removed


def main() -> int:
    """Print every pair; with `--remove`, take the examples out of data/nlu.

    Returns:
        1 when examples overlap and stay, else 0.
    """
    parser = argparse.ArgumentParser(prog="evaluation.overlap")
    parser.add_argument("--remove", action="store_true", help="take them out of data/nlu")
    options = parser.parse_args()
    found = overlaps(training_examples(), held_out_texts(), allowed())
    for one in found:
        print(one)
    if options.remove:
        print(f"{remove(found)} examples removed.")
    return 1 if found and not options.remove else 0


if __name__ == "__main__":
    sys.exit(main())
