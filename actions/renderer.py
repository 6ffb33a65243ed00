"""The one renderer: every reply is built from facts here, or not at all."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date

from actions.acronyms import Acronyms
from actions.errors import BindingError, MissingSourceError, UnboundNumberError, WordingError
from actions.reply import Chart, Choice, Kind, Reply, SourceEntry
from actions.templates import PLACEHOLDER, Bind, Disclaimer, Template, Wording
from actions.values import Value, check_fit, facts_of, numbers_of, published, show
from knowledge import Conflict, Fact, KnowledgeBase, Subject
from knowledge.formatting import numbers_in

CONFLICT_PLACEHOLDER = re.compile(r"\{([a-z0-9][a-z0-9._-]*)(@date)?\}")
SOURCED_KINDS = frozenset({"answer", "recommendation"})
MOST_CHOICES = 3


class Renderer:
    """Fills the wording with facts of one knowledge base and refuses all other numbers."""

    def __init__(self, knowledge: KnowledgeBase, wording: Wording, today: date) -> None:
        self.knowledge = knowledge
        self.wording = wording
        self.today = today
        self.acronyms = Acronyms.of(knowledge, wording.acronyms)

    def draft(self, topic: str, kind: Kind = "answer") -> Draft:
        """Start a reply with the wording of one topic."""
        return Draft(self, topic, kind)


class Draft:
    """A reply in the making. Every method that adds something returns the draft itself."""

    def __init__(self, renderer: Renderer, topic: str, kind: Kind) -> None:
        self._renderer = renderer
        self._topic = topic
        self._kind: Kind = kind
        self._blocks: list[str] = []
        self._in_list = False
        self._facts: dict[str, Fact] = {}
        self._numbers: set[str] = set()
        self._disclaimers: dict[str, None] = {}
        self._choices: list[Choice] = []
        self._conflicts: set[str] = set()
        self._chart: Chart | None = None

    def say(self, name: str, **values: Value) -> Draft:
        """Add a template as a paragraph of its own."""
        self._blocks.append(self._fill(name, values))
        self._in_list = False
        return self

    def add(self, name: str, **values: Value) -> Draft:
        """Add a template to the end of the last paragraph."""
        if not self._blocks or self._in_list:
            return self.say(name, **values)
        self._blocks[-1] = f"{self._blocks[-1]} {self._fill(name, values)}"
        return self

    def item(self, name: str, **values: Value) -> Draft:
        """Add a template as a line of a list."""
        line = f"- {self._fill(name, values)}"
        if self._in_list:
            self._blocks[-1] = f"{self._blocks[-1]}\n{line}"
        else:
            self._blocks.append(line)
        self._in_list = True
        return self

    def extend(self, name: str, **values: Value) -> Draft:
        """Add a template to the end of the last line or paragraph, whichever it is."""
        if not self._blocks:
            return self.say(name, **values)
        self._blocks[-1] = f"{self._blocks[-1]} {self._fill(name, values)}"
        return self

    def differ(self, fact: Fact | None, *, brief: bool = True) -> Draft:
        """Say once how the documents differ about a fact; nothing when they do not."""
        conflict = self._renderer.knowledge.conflict(fact.id) if fact else None
        if conflict is None or conflict.id in self._conflicts:
            return self
        self._conflicts.add(conflict.id)
        if text := self._conflict_text(conflict, brief):
            self._blocks.append(text)
            self._in_list = False
        return self

    def cite(self, *facts: Fact) -> Draft:
        """Name facts that a sentence of ours rests on without showing their figures."""
        for fact in facts:
            self._bind_fact(fact)
        return self

    def disclaim(self, *keys: str) -> Draft:
        """Add cautions by key."""
        for key in keys:
            if key not in self._renderer.wording.disclaimers:
                raise WordingError(f"unknown disclaimer {key}")
            self._disclaimers.setdefault(key)
        return self

    def choose(self, name: str, topic: str | None = None, **values: Subject) -> Draft:
        """Offer a next question, from this topic's wording or that of another."""
        template = self._renderer.wording.choices.get((topic or self._topic, name))
        if template is None:
            raise WordingError(f"{topic or self._topic}: no choice {name}")
        _check_binds(name, values, template.binds)
        entities = {
            kind: [self._plain(text, values) for text in ids]
            for kind, ids in template.entities.items()
        }
        choice = Choice(_capital(self._plain(template.title, values)), template.intent, entities)
        return self.offer(choice)

    def offer(self, choice: Choice) -> Draft:
        """Offer a next question that is made already; one that stands there is not repeated."""
        if choice not in self._choices:
            self._choices.append(choice)
        return self

    def illustrate(self, chart: Chart) -> Draft:
        """Put a chart beside the text, which must be understood without it."""
        self._chart = chart
        return self

    @property
    def offered(self) -> tuple[Choice, ...]:
        """The next questions so far."""
        return tuple(self._choices)

    @property
    def told(self) -> frozenset[str]:
        """The ids of all facts that the reply rests on so far."""
        return frozenset(self._facts)

    def finish(self) -> Reply:
        """Check the whole reply and return it.

        Raises UnboundNumberError for a number that no bound value carries and
        MissingSourceError for an answer that rests on no fact.
        """
        if not self._blocks:
            raise BindingError(f"{self._topic}: an empty reply")
        if self._kind in SOURCED_KINDS and not self._facts:
            raise MissingSourceError(f"{self._topic}: an answer without a fact")
        if len(self._choices) > MOST_CHOICES:
            raise BindingError(f"{self._topic}: more than {MOST_CHOICES} choices")
        reply = Reply(
            kind=self._kind,
            text=self._renderer.acronyms.spell_out("\n\n".join(self._blocks)),
            facts=tuple((fact.id, fact.version) for fact in self._facts.values()),
            sources=_sources(self._facts.values()),
            disclaimers=tuple(self._all_disclaimers()),
            choices=tuple(self._choices),
            chart=self._chart,
        )
        unbound = [token for token in numbers_in(reply.twin()) if token not in self._numbers]
        if unbound:
            raise UnboundNumberError(f"{self._topic}: {', '.join(unbound)} bound to no fact")
        return reply

    def _fill(self, name: str, values: Mapping[str, Value]) -> str:
        template = self._renderer.wording.templates.get((self._topic, name))
        if template is None:
            raise WordingError(f"{self._topic}: no template {name}")
        if template.declines and not self._blocks and self._kind == "answer":
            self._kind = "out_of_scope"
        values = {**self._fixed(template), **values}
        _check_binds(name, values, template.binds)
        for value in values.values():
            for fact in facts_of(value):
                self._bind_fact(fact)
            self._numbers |= numbers_of(value)
        self.disclaim(*template.disclaimers)
        return _capital(self._plain(template.text, values))

    def _fixed(self, template: Template) -> dict[str, Value]:
        """Return the facts that the wording itself names by id."""
        fact = self._renderer.knowledge.fact
        return {name: fact(bind.id) for name, bind in template.binds.items() if bind.id}

    def _plain(self, text: str, values: Mapping[str, Value]) -> str:
        origins = self._renderer.wording.origins
        return PLACEHOLDER.sub(
            lambda match: show(values[match.group(1)], match.group(2), origins), text
        )

    def _bind_fact(self, fact: Fact) -> None:
        """Take a fact into the reply; only facts of the knowledge base, with a known source."""
        knowledge = self._renderer.knowledge
        if fact.source is None or fact.source not in knowledge.sources():
            raise MissingSourceError(f"{fact.id} has no known source")
        if fact != knowledge.fact(fact.id):
            raise MissingSourceError(f"{fact.id} is not what the knowledge says")
        self._facts.setdefault(fact.id, fact)
        self._numbers |= numbers_of(fact)

    def _conflict_text(self, conflict: Conflict, brief: bool) -> str:
        raw = (conflict.brief if brief else None) or conflict.note or ""

        def fill(match: re.Match[str]) -> str:
            fact = self._renderer.knowledge.fact(match.group(1))
            self._bind_fact(fact)
            return show(fact, "as_of" if match.group(2) else "figure", {})

        return _capital(CONFLICT_PLACEHOLDER.sub(fill, raw.strip()))

    def _all_disclaimers(self) -> list[str]:
        keys = dict(self._disclaimers)
        for disclaimer in self._renderer.wording.disclaimers.values():
            if disclaimer.automatic and any(
                _applies(disclaimer, fact, self._renderer.today) for fact in self._facts.values()
            ):
                keys.setdefault(disclaimer.key)
        return [self._renderer.wording.disclaimers[key].text for key in keys]


