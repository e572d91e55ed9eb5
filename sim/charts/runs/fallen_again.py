"""Servers that fall twice: how many were breached, and how many of them again after intruders had been removed."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.dates import date2num

from sim.charts.drawing.style import (
    BLACK,
    VERMILION,
    caption,
    curves_line,
    dated,
    entitle,
    in_our_look,
    label_ends,
    new_axes,
    provenance_line,
)
from sim.model.measures import ALL
from sim.outcomes import SERVERS
from sim.runs.result import Result, about

CURVES = (
    ("compromised_cumulative", "breached", VERMILION, "-"),
    ("compromised_again", "breached again", BLACK, "--"),
)


@in_our_look
def fallen_again(result: Result, ax: Axes | None = None, *, population: str = ALL) -> Axes:
    """Draw how many servers were breached by each instant, and how many again after they had been cleaned.

    Parameters
    ----------
    result : Result
        What `sim.run` gave.
    ax : Axes, optional
        Where to draw; by default new axes.
    population : str
        A population, or all.

    Returns
    -------
    Axes
        The axes drawn on.

    Raises
    ------
    KeyError
        For an unknown population.

    Examples
    --------
    >>> ax = sim.charts.fallen_again(esxiargs)
    """
    ax = new_axes() if ax is None else ax
    dates = date2num(result.dates)
    top, ends = 1.0, list[tuple[float, str, str]]()
    for curve, label, colour, dashes in CURVES:
        mean, low, _, high = result.curve(curve, population).T
        ax.fill_between(dates, low, high, color=colour, alpha=0.2, linewidth=0)
        ax.plot(dates, mean, color=colour, linewidth=2, linestyle=dashes)
        ends.append((float(mean[-1]), f"{label}: {about(float(mean[-1]))}", colour))
        top = max(top, float(high.max()))
    label_ends(ax, ends, top * 1.04)
    ax.set_ylim(0, top * 1.04)
    ax.set_ylabel(SERVERS)
    dated(ax, result)
    entitle(ax, _finding(result, population), "Servers that fell twice")
    text = "Lines: mean. Bands: 9 of 10 worlds. A server counts as breached again once, however often it was. "
    caption(ax, text + curves_line(result) + provenance_line(result))
    return ax


def _finding(result: Result, population: str) -> str:
    compromised = float(np.mean(result.values("compromised", population)))
    again = float(np.mean(result.values("compromised_again", population)))
    if compromised == 0:
        return "No server is compromised"
    if again == 0:
        return "No server is breached a second time"
    return f"{again / compromised:.0%} of breached servers were cleaned and breached again"
