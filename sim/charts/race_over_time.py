"""The race over time: how many servers are vulnerable, protected, compromised, or patched too late."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
from matplotlib.axes import Axes
from matplotlib.dates import date2num
from matplotlib.transforms import ScaledTranslation

from sim.model.measures import ALL
from sim.model.moments import Calendar
from sim.studies.result import Result, about

from .style import (
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
    spread,
)

STATES = (
    ("vulnerable", "still vulnerable", GREY, "-"),
    ("protected_clean", "protected in time", BLUE, "-"),
    ("compromised_open", "compromised, still unpatched", VERMILION, "-"),
    ("compromised_protected", "patched, intruder still inside", ORANGE, "--"),
    ("evicted", "breached, then cleaned", GREEN, "-."),
)
NARROWEST = 0.022
"""Least distance between the numbers of two moments, as a share of the axis."""


def race_over_time(result: Result, ax: Axes | None = None, population: str = ALL) -> Axes:
    """Draw the states of servers over time: their means, with bands that hold 9 of 10 worlds at each instant."""
    ax = new_axes() if ax is None else ax
    dates = date2num(result.dates)
    ends: list[tuple[float, str, str]] = []
    for curve, label, colour, line in _happening(result, population):
        mean, low, _, high = result.curve(curve, population).T
        ax.fill_between(dates, low, high, color=colour, alpha=0.18, linewidth=0)
        ax.plot(dates, mean, color=colour, linestyle=line, linewidth=2.2, label=label)
        ends.append((float(mean[-1]), f"{label}: {about(float(mean[-1]))}", colour))
    servers = float(np.mean(result.values("servers", population)))
    top = (
        max(
            servers,
            1.0,
            *(float(result.curve(curve, population).max()) for curve, *_ in _happening(result, population)),
        )
        * 1.02
    )
    label_ends(ax, ends, top)
    ax.set_ylim(0, top)
    dated(ax, result)
    ax.set_ylabel("servers")
    key = _mark_moments(ax, result)
    entitle(ax, _finding(result, population, servers), _spread_of_worlds(result, population))
    text = f"Lines: mean. Bands: 9 of 10 worlds at each instant. {curves_line(result)}{provenance_line(result)}"
    caption(ax, f"{key}\n{text}" if key else text)
    return ax


def _happening(result: Result, population: str) -> list[tuple[str, str, str, str]]:
    """The states that servers can be in; being cleaned is left out where nobody is."""
    return [state for state in STATES if state[0] != "evicted" or result.curve("evicted", population)[-1, 0] > 0]


def _finding(result: Result, population: str, servers: float) -> str:
    compromised = float(np.mean(result.values("compromised", population)))
    whom = "servers" if population == ALL else f"servers of {population}"
    share = compromised / servers if servers else 0.0
    return (
        f"About {about(compromised)} of {about(servers)} {whom} ({share:.0%}) are compromised before they are protected"
    )


def _spread_of_worlds(result: Result, population: str) -> str:
    low, high = np.quantile(result.values("compromised", population), (0.05, 0.95))
    return f"In 9 of 10 simulated worlds between {about(float(low))} and {about(float(high))} are compromised"


def _mark_moments(ax: Axes, result: Result) -> str:
    """Mark the named moments by numbered lines; returns the key to the numbers."""
    scenario = result.scenario
    calendar = Calendar(scenario.start, scenario.horizon, scenario.timeline)
    moments = sorted((calendar.days(moment), name) for name, moment in scenario.timeline.items())
    horizon = float(result.days[-1])
    shown = [(days, name) for days, name in moments if 0 <= days <= horizon]
    positions = spread([days / horizon for days, _ in shown], NARROWEST)
    entries = []
    just_above = ax.transAxes + ScaledTranslation(0, 10 / 72, ax.figure.dpi_scale_trans)
    for number, ((days, name), position) in enumerate(zip(shown, positions, strict=True), start=1):
        at = date2num(scenario.start + timedelta(days=days))
        ax.axvline(at, color=BLACK, linewidth=0.7, linestyle=":", alpha=0.65, zorder=0.5)
        ax.annotate(
            str(number), (days / horizon, 1.0), (position, 1.0), "axes fraction", just_above,
            ha="center", va="center", fontsize=8, color="white", annotation_clip=False,
            bbox={"boxstyle": "circle,pad=0.22", "facecolor": BLACK, "edgecolor": "none"},
            arrowprops={"arrowstyle": "-", "color": BLACK, "linewidth": 0.6, "shrinkA": 0, "shrinkB": 0},
        )  # fmt: skip
        date = (scenario.start + timedelta(days=days)).strftime("%d %b").lstrip("0")
        uncertain = " (uncertain)" if f"timeline.{name}" in scenario.uncertain else ""
        entries.append(f"{number} {name.replace('_', ' ')}, {date}{uncertain}")
    return "; ".join(entries) + "." if entries else ""
