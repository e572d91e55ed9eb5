"""Who was compromised: the share of each population, before and after a fix was available to it."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import PercentFormatter

from sim.charts.drawing.style import (
    BLACK,
    GREY,
    LEGEND,
    ORANGE,
    VERMILION,
    caption,
    entitle,
    in_our_look,
    new_axes,
    provenance_line,
)
from sim.runs.result import Result, about
from sim.wording.names import POPULATIONS, called

HEIGHT_A_ROW = 0.62


@in_our_look
def who_was_compromised(result: Result, ax: Axes | None = None) -> Axes:
    """Draw, for each population, the share compromised before and after a fix was available, with 9 of 10 worlds.

    Parameters
    ----------
    result : Result
        What `sim.run` gave.
    ax : Axes, optional
        Where to draw; by default new axes.

    Returns
    -------
    Axes
        The axes drawn on.

    Examples
    --------
    >>> ax = sim.charts.who_was_compromised(proxylogon)
    """
    rows = sorted(result.populations, key=lambda name: _share(result, "compromised", name))
    ax = new_axes((10.0, 2.2 + HEIGHT_A_ROW * len(rows))) if ax is None else ax
    widest = 0.02
    for row, name in enumerate(rows):
        servers = float(np.mean(result.values("servers", name)))
        if servers == 0:
            ax.text(0.004, row, "no server of theirs in this case", va="center", color=GREY, fontsize=10)
            continue
        before, after = _share(result, "compromised_before_fix", name), _share(result, "compromised_after_fix", name)
        low, high = np.quantile(
            result.values("compromised", name) / np.maximum(result.values("servers", name), 1), (0.05, 0.95)
        )
        ax.barh(
            row,
            before,
            height=0.56,
            color=VERMILION,
            label="before a fix was available" if row == len(rows) - 1 else None,
        )
        ax.barh(row, after, height=0.56, left=before, color=ORANGE, hatch="///", edgecolor="white", linewidth=0,
                label="after a fix was available" if row == len(rows) - 1 else None)  # fmt: skip
        ax.plot(
            [low, high],
            [row, row],
            color=BLACK,
            linewidth=1.6,
            solid_capstyle="butt",
            label="9 of 10 worlds" if row == len(rows) - 1 else None,
        )
        label = f"{before + after:.0%}: {about((before + after) * servers)} of {about(servers)}"
        ax.text(max(high, before + after) + 0.01, row, label, va="center", fontsize=10, color=BLACK)
        widest = max(widest, float(high), before + after)
    ax.set_yticks(range(len(rows)), [called(result.scenario, POPULATIONS, name) for name in rows])
    ax.set_xlim(0, widest * 1.32 + 0.02)
    ax.set_ylim(-0.6, len(rows) - 0.4)
    ax.xaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
    ax.set_xlabel("share of the population's vulnerable and reachable servers")
    ax.grid(axis="y", visible=False)
    if len(ax.get_legend_handles_labels()[0]):
        ax.legend(loc="lower right", fontsize=10, **LEGEND)
    entitle(ax, _finding(result), "Compromised servers, by population")
    caption(ax, f"Bars: mean. {provenance_line(result)}")
    return ax


def _share(result: Result, outcome: str, population: str) -> float:
    servers = float(np.mean(result.values("servers", population)))
    return float(np.mean(result.values(outcome, population))) / servers if servers else 0.0


def _finding(result: Result) -> str:
    compromised = float(np.mean(result.values("compromised")))
    if compromised == 0:
        return "No server is compromised"
    early = float(np.mean(result.values("compromised_before_fix"))) / compromised
    if early >= 0.995:
        return "All compromised servers fall before a fix is available to them"
    if early < 0.005:
        return "All compromised servers fall after a fix is available to them"
    return f"{early:.0%} of compromised servers fall before a fix is available to them"
