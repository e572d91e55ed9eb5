"""The life of breached servers: still open, patched too late, cleaned."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.dates import date2num

from sim.charts.drawing.style import (
    GREEN,
    ORANGE,
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

STATES = (
    ("compromised_open", "breached, still unpatched", VERMILION, ""),
    ("compromised_protected", "patched, intruder still inside", ORANGE, "///"),
    ("evicted", "cleaned", GREEN, ""),
)


@in_our_look
def life_of_breached(result: Result, ax: Axes | None = None, *, population: str = ALL) -> Axes:
    """Draw what the breached servers are, on average, at each instant; below the title, how many were entered again.

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
    top = max(float(floor.max()), 1.0) * 1.04
    label_ends(ax, ends, top)
    ax.set_ylim(0, top)
    ax.set_ylabel(SERVERS)
    dated(ax, result)
    entitle(ax, _finding(result, population), _entered_again(result, population))
    caption(ax, f"Areas: mean. {curves_line(result)}{provenance_line(result)}")
    return ax


def _finding(result: Result, population: str) -> str:
    compromised = float(np.mean(result.values("compromised", population)))
    late = float(np.mean(result.values("protected_too_late", population)))
    if compromised == 0:
        return "No server is compromised"
    return f"{late / compromised:.0%} of breached servers were patched with an intruder inside"


def _entered_again(result: Result, population: str) -> str:
    """How many servers another campaign entered through a foothold that was left open."""
    again = result.values("reentered", population)
    if not np.any(again):
        return "What became of the breached servers"
    low, high = np.quantile(again, (0.05, 0.95))
    return (
        f"Others came in through the door left open on about {about(float(np.mean(again)))} of them "
        f"(9 of 10 worlds: {about(float(low))} to {about(float(high))})"
    )
