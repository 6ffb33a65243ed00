"""A finished reply: the payload for the gateway and a plain text twin that holds all of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

Kind = Literal[
    "answer",
    "question",
    "recommendation",
    "unknown",
    "out_of_scope",
    "smalltalk",
    "handoff",
    "help",
    "error",
]
SCHEMA = 1


@dataclass(frozen=True)
class SourceEntry:
    """One place in one document that a reply rests on; dates are in words."""

    id: str
    title: str
    section: str
    basis: str | None
    as_of: str | None
    published: str | None

    def line(self) -> str:
        """Return the entry as one line for channels that carry text only."""
        parts = [f"“{self.title}”, under “{self.section}”"]
        if self.basis:
            parts.append(f"based on {self.basis}")
        if self.as_of:
            parts.append(f"figures of {self.as_of}")
        parts.append(f"published {self.published}" if self.published else "no publication date")
        return ", ".join(parts)


@dataclass(frozen=True)
class Choice:
    """A next question that the visitor can pick instead of typing."""

    title: str
    intent: str
    entities: dict[str, list[str]]


@dataclass(frozen=True)
class Chart:
    """A chart that goes with a reply, by the name the gateway draws it under.

    `states` are ids; `measure` counts only where the chart has several.
    """

    name: Literal["pay-by-state", "states", "national-pay", "program-cost", "program-time"]
    states: tuple[str, ...] = ()
    measure: str | None = None

    def payload(self) -> dict[str, Any]:
        """Return the chart as a part of the JSON payload."""
        return {"name": self.name, "states": list(self.states), "measure": self.measure}


@dataclass(frozen=True)
class Reply:
    """What a topic answers. Built by the renderer only."""

    kind: Kind
    text: str
    facts: tuple[tuple[str, str], ...] = ()
    sources: tuple[SourceEntry, ...] = ()
    disclaimers: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    chart: Chart | None = None

    def payload(self) -> dict[str, Any]:
        """Return the JSON payload that the channel and the gateway pass on."""
        return {
            "schema": SCHEMA,
            "kind": self.kind,
            "text": self.text,
            "facts": [{"id": id_, "version": version} for id_, version in self.facts],
            "sources": [vars(entry).copy() for entry in self.sources],
            "disclaimers": list(self.disclaimers),
            "choices": [vars(choice).copy() for choice in self.choices],
            "chart": self.chart.payload() if self.chart else None,
        }

    def twin(self) -> str:
        """Return the reply as plain text with sources, cautions and next questions."""
        blocks = [self.text]
        if self.sources:
            blocks.append("\n".join(["Sources:", *(f"- {entry.line()}" for entry in self.sources)]))
        if self.disclaimers:
            blocks.append("\n".join(["Please note:", *(f"- {text}" for text in self.disclaimers)]))
        if self.choices:
            titles = [f"- {choice.title}" for choice in self.choices]
            blocks.append("\n".join(["You could ask next:", *titles]))
        return "\n\n".join(blocks)
