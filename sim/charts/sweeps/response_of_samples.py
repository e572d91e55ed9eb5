"""The response of an outcome to one parameter of a sampled study: every point, and means over parts of them."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter
from numpy.typing import NDArray

from sim.charts.drawing.style import BLUE, GREY, LEGEND, caption, entitle, in_our_look, new_axes, study_line
from sim.model.measures import ALL
from sim.runs.statistics import exceeds_noise, half_width, standard_error
from sim.sweeps.sensitivity import MANY_POINTS, independent, swings
from sim.sweeps.study import Study
from sim.wording.sentences import counted, fewer_or_more, whom

from .scales import Scale, named, scale_of

FloatArray = NDArray[np.float64]
FEW_PARTS, MANY_PARTS = 5, 10
WIDTH_OF_NAMES = 0.5


@in_our_look
def response_of_samples(
    study: Study,
    ax: Axes | None = None,
    *,
    outcome: str = "compromised",
    population: str = ALL,
    against: str | None = None,
) -> Axes:
    """Draw the mean of an outcome at every point of a sampled study against one parameter, and means over its parts.

    Parts hold equally many points: ten from 200 points on, else five; where a parameter takes no more values than that,
    each value is a part.

    Parameters
    ----------
    study : Study
        What `sim.run_study` gave.
    ax : Axes, optional
        Where to draw; by default new axes.
    outcome, population : str
        What is counted, and of whom; by default compromised servers of all.
    against : str, optional
        The path of the parameter; by default the first.

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
    >>> ax = sim.charts.response_of_samples(unknowns, against=rate)
    """
    ax = new_axes() if ax is None else ax
    table = study.mean_by_point(outcome, population)
    table = table[np.isin(table.point, independent(study))]
    scale = scale_of(study, named(study, against) if against else study.parameters[0], table)
    column, means = table[scale.parameter.path].to_numpy(), table["mean"].to_numpy(dtype=np.float64)
    at = np.array(scale.positions(column))
    if scale.is_named:
        # side by side in the order of the design, so that points of one name do not hide each other
        ax.plot(at + _side_by_side(at), means, "o", color=GREY, markersize=3.5, alpha=0.55, label="one point")
    else:
        ax.plot(at, means, "o", color=GREY, markersize=3.5, alpha=0.55, label="one point")
    parts = _parts(scale, column, at)
    centres = [float(np.median(at[part])) for part in parts]
    middles = [float(means[part].mean()) for part in parts]
    errors = np.nan_to_num([half_width(standard_error(means[part]), len(part)) for part in parts])
    ax.errorbar(
        centres, middles, errors, color=BLUE, marker="s", markersize=7, capsize=4, linewidth=2.2,
        linestyle="none" if scale.is_named else "-", label="mean of a part, with its 95 % interval",
    )  # fmt: skip
    lower = scale.put_below(ax)
    ax.set_ylim(0, 1.12 * max(1.0, float(means.max(initial=0.0))))
    ax.yaxis.set_major_formatter(FuncFormatter(lambda number, _: f"{number:,.0f}"))
    ax.set_ylabel(counted(outcome, population))
    ax.legend(loc="upper left", fontsize=9.5, ncols=2, **LEGEND)
    entitle(ax, _finding(study, scale, outcome, population), "Mean of every point, all other parameters varying too")
    text = f"Grey: mean of a point over its replications. Squares: {len(parts)} parts of the points, by value. "
    caption(ax, text + study_line(study), 46 + lower)
    return ax


def _side_by_side(at: FloatArray) -> FloatArray:
    offsets = np.zeros(len(at))
    for place in np.unique(at):
        here = np.flatnonzero(at == place)
        offsets[here] = (np.arange(len(here)) + 0.5) / len(here) * WIDTH_OF_NAMES - WIDTH_OF_NAMES / 2
    return offsets


def _parts(scale: Scale, column: NDArray[np.generic], at: FloatArray) -> list[NDArray[np.intp]]:
    """Which points belong together."""
    number = MANY_PARTS if len(at) >= MANY_POINTS else FEW_PARTS
    if scale.is_named or len(scale.values) <= number:
        return [np.flatnonzero(column == value) for value in scale.values]
    return list(np.array_split(np.argsort(at, kind="stable"), number))


def _finding(study: Study, scale: Scale, outcome: str, population: str) -> str:
    label = scale.parameter.label
    for row in swings(study, outcome=outcome, population=population).to_dict("records"):
        if row["path"] != scale.parameter.path:
            continue
        if not exceeds_noise(row["difference"], row["difference_half_width"]):
            break
        fewer, more = (row["low"], row["high"]) if row["difference"] > 0 else (row["high"], row["low"])
        change = fewer_or_more(-abs(row["difference"]), outcome, population)
        if scale.is_named:
            return f"{change} with {label} “{fewer}” instead of “{more}”"
        return f"{change} with {label} {fewer} instead of {more}"
    return f"{label}: no difference to {whom(outcome, population)} that can be told from noise"
