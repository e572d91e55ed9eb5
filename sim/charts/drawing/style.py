"""How every chart looks: colours that colour-blind readers tell apart, a title that states the finding, a caption."""

from __future__ import annotations

import sys
from calendar import month_abbr
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from importlib import metadata
from itertools import pairwise
from typing import Any, ParamSpec, TypeVar

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter, date2num
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.ticker import FuncFormatter, ScalarFormatter

from sim.engines import engine_named
from sim.runs.comparison import Comparison
from sim.runs.result import Result
from sim.runs.statistics import FEWEST_FOR_A_RANGE
from sim.scenario.assumptions import assumptions
from sim.scenario.scenario import Scenario
from sim.sweeps.study import Study
from sim.wording.language import ENGLISH, Language, capitalized
from sim.wording.names import case_in
from sim.wording.unknowns import unknowns

from .alt_text import describe
from .letters import cut, isolated
from .typeface import FAMILIES, make_known
from .wrapping import wrapped

P = ParamSpec("P")
Drawn = TypeVar("Drawn")
# Okabe and Ito 2008, Color Universal Design: https://jfly.uni-koeln.de/color/
GREY, BLUE, VERMILION, ORANGE, GREEN, BLACK = "#6b6b6b", "#0072B2", "#D55E00", "#E69F00", "#009E73", "#222222"
BREACHED, YOU = VERMILION, BLUE
"""Of what is breached, and of what the client does, in every chart and on every page."""
INKS = {ORANGE: "#8a5f00", VERMILION: "#b04d00", GREEN: "#00734f"}
"""Colours of text where the colour itself is too light to be read on white."""
LEGEND: Any = {"frameon": True, "facecolor": "white", "edgecolor": "none", "framealpha": 1.0, "borderpad": 0.2}
"""A legend inside the axes, on white, so that no line of the grid runs through its words."""
SIZE = (10.0, 6.0)
LINE_WIDTH, TITLE_WIDTH = 136, 74
END_LABEL = 18.0
"""Points from the label at the end of one curve to the next."""
AROUND, CAPTION = "words around the chart", "caption_below"
"""Label of texts around a chart, and attribute of axes that holds the one below."""
LONGEST_NAME = 40
MONTHS = tuple(month_abbr)[1:]
"""As matplotlib writes them."""
DAYS = 2
"""Where matplotlib keeps the format of days, behind those of years and months."""
MOST_UNKNOWNS = 4
LOOK: Any = {
    "font.size": 11,
    "font.family": list(FAMILIES),
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": "#888888",
    "axes.titlesize": 15,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.color": "#e6e6e6",
    "hatch.linewidth": 0.6,
    "text.parse_math": False,  # names of scenarios, clients and values are text, whatever signs they hold
    "svg.hashsalt": "patchrace",
    "svg.fonttype": "none",
    "pdf.fonttype": 42,  # TrueType, as journals and editors of PDF ask for
}


def new_figure(size: tuple[float, float]) -> Figure:
    """A new figure. It is one of pyplot's, so that notebooks show it, only if the user works with pyplot."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    figure: Figure = Figure(figsize=size) if pyplot is None else pyplot.figure(figsize=size)
    if pyplot is None:
        FigureCanvasAgg(figure)
    return figure


@contextmanager
def look(**others: Any) -> Iterator[None]:
    """Draw in the look of all charts, but for some settings of matplotlib."""
    make_known()
    settings: Any = LOOK | others
    with mpl.rc_context(settings):
        yield


def in_our_look(chart: Callable[P, Drawn]) -> Callable[P, Drawn]:
    """A chart that is drawn in the look of all charts, unless its caller brings axes, which keep the caller's."""

    @wraps(chart)
    def drawn(*given: P.args, **named: P.kwargs) -> Drawn:
        if any(isinstance(each, Axes) for each in (*given, *named.values())):
            return chart(*given, **named)
        with look():
            return chart(*given, **named)

    return drawn


def new_axes(size: tuple[float, float] = SIZE) -> Axes:
    """Axes of a new figure."""
    with look():
        return new_figure(size).add_subplot()


