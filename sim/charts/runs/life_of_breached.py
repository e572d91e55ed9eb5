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
from sim.runs.result import Result
from sim.wording.language import ENGLISH, Language
from sim.wording.sentences import about_in

STATES = (
    ("compromised_open", "chart-life-open", VERMILION, ""),
    ("compromised_protected", "chart-race-inside", ORANGE, "///"),
    ("evicted", "chart-life-cleaned", GREEN, ""),
)


@in_our_look
def life_of_breached(
    result: Result, ax: Axes | None = None, *, population: str = ALL, language: Language = ENGLISH
) -> Axes:
    """Draw what the breached servers are, on average, at each instant; below the title, how many were entered again.

    Parameters
    ----------
    result : Result
        What `sim.run` gave.
    ax : Axes, optional
        Where to draw; by default new axes.
    population : str
        A population, or all.
    language : Language
        In whose words.

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
    ax, say = new_axes() if ax is None else ax, language.text
    dates = date2num(result.dates)
    floor = np.zeros(len(dates))
    ends: list[tuple[float, str, str]] = []
    for curve, text, colour, hatch in STATES:
        mean = result.curve(curve, population)[:, 0]
        ax.fill_between(
            dates, floor, floor + mean, facecolor=colour, alpha=0.75, hatch=hatch, edgecolor="white", linewidth=0
        )
        if mean[-1] > 0:
            end = say("chart-race-end", state=say(text), count=about_in(float(mean[-1]), language))
            ends.append((float(floor[-1] + mean[-1] / 2), end, colour))
        floor = floor + mean
    top = max(float(floor.max()), 1.0) * 1.04
    label_ends(ax, ends, top)
    ax.set_ylim(0, top)
    ax.set_ylabel(say("chart-race-axis"))
    dated(ax, result, language)
    entitle(ax, _finding(result, population, language), _entered_again(result, population, language))
    caption(ax, f"{say('chart-life-caption')} {curves_line(result, language)}{provenance_line(result, language)}")
    return ax


def _finding(result: Result, population: str, language: Language) -> str:
    compromised = float(np.mean(result.values("compromised", population)))
    late = float(np.mean(result.values("protected_too_late", population)))
    if compromised == 0:
        return language.text("chart-none-compromised")
    return language.text("chart-life-found", share=language.percent(late / compromised))


def _entered_again(result: Result, population: str, language: Language) -> str:
    """How many servers another campaign entered through a foothold that was left open."""
    again = result.values("reentered", population)
    if not np.any(again):
        return language.text("chart-life-basis")
    numbers = (np.mean(again), *np.quantile(again, (0.05, 0.95)))
    count, low, high = (about_in(float(number), language) for number in numbers)
    return language.text("chart-life-entered-again", count=count, low=low, high=high)
