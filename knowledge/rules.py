"""What must hold over the knowledge as a whole, beyond the form of its files."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from knowledge.model import Conflict, Fact, Source, Subject
from knowledge.problems import Place, Problem
from knowledge.promises import promises_in

# Units of one dimension may stand for one measure and be compared.
_DIMENSIONS = {
    "usd": "money",
    "usd_per_year": "money",
    "usd_per_hour": "money",
    "percent": "share",
    "count": "quantity",
    "per_year": "quantity",
    "per_day": "quantity",
    "months": "time",
    "years": "time",
    "hours": "time",
    "minutes": "time",
}
_MINUTES = {"minutes": 1, "hours": 60, "months": 43_830, "years": 525_960}
_NAMING_KINDS = {"certification", "organization", "code_system", "software"}
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


def check(
    facts: Sequence[Fact],
    sources: Sequence[Source],
    subjects: Sequence[Subject],
    conflicts: Sequence[Conflict],
    places: Mapping[str, Place],
) -> list[Problem]:
    """Return everything that is wrong; empty when all is well.

    `places` tells where "fact:<id>", "source:<id>", "subject:<id>", "conflict:<id>" are written.
    """
    names = naming_words(subjects)
    problems = [places[f"source:{key}"].problem(text) for key, text in _sources(sources)]
    problems += [places[f"subject:{key}"].problem(text) for key, text in _subjects(subjects)]
    recorded: dict[tuple[object, ...], str] = {}
    for fact in facts:
        messages = [*_figures(fact), *_statement(fact, names), *_references(fact)]
        if fact.low is not None:
            about = (fact.source.id, fact.subject.id, fact.measure.id, fact.section, fact.as_of)
            claim = (*about, fact.low, fact.high, fact.unit, fact.high_unit)
            first = recorded.setdefault(claim, fact.id)
            if first != fact.id:
                messages.append(f"the same figure as {first}: record it once")
        place = places[f"fact:{fact.id}"]
        problems += [place.problem(f"{fact.id}: {message}") for message in messages]
    by_id = {fact.id: fact for fact in facts}
    taken: dict[str, str] = {}
    for conflict in conflicts:
        place = places[f"conflict:{conflict.id}"]
        found = _conflict(conflict, by_id, taken, names)
        problems += [place.problem(f"{conflict.id}: {message}") for message in found]
    return problems


def naming_words(subjects: Iterable[Subject]) -> tuple[str, ...]:
    """Return the names that hold digits (ICD-10-CM, 3M CodeFinder), the longest first."""
    names = {
        name
        for subject in subjects
        if subject.kind in _NAMING_KINDS
        for name in subject.names
        if re.search(r"\d", name)
    }
    return tuple(sorted(names, key=lambda name: (-len(name), name)))


def dimension(unit: str | None) -> str | None:
    """Return what a unit measures ("money", "time", ...); None for a bare number or no figure."""
    return _DIMENSIONS.get(unit or "")


def _sources(sources: Sequence[Source]) -> Iterator[tuple[str, str]]:
    shorts: dict[str, str] = {}
    for source in sources:
        if shorts.setdefault(source.short, source.id) != source.id:
            yield source.id, f"{source.id}: short {source.short} is taken by another source"
        for heading in source.sections:
            if len(heading.split()) > 7:
                yield source.id, f"{source.id}: the heading {heading!r} is longer than seven words"
        for promise in promises_in(source.note):
            yield source.id, f"{source.id}: the note {promise.why}: {promise.words!r}"


def _subjects(subjects: Sequence[Subject]) -> Iterator[tuple[str, str]]:
    owners: dict[tuple[str, str], str] = {}
    for subject in subjects:
        for alias in subject.aliases:
            if alias != alias.lower():
                yield subject.id, f"{subject.id}: the alias {alias!r} must be in lower case"
        for name in subject.names:
            owner = owners.setdefault((subject.kind, name), subject.id)
            if owner != subject.id:
                yield subject.id, f"{subject.id}: the name {name!r} belongs to {owner} too"
        if subject.unit is not None and dimension(subject.unit) is None:
            yield subject.id, f"{subject.id}: unknown unit {subject.unit}"


def _figures(fact: Fact) -> Iterator[str]:
    if fact.low is None:
        for name in ("high", "unit", "high_unit"):
            if getattr(fact, name) is not None:
                yield f"{name} stands without low"
        if fact.open_ended or fact.approximate:
            yield "open_ended and approximate need a figure"
        return
    if fact.unit is None:
        yield "a figure needs a unit"
    if fact.measure.unit and dimension(fact.unit) != dimension(fact.measure.unit):
        yield f"the unit {fact.unit} does not fit the measure {fact.measure.id}"
    if fact.high_unit is not None:
        if fact.high is None:
            yield "high_unit stands without high"
        if fact.unit not in _MINUTES or fact.high_unit not in _MINUTES:
            yield "only ranges of time may have two units"
    if fact.high is not None and _size(fact.low, fact.unit) >= _size(
        fact.high, fact.high_unit or fact.unit
    ):
        yield f"low {fact.low} is not below high {fact.high}"
    if fact.as_of is not None and fact.review_by is None and fact.standing != "historical":
        yield "a dated figure needs review_by"


def _size(number: Decimal, unit: str | None) -> Decimal:
    return number * _MINUTES.get(unit or "", 1)


def _statement(fact: Fact, names: Sequence[str]) -> Iterator[str]:
    wanted = set(_PLACEHOLDER.findall(fact.statement)) - {"subject"}
    if fact.low is None:
        allowed: tuple[set[str], ...] = (set(),)
    elif fact.high is None:
        allowed = ({"value"}, {"low"})
    else:
        allowed = ({"value"}, {"low", "high"}, {"value", "low", "high"})
    if wanted not in allowed:
        choices = " or ".join(
            " and ".join(f"{{{name}}}" for name in sorted(choice, reverse=True)) or "none"
            for choice in allowed
        )
        yield f"the placeholders of the statement must be {choices}"
    for name, text in (("statement", fact.statement), ("note", fact.note or "")):
        if name == "note" and _PLACEHOLDER.search(text):
            yield "a note has no placeholders"
        yield from _wording(name, text, names)


def _wording(name: str, text: str, names: Sequence[str]) -> Iterator[str]:
    bare = _PLACEHOLDER.sub("", text).lower()
    for known in names:
        bare = bare.replace(known, "")
    if re.search(r"\d", bare):
        yield f"the {name} holds digits; figures are written as placeholders"
    for promise in promises_in(text):
        yield f"the {name} {promise.why}: {promise.words!r}"


def _references(fact: Fact) -> Iterator[str]:
    if not fact.id.startswith(f"{fact.source.short}."):
        yield f"the id must begin with {fact.source.short}."
    for section in (fact.section, *fact.also_in):
        if section not in fact.source.sections:
            yield f"{section!r} is no section of {fact.source.id} in sources.yml"
    if fact.section in fact.also_in or len(set(fact.also_in)) < len(fact.also_in):
        yield "a section is named twice"


def _conflict(
    conflict: Conflict, facts: Mapping[str, Fact], taken: dict[str, str], names: Sequence[str]
) -> Iterator[str]:
    sides = [conflict.leading] if conflict.leading else []
    sides += [*conflict.supporting, *conflict.differs, *conflict.historical, *conflict.derived]
    if len(sides) < 2 and (conflict.leading or not sides):
        yield "a conflict needs two facts, or one that must not lead"
    for side in sides:
        if side not in facts:
            yield f"unknown fact {side}"
        elif side in taken:
            where = "twice here" if taken[side] == conflict.id else f"in {taken[side]} too"
            yield f"{side} stands {where}; a fact belongs to one conflict"
        taken.setdefault(side, conflict.id)
    dimensions = {
        dimension(facts[side].unit): side
        for side in sides
        if side in facts and facts[side].low is not None
    }
    if len(dimensions) > 1:
        yield f"these figures cannot be compared: {', '.join(sorted(dimensions.values()))}"
    for name in ("question", "why", "note", "brief"):
        text = getattr(conflict, name) or ""
        placeholders = _PLACEHOLDER.findall(text)
        if placeholders and name in ("question", "why"):
            yield f"the {name} has no placeholders"
        for placeholder in placeholders:
            # `{fact id}` stands for the figure of a fact, `{fact id@date}` for its date.
            named, _, date = placeholder.partition("@")
            if named not in sides or date not in ("", "date"):
                yield f"the {name} names {placeholder}, which is not in this conflict"
            elif named in facts and not date and facts[named].low is None:
                yield f"the {name} names {named}, which has no figure"
            elif named in facts and date and facts[named].as_of is None:
                yield f"the {name} names {placeholder}, which has no date"
        # `why` is for staff and may say, for instance, which decade a projection covers.
        if name != "why":
            yield from _wording(name, text, names)
