"""The life of breached servers: still open, patched too late, cleaned; and how many were entered again."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.dates import date2num

from sim.charts.drawing.style import (
    BLACK,
    BLUE,
    ORANGE,
    VERMILION,
    caption,
    curves_line,
    dated,
    entitle,
    label_ends,
    new_axes,
    provenance_line,
)
from sim.model.measures import ALL
from sim.outcomes import SERVERS
from sim.runs.result import Result, about

STATES = (
    ("compromised_open", "breached, still unpatched", VERMILION, ""),
    ("compromised_protected", "patched, intruder still inside", ORANGE, "///"),
    ("evicted", "cleaned", BLUE, ""),
)


def life_of_breached(result: Result, ax: Axes | None = None, *, population: str = ALL) -> Axes:
    """Draw what the breached servers are, on average, at each instant, and how many were entered through a foothold.

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
    >>> ax = sim.charts.life_of_breached(proxylogon)
    """
    ax = new_axes() if ax is None else ax
    dates = date2num(result.dates)
    floor = np.zeros(len(dates))
    ends: list[tuple[float, str, str]] = []
    for curve, label, colour, hatch in STATES:
        mean = result.curve(curve, population)[:, 0]
        ax.fill_between(
            dates, floor, floor + mean, facecolor=colour, alpha=0.75, hatch=hatch, edgecolor="white", linewidth=0
        )
        if mean[-1] > 0:
            ends.append((float(floor[-1] + mean[-1] / 2), f"{label}: {about(float(mean[-1]))}", colour))
        floor = floor + mean
    reentered, low, _, high = result.curve("reentered", population).T
    if reentered[-1] > 0:
        ax.plot(dates, reentered, color=BLACK, linewidth=2, linestyle="--")
        ax.plot(dates, low, dates, high, color=BLACK, linewidth=0.8, linestyle=":")
        ends.append((float(reentered[-1]), f"entered again by others: {about(float(reentered[-1]))}", BLACK))
    top = max(float(floor.max()), float(high.max()), 1.0) * 1.04
    label_ends(ax, ends, top)
    ax.set_ylim(0, top)
    ax.set_ylabel(SERVERS)
    dated(ax, result)
    entitle(ax, _finding(result, population), "What became of the breached servers")
    text = "Areas: mean. Dashed: servers that another campaign entered through a foothold, with 9 of 10 worlds dotted. "
    caption(ax, (text if reentered[-1] > 0 else "Areas: mean. ") + curves_line(result) + provenance_line(result))
    return ax


def _finding(result: Result, population: str) -> str:
    compromised = float(np.mean(result.values("compromised", population)))
    late = float(np.mean(result.values("protected_too_late", population)))
    if compromised == 0:
        return "No server is compromised"
    return f"{late / compromised:.0%} of breached servers were patched with an intruder inside"
