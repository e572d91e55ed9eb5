"""The race over time: how many servers are vulnerable, protected, compromised, or patched too late."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.dates import date2num

from sim.charts.drawing.alt_text import describe
from sim.charts.drawing.main_moments import moments_by_weight
from sim.charts.drawing.marked_moments import mark_moments, written
from sim.charts.drawing.style import (
    BLUE,
    GREEN,
    GREY,
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
from sim.runs.statistics import FEWEST_FOR_A_RANGE, LEVELS
from sim.wording.names import POPULATIONS, called

from .early_attacks import enlarge_beginning

STATES: tuple[tuple[str, str, str, Any], ...] = (
    ("vulnerable", "still vulnerable", GREY, (0, (1, 0.8))),
    ("protected_clean", "protected in time", BLUE, "-"),
    ("compromised_open", "compromised, still unpatched", VERMILION, (0, (8, 1.2))),
    ("compromised_protected", "patched, intruder still inside", ORANGE, (0, (3, 1.5))),
    ("evicted", "breached, then cleaned", GREEN, "-."),
)
NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"
STATES_ARE = "Lines: mean. Bands: 9 of 10 worlds at each instant. "


@in_our_look
def race_over_time(result: Result, ax: Axes | None = None, *, population: str = ALL) -> Axes:
    """Draw the states of servers over time: their means, with bands that hold 9 of 10 worlds at each instant.

    Above them stand the moments that matter most, the fix first of all; the caption lists the others. What happens
    early and is too small to be seen is drawn again, enlarged, on the same dates.

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
    fix, main, others = moments_by_weight(result)
    until = [moment.days for moment in main]
    early = enlarge_beginning(ax, result, population, top * 1.02, until)
    above = mark_moments(ax, fix, main, others, float(result.days[-1]))
    found, spread = finding(result, population), spread_of_worlds(result, population)
    entitle(ax, found, spread, above)
    text = f"{STATES_ARE}{curves_line(result)}{provenance_line(result)}"
    also = "; ".join(f"{moment.name}, {moment.text.replace(' ', NO_BREAK_SPACE)}" for moment in others)
    caption(ax, f"Also marked on top: {also}.\n{text}" if also else text)
    marked = "; ".join(written(moment) for moment in sorted([*main, *filter(None, [fix])], key=lambda each: each.days))
    parts = [found, spread, early, f"Moments: {marked}" if marked else ""]
    describe(ax, " ".join(f"{part[:1].upper()}{part[1:]}." for part in parts if part))
    return ax


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
