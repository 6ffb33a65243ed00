"""How facts, computations, subjects and the school show up in a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from actions.computed import Computed
from actions.errors import BindingError
from actions.school import School
from actions.templates import Bind
from knowledge import Fact, Source, Subject
from knowledge.formatting import format_date, format_figure, format_number, numbers_in


@dataclass(frozen=True)
class City:
    """A city that a visitor named; no figure belongs to it."""

    name: str


Value: TypeAlias = Fact | Computed | Subject | School | City

# What is left of a unit when "a year" or "a day" is told by the words around it.
PLAIN = (("usd", "usd"), ("per_", "count"))
TYPES: dict[str, type] = {
    "fact": Fact,
    "computed": Computed,
    "subject": Subject,
    "city": City,
    "school": School,
}


def check_fit(name: str, value: Value, bind: Bind) -> None:
    """Raise BindingError when a value does not fit what the template declares for `name`."""
    if not isinstance(value, TYPES[bind.type]):
        raise BindingError(f"{name} must be a {bind.type}, not {type(value).__name__}")
    if isinstance(value, Fact):
        _one_of(name, "topic", value.topic, bind.topics)
        _one_of(name, "fact", value.id, (bind.id,) if bind.id else ())
        _one_of(name, "subject", value.subject.id, bind.subjects)
        _one_of(name, "measure", value.measure.id, bind.measures)
        _one_of(name, "kind", value.subject.kind, bind.kinds)
        _one_of(name, "standing", value.standing, bind.standings)
    elif isinstance(value, Subject):
        _one_of(name, "kind", value.kind, bind.kinds)
    elif isinstance(value, Computed) and value.operation != bind.operation:
        raise BindingError(f"{name} must be a {bind.operation}, not a {value.operation}")


def show(value: Value, attribute: str, origins: Mapping[str, str]) -> str:
    """Return one attribute of a value as text; raises BindingError when it has none."""
    if isinstance(value, Fact):
        shown = _show_fact(value, attribute)
    elif isinstance(value, Computed):
        shown = {
            "figure": value.figure,
            "total": format_number(value.total),
            "origin": origins[value.operation],
        }[attribute]
    elif isinstance(value, Subject):
        shown = {"name": value.name, "full": value.full_name or value.name, "id": value.id}[
            attribute
        ]
    elif isinstance(value, City):
        shown = value.name
    else:
        shown = {"name": value.name, "contact": value.contact, "hours": value.hours}[attribute]
    if not shown:
        raise BindingError(f"{getattr(value, 'id', value)} has no {attribute}")
    return shown


def _show_fact(fact: Fact, attribute: str) -> str | None:
    if attribute == "amount":
        if fact.low is None:
            return None
        unit = next(
            (plain for start, plain in PLAIN if (fact.unit or "").startswith(start)), fact.unit
        )
        return format_figure(
            fact.low,
            fact.high,
            unit,
            high_unit=fact.high_unit,
            open_ended=fact.open_ended,
            approximate=fact.approximate,
        )
    return {
        "figure": fact.figure,
        "text": fact.text,
        "note": fact.note,
        "as_of": fact.as_of_text,
        "subject": fact.subject.name,
        "published": published(fact.source),
        "measure": fact.measure.name,
    }[attribute]


def facts_of(value: Value) -> tuple[Fact, ...]:
    """Return the facts behind a value: itself, what a computation came from, or none."""
    if isinstance(value, Fact):
        return (value,)
    return value.cited if isinstance(value, Computed) else ()


def numbers_of(value: Value) -> set[str]:
    """Return every number token that a reply may show because this value is bound to it."""
    if isinstance(value, Computed):
        texts: Iterable[str | None] = (value.figure, format_number(value.total))
    elif isinstance(value, Subject):
        texts = (value.name, value.full_name)
    elif isinstance(value, City):
        texts = (value.name,)
    elif isinstance(value, School):
        texts = (value.name, value.contact, value.hours)
    else:
        texts = _texts_of_fact(value)
    return {token for text in texts if text for token in numbers_in(text)}


def _texts_of_fact(fact: Fact) -> Iterable[str | None]:
    # The only digits of a raw statement are those of names such as ICD-10-CM.
    return (
        fact.figure,
        _show_fact(fact, "amount"),
        fact.statement,
        fact.note,
        fact.as_of_text,
        fact.section,
        fact.subject.name,
        fact.subject.full_name,
        fact.basis,
        *_texts_of_source(fact.source),
    )


def _texts_of_source(source: Source | None) -> Iterable[str | None]:
    if source is None:
        return ()
    return (source.title, published(source))


def published(source: Source) -> str | None:
    """Return the date of publication in words, or None when the document names none."""
    return format_date(source.published) if source.published else None


def _one_of(name: str, what: str, value: str, allowed: tuple[str, ...]) -> None:
    if allowed and value not in allowed:
        raise BindingError(f"{name}: {what} {value} is not one of {', '.join(allowed)}")
