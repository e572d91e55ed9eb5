"""The spread of possible worlds: every dot a future that is as likely as the others, by the share that is hit in it."""

from __future__ import annotations

from math import isnan

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PatchCollection
from matplotlib.patches import Circle
from numpy.typing import NDArray

from sim.charts.drawing.alt_text import describe
from sim.charts.drawing.style import (
    BLACK,
    BLUE,
    BREACHED,
    GREY,
    Numbers,
    caption,
    entitle,
    in_our_look,
    new_axes,
    provenance_line,
)
from sim.model.measures import ALL
from sim.runs.result import Result
from sim.wording.frequency import Frequency, between, frequency, per
from sim.wording.language import ENGLISH, Language
from sim.wording.sentences import happened, whole_of

OF, DOTS = 100, 100
UNHARMED = ("protected_in_time", "still_exposed")
"""Outcomes of which none is breached."""
HIGHEST = 0.36
"""The tallest stack of dots, as a share of the axis' width."""
FINEST = 42
"""Dots that fit side by side."""


@in_our_look
def possible_worlds(
    result: Result,
    ax: Axes | None = None,
    *,
    outcome: str = "compromised",
    population: str = ALL,
    dots: int = DOTS,
    language: Language = ENGLISH,
) -> Axes:
    """Draw the share that an outcome has in every world as a quantile dot plot, with the mean and how sure it is.

    There are as many dots as replications, but `dots` at most; then they stand at equally likely quantiles. Filled dots
    are the middle 9 of 10.

    Parameters
    ----------
    result : Result
        What `sim.run` gave.
    ax : Axes, optional
        Where to draw; by default new axes.
    outcome, population : str
        What is counted, and of whom; by default compromised servers of all.
    dots : int
        The most dots, at least 1.
    language : Language
        In whose words.

    Returns
    -------
    Axes
        The axes drawn on.

    Raises
    ------
    KeyError
        For an unknown name.
    ValueError
        For fewer than one dot.

    Examples
    --------
    >>> ax = sim.charts.possible_worlds(result, population="hospitals")
    """
    if dots < 1:
        raise ValueError(f"a plot of {dots} dots shows nothing; take 1 or more")
    shares = per(result.values(outcome, population), result.denominator(outcome, population), OF)
    found = frequency(result.values(outcome, population), result.denominator(outcome, population), OF)
    number = min(dots, len(shares))
    levels = (np.arange(number) + 0.5) / number
    values = np.quantile(shares, levels, method="inverted_cdf")
    ax = new_axes((10.0, 5.2)) if ax is None else ax
    width = _width(float(shares.max()))
    size, places = _stacked(values, width)
    colour = BLUE if outcome in UNHARMED else BREACHED
    middle = (levels > 0.05) & (levels < 0.95)
    for chosen, face, edge in ((middle, colour, "white"), (~middle, "white", colour)):
        circles = [Circle((x, y), 0.46 * size) for x, y in places[chosen]]
        ax.add_collection(PatchCollection(circles, facecolor=face, edgecolor=edge, linewidth=0.9), autolim=False)
    tallest = float(places[:, 1].max()) + size / 2
    _brackets(ax, found, width, tallest, colour, language)
    ax.set_xlim(0, width)
    ax.set_ylim(-0.175 * width, max(tallest * 1.18, 0.12 * width))
    ax.set_aspect("equal")
    ax.set_yticks([])
    ax.spines["left"].set_visible(False)
    ax.spines["bottom"].set_position(("data", 0.0))
    ax.grid(visible=False)
    ax.xaxis.set_major_formatter(Numbers(language))
    say, told = language.text, {"happened": happened(outcome, language), "whole": whole_of(outcome, language)}
    ax.set_xlabel(say("chart-worlds-axis", of=OF, **told), loc="right", fontsize=10.5)
    finding = _finding(found, outcome, len(shares), language)
    entitle(ax, finding, _basis(result, number, len(shares), language))
    caption(ax, f"{say('chart-worlds-caption')} {provenance_line(result, language)}", 4)
    describe(ax, say("chart-worlds-alt", dots=number, finding=finding, average=_in_words(found, outcome, language)))
    return ax


