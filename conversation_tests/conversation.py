"""Reads conversations from YAML files."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

LISTS = ("text", "absent", "facts", "sources", "disclaimers", "choices")
EXPECTATIONS = frozenset({"kind", *LISTS, "no_figures", "slots", "within"})


class ConversationFileError(ValueError):
    """A file cannot be used; the message names it and says why."""


@dataclass(frozen=True)
class Turn:
    """What is said (`say`) or chosen (`choose`, a title), and what the answer must be."""

    say: str | None
    choose: str | None
    expects: Mapping[str, Any]

    @property
    def said(self) -> str:
        """The words of the turn, for reports."""
        return self.say if self.say is not None else f"[{self.choose}]"


@dataclass(frozen=True)
class Conversation:
    """A named conversation of a file."""

    file: Path
    name: str
    turns: tuple[Turn, ...]


def conversation_files(paths: Iterable[Path]) -> list[Path]:
    """Return the files themselves and the YAML files in the folders, at any depth.

    Raises:
        ConversationFileError: a path does not exist, or there is no YAML file at all.
    """
    files: list[Path] = []
    for path in paths:
        if path.is_dir():
            files += sorted(file for end in ("yml", "yaml") for file in path.rglob(f"*.{end}"))
        elif path.is_file():
            files.append(path)
        else:
            raise ConversationFileError(f"{path} does not exist.")
    if not files:
        raise ConversationFileError("There is no YAML file to read.")
    return files


def read_conversations(file: Path) -> list[Conversation]:
    """Return the conversations of one file in order.

    Raises:
        ConversationFileError: it is not YAML or has another shape.
    """
    try:
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ConversationFileError(f"{file} cannot be read: {error}") from error
    if not isinstance(content, list):
        raise ConversationFileError(f"{file} must be a list of conversations.")
    return [_conversation(file, one) for one in content]


def _conversation(file: Path, raw: Any) -> Conversation:
    if not isinstance(raw, dict) or set(raw) != {"name", "turns"} or not raw["turns"]:
        raise ConversationFileError(f"{file}: a conversation has `name` and `turns`: {raw!r:.80}")
    name = str(raw["name"])
    try:
        return Conversation(file, name, tuple(_turn(one) for one in raw["turns"]))
    except ValueError as error:
        raise ConversationFileError(f"{file}, {name!r}: {error}") from error


def _turn(raw: Any) -> Turn:
    if not isinstance(raw, dict) or len({"say", "choose"} & set(raw)) != 1:
        raise ValueError(f"a turn has either `say` or `choose`: {raw!r:.80}")
    expects = {key: value for key, value in raw.items() if key not in ("say", "choose")}
    unknown = set(expects) - EXPECTATIONS
    if unknown:
        raise ValueError(f"a turn cannot expect {', '.join(sorted(unknown))}")
    if not expects:
        raise ValueError(f"the turn {raw!r:.80} expects nothing")
    for key in LISTS:
        listed = expects.get(key, [])
        if not isinstance(listed, list) or not all(isinstance(one, str) for one in listed):
            raise ValueError(f"`{key}` must be a list of texts")
    if not isinstance(expects.get("slots", {}), dict):
        raise ValueError("`slots` must map names to values")
    if not isinstance(expects.get("within", 1), int | float):
        raise ValueError("`within` must be a number of seconds")
    return Turn(
        None if "say" not in raw else str(raw["say"]),
        None if "choose" not in raw else str(raw["choose"]),
        expects,
    )
