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
from sim.runs.result import Result
from sim.runs.statistics import FEWEST_FOR_A_RANGE, LEVELS
from sim.wording.language import ENGLISH, Language, capitalized
from sim.wording.names import POPULATIONS, called
from sim.wording.sentences import about_in

from .early_attacks import enlarge_beginning

STATES: tuple[tuple[str, str, str, Any], ...] = (
    ("vulnerable", "chart-race-vulnerable", GREY, (0, (1, 0.8))),
    ("protected_clean", "chart-race-protected", BLUE, "-"),
    ("compromised_open", "chart-race-open", VERMILION, (0, (8, 1.2))),
    ("compromised_protected", "chart-race-inside", ORANGE, (0, (3, 1.5))),
    ("evicted", "chart-race-cleaned", GREEN, "-."),
)
"""Curves with the text of what they are, and how they are drawn."""
NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"


@in_our_look
def race_over_time(
    result: Result, ax: Axes | None = None, *, population: str = ALL, language: Language = ENGLISH
) -> Axes:
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
    >>> ax = sim.charts.race_over_time(result, population="hospitals")
    """
    ax, say = new_axes() if ax is None else ax, language.text
    dates = date2num(result.dates)
    ends: list[tuple[float, str, str]] = []
    servers = float(np.mean(result.values("servers", population)))
    top = max(servers, 1.0)
    for curve, text, colour, line in _happening(result, population):
        label = say(text)
        mean, low, _, high = result.curve(curve, population).T
        ax.fill_between(dates, low, high, color=colour, alpha=0.18, linewidth=0)
        ax.plot(dates, mean, color=colour, linestyle=line, linewidth=2.2, label=label)
        end = say("chart-race-end", state=label, count=about_in(float(mean[-1]), language))
        ends.append((float(mean[-1]), end, colour))
        top = max(top, float(result.curve(curve, population).max()))
    label_ends(ax, ends, top * 1.02)
    ax.set_ylim(0, top * 1.02)
    dated(ax, result, language)
    ax.set_ylabel(say("chart-race-axis"))
    fix, main, others = moments_by_weight(result, language)
    until = [moment.days for moment in main]
    early = enlarge_beginning(ax, result, population, top * 1.02, until, language)
    above = mark_moments(ax, fix, main, others, float(result.days[-1]))
    found, spread = finding(result, population, language), spread_of_worlds(result, population, language)
    entitle(ax, found, spread, above)
    text = f"{say('chart-race-caption')} {curves_line(result, language)}{provenance_line(result, language)}"
    also = "; ".join(f"{moment.name}, {moment.text.replace(' ', NO_BREAK_SPACE)}" for moment in others)
    caption(ax, f"{say('chart-race-caption-moments', moments=also)}\n{text}" if also else text)
    marked = "; ".join(written(moment) for moment in sorted([*main, *filter(None, [fix])], key=lambda each: each.days))
    parts = [found, spread, early, say("chart-race-moments", moments=marked) if marked else ""]
    describe(ax, " ".join(f"{capitalized(part)}." for part in parts if part))
    return ax


def _happening(result: Result, population: str) -> list[tuple[str, str, str, Any]]:
    """The states that servers can be in; being cleaned is left out where nobody is."""
    return [state for state in STATES if state[0] != "evicted" or result.curve("evicted", population)[-1, 0] > 0]


def finding(result: Result, population: str, language: Language = ENGLISH) -> str:
    """What the race comes to, in a sentence."""
    servers = float(np.mean(result.values("servers", population)))
    compromised = float(np.mean(result.values("compromised", population)))
    share = compromised / servers if servers else 0.0
    told = {"count": about_in(compromised, language), "servers": about_in(servers, language)}
    told |= {"share": language.percent(share)}
    if population == ALL:
        return language.text("chart-race-found", **told)
    whose = called(result.scenario, POPULATIONS, population, language)
    return language.text("chart-race-found-of", population=whose, **told)


def spread_of_worlds(result: Result, population: str, language: Language = ENGLISH) -> str:
    """How far worlds differ in what the race comes to, in a sentence."""
    enough, worlds = len(result.counts) >= FEWEST_FOR_A_RANGE, len(result.counts)
    levels = (LEVELS[0], LEVELS[-1]) if enough else (0, 1)
    low, high = np.quantile(result.values("compromised", population), levels)
    told = {"low": about_in(float(low), language), "high": about_in(float(high), language)}
    if enough:
        return language.text("chart-race-spread", **told)
    return language.text("chart-race-spread-of-few", worlds=worlds, **told)
