"""Sensitivity indices: how much of the variance of an outcome each parameter explains, alone and with others."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import PercentFormatter

from sim.charts.drawing.style import BLACK, BLUE, LEGEND, ORANGE, caption, entitle, in_our_look, new_axes, study_line
from sim.sweeps.sensitivity import Sensitivity
from sim.sweeps.study import Study
from sim.wording.sentences import counted

HEIGHT_A_ROW = 0.8
MOST_ROWS = 12
HALF = 0.19
LITTLE = 0.001


@in_our_look
def sensitivity_indices(study: Study, found: Sensitivity, ax: Axes | None = None) -> Axes:
    """Draw first-order and total Sobol indices as pairs of bars with their 95 % intervals.

    Parameters
    ----------
    study : Study
        A study of the design `sobol_indices`.
    found : Sensitivity
        What `sim.sensitivity` gave of it.
    ax : Axes, optional
        Where to draw; by default new axes.

    Returns
    -------
    Axes
        The axes drawn on.

    Examples
    --------
    >>> ax = sim.charts.sensitivity_indices(unknowns, sim.sensitivity(unknowns))
    """
    shown = found.indices.head(MOST_ROWS).iloc[::-1].to_dict("records")
    ax = new_axes((10.0, 2.2 + HEIGHT_A_ROW * max(1, len(shown)))) if ax is None else ax
    bars = (("total", HALF, ORANGE, "///", "with interactions"), ("first", -HALF, BLUE, "", "alone"))
    widest = 0.05
    for row, index in enumerate(shown):
        for name, offset, colour, hatch, label in bars:
            share = index["total" if name == "total" else "first_order"]
            low, high = index[f"{name}_low"], index[f"{name}_high"]
            ax.barh(row + offset, max(share, 0.0), 2 * HALF, color=colour, hatch=hatch, edgecolor="white", linewidth=0,
                    label=label if row == 0 else None)  # fmt: skip
            ax.plot([max(low, 0.0), max(high, 0.0)], [row + offset] * 2, color=BLACK, linewidth=1.6)
            at = max(share, high, 0.0)
            ax.annotate(f"{share + 0:.0%}", (at, row + offset), (6, 0), "data", "offset points", va="center",
                        fontsize=9.5, color=BLACK)  # fmt: skip
            widest = max(widest, at)
    ax.set_yticks(range(len(shown)), [index["label"] for index in shown])
    ax.set_ylim(-0.6, max(1, len(shown)) - 0.4)
    ax.set_xlim(0, widest * 1.12)
    ax.xaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
    ax.set_xlabel("share of the variance")
    ax.grid(axis="y", visible=False)
    if shown:
        ax.legend(loc="lower right", fontsize=10, reverse=True, **LEGEND)
    basis = f"The variance, over the design, of {counted(found.outcome, found.population)}; interactions included"
    if len(found.indices) > 1 and found.indices.total_low.iloc[0] <= found.indices.total_high.iloc[1]:
        basis += ".\nWhich of the two matters more is not certain"
    entitle(ax, _finding(found), basis)
    caption(ax, _caption(study, found))
    return ax


def _finding(found: Sensitivity) -> str:
    if found.indices.empty:
        return found.sentence
    first = found.indices.iloc[0]
    finding = f"{first.label} explains {min(first.total, 1):.0%} of the variance"
    return finding + "".join(f", {each.label} {each.total:.0%}" for _, each in found.indices.iloc[1:2].iterrows())


def _caption(study: Study, found: Sensitivity) -> str:
    text = f"Sobol indices from {found.samples} samples: first order (alone) and total (with all interactions). "
    text += "Lines: 95 % bootstrap intervals. "
    if not np.isnan(found.luck) and not found.indices.empty:
        luck = f"{found.luck:.1%}" if found.luck >= LITTLE else f"less than {LITTLE:.1%}"
        text += f"Luck makes up {luck} of the variance. "
    if len(found.indices) > MOST_ROWS:
        text += f"The {len(found.indices) - MOST_ROWS} smallest of {len(found.indices)} are left out. "
    return text + study_line(study)
