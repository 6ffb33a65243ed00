"""What a chart says: its bars, its meaning in words and its figures as a table."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from knowledge import Fact, KnowledgeBase
from web.charts import request as names
from web.charts.request import ChartError, ChartRequest

FILE = Path(__file__).with_name("wording.yml")
MONTHS = {"months": 1, "years": 12}
NATIONAL_MEASURES = ("percentile-25", "median", "percentile-75", "top-10-percent")


@dataclass(frozen=True)
class Bar:
    """One bar from ``low`` to ``high`` (from zero when there is no ``high``) with its figure.

    ``series`` says which of the chart's series it belongs to.
    """

    label: str
    low: float
    high: float | None
    figure: str
    series: int = 0


@dataclass(frozen=True)
class Chart:
    """A chart in full. ``line`` is a level to compare the bars with, and its words."""

    request: ChartRequest
    version: str
    title: str
    summary: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    bars: tuple[Bar, ...]
    series: tuple[str, ...]  # names of what stands side by side; none when all is of one kind
    unit: str
    source: str
    caution: str | None
    line: tuple[float, str] | None = None

    @property
    def url(self) -> str:
        """The address of the picture."""
        return self.request.url(self.version)

    def as_message(self) -> dict[str, Any]:
        """Return the chart as a message of the API holds it."""
        return {
            "url": self.url,
            "summary": self.summary,
            "table": {"columns": list(self.columns), "rows": [list(row) for row in self.rows]},
        }


def describe(knowledge: KnowledgeBase, request: ChartRequest) -> Chart:
    """Return the content of a chart.

    Raises:
        ChartError: when the knowledge does not have its figures.
    """
    words = _wording()
    if request.name == names.BY_STATE:
        return _by_state(knowledge, request, words)
    if request.name == names.STATES:
        return _states(knowledge, request, words)
    if request.name == names.NATIONAL:
        return _national(knowledge, request, words)
    measure, unit = ("tuition", "usd") if request.name == names.COST else ("duration", "months")
    return _programs(knowledge, request, words, measure, unit)


def _by_state(knowledge: KnowledgeBase, request: ChartRequest, words: Mapping[str, Any]) -> Chart:
    ranked = knowledge.rank("state", request.measure)
    if len(ranked) < 4:
        raise ChartError("too few states have this figure")
    own = words[request.name]
    places = {"highest": ranked[0], "second": ranked[1], "third": ranked[2], "lowest": ranked[-1]}
    measure = ranked[0].measure.name
    summary = own["summary"].format(
        measure_name=measure, **{place: _Shown(fact) for place, fact in places.items()}
    )
    nation = knowledge.leading("us", request.measure)
    line = None
    if nation is not None and nation.low is not None:
        line = (float(nation.low), own["line"].format(figure=nation.figure))
    rows = [
        (_Shown(fact).name, *(_figure(knowledge, fact.subject.id, one) for one in names.MEASURES))
        for fact in ranked
    ]
    return _chart(
        knowledge,
        request,
        title=own["title"].format(measure=measure.capitalize()),
        summary=summary,
        rows=rows,
        bars=[_bar(_Shown(fact).name, fact) for fact in ranked],
        facts=ranked,
        line=line,
    )


def _states(knowledge: KnowledgeBase, request: ChartRequest, words: Mapping[str, Any]) -> Chart:
    own, rows, bars, facts, said = words[request.name], [], [], [], []
    for state in request.states:
        found = [knowledge.leading(state, measure) for measure in names.MEASURES]
        figures = [fact for fact in found if fact is not None and fact.figure]
        if len(figures) < len(names.MEASURES):
            raise ChartError("a state has no figures")
        name = _Shown(figures[0]).name
        median, top = (str(fact.figure) for fact in figures)
        rows.append((name, median, top))
        said.append(own["state"].format(name=name, median=median, top=top))
        bars += [_bar(name, fact, series=place) for place, fact in enumerate(figures)]
        facts += figures
    return _chart(
        knowledge,
        request,
        title=own["title"],
        summary=own["summary"].format(states="; ".join(said)),
        rows=rows,
        bars=bars,
        facts=facts,
        series=own["columns"][1:],
    )


def _national(knowledge: KnowledgeBase, request: ChartRequest, words: Mapping[str, Any]) -> Chart:
    own = words[request.name]
    found = [knowledge.leading("us", measure) for measure in NATIONAL_MEASURES]
    facts = [fact for fact in found if fact is not None and fact.figure]
    if not facts:
        raise ChartError("there are no national figures")
    labels = [own["labels"][fact.measure.id] for fact in facts]
    sentences = [own["sentences"][fact.measure.id].format(figure=fact.figure) for fact in facts]
    return _chart(
        knowledge,
        request,
        title=own["title"],
        summary=" ".join(sentences),
        rows=[(label, str(fact.figure)) for label, fact in zip(labels, facts, strict=True)],
        bars=[_bar(label, fact) for label, fact in zip(labels, facts, strict=True)],
        facts=facts,
    )


def _programs(
    knowledge: KnowledgeBase,
    request: ChartRequest,
    words: Mapping[str, Any],
    measure: str,
    unit: str,
) -> Chart:
    own = words[request.name]
    # A figure that only repeats, is old or is calculated would be a bar that says nothing new.
    facts = [
        fact
        for fact in knowledge.facts(kind="program", measure=measure)
        if fact.low is not None and fact.standing in ("leading", "differs")
    ]
    if not facts:
        raise ChartError("there are no such figures")
    facts.sort(key=lambda fact: (fact.subject.name, fact.standing != "leading", fact.low))
    shown = [_Shown(fact) for fact in facts]
    leading = [one for one, fact in zip(shown, facts, strict=True) if fact.standing == "leading"]
    points = [own["point"].format(name=one.name, figure=one.figure) for one in leading]
    return _chart(
        knowledge,
        request,
        title=own["title"],
        summary=own["summary"].format(points="; ".join(points)),
        rows=[(one.name, one.figure, _place(fact)) for one, fact in zip(shown, facts, strict=True)],
        bars=[_bar(one.name, fact) for one, fact in zip(shown, facts, strict=True)],
        facts=facts,
        series=words["standings"] if len(leading) < len(facts) else (),
        unit=unit,
    )


def _chart(
    knowledge: KnowledgeBase,
    request: ChartRequest,
    *,
    title: str,
    summary: str,
    rows: Sequence[tuple[str, ...]],
    bars: Sequence[Bar],
    facts: Sequence[Fact],
    series: Sequence[str] = (),
    unit: str = "usd",
    line: tuple[float, str] | None = None,
) -> Chart:
    words = _wording()
    about_pay = any(fact.subject.kind in ("state", "country") for fact in facts)
    return Chart(
        request=request,
        version=knowledge.version,
        title=title,
        summary=summary,
        columns=tuple(words[request.name]["columns"]),
        rows=tuple(rows),
        bars=tuple(bars),
        series=tuple(series),
        unit=unit,
        source=words["source"].format(places="; ".join(_places(facts))),
        caution=words["caution"] if about_pay else None,
        line=line,
    )


def _bar(label: str, fact: Fact, series: int | None = None) -> Bar:
    low, high = (_number(fact.low, fact.unit), _number(fact.high, fact.high_unit or fact.unit))
    return Bar(
        label=label,
        low=low or 0.0,
        high=high,
        figure=str(fact.figure).removesuffix(" a year"),
        series=int(fact.standing != "leading") if series is None else series,
    )


def _number(value: Any, unit: str | None) -> float | None:
    return None if value is None else float(value) * MONTHS.get(unit or "", 1)


def _figure(knowledge: KnowledgeBase, subject: str, measure: str) -> str:
    fact = knowledge.leading(subject, measure)
    return str(fact.figure) if fact is not None and fact.figure else "–"


def _places(facts: Iterable[Fact]) -> list[str]:
    return list(dict.fromkeys(_place(fact) for fact in facts))


def _place(fact: Fact) -> str:
    words = _wording()
    if fact.basis is None:
        return str(words["place_without_basis"].format(title=fact.source.title))
    as_of = fact.as_of_text or "no date"
    return str(words["place"].format(basis=fact.basis, as_of=as_of, title=fact.source.title))


class _Shown:
    """What a sentence may show of a fact."""

    def __init__(self, fact: Fact) -> None:
        self.name = fact.subject.name[:1].upper() + fact.subject.name[1:]
        self.figure = str(fact.figure)


@cache
def _wording() -> dict[str, Any]:
    words: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return words
