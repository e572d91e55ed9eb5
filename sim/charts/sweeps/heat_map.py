"""A heat map: the mean of an outcome by two parameters of a study."""

from __future__ import annotations

from typing import TYPE_CHECKING

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import Normalize
from matplotlib.patches import Rectangle
from matplotlib.ticker import FuncFormatter, MaxNLocator
from numpy.typing import NDArray

from sim.charts.drawing.style import BLACK, GREY, caption, entitle, in_our_look, new_axes, study_line
from sim.model.measures import ALL
from sim.runs.result import about
from sim.sweeps.study import Study
from sim.wording.language import ENGLISH, Language
from sim.wording.sentences import counted, said

from .scales import Scale, named, scale_of, write_below

if TYPE_CHECKING:
    import pandas as pd

FloatArray = NDArray[np.float64]
COLOURS = "YlOrRd"
"""From light to dark, also in grey, and for readers who do not see red or green."""
MOST_WRITTEN = 120
MOST_TICKS = 14
DARK = 0.5
"""Of the brightness as eyes see it (ITU-R BT.601)."""
ROOMY = 11
"""The most columns that have room for numbers of the usual size."""


@in_our_look
def heat_map(
    study: Study,
    ax: Axes | None = None,
    *,
    outcome: str = "compromised",
    population: str = ALL,
    across: str | None = None,
    up: str | None = None,
) -> Axes:
    """Draw the mean of an outcome by the values of two parameters. Further parameters are averaged over.

    Parameters
    ----------
    study : Study
        What `sim.run_study` gave.
    ax : Axes, optional
        Where to draw; by default new axes.
    outcome, population : str
        What is counted, and of whom; by default compromised servers of all.
    across, up : str, optional
        Paths of the parameters; by default the first two.

    Returns
    -------
    Axes
        The axes drawn on.

    Raises
    ------
    KeyError
        For an unknown name, or a path that does not vary.
    ValueError
        If the study varies one parameter only.

    Examples
    --------
    >>> ax = sim.charts.heat_map(grid, across=rate, up=speed)
    """
    table = study.mean_by_point(outcome, population)
    horizontal, vertical = two_scales(study, table, across, up)
    cells = means_by(table, horizontal, vertical)
    ax = new_axes((10.0, min(9.0, 2.6 + 0.62 * len(vertical.values)))) if ax is None else ax
    limits = float(np.nanmin(cells)), float(np.nanmax(cells))
    lower = draw_cells(ax, cells, horizontal, vertical, limits)
    draw_key(ax, limits, counted(outcome, population))
    entitle(ax, *lowest_and_highest([(cells, "")], horizontal, vertical, outcome, population))
    others = [each.label for each in study.parameters if each not in (horizontal.parameter, vertical.parameter)]
    averaged = f", over all values of {', '.join(others)}" if others else ""
    caption(ax, f"Cells: mean{averaged}. {left_out(cells)}{study_line(study)}", 46 + lower)
    return ax


def two_scales(study: Study, table: pd.DataFrame, across: str | None, up: str | None) -> tuple[Scale, Scale]:
    """The parameters of the axes. Raises ValueError if there are no two."""
    chosen = [named(study, path) for path in (across, up) if path]
    free = [each for each in study.parameters if each not in chosen]
    first = named(study, across) if across else free.pop(0)
    if not up and not free:
        raise ValueError(f"a heat map needs two parameters, and {study.name} varies one")
    second = named(study, up) if up else free[0]
    return scale_of(study, first, table), scale_of(study, second, table)


def means_by(table: pd.DataFrame, across: Scale, up: Scale) -> FloatArray:
    """The mean of the points of each cell, in the shape (values up, values across); nan where there is none."""
    grouped = table.groupby([up.parameter.path, across.parameter.path])["mean"].mean()
    cells: FloatArray = np.array(
        [[grouped.get((row, column), np.nan) for column in across.values] for row in up.values]
    )
    return cells


def draw_cells(
    ax: Axes, cells: FloatArray, across: Scale, up: Scale, limits: tuple[float, float], width: float = 1.0
) -> float:
    """Draw cells as colours, with their numbers where they are few, and hatched where there is no result.

    `width` is that of the axes, as a share of the usual one. Returns how many points more than usual the text below
    takes.
    """
    size = 10.5 if len(across.values) <= ROOMY * width else 8
    colours, norm = mpl.colormaps[COLOURS], Normalize(*limits)
    ax.set_facecolor("white")
    ax.imshow(cells, origin="lower", aspect="auto", cmap=colours, norm=norm)
    for row, column in np.argwhere(np.isnan(cells)):
        ax.add_patch(Rectangle((column - 0.5, row - 0.5), 1, 1, hatch="xx", facecolor="white", edgecolor=GREY))
    if cells.size <= MOST_WRITTEN:
        for (row, column), value in np.ndenumerate(cells):
            if not np.isnan(value):
                ink = ink_on(colours(norm(value)))
                ax.text(column, row, about(float(value)), ha="center", va="center", fontsize=size, color=ink)
    columns, rows = (range(0, len(scale.values), -(-len(scale.values) // MOST_TICKS)) for scale in (across, up))
    lower = write_below(ax, columns, [across.tick(across.values[each]) for each in columns], width)
    ax.set_yticks(rows, [up.tick(up.values[each]) for each in rows])
    ax.set_xlabel(across.label)
    ax.set_ylabel(up.label)
    ax.grid(visible=False)
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    return lower


def ink_on(colour: tuple[float, float, float, float]) -> str:
    """The colour of text that is read on another colour."""
    red, green, blue, _ = colour
    return "white" if 0.299 * red + 0.587 * green + 0.114 * blue < DARK else BLACK


def draw_key(
    ax: Axes, limits: tuple[float, float], label: str, colours: str = COLOURS, language: Language = ENGLISH
) -> None:
    """Draw the scale of colours to the right of the axes."""
    key = ax.inset_axes((1.03, 0.0, 0.022, 1.0))
    bar = ax.figure.colorbar(ScalarMappable(Normalize(*limits), colours), cax=key, label=label)
    bar.ax.yaxis.set_major_formatter(FuncFormatter(lambda number, _: language.number(number)))
    bar.locator = MaxNLocator(nbins=7, integer=True)
    bar.update_ticks()
    bar.outline.set_visible(False)


def lowest_and_highest(
    tables: list[tuple[FloatArray, str]], across: Scale, up: Scale, outcome: str, population: str
) -> tuple[str, str]:
    """The title and the line below it: how far cells are apart, and where the lowest and the highest are.

    `tables` holds cells, and what holds for all of them in words, or nothing.
    """
    together = np.stack([cells for cells, _ in tables])
    places = [np.unravel_index(function(together), together.shape) for function in (np.nanargmin, np.nanargmax)]
    low, high = (about(float(together[place])) for place in places)
    if low == high:
        return f"About {low} {said(outcome, population)} at every point", "Mean of every cell"
    settings = []
    for number, row, column in places:
        parts = [across.setting(across.values[column]), up.setting(up.values[row]), tables[number][1]]
        settings.append(", ".join(part for part in parts if part))
    found = f"Between {low} and {high} {said(outcome, population)}, on average"
    return found, f"Fewest with {settings[0]};\nmost with {settings[1]}"


def left_out(cells: FloatArray) -> str:
    """What a caption says of cells without a result."""
    return "Crossed out: no result. " if np.isnan(cells).any() else ""
