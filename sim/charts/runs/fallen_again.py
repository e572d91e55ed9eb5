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
from sim.runs.result import Result
from sim.wording.language import ENGLISH, Language
from sim.wording.sentences import about_in

CURVES = (
    ("compromised_cumulative", "chart-again-once", VERMILION, "-"),
    ("compromised_again", "chart-again-twice", BLACK, "--"),
)


@in_our_look
def fallen_again(
    result: Result, ax: Axes | None = None, *, population: str = ALL, language: Language = ENGLISH
) -> Axes:
    """Draw how many servers were breached by each instant, and how many again after they had been cleaned.

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
    >>> ax = sim.charts.fallen_again(esxiargs)
    """
    ax, say = new_axes() if ax is None else ax, language.text
    dates = date2num(result.dates)
    top, ends = 1.0, list[tuple[float, str, str]]()
    for curve, text, colour, dashes in CURVES:
        mean, low, _, high = result.curve(curve, population).T
        ax.fill_between(dates, low, high, color=colour, alpha=0.2, linewidth=0)
        ax.plot(dates, mean, color=colour, linewidth=2, linestyle=dashes)
        end = say("chart-race-end", state=say(text), count=about_in(float(mean[-1]), language))
        ends.append((float(mean[-1]), end, colour))
        top = max(top, float(high.max()))
    label_ends(ax, ends, top * 1.04)
    ax.set_ylim(0, top * 1.04)
    ax.set_ylabel(say("chart-race-axis"))
    dated(ax, result, language)
    entitle(ax, _finding(result, population, language), say("chart-again-basis"))
    caption(ax, f"{say('chart-again-caption')} {curves_line(result, language)}{provenance_line(result, language)}")
    return ax


def _finding(result: Result, population: str, language: Language) -> str:
    compromised = float(np.mean(result.values("compromised", population)))
    again = float(np.mean(result.values("compromised_again", population)))
    if compromised == 0:
        return language.text("chart-none-compromised")
    if again == 0:
        return language.text("chart-again-none")
    return language.text("chart-again-found", share=language.percent(again / compromised))
