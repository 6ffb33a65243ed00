"""Drawing a table of the dashboard. Loads the plotting library, so import it where one draws."""

import io

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from web.charts.drawing import COLOURS, HATCHES, INK, LINE, QUIET, SETTINGS, presentable
from web.staff.insight.report import Section

WIDTH = 7.0  # inches
HEIGHT = 2.6  # of upright columns
STEP = 0.24  # height of one lying bar
MOST_NAMES = 16  # below upright columns
SERIES = 2  # that are drawn; a third one, mostly small, stands in the table only


def draw(section: Section) -> bytes:
    """Return the plot of ``section`` as SVG; the same numbers give the same bytes."""
    with mpl.rc_context(SETTINGS):
        height = HEIGHT if section.upright else 0.9 + STEP * max(len(section.rows), 1)
        figure = Figure(figsize=(WIDTH, height))
        axes = figure.add_subplot()
        axes.spines[["top", "right"]].set_visible(False)
        axes.spines[["left", "bottom"]].set_color(LINE)
        axes.set_axisbelow(True)
        if section.upright:
            _draw_columns(axes, section)
        else:
            _draw_bars(axes, section)
        if len(_series(section)) > 1:
            figure.legend(loc="upper right", ncols=SERIES, frameon=False, fontsize=8.5)
        figure.tight_layout()
        file = io.StringIO()
        figure.savefig(file, format="svg", bbox_inches="tight", pad_inches=0.12, facecolor="white")
    return presentable(file.getvalue(), section.title).encode()


def _series(section: Section) -> tuple[str, ...]:
    return section.columns[1 : 1 + SERIES]


def _draw_columns(axes: Axes, section: Section) -> None:
    places = range(len(section.rows))
    series = _series(section)
    width = 0.8 / len(series)
    for number, name in enumerate(series):
        axes.bar(
            [place + width * (number - (len(series) - 1) / 2) for place in places],
            [row.cells[number].number for row in section.rows],
            width=width,
            color=COLOURS[number],
            hatch=HATCHES[number],
            edgecolor=INK if number else "white",
            linewidth=0.4,
            label=name,
        )
    every = max(1, -(-len(section.rows) // MOST_NAMES))
    shown = list(places)[::every]
    axes.set_xticks(shown, [section.rows[one].name for one in shown], rotation=35, ha="right")
    axes.tick_params(axis="both", labelsize=8, colors=QUIET)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=5, integer=True))
    axes.grid(axis="y", color=LINE, linewidth=0.6)
    axes.set_ylim(bottom=0)


def _draw_bars(axes: Axes, section: Section) -> None:
    places = range(len(section.rows))
    ends = [0] * len(section.rows)
    for number, name in enumerate(_series(section)):
        values = [row.cells[number].number for row in section.rows]
        axes.barh(
            places,
            values,
            left=ends,
            height=0.72,
            color=COLOURS[number],
            hatch=HATCHES[number],
            edgecolor=INK if number else "white",
            linewidth=0.4,
            label=name,
        )
        ends = [end + value for end, value in zip(ends, values, strict=True)]
    for place, end in zip(places, ends, strict=True):
        axes.annotate(
            f"{end:,}", (end, place), xytext=(3, 0), textcoords="offset points", va="center",
            fontsize=8,
        )  # fmt: skip
    axes.set_yticks(list(places), [row.name for row in section.rows], fontsize=8.5)
    axes.tick_params(axis="y", length=0)
    axes.tick_params(axis="x", labelsize=8, colors=QUIET)
    axes.xaxis.set_major_locator(MaxNLocator(nbins=5, integer=True))
    axes.grid(axis="x", color=LINE, linewidth=0.6)
    axes.set_xlim(0, max(ends, default=0) * 1.12 or 1)
    axes.invert_yaxis()
