"""Drawing a chart as SVG. Only this module knows the plotting library."""

import io
import re
import textwrap
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter, MultipleLocator
from matplotlib.typing import RcKeyType

from web.charts.content import Bar, Chart

# Two colours that stay apart for every kind of colour vision, and by hatching on paper.
COLOURS = ("#0b5c6b", "#f0a030")
HATCHES = ("", "///")
INK, QUIET, LINE = "#1b2733", "#4a5866", "#c9d2da"
WIDTH = 4.3  # inches: narrow, so that the letters stay readable on a telephone
MANY = 12  # bars, beyond which the names stand beside them instead of above
SETTINGS: dict[RcKeyType, Any] = {
    "svg.fonttype": "path",
    "svg.hashsalt": "chart",
    "font.family": "DejaVu Sans",
    "font.size": 9.5,
    "text.color": INK,
    "text.parse_math": False,
    "axes.labelcolor": INK,
    "xtick.color": QUIET,
    "ytick.color": INK,
    "hatch.linewidth": 0.8,
}
STYLE = re.compile(r'style="([^"]*)"')
SHEET = re.compile(r"<defs>\s*<style.*?</style>\s*</defs>", re.DOTALL)
HEAD = re.compile(r"<\?xml.*?(?=<svg)", re.DOTALL)
METADATA = re.compile(r"<metadata>.*?</metadata>", re.DOTALL)


def draw(chart: Chart) -> bytes:
    """Return ``chart`` as an SVG file; the same chart gives the same bytes."""
    with mpl.rc_context(SETTINGS):
        figure = _figure(chart)
        file = io.StringIO()
        figure.savefig(file, format="svg", bbox_inches="tight", pad_inches=0.12, facecolor="white")
    return presentable(file.getvalue(), chart.title).encode()


def _figure(chart: Chart) -> Figure:
    many = len(chart.bars) > MANY and not chart.series
    step = 0.21 if many else 0.5
    figure = Figure(figsize=(WIDTH, 0.9 + step * len(chart.bars)))
    axes = figure.add_subplot()
    axes.invert_yaxis()
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.spines["bottom"].set_color(LINE)
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="x", color=LINE, linewidth=0.6)
    axes.set_axisbelow(True)
    places = _places(chart, many)
    for bar, place in zip(chart.bars, places, strict=True):
        _draw_bar(axes, bar, place, many)
    _draw_names(axes, chart, places, many)
    ends = [bar.high or bar.low for bar in chart.bars]
    axes.set_xlim(0, max(ends) * (1.22 if many else 1.42))
    axes.set_ylim(max(places) + (0.6 if many else 0.5), min(places) - (0.8 if many else 0.9))
    _label_axis(axes, chart.unit)
    if chart.line is not None:
        value, words = chart.line
        axes.axvline(value, color=INK, linewidth=1, linestyle=(0, (4, 3)))
        axes.text(value, min(places) - 0.85, words, ha="center", va="bottom", fontsize=8.5)
    if chart.series:
        _draw_legend(figure, chart)
    small = "\n".join(
        textwrap.fill(one, 74) for one in (chart.source, chart.caution) if one is not None
    )
    figure.text(0.02, -0.01, small, fontsize=7, color=QUIET, va="top", ha="left")
    figure.tight_layout()
    return figure


def _places(chart: Chart, many: bool) -> list[float]:
    """Return where each bar stands; bars of one name stand close together."""
    places, place, before = [], 0.0, None
    for bar in chart.bars:
        if before is not None:
            place += 1.0 if many or bar.label != before else 0.48
        places.append(place)
        before = bar.label
    return places


def _draw_bar(axes: Axes, bar: Bar, place: float, many: bool) -> None:
    begin, end = (0.0, bar.low) if bar.high is None else (bar.low, bar.high)
    axes.barh(
        place,
        end - begin,
        left=begin,
        height=0.72 if many else 0.42,
        color=COLOURS[bar.series],
        hatch=HATCHES[bar.series],
        edgecolor=INK if bar.series else "white",
        linewidth=0.4,
    )
    axes.annotate(
        bar.figure,
        (end, place),
        xytext=(3, 0),
        textcoords="offset points",
        va="center",
        fontsize=8.5,
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.6},
    )


def _draw_names(axes: Axes, chart: Chart, places: list[float], many: bool) -> None:
    if many:
        axes.set_yticks(places, [bar.label for bar in chart.bars], fontsize=8.5)
        return
    axes.set_yticks([])
    drawn = set()
    for bar, place in zip(chart.bars, places, strict=True):
        if bar.label not in drawn:
            axes.text(0, place - 0.27, bar.label, va="bottom", ha="left", fontsize=9.5)
            drawn.add(bar.label)


def _label_axis(axes: Axes, unit: str) -> None:
    if unit == "months":
        axes.xaxis.set_major_locator(MultipleLocator(12))
        axes.set_xlabel("months", fontsize=8.5)
        return
    axes.xaxis.set_major_formatter(
        FuncFormatter(lambda value, _: f"${value / 1000:,.0f},000" if value else "$0")
    )
    axes.locator_params(axis="x", nbins=4)
    axes.tick_params(axis="x", labelsize=8)


def _draw_legend(figure: Figure, chart: Chart) -> None:
    figure.legend(
        handles=[
            Patch(facecolor=COLOURS[one], hatch=HATCHES[one], edgecolor=INK, label=name)
            for one, name in enumerate(chart.series)
        ],
        loc="lower left",
        bbox_to_anchor=(0, 1),
        ncols=2,
        frameon=False,
    )


def presentable(svg: str, title: str) -> str:
    """Turn inline styles into attributes, so that the picture needs no exception in the policy."""
    svg = HEAD.sub("", svg, count=1)
    svg = SHEET.sub("", METADATA.sub("", svg))
    svg = STYLE.sub(lambda match: _attributes(match.group(1)), svg)
    return svg.replace("<svg ", '<svg stroke-linejoin="round" stroke-linecap="butt" ', 1)


def _attributes(style: str) -> str:
    pairs = [one.split(":", 1) for one in style.split(";") if ":" in one]
    return " ".join(f'{name.strip()}="{value.strip()}"' for name, value in pairs)
