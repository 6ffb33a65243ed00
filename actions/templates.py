"""Loads the wording files and refuses whatever could put an unsourced claim into a reply."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from actions.computed import OPERATIONS
from actions.errors import WordingError

PLACEHOLDER = re.compile(r"\{([a-z_]+)\.([a-z_]+)\}")

ATTRIBUTES: dict[str, frozenset[str]] = {
    "fact": frozenset(
        {"figure", "amount", "text", "note", "as_of", "published", "subject", "measure"}
    ),
    "computed": frozenset({"figure", "total", "origin"}),
    "subject": frozenset({"name", "full", "id"}),
    "city": frozenset({"name"}),
    "school": frozenset({"name", "contact", "hours"}),
}
BIND_KEYS: dict[str, frozenset[str]] = {
    "fact": frozenset({"is", "id", "topic", "subject", "measure", "kind", "standing"}),
    "computed": frozenset({"is", "operation"}),
    "subject": frozenset({"is", "kind"}),
    "city": frozenset({"is"}),
    "school": frozenset({"is"}),
}
CLAIMING = frozenset({"fact", "computed"})


@dataclass(frozen=True)
class Bind:
    """What may be bound to one name of a template; an empty tuple means any.

    With `id`, the renderer binds that very fact by itself.
    """

    type: str
    id: str | None = None
    topics: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    standings: tuple[str, ...] = ()
    operation: str | None = None


@dataclass(frozen=True)
class Template:
    """One or more sentences of a topic with the values they need.

    `declines`: it says that the pages do not answer; a reply that begins with it is an honest no.
    """

    topic: str
    name: str
    text: str
    binds: Mapping[str, Bind]
    claim: bool
    disclaimers: tuple[str, ...]
    declines: bool = False


@dataclass(frozen=True)
class ChoiceTemplate:
    """A next question to offer: title, intent and entities; both may hold subject placeholders."""

    topic: str
    name: str
    title: str
    intent: str
    entities: Mapping[str, tuple[str, ...]]
    binds: Mapping[str, Bind]


@dataclass(frozen=True)
class Disclaimer:
    """A caution; `when` says which facts bring it along without being asked."""

    key: str
    text: str
    units: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    basis: str | None = None
    has_figure: bool | None = None
    has_basis: bool | None = None
    due: bool | None = None
    automatic: bool = False


@dataclass(frozen=True)
class Wording:
    """Everything that is read from the wording folder."""

    templates: Mapping[tuple[str, str], Template]
    choices: Mapping[tuple[str, str], ChoiceTemplate]
    disclaimers: Mapping[str, Disclaimer]
    origins: Mapping[str, str]
    acronyms: Mapping[str, str]


def load_wording(folder: Path) -> Wording:
    """Read and check all files of a wording folder; raises WordingError with file and name."""
    disclaimers = _disclaimers(read_mapping(folder / "disclaimers.yml"))
    common = read_mapping(folder / "common.yml")
    refuse_unknown_keys(common, {"origins", "acronyms"}, "common.yml")
    if set(common["origins"]) != set(OPERATIONS):
        raise WordingError("common.yml: every operation needs one origin and no other has one")
    for text in (*common["origins"].values(), *common["acronyms"].values()):
        no_digits(text, "common.yml")
    templates: dict[tuple[str, str], Template] = {}
    choices: dict[tuple[str, str], ChoiceTemplate] = {}
    for path in sorted(folder.glob("*.yml")):
        if path.name in {"disclaimers.yml", "common.yml"}:
            continue
        data = read_mapping(path)
        refuse_unknown_keys(data, {"topic", "templates", "choices"}, path.name)
        if data.get("topic") != path.stem:
            raise WordingError(f"{path.name}: topic must equal the file name")
        for name, raw in (data.get("templates") or {}).items():
            templates[path.stem, name] = _template(path.stem, name, raw, disclaimers)
        for name, raw in (data.get("choices") or {}).items():
            choices[path.stem, name] = _choice(path.stem, name, raw)
    return Wording(templates, choices, disclaimers, common["origins"], common["acronyms"])


def _template(
    topic: str, name: str, raw: Mapping[str, Any], disclaimers: Mapping[str, Disclaimer]
) -> Template:
    where = f"{topic}.yml: {name}"
    refuse_unknown_keys(raw, {"text", "binds", "claim", "disclaimers", "declines"}, where)
    text, claim = str(raw.get("text", "")).strip(), raw.get("claim", True)
    binds = {key: _bind(value, f"{where}.{key}") for key, value in (raw.get("binds") or {}).items()}
    used = _placeholders(text, binds, where)
    states = {key for key, bind in binds.items() if bind.type in CLAIMING}
    if claim and not states:
        raise WordingError(f"{where}: a claim must bind at least one fact")
    if not claim and states:
        raise WordingError(f"{where}: a template that binds facts is a claim")
    for key, bind in binds.items():
        if bind.type == "computed" and (key, "origin") not in used:
            raise WordingError(f"{where}: {key} must say with .origin that we computed it")
    keys = tuple(raw.get("disclaimers") or ())
    if unknown := set(keys) - set(disclaimers):
        raise WordingError(f"{where}: unknown disclaimers {sorted(unknown)}")
    return Template(topic, name, text, binds, bool(claim), keys, raw.get("declines") is True)


def _choice(topic: str, name: str, raw: Mapping[str, Any]) -> ChoiceTemplate:
    where = f"{topic}.yml: choice {name}"
    refuse_unknown_keys(raw, {"title", "intent", "entities", "binds"}, where)
    binds = {key: _bind(value, f"{where}.{key}") for key, value in (raw.get("binds") or {}).items()}
    if any(bind.type != "subject" for bind in binds.values()):
        raise WordingError(f"{where}: a choice may bind subjects only")
    entities = {kind: tuple(ids) for kind, ids in (raw.get("entities") or {}).items()}
    for text in (raw["title"], *(value for ids in entities.values() for value in ids)):
        # Ids such as top-10-percent are names, not figures that a visitor reads.
        _placeholders(text, binds, where, digits=text != raw["title"])
    return ChoiceTemplate(topic, name, raw["title"], raw["intent"], entities, binds)


def _bind(raw: Mapping[str, Any], where: str) -> Bind:
    kind = raw.get("is")
    if kind not in BIND_KEYS:
        raise WordingError(f"{where}: `is` must be one of {sorted(BIND_KEYS)}")
    refuse_unknown_keys(raw, BIND_KEYS[kind], where)
    operation = raw.get("operation")
    if kind == "computed" and operation not in OPERATIONS:
        raise WordingError(f"{where}: unknown operation {operation!r}")
    return Bind(
        type=kind,
        id=raw.get("id"),
        subjects=words(raw.get("subject")),
        topics=words(raw.get("topic")),
        measures=words(raw.get("measure")),
        kinds=words(raw.get("kind")),
        standings=words(raw.get("standing")),
        operation=operation,
    )


def _placeholders(
    text: str, binds: Mapping[str, Bind], where: str, *, digits: bool = False
) -> set[tuple[str, str]]:
    if not digits:
        no_digits(text, where)
    used = set(PLACEHOLDER.findall(text))
    if "{" in PLACEHOLDER.sub("", text) or "}" in PLACEHOLDER.sub("", text):
        raise WordingError(f"{where}: malformed placeholder")
    for name, attribute in used:
        if name not in binds:
            raise WordingError(f"{where}: {{{name}.{attribute}}} is not declared under binds")
        if attribute not in ATTRIBUTES[binds[name].type]:
            raise WordingError(f"{where}: {binds[name].type} has no attribute {attribute}")
    return used


def _disclaimers(data: Mapping[str, Any]) -> dict[str, Disclaimer]:
    result = {}
    for key, raw in data.items():
        refuse_unknown_keys(raw, {"text", "when"}, f"disclaimers.yml: {key}")
        no_digits(raw["text"], f"disclaimers.yml: {key}")
        when = raw.get("when")
        if when is not None:
            allowed = {"units", "topics", "basis", "has_figure", "has_basis", "due"}
            refuse_unknown_keys(when, allowed, f"disclaimers.yml: {key}.when")
            when = {**when, **{key: words(when.get(key)) for key in ("units", "topics")}}
        result[key] = Disclaimer(key, raw["text"], automatic=when is not None, **(when or {}))
    return result


class _UniqueKeys(yaml.SafeLoader):
    """Refuses a key that stands twice in a mapping, of which YAML would drop the first."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """Return the mapping; raises yaml.YAMLError for a key that stands twice."""
        keys = [key.value for key, _ in node.value]
        if twice := {key for key in keys if keys.count(key) > 1}:
            raise yaml.YAMLError(f"line {node.start_mark.line + 1}: {sorted(twice)} stand twice")
        return super().construct_mapping(node, deep)


def read_mapping(path: Path) -> dict[str, Any]:
    """Return a YAML file as a mapping; raises WordingError naming the file."""
    try:
        data = yaml.load(path.read_text(encoding="utf-8"), _UniqueKeys)  # noqa: S506
    except yaml.YAMLError as error:
        raise WordingError(f"{path.name}: {error}") from error
    if not isinstance(data, dict):
        raise WordingError(f"{path.name}: not a mapping")
    return data


def refuse_unknown_keys(
    data: Mapping[str, Any], allowed: set[str] | frozenset[str], where: str
) -> None:
    """Raise WordingError when a mapping has a key that nothing reads."""
    if unknown := set(data) - allowed:
        raise WordingError(f"{where}: unknown keys {sorted(unknown)}")


def no_digits(text: str, where: str) -> None:
    """Raise WordingError for a digit: figures come from facts only."""
    if any(character.isdigit() for character in text):
        raise WordingError(f"{where}: wording holds a digit; bind a fact instead")


def words(value: str | list[str] | None) -> tuple[str, ...]:
    """Return one word, a list of words or nothing as a tuple."""
    return (value,) if isinstance(value, str) else tuple(value or ())
