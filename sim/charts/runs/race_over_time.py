"""The race over time: how many servers are vulnerable, protected, compromised, or patched too late."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.dates import date2num
from matplotlib.transforms import ScaledTranslation

from sim.charts.drawing.named_moments import named_moments
from sim.charts.drawing.style import (
    BLACK,
    BLUE,
    GREEN,
    GREY,
    ORANGE,
    VERMILION,
    caption,
    curves_line,
    dated,
    entitle,
    label_ends,
    new_axes,
    provenance_line,
    spread_around,
)
from sim.model.measures import ALL
from sim.outcomes import SERVERS
from sim.runs.result import Result, about
from sim.runs.statistics import FEWEST_FOR_A_RANGE, LEVELS
from sim.wording.names import POPULATIONS, called

STATES: tuple[tuple[str, str, str, Any], ...] = (
    ("vulnerable", "still vulnerable", GREY, (0, (1, 0.8))),
    ("protected_clean", "protected in time", BLUE, "-"),
    ("compromised_open", "compromised, still unpatched", VERMILION, (0, (8, 1.2))),
    ("compromised_protected", "patched, intruder still inside", ORANGE, (0, (3, 1.5))),
    ("evicted", "breached, then cleaned", GREEN, "-."),
)
STATES_ARE = "Lines: mean. Bands: 9 of 10 worlds at each instant. "
ABOVE, NARROWEST = 13, 0.033
"""How far the numbers of moments are above the axes, in points, and how far apart at least, as a share of the axis."""
NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"


def race_over_time(result: Result, ax: Axes | None = None, *, population: str = ALL) -> Axes:
    """Draw the states of servers over time: their means, with bands that hold 9 of 10 worlds at each instant.

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
    >>> ax = sim.charts.race_over_time(result, population="hospitals")
    """
    ax = new_axes() if ax is None else ax
    draw_states(ax, result, population)
    key = _mark_moments(ax, result)
    entitle(ax, finding(result, population), spread_of_worlds(result, population))
    text = f"{STATES_ARE}{curves_line(result)}{provenance_line(result)}"
    caption(ax, f"{key}\n{text}" if key else text)
    return ax


def draw_states(ax: Axes, result: Result, population: str) -> None:
    """Draw the states of servers over time, without title, moments and caption."""
    dates = date2num(result.dates)
    ends: list[tuple[float, str, str]] = []
    servers = float(np.mean(result.values("servers", population)))
    top = max(servers, 1.0)
    for curve, label, colour, line in _happening(result, population):
        mean, low, _, high = result.curve(curve, population).T
        ax.fill_between(dates, low, high, color=colour, alpha=0.18, linewidth=0)
        ax.plot(dates, mean, color=colour, linestyle=line, linewidth=2.2, label=label)
        ends.append((float(mean[-1]), f"{label}: {about(float(mean[-1]))}", colour))
        top = max(top, float(result.curve(curve, population).max()))
    label_ends(ax, ends, top * 1.02)
    ax.set_ylim(0, top * 1.02)
    dated(ax, result)
    ax.set_ylabel(SERVERS)


def _happening(result: Result, population: str) -> list[tuple[str, str, str, Any]]:
    """The states that servers can be in; being cleaned is left out where nobody is."""
    return [state for state in STATES if state[0] != "evicted" or result.curve("evicted", population)[-1, 0] > 0]


def finding(result: Result, population: str) -> str:
    """What the race comes to, in a sentence."""
    servers = float(np.mean(result.values("servers", population)))
    compromised = float(np.mean(result.values("compromised", population)))
    whom = "servers" if population == ALL else f"servers of {called(result.scenario, POPULATIONS, population)}"
    share = compromised / servers if servers else 0.0
    return (
        f"About {about(compromised)} of {about(servers)} {whom} ({share:.0%}) are compromised before they are protected"
    )


def spread_of_worlds(result: Result, population: str) -> str:
    """How far worlds differ in what the race comes to, in a sentence."""
    enough = len(result.counts) >= FEWEST_FOR_A_RANGE
    which, levels = ("9 of 10", (LEVELS[0], LEVELS[-1])) if enough else (f"{len(result.counts)}", (0, 1))
    low, high = np.quantile(result.values("compromised", population), levels)
    return f"In {which} simulated worlds between {about(float(low))} and {about(float(high))} are compromised"


def _mark_moments(ax: Axes, result: Result) -> str:
    """Mark the named moments by numbered lines; returns the key to the numbers."""
    moments = named_moments(result)
    horizon = float(result.days[-1])
    positions = spread_around([moment.days / horizon for moment in moments], NARROWEST)
    entries = []
    just_above = ax.transAxes + ScaledTranslation(0, ABOVE / 72, ax.figure.dpi_scale_trans)
    for number, (moment, position) in enumerate(zip(moments, positions, strict=True), start=1):
        ax.axvline(date2num(moment.date), color=BLACK, linewidth=0.7, linestyle=":", alpha=0.65, zorder=0.5)
        ax.annotate(
            str(number), (moment.days / horizon, 1.0), (position, 1.0), "axes fraction", just_above,
            ha="center", va="center", fontsize=8, color="white", annotation_clip=False,
            bbox={"boxstyle": "circle,pad=0.22", "facecolor": BLACK, "edgecolor": "none"},
            arrowprops={
                "arrowstyle": "-", "color": BLACK, "linewidth": 0.6, "shrinkA": 0, "shrinkB": 0, "relpos": (0.5, 0),
            },
        )  # fmt: skip
        entries.append(f"{number} {moment.name}, {moment.text}".replace(" ", NO_BREAK_SPACE))
    return "; ".join(entries) + "." if entries else ""
