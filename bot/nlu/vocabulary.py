"""Reads the words by which people name our subjects: knowledge/vocabulary/*.yml."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.nlu.words import fold, split_words


class VocabularyError(Exception):
    """A vocabulary file cannot be used; the message names the file and says why."""


@dataclass(frozen=True)
class Alias:
    """One way to write a subject.

    `pieces` are its words and signs in lower case. An `upper_case_only` alias is also an everyday
    word ("or", "in"), so it counts only where it is written in capitals.
    """

    kind: str
    subject: str
    pieces: tuple[str, ...]
    upper_case_only: bool


def read_vocabulary(folder: Path) -> list[Alias]:
    """Return every alias of every subject, in file order, without repetitions.

    Raises:
        VocabularyError: there is no vocabulary in the folder, or a file has the wrong shape.
    """
    files = _files(folder)
    if not files:
        raise VocabularyError(f"There are no vocabulary files (*.yml) in {folder}.")
    return list(dict.fromkeys(alias for file in files for alias in _read_file(file)))


def vocabulary_hash(folder: Path) -> str:
    """Return a hash that changes whenever one of the vocabulary files does."""
    digest = hashlib.sha256()
    for file in _files(folder):
        digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()


def states_by_code(folder: Path) -> dict[str, str]:
    """Return the id of each state of the vocabulary by its postal code, such as TX.

    Raises:
        VocabularyError: the file of the states cannot be used.
    """
    file = folder / "state.yml"
    subjects = _subjects(file) if file.is_file() else []
    return {subject["short"]: subject["id"] for subject in subjects if subject.get("short")}


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.yml"))


def _subjects(file: Path) -> list[dict[str, Any]]:
    try:
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise VocabularyError(f"{file.name} is not valid YAML: {error}") from error
    if not isinstance(content, dict) or content.get("kind") != file.stem:
        raise VocabularyError(f"{file.name}: `kind` must be {file.stem}.")
    subjects = content.get("subjects")
    if not isinstance(subjects, list):
        raise VocabularyError(f"{file.name}: `subjects` must be a list.")
    for subject in subjects:
        if not isinstance(subject, dict) or not {"id", "name"} <= subject.keys():
            raise VocabularyError(f"{file.name}: a subject needs `id` and `name`: {subject}.")
    return subjects


def _read_file(file: Path) -> Iterator[Alias]:
    for subject in _subjects(file):
        plain = [subject["name"], subject.get("short"), subject.get("full_name")]
        plain += subject.get("aliases") or []
        ambiguous = subject.get("ambiguous") or []
        for word in [*plain, *ambiguous]:
            # An unquoted `on` or `no` is a truth value in YAML, not a word.
            if word is not None and not isinstance(word, str):
                raise VocabularyError(f"{file.name}: {subject['id']}: put {word!r} in quotes.")
        capitals_only = {fold(word) for word in ambiguous}
        for word in [word for word in plain if word] + ambiguous:
            for pieces in spellings(word):
                yield Alias(file.stem, str(subject["id"]), pieces, fold(word) in capitals_only)


def spellings(written: str) -> Iterator[tuple[str, ...]]:
    """Yield a name as pieces in lower case, and the ways in which people also type it."""
    if written.isalpha() and written.isupper() and len(written) > 2:
        yield _pieces(fold(written) + "s")
    text = fold(written).strip()
    text = text[4:] if text.startswith("the ") else text
    yield _pieces(text)
    if "-" in text:
        parts = [part.strip() for part in text.split("-")]
        # "cpc a" is more often "CPC, a ..." than CPC-A, so single letters keep their hyphen.
        if all(len(part) > 1 for part in parts):
            yield _pieces(" ".join(parts))
    if text.endswith(".") and len(text) > 2:
        yield _pieces(text[:-1])
    if "'" in text:
        yield _pieces(text.replace("'", ""))


def _pieces(text: str) -> tuple[str, ...]:
    return tuple(word.text for word in split_words(text))
