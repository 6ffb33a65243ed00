"""Loads actions/overviews/<intent>.yml: what the generic topic answers, as data.

An overview says which facts answer a question, in which order and with which words of our own.
A sentence is one of three things:

    some.fact.id                                the fact's own statement, with its note
    {text: "... {some.fact.id} ...", facts: []} our words; a placeholder shows a figure of a fact
                                                ({id:amount}, {id:subject} ... show other parts),
                                                `facts` names those that the words rest on besides
    {own: "..."}                                our words without any claim

`by_aspect`, `by_measure` and `by_subject` hold sections that answer in place of the general one
when the question stresses something. An aspect is a narrow question that the classifier knows
from the metadata of its training examples; `words` (none of `unless`) mean it for certain, and it
is `not_for` the subjects listed. `unsaid` admits, before the answer, what the pages do not
say, `missing` that they do not have what was named, `limits` that they do not split by its kind.
A choice is the intent of an overview (its title is shown), `topic.name` of the wording folder, or
a mapping of title, intent and entities.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from actions.errors import WordingError
from actions.overviews import Overview, Overviews, Section, Sentence
from actions.templates import (
    ATTRIBUTES,
    Bind,
    ChoiceTemplate,
    Template,
    Wording,
    no_digits,
    read_mapping,
    refuse_unknown_keys,
    words,
)

TOPIC = "overview"
FACT_PLACEHOLDER = re.compile(r"\{([a-z0-9][a-z0-9._-]*)(?::([a-z_]+))?\}")
LETTERS = "abcdefghijklmnopqrstuvwxyz"
MOST_ITEMS = 5
PARTS = ("lead", "intro", "items", "after", "differ", "disclaimers", "choices")
KEYS = {*PARTS, "intent", "title", "topics", "missing", "limits", "unsaid"}
BY = {"by_subject", "by_measure", "by_aspect"}


def load_overviews(folder: Path, wording: Wording) -> Overviews:
    """Read and check all overviews of a folder; raises WordingError with file and place."""
    files = {path.stem: read_mapping(path) for path in sorted(folder.glob("*.yml"))}
    reader = _Reader(wording, {name: str(raw.get("title", "")) for name, raw in files.items()})
    by_intent = {name: reader.overview(name, raw) for name, raw in files.items()}
    return Overviews(by_intent, reader.templates, reader.choices, reader.facts)


class _Reader:
    """Turns the mappings of the files into overviews and collects what they need."""

    def __init__(self, wording: Wording, titles: Mapping[str, str]) -> None:
        self._wording = wording
        self._titles = titles
        self.templates: dict[tuple[str, str], Template] = {}
        self.choices: dict[tuple[str, str], ChoiceTemplate] = {}
        self.facts: dict[str, str] = {}

    def overview(self, name: str, raw: Mapping[str, Any]) -> Overview:
        where = f"{name}.yml"
        refuse_unknown_keys(raw, KEYS | BY, where)
        if raw.get("intent") != name:
            raise WordingError(f"{where}: intent must equal the file name")
        if not raw.get("title") or not raw.get("topics"):
            raise WordingError(f"{where}: a title and topics are needed")
        self._choice_template(name, {"title": raw["title"], "intent": name}, where)
        sections = {
            by: {
                str(id_): self._section(section, f"{where}: {by}.{id_}")
                for id_, section in (raw.get(by) or {}).items()
            }
            for by in ("by_subject", "by_measure", "by_aspect")
        }
        return Overview(
            intent=name,
            title=raw["title"],
            topics=words(raw["topics"]),
            general=self._section({key: raw[key] for key in PARTS if key in raw}, where),
            unsaid=tuple(
                (
                    _pattern(item, f"{where}: unsaid"),
                    self._sentence({"own": item["own"]}, f"{where}: unsaid.{number}"),
                )
                for number, item in enumerate(raw.get("unsaid") or ())
            ),
            missing=self._by_kind(raw.get("missing"), f"{where}: missing"),
            limits=self._by_kind(raw.get("limits"), f"{where}: limits"),
            **sections,
        )

    def _by_kind(self, raw: Mapping[str, str] | None, where: str) -> dict[str, Sentence]:
        """Read sentences of our own that name a subject of the question, by its kind."""
        result = {}
        for kind, text in (raw or {}).items():
            bind = {"subject": Bind("subject", kinds=(kind,))}
            no_digits(text, where)
            result[kind] = self._template(f"{where}.{kind}", text, bind, claim=False)
        return result

    def _section(self, raw: Mapping[str, Any], where: str) -> Section:
        refuse_unknown_keys(raw, {*PARTS, "words", "unless", "not_for", "declines"}, where)
        items = self._sentences(raw, "items", where)
        if len(items) > MOST_ITEMS:
            raise WordingError(f"{where}: more than {MOST_ITEMS} items")
        intro = raw.get("intro")
        if unknown := set(words(raw.get("disclaimers"))) - set(self._wording.disclaimers):
            raise WordingError(f"{where}: unknown disclaimers {sorted(unknown)}")
        return Section(
            lead=self._sentences(raw, "lead", where),
            intro=self._sentence({"own": intro}, f"{where}.intro") if intro else None,
            items=items,
            after=self._sentences(raw, "after", where),
            differ=tuple(self._fact(id_, where) for id_ in words(raw.get("differ"))),
            disclaimers=words(raw.get("disclaimers")),
            choices=tuple(
                self._choice(choice, f"{where}: choice {number}")
                for number, choice in enumerate(raw.get("choices") or ())
            ),
            not_for=frozenset(words(raw.get("not_for"))),
            words=_pattern(raw, where) if raw.get("words") else None,
            declines=raw.get("declines") is True,
        )

    def _sentences(self, raw: Mapping[str, Any], part: str, where: str) -> tuple[Sentence, ...]:
        return tuple(
            self._sentence(sentence, f"{where}.{part}.{number}")
            for number, sentence in enumerate(raw.get(part) or ())
        )

    def _sentence(self, raw: Any, where: str) -> Sentence:
        if isinstance(raw, str):
            return Sentence(fact=self._fact(raw, where))
        if set(raw) == {"own"}:
            no_digits(raw["own"], where)
            return self._template(where, raw["own"], {}, claim=False)
        refuse_unknown_keys(raw, {"text", "facts"}, where)
        binds: dict[str, Bind] = {}

        def bound(id_: str) -> str:
            id_ = self._fact(id_, where)
            for name, bind in binds.items():
                if bind.id == id_:
                    return name
            binds[LETTERS[len(binds)]] = Bind("fact", id=id_)
            return LETTERS[len(binds) - 1]

        def placeholder(match: re.Match[str]) -> str:
            attribute = match.group(2) or "figure"
            if attribute not in ATTRIBUTES["fact"]:
                raise WordingError(f"{where}: a fact has no attribute {attribute}")
            return f"{{{bound(match.group(1))}.{attribute}}}"

        text = FACT_PLACEHOLDER.sub(placeholder, raw["text"])
        for id_ in words(raw.get("facts")):
            bound(id_)
        no_digits(text, where)
        if not binds:
            raise WordingError(f"{where}: a claim must rest on at least one fact")
        return self._template(where, text, binds, claim=True)

    def _template(
        self, name: str, text: str, binds: Mapping[str, Bind], *, claim: bool
    ) -> Sentence:
        self.templates[TOPIC, name] = Template(TOPIC, name, text.strip(), binds, claim, ())
        return Sentence(template=name)

    def _fact(self, id_: str, where: str) -> str:
        self.facts.setdefault(id_, where)
        return id_

    def _choice(self, raw: Any, where: str) -> str:
        """Return the name of a choice as `topic.name`."""
        if isinstance(raw, Mapping):
            return self._choice_template(where, raw, where)
        if raw in self._titles:
            return f"{TOPIC}/{raw}"
        topic, _, name = str(raw).partition(".")
        if (topic, name) not in self._wording.choices:
            raise WordingError(f"{where}: there is no choice {raw}")
        return f"{topic}/{name}"

    def _choice_template(self, name: str, raw: Mapping[str, Any], where: str) -> str:
        refuse_unknown_keys(raw, {"title", "intent", "entities"}, where)
        no_digits(raw["title"], where)
        entities = {kind: words(ids) for kind, ids in (raw.get("entities") or {}).items()}
        self.choices[TOPIC, name] = ChoiceTemplate(
            TOPIC, name, raw["title"], raw["intent"], entities, {}
        )
        return f"{TOPIC}/{name}"


def _pattern(raw: Mapping[str, Any], where: str) -> re.Pattern[str]:
    """Return a pattern for the `words` of a section, none of whose `unless` may occur.

    Each of them may be a regular expression and counts as a whole word only.
    """
    if not raw.get("words"):
        raise WordingError(f"{where}: words are needed")
    try:
        wanted = _any_of(raw["words"])
        without = f"(?!.*{_any_of(raw['unless'])})" if raw.get("unless") else ""
        return re.compile(f"^{without}.*?{wanted}", re.I | re.S)
    except re.error as error:
        raise WordingError(f"{where}: {error}") from error


def _any_of(patterns: Any) -> str:
    return rf"(?<!\w)(?:{'|'.join(str(pattern) for pattern in words(patterns))})(?!\w)"