def entitle(ax: Axes, finding: str, basis: str, above: float = 0.0) -> None:
    """Put the finding above the chart and the smaller line (or two) that qualifies it below the title.

    `above` is how high what is drawn above the axes is, in points. Both texts are the chart's alt text, unless
    `describe` says more.
    """
    words = finding[:1].upper() + finding[1:]
    pad = 48 + above + 14 * basis.count("\n")
    title = ax.set_title(
        _balanced(words), loc="left", pad=pad, fontsize=15, fontweight="bold", color=BLACK, parse_math=False
    )
    below = ax.annotate(
        basis, (0, 1), (0, 28 + above), "axes fraction", "offset points",
        fontsize=11, color=GREY, annotation_clip=False, parse_math=False,
    )  # fmt: skip
    title.set_label(AROUND)
    below.set_label(AROUND)
    describe(ax, f"{finding}. {basis}.")


def _balanced(words: str) -> str:
    """Words in as few lines as they need, none of them much shorter than the others."""
    fewest = len(wrapped(words, TITLE_WIDTH))
    width = next(width for width in range(1, TITLE_WIDTH + 1) if len(wrapped(words, width)) == fewest)
    return "\n".join(wrapped(words, width))


def caption(ax: Axes, text: str, below: float = 46) -> None:
    """Put the caption below the chart, wrapped; it begins `below` points under the axes."""
    lines = [part for line in text.splitlines() for part in wrapped(line, LINE_WIDTH)]
    text_below = ax.annotate(
        "\n".join(lines), (0, 0), (0, -below), "axes fraction", "offset points",
        va="top", ha="left", fontsize=9, color=GREY, linespacing=1.45, annotation_clip=False,
        parse_math=False,
    )  # fmt: skip
    text_below.set_label(AROUND)
    setattr(ax, CAPTION, text_below)


def add_to_caption(ax: Axes, text: str) -> None:
    """Add a line to the caption of axes that have one."""
    found = getattr(ax, CAPTION, None)
    if found is not None:
        found.set_text(f"{found.get_text()}\n{text}")


def without_words_around(ax: Axes) -> Axes:
    """Hide title, basis and caption, for a page that says all of it beside the chart; the alt text stays."""
    for text in ax.findobj(Text):
        if text.get_label() == AROUND:
            text.set_visible(False)
    return ax


class Dates(ConciseDateFormatter):
    """Dates on an axis, as short as they may be, as a language writes them."""

    def __init__(self, locator: AutoDateLocator, language: Language) -> None:
        super().__init__(locator, show_offset=False)
        self.formats[DAYS] = language.text("chart-tick.day")
        self.zero_formats[DAYS + 1] = language.text("chart-tick.midnight")
        self.months = {name: language.text("chart-month", month=month) for month, name in enumerate(MONTHS, start=1)}

    def format_ticks(self, values: Any) -> list[str]:
        """The labels of all ticks."""
        labels: list[str] = super().format_ticks(values)
        for name, month in self.months.items():
            labels = [label.replace(name, month) for label in labels]
        return labels


class Numbers(ScalarFormatter):
    """Numbers on an axis, with as many decimals as their steps need, as a language writes them."""

    def __init__(self, language: Language) -> None:
        super().__init__()
        self._language = language

    def __call__(self, x: float, pos: int | None = None) -> str:
        """The label of a tick."""
        return self._language.number(x, len(super().__call__(x, pos).partition(".")[2]))


def in_percent(language: Language = ENGLISH) -> FuncFormatter:
    """What makes an axis show shares in percent."""
    return FuncFormatter(lambda share, _: language.percent(share))


def dated(ax: Axes, result: Result, language: Language = ENGLISH) -> None:
    """Let the horizontal axis show dates from the start to the horizon, and the vertical one numbers with thousands."""
    first, last = date2num(result.dates[[0, -1]])
    ax.set_xlim(first, last)
    locator = AutoDateLocator(maxticks=9)
    ax.xaxis.set_major_locator(locator)
    ax.xaxis.set_major_formatter(Dates(locator, language))
    ax.set_xlabel(f"{result.scenario.start:%Y}, UTC")
    ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: language.number(value)))


def legend_above(ax: Axes, columns: int) -> None:
    """Say what bars and lines mean between title and axes, where no label of a bar stands."""
    ax.legend(
        loc="lower left", bbox_to_anchor=(-0.01, 1.0), ncols=columns, frameon=False, fontsize=9.5, borderaxespad=0.1
    )


