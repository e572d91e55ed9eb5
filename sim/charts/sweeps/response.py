"""The response of an outcome to one parameter of a study, with a line for each value of a second one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter
from numpy.typing import NDArray

from sim.charts.drawing.style import (
    BLACK,
    BLUE,
    GREEN,
    GREY,
    ORANGE,
    VERMILION,
    caption,
    entitle,
    in_our_look,
    label_ends,
    new_axes,
    study_line,
)
from sim.model.measures import ALL
from sim.runs.comparison_text import listed
from sim.runs.result import about
from sim.runs.statistics import exceeds_noise, half_width, standard_error
from sim.sweeps.design import ZIP
from sim.sweeps.study import Study
from sim.wording.sentences import counted, fewer_or_more, said, whom

from .scales import Scale, Value, named, scale_of, some

if TYPE_CHECKING:
    import pandas as pd

FloatArray = NDArray[np.float64]
LOOKS = (
    (BLUE, "o", "-"), (VERMILION, "s", "--"), (GREEN, "^", "-."), (BLACK, "v", ":"), (ORANGE, "D", "-"),
    (GREY, "P", "--"),
)  # fmt: skip
MOST_LINES = len(LOOKS)
MOST_SHOWN = 3
WIDTH_OF_RANGE = 30
"""Of one that stands alone, in points."""


@dataclass(frozen=True)
class ResponseLine:
    """An outcome along a parameter: the values, and at each of them all replications (values, replications)."""

    name: Value | None
    levels: tuple[Value, ...]
    worlds: FloatArray

    @property
    def means(self) -> FloatArray:
        """The mean at every value."""
        means: FloatArray = self.worlds.mean(axis=1)
        return means

    @property
    def errors(self) -> FloatArray:
        """Half of the 95 % Monte Carlo interval of every mean; 0 for one replication."""
        return _half_widths(self.worlds)

    def difference(self, one: int, other: int) -> tuple[float, float]:
        """How much more the outcome is at one value than at another, and half of its interval, paired by world."""
        paired = self.worlds[one] - self.worlds[other]
        return float(paired.mean()), float(_half_widths(paired[None])[0])


def _half_widths(worlds: FloatArray) -> FloatArray:
    return np.nan_to_num([half_width(standard_error(each), len(each)) for each in worlds])


@in_our_look
def response(
    study: Study,
    ax: Axes | None = None,
    *,
    outcome: str = "compromised",
    population: str = ALL,
    against: str | None = None,
    by: str | None = None,
) -> Axes:
    """Draw the mean of an outcome against a parameter, with its Monte Carlo error and the range of 9 of 10 worlds.

    Further parameters are averaged over. In a zip, others go along with the first.

    Parameters
    ----------
    study : Study
        What `sim.run_study` gave.
    ax : Axes, optional
        Where to draw; by default new axes.
    outcome, population : str
        What is counted, and of whom; by default compromised servers of all.
    against : str, optional
        The path of the parameter; by default the first that has no names.
    by : str, optional
        That of a second one, with a line for each of its values (six at most); by default the other of two.

    Returns
    -------
    Axes
        The axes drawn on.

    Raises
    ------
    KeyError
        For an unknown name, or a path that does not vary.

    Examples
    --------
    >>> ax = sim.charts.response(grid, against=rate, by=speed)
    """
    ax = new_axes() if ax is None else ax
    table = study.mean_by_point(outcome, population)
    scale, second = _roles(study, table, against, by)
    lines = _lines(table, study.values(outcome, population), scale, second)
    top = max(1.0, *(float((line.means + line.errors).max()) for line in lines))
    if len(lines) == 1:
        top = max(top, _draw_range(ax, scale, lines[0]))
    ends = []
    for line, (colour, marker, dash) in zip(lines, LOOKS, strict=False):
        joined = "none" if scale.is_named else dash
        ax.errorbar(
            scale.positions(line.levels), line.means, line.errors, color=colour, marker=marker, markersize=6,
            capsize=4, linewidth=2, linestyle=joined,
        )  # fmt: skip
        if second is not None and line.name is not None:
            ends.append((float(line.means[-1]), second.words(line.name), colour))
    lower = scale.put_below(ax)
    ax.set_ylim(0, 1.06 * top)
    ax.yaxis.set_major_formatter(FuncFormatter(lambda number, _: f"{number:,.0f}"))
    ax.set_ylabel(counted(outcome, population))
    if second is not None:
        label_ends(ax, ends, 1.06 * top)
        ax.annotate(
            f"{second.parameter.label}:", (1.01, 1.0), (0, 4), "axes fraction", "offset points", fontsize=9.5,
            color=GREY, annotation_clip=False,
        )  # fmt: skip
    entitle(ax, *_finding(study, scale, second, lines, outcome, population))
    caption(ax, _caption(study, scale, second, lines), 46 + lower)
    return ax


def _roles(study: Study, table: pd.DataFrame, against: str | None, by: str | None) -> tuple[Scale, Scale | None]:
    """The parameter of the axis, and that of the lines if there is one."""
    parameters = study.parameters
    numbers = [each for each in parameters if not scale_of(study, each, table).is_named]
    first = named(study, against) if against else (parameters[0] if study.design == ZIP else [*numbers, *parameters][0])
    others = [each for each in parameters if each != first]
    second = named(study, by) if by else others[0] if len(others) == 1 and study.design != ZIP else None
    scale = scale_of(study, second, table) if second else None
    return scale_of(study, first, table), scale if scale and len(scale.values) > 1 else None


def _lines(table: pd.DataFrame, worlds: FloatArray, scale: Scale, second: Scale | None) -> list[ResponseLine]:
    column = table[scale.parameter.path].to_numpy()
    lines = []
    for name in some(second.values, MOST_LINES) if second else [None]:
        here = np.full(len(table), True)
        if second is not None:
            here = (table[second.parameter.path] == name).to_numpy()
        levels = tuple(each for each in scale.values if np.any(here & (column == each)))
        averaged = [worlds[here & (column == each)].mean(axis=0) for each in levels]
        lines.append(ResponseLine(name, levels, np.stack(averaged)))
    return lines


def _draw_range(ax: Axes, scale: Scale, line: ResponseLine) -> float:
    """Draw where 9 of 10 worlds are; returns the highest point."""
    at = scale.positions(line.levels)
    low, high = np.quantile(line.worlds, (0.05, 0.95), axis=1)
    if scale.is_named or len(at) == 1:
        ax.vlines(at, low, high, color=BLUE, alpha=0.18, linewidth=WIDTH_OF_RANGE)
    else:
        ax.fill_between(at, low, high, color=BLUE, alpha=0.18, linewidth=0)
    for position, mean, error in zip(at, line.means, line.errors, strict=True):
        ax.annotate(
            about(float(mean)), (position, mean + error), (0, 6), "data", "offset points", ha="center", fontsize=9.5,
            color=BLACK,
        )  # fmt: skip
    return float(high.max())


def _finding(
    study: Study, scale: Scale, second: Scale | None, lines: list[ResponseLine], outcome: str, population: str
) -> tuple[str, str]:
    """The title, and the line that qualifies it."""
    common = [each for each in scale.values if all(each in line.levels for line in lines)]
    rows = [[line.levels.index(each) for each in common] for line in lines]
    shared = [ResponseLine(line.name, tuple(common), line.worlds[row]) for line, row in zip(lines, rows, strict=True)]
    basis = "The same worlds at every point; 95 % Monte Carlo intervals"
    if len(common) < 2:
        means = np.concatenate([line.means for line in lines])
        ends = about(float(means.min())), about(float(means.max()))
        span = f"About {ends[0]}" if ends[0] == ends[1] else f"Between {ends[0]} and {ends[1]}"
        return f"{span} {said(outcome, population)}", basis
    average = ResponseLine(None, tuple(common), np.mean([line.worlds for line in shared], axis=0))
    few, many = _compared(average, scale)
    settings = _settings(study, scale, common[few], common[many])
    differences = [line.difference(few, many) for line in shared]
    if not any(exceeds_noise(*each) for each in differences):
        return f"{settings}: no difference to {whom(outcome, population)} that can be told from noise", basis
    if second is None:
        difference, error = differences[0]
        found = f"{fewer_or_more(difference, outcome, population)} with {settings}"
        both = f"{about(float(average.means[few]))} instead of {about(float(average.means[many]))}"
        if study.scenario.replications < 2:
            return found, f"{both}, in one world only"
        return found, f"{both}: {about(abs(difference))} ± {about(error)} fewer (95 % interval, same worlds)"
    lowest, highest = (function(each for each, _ in differences) for function in (min, max))
    depending = f"Depending on {second.parameter.label}. {basis}"
    if lowest < 0 < highest:
        span = f"{about(-lowest)} fewer to {about(highest)} more {said(outcome, population)}"
    elif about(lowest) == about(highest):
        span = fewer_or_more(lowest, outcome, population)
    else:
        nearer = min(abs(lowest), abs(highest))
        farther = lowest if lowest < 0 else highest
        span = f"{about(nearer)} to {fewer_or_more(farther, outcome, population)}"
    return f"{span} with {settings}", depending


def _compared(line: ResponseLine, scale: Scale) -> tuple[int, int]:
    """The two values that a title compares, that with the smaller outcome first.

    The first and the last; but the smallest and the largest outcome where values have no order, or where they differ by
    more, beyond noise.
    """
    last = len(line.levels) - 1
    ends = (0, last) if line.means[0] <= line.means[last] else (last, 0)
    extremes = int(line.means.argmin()), int(line.means.argmax())
    beyond = [line.difference(one, other) for one, other in zip(ends, extremes, strict=True) if one != other]
    if scale.is_named or any(exceeds_noise(*each) for each in beyond):
        return extremes
    return ends


def _settings(study: Study, scale: Scale, one: Value, other: Value) -> str:
    """What a title compares; in a zip, also what goes along."""
    if study.design != ZIP or len(study.parameters) == 1:
        return scale.instead(one, other)
    table = study.mean_by_point("compromised")
    along = [scale_of(study, each, table) for each in study.parameters if each != scale.parameter]
    column = table[scale.parameter.path]
    if len(along) >= MOST_SHOWN or len(table) > len(scale.values):
        return f"{scale.instead(one, other)}, and what goes along with it"
    here, there = (table[column == value].iloc[0] for value in (one, other))
    everything = [scale, *along]
    settings = listed([each.setting(here[each.parameter.path]) for each in everything])
    return f"{settings} instead of {listed([each.quoted(there[each.parameter.path]) for each in everything])}"


def _caption(study: Study, scale: Scale, second: Scale | None, lines: list[ResponseLine]) -> str:
    drawn = "Points: mean, with its Monte Carlo error (95 %). "
    if second is None:
        drawn += "Band: 9 of 10 worlds. "
    else:
        drawn += "Worlds differ by more than that: estimates.csv has the range of each point. "
        if len(lines) < len(second.values):
            drawn += f"{len(lines)} of {len(second.values)} values of {second.parameter.label} are drawn. "
    others = [each.label for each in study.parameters if each != scale.parameter]
    others = [label for label in others if second is None or label != second.parameter.label]
    if others and study.design == ZIP:
        drawn += f"{', '.join(others)}: varied along with {scale.parameter.label}. "
    elif others:
        drawn += f"Means over all values of {', '.join(others)}. "
    return drawn + study_line(study)