def _width(largest: float) -> float:
    """The end of the axis: it begins at 0, so that a narrow spread looks narrow, and is 100 at most."""
    return min(max(largest * 1.12, 1.0), OF * 1.02)


def _stacked(values: NDArray[np.float64], width: float) -> tuple[float, NDArray[np.float64]]:
    """The diameter of the dots and the place of each: stacked in equal steps, as large as the tallest stack allows."""
    size = width / FINEST
    while True:
        bins = np.floor(values / size).astype(np.int64)
        ranks = np.arange(len(bins)) - np.searchsorted(bins, bins)  # values ascend, so equal bins stand together
        if (ranks.max() + 1) * size <= HIGHEST * width:
            return size, np.column_stack([(bins + 0.5) * size, (ranks + 0.5) * size])
        size *= 0.9


def _brackets(ax: Axes, found: Frequency, width: float, tallest: float, inside: str, language: Language) -> None:
    """The mean as a line; below the axis how far worlds differ, and how sure the mean is."""
    ax.plot([found.exact] * 2, [0, tallest * 1.05], color=BLACK, linewidth=1.4, linestyle="--", zorder=0.5)
    say = language.text
    ax.text(found.exact, tallest * 1.07, say("chart-worlds-average", count=_of_all(found, language)), ha="center",
            va="bottom", fontsize=11, fontweight="bold", color=BLACK)  # fmt: skip
    most = say("chart-worlds-range", range=between(found.low, found.high, language), of=OF)
    rows = [(float(found.low), float(found.high), most, 5.0)]
    if not isnan(found.sure_within):
        low, high = found.exact - found.sure_within, found.exact + found.sure_within
        rows.append((low, high, say("chart-worlds-sure", within=_half(found.sure_within, language)), 8.0))
    for row, (low, high, text, thick) in enumerate(rows):
        height = -(0.1 + 0.045 * row) * width
        colour = GREY if row else inside
        ax.plot([low, high], [height, height], color=colour, linewidth=thick, solid_capstyle="butt")
        for end in (low, high):
            ax.plot([end, end], [height - 0.01 * width, height + 0.01 * width], color=BLACK, linewidth=1.2)
        # Beside the line, on the side with more room.
        at, side, apart = (high, "left", 8) if high + low < width else (low, "right", -8)
        ax.annotate(text, (at, height), (apart, 0), textcoords="offset points", ha=side, va="center", fontsize=11,
                    color=BLACK)  # fmt: skip


def _finding(found: Frequency, outcome: str, worlds: int, language: Language) -> str:
    told = {"outcome": outcome, "happened": happened(outcome, language), "whole": whole_of(outcome, language)}
    if worlds == 1:
        verb = {"number": found.number, "is_one": found.is_one}
        return language.text("chart-worlds-found-one", count=_of_all(found, language), **told, **verb)
    found_in = between(found.low, found.high, language)
    verb = {"number": found.high, "is_one": found.high == 1}
    return language.text("chart-worlds-found", range=found_in, of=OF, **told, **verb)


def _basis(result: Result, dots: int, worlds: int, language: Language) -> str:
    say = language.text
    text = say("chart-worlds-basis-of-many", dots=dots) if dots < worlds else say("chart-worlds-basis")
    return text if result.scenario.uncertain else say("chart-worlds-luck", basis=text)


def _in_words(found: Frequency, outcome: str, language: Language) -> str:
    """The mean, and how sure it is."""
    told = {"outcome": outcome, "happened": happened(outcome, language), "count": _of_all(found, language)}
    verb = {"number": found.number, "is_one": found.is_one}
    if isnan(found.sure_within):
        return language.text("chart-worlds-on-average", **told, **verb)
    within = _half(found.sure_within, language)
    return language.text("chart-worlds-on-average-within", within=within, **told, **verb)


def _of_all(found: Frequency, language: Language) -> str:
    return language.text("chance-of", count=found.count_in(language), of=found.of)


def _half(width: float, language: Language) -> str:
    if width >= 0.05:
        return language.number(width, 1)
    return language.text("chart-less-than", number=language.number(0.1, 1))