def label_ends(ax: Axes, ends: list[tuple[float, str, str]], top: float) -> None:
    """Label curves at their right ends: (height, text, colour) each, moved apart so that no label covers another."""
    figure = ax.get_figure(root=True)
    assert figure is not None
    points = ax.get_position().height * figure.get_figheight() * 72
    heights = spread([height for height, *_ in ends], END_LABEL / points * top)
    for height, (_, text, colour) in zip(heights, ends, strict=True):
        ax.annotate(
            text, (1.01, height / top), xycoords="axes fraction", va="center",
            color=INKS.get(colour, colour), fontsize=10.5, fontweight="bold", annotation_clip=False,
        )  # fmt: skip


def spread(heights: list[float], apart: float) -> list[float]:
    """Heights moved apart so that labels do not overlap, in their order."""
    order = np.argsort(heights)
    placed = np.array(heights, dtype=float)
    for before, after in pairwise(order):
        placed[after] = max(placed[after], placed[before] + apart)
    return [float(height) for height in placed]


def shortened(name: str, most: int = LONGEST_NAME) -> str:
    """A name that somebody chose, cut where it is too long for a chart, and set apart where it runs the other way."""
    return isolated(cut(name, most))


def provenance_line(result: Result, language: Language = ENGLISH) -> str:
    """What a caption says of every result: replications, seed, and what is assumed."""
    left_out = _left_out(result.leaves_out, result.engine, language)
    return left_out + worlds_line(result.scenario, len(result.counts), language)


def comparison_line(comparison: Comparison) -> str:
    """What a caption says of every comparison: as `provenance_line`."""
    left_out = _left_out(comparison.leaves_out, comparison.engine)
    return left_out + worlds_line(comparison.scenario, comparison.replications)


def _left_out(what: str, engine: str, language: Language = ENGLISH) -> str:
    """What the numbers of an engine leave out, as a sentence of a caption; nothing if that is nothing."""
    return f"{capitalized(language.text('chart-basis-left-out', engine=engine, what=what))} " if what else ""


def worlds_line(scenario: Scenario, replications: int, language: Language = ENGLISH) -> str:
    """What a caption says of worlds of which a range is drawn: as `basis_line`, and whether they are enough for one."""
    basis = basis_line(scenario, replications, language)
    if replications >= FEWEST_FOR_A_RANGE:
        return basis
    return f"{language.text('chart-basis-too-few', worlds=replications)} {basis}"


def basis_line(scenario: Scenario, replications: int, language: Language = ENGLISH) -> str:
    """What a caption says of a number of worlds of a scenario: replications, seed, and what is assumed."""
    seed = str(scenario.seed)
    made = language.text("chart-basis-made", case=case_in(scenario, language), replications=replications, seed=seed)
    return f"{made} {what_is_assumed(scenario, language=language)}"


def study_line(study: Study) -> str:
    """What a caption says of every study: points, replications, seed, what failed, and what is assumed."""
    points, replications = len(study.changes), study.scenario.replications
    made = f"{study.name}: {points:,} points, {replications} replications each (the same worlds at every point), "
    made += f"seed {study.scenario.seed}. "
    failed = points - len(study.finished)
    if failed:
        made += f"{failed:,} of the points failed and are left out. "
    engine = engine_named(study.engine)
    return (
        _left_out(engine.leaves_out(study.scenario), engine.name)
        + made
        + what_is_assumed(study.scenario, engine.has_luck)
    )


def what_is_assumed(scenario: Scenario, with_luck: bool = True, language: Language = ENGLISH) -> str:
    """What a caption says of every scenario: what is drawn anew in every world, and what is assumed."""
    rows, say = assumptions(scenario), language.text
    if scenario.uncertain:
        unknown = say("chart-basis-unknown", names=language.listed(unknowns(scenario, MOST_UNKNOWNS, language)))
    else:
        unknown = say("chart-basis-luck") if with_luck else say("chart-basis-no-luck")
    assumed = say("chart-basis-assumed", assumed=sum(row.is_assumed for row in rows), values=len(rows))
    return f"{unknown} {assumed} {say('chart-basis-model', version=metadata.version('patchrace'))}"


def curves_line(result: Result, language: Language = ENGLISH) -> str:
    """What the caption of a chart of curves says where they are not those of all replications, else nothing."""
    kept, made = result.replications_in_curves, len(result.counts)
    return "" if kept == made else f"{language.text('chart-basis-curves', kept=kept, made=made)} "
