"""The tornado: how far each parameter of a study moves an outcome, the largest swing on top."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter

from sim.charts.drawing.style import BLACK, BLUE, ORANGE, caption, entitle, in_our_look, new_axes, study_line
from sim.model.measures import ALL
from sim.runs.result import about
from sim.runs.statistics import exceeds_noise
from sim.sweeps.design import SAMPLED, TABLE, ZIP
from sim.sweeps.sensitivity import swings, tail
from sim.sweeps.study import Study
from sim.wording.sentences import counted, fewer_or_more, whom

HEIGHT_A_ROW = 0.78
WIDTH_OF_A_LETTER = 0.0097
"""Of the axis."""
LOOKS = (("low", BLUE, "///"), ("high", ORANGE, ""))
LABELS = ("at its lowest values", "at its highest values")
MOST_ROWS = 12


@in_our_look
def tornado(
    study: Study,
    ax: Axes | None = None,
    *,
    outcome: str = "compromised",
    population: str = ALL,
    rows: pd.DataFrame | None = None,
) -> Axes:
    """Draw, for each parameter, the mean of an outcome at its lowest and at its highest values, with 95 % errors.

    Parameters
    ----------
    study : Study
        What `sim.run_study` gave.
    ax : Axes, optional
        Where to draw; by default new axes.
    outcome, population : str
        What is counted, and of whom; by default compromised servers of all.
    rows : DataFrame, optional
        What `sim.swings` gave, if it is at hand.

    Returns
    -------
    Axes
        The axes drawn on.

    Raises
    ------
    KeyError
        For an unknown outcome or population.

    Examples
    --------
    >>> ax = sim.charts.tornado(unknowns)
    """
    found = swings(study, outcome=outcome, population=population) if rows is None else rows
    shown = found.head(MOST_ROWS).iloc[::-1].to_dict("records")
    ax = new_axes((10.0, 2.2 + HEIGHT_A_ROW * max(1, len(shown)))) if ax is None else ax
    middle = float(study.mean_by_point(outcome, population)["mean"].mean())
    reach = [middle]
    for row, swing in enumerate(shown):
        # the longer bar first, so that it does not hide the other one where both point to one side
        for end, colour, hatch in sorted(LOOKS, key=lambda look: -abs(swing[f"{look[0]}_mean"] - middle)):
            mean, error = swing[f"{end}_mean"], np.nan_to_num(swing[f"{end}_half_width"])
            ax.barh(
                row, mean - middle, 0.5, left=middle, color=colour, hatch=hatch, edgecolor="white", linewidth=0
            )  # fmt: skip
            ax.plot([mean - error, mean + error], [row, row], color=BLACK, linewidth=1.6)
            reach += [mean - error, mean + error]
        left, right = ("low", "high") if swing["low_mean"] <= swing["high_mean"] else ("high", "low")
        for end, side, align in ((left, min, "right"), (right, max, "left")):
            mean, error = swing[f"{end}_mean"], np.nan_to_num(swing[f"{end}_half_width"])
            at = side(mean - error, mean + error, middle)
            gap = -6 if align == "right" else 6
            ax.annotate(f"{swing[end]}\n{about(mean)}", (at, row), (gap, 0), "data", "offset points", ha=align,
                        va="center", fontsize=9, color=BLACK)  # fmt: skip
    ax.axvline(middle, color=BLACK, linewidth=0.9)
    ax.set_yticks(range(len(shown)), [swing["label"] for swing in shown])
    ax.set_ylim(-0.6, max(1, len(shown)) - 0.4)
    longest = max((len(swing[end]) for swing in shown for end in ("low", "high")), default=0)
    share = min(0.4, WIDTH_OF_A_LETTER * (longest + 2))
    room = share / (1 - 2 * share) * max(max(reach) - min(reach), 1.0)
    ax.set_xlim(min(reach) - room, max(reach) + room)
    ax.xaxis.set_major_formatter(FuncFormatter(lambda number, _: f"{number:,.0f}"))
    ax.set_xlabel(counted(outcome, population))
    ax.grid(axis="y", visible=False)
    keys = [Patch(facecolor=colour, hatch=hatch, edgecolor="white", linewidth=0) for _, colour, hatch in LOOKS]
    ax.legend(
        keys, LABELS, loc="lower left", bbox_to_anchor=(-0.01, 1.0), ncols=2, frameon=False, fontsize=9.5,
        borderaxespad=0.1,
    )  # fmt: skip
    basis = "Each parameter at its lowest and at its highest, all others varying"
    if not _is_first_certain(found):
        basis += ".\nWhich of the first two matters more is not certain"
    entitle(ax, _finding(found, outcome, population), basis)
    caption(ax, _caption(study, len(found)))
    return ax


def _finding(found: pd.DataFrame, outcome: str, population: str) -> str:
    clear = found[list(map(exceeds_noise, found.difference, found.difference_half_width))]
    if clear.empty:
        return f"No parameter makes a difference to {whom(outcome, population)} that can be told from noise"
    most = clear.iloc[0]
    fewer, more = (most.low, most.high) if most.difference > 0 else (most.high, most.low)
    change = fewer_or_more(-abs(most.difference), outcome, population)
    matters = "matters most" if len(found) > 1 else "matters"
    return f"{most.label} {matters}: {change} with {fewer} instead of {more}"


def _is_first_certain(found: pd.DataFrame) -> bool:
    """Whether the largest swing is larger than the next one beyond noise."""
    if len(found) < 2:
        return True
    first, second = np.abs(found.difference.to_numpy(dtype=float)[:2])
    halves = found.difference_half_width.to_numpy(dtype=float)[:2]
    return exceeds_noise(first - second, float(np.hypot(*halves)))


def _caption(study: Study, rows: int) -> str:
    if study.design in SAMPLED:
        part = "tenth" if tail(study) == 0.1 else "fifth"
        text = f"Bars: mean over the lowest and the highest {part} of values; of names, the ends by their means. "
        text += "Lines: 95 % interval, from the spread over points. "
    else:
        text = "Bars: mean at the lowest and the highest value; of names, the ends by their means. "
        text += "Lines: 95 % Monte Carlo interval. "
    if study.design in (ZIP, TABLE):
        text += "Values go together as the study says, so that a bar may show what goes along with its parameter. "
    text += "Line in the middle: mean over all points. "
    if rows > MOST_ROWS:
        text += f"The {rows - MOST_ROWS} smallest of {rows} are left out. "
    return text + study_line(study)