def _check_binds(name: str, values: Mapping[str, Value], binds: Mapping[str, Bind]) -> None:
    if set(values) != set(binds):
        raise BindingError(f"{name} needs {sorted(binds)}, got {sorted(values)}")
    for key, value in values.items():
        check_fit(f"{name}.{key}", value, binds[key])


def _applies(disclaimer: Disclaimer, fact: Fact, today: date) -> bool:
    return (
        (not disclaimer.units or fact.unit in disclaimer.units)
        and (not disclaimer.topics or fact.topic in disclaimer.topics)
        and (disclaimer.basis is None or disclaimer.basis in (fact.basis or ""))
        and (disclaimer.has_figure is None or disclaimer.has_figure == bool(fact.figure))
        and (disclaimer.has_basis is None or disclaimer.has_basis == bool(fact.basis))
        and (disclaimer.due is None or disclaimer.due == fact.is_due(today))
    )


def _sources(facts: Iterable[Fact]) -> tuple[SourceEntry, ...]:
    """Return one entry for each place; an undated one gives way to a dated one of that place."""
    entries = dict.fromkeys(_entry(fact) for fact in facts)
    dated = {(entry.id, entry.section, entry.basis) for entry in entries if entry.as_of}
    return tuple(
        entry
        for entry in entries
        if entry.as_of or (entry.id, entry.section, entry.basis) not in dated
    )


def _entry(fact: Fact) -> SourceEntry:
    return SourceEntry(
        id=fact.source.id,
        title=fact.source.title,
        section=fact.section,
        basis=fact.basis,
        as_of=fact.as_of_text,
        published=published(fact.source),
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
