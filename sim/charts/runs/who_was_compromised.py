"""Who was compromised: the share of each population, before and after a fix was available to it."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes

from sim.charts.drawing.style import (
    BLACK,
    GREY,
    ORANGE,
    VERMILION,
    caption,
    entitle,
    in_our_look,
    in_percent,
    legend_above,
    new_axes,
    provenance_line,
)
from sim.runs.result import Result
from sim.wording.language import ENGLISH, Language
from sim.wording.names import POPULATIONS, called
from sim.wording.sentences import about_in

HEIGHT_A_ROW = 0.62


@in_our_look
def who_was_compromised(result: Result, ax: Axes | None = None, *, language: Language = ENGLISH) -> Axes:
    """Draw, for each population, the share compromised before and after a fix was available, with 9 of 10 worlds.

    Parameters
    ----------
    result : Result
        What `sim.run` gave.
    ax : Axes, optional
        Where to draw; by default new axes.
    language : Language
        In whose words.

    Returns
    -------
    Axes
        The axes drawn on.

    Examples
    --------
    >>> ax = sim.charts.who_was_compromised(proxylogon)
    """
    say = language.text
    rows = sorted(result.populations, key=lambda name: _share(result, "compromised", name))
    ax = new_axes((10.0, 2.2 + HEIGHT_A_ROW * len(rows))) if ax is None else ax
    widest = 0.02
    for row, name in enumerate(rows):
        servers = float(np.mean(result.values("servers", name)))
        if servers == 0:
            ax.text(0.004, row, say("chart-no-server"), va="center", color=GREY, fontsize=10)
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
            label=say("chart-who-before") if row == len(rows) - 1 else None,
        )
        ax.barh(row, after, height=0.56, left=before, color=ORANGE, hatch="///", edgecolor="white", linewidth=0,
                label=say("chart-who-after") if row == len(rows) - 1 else None)  # fmt: skip
        ax.plot(
            [low, high],
            [row, row],
            color=BLACK,
            linewidth=1.6,
            solid_capstyle="butt",
            label=say("chart-most-worlds") if row == len(rows) - 1 else None,
        )
        told = {"count": about_in((before + after) * servers, language), "servers": about_in(servers, language)}
        label = say("chart-who-row", share=language.percent(before + after), **told)
        ax.text(max(high, before + after) + 0.01, row, label, va="center", fontsize=10, color=BLACK)
        widest = max(widest, float(high), before + after)
    ax.set_yticks(range(len(rows)), [called(result.scenario, POPULATIONS, name, language) for name in rows])
    ax.set_xlim(0, widest * 1.32 + 0.02)
    ax.set_ylim(-0.6, len(rows) - 0.4)
    ax.xaxis.set_major_formatter(in_percent(language))
    ax.set_xlabel(say("chart-who-axis"))
    ax.grid(axis="y", visible=False)
    if len(ax.get_legend_handles_labels()[0]):
        legend_above(ax, columns=3)
    entitle(ax, _finding(result, language), say("chart-who-basis"))
    caption(ax, f"{say('chart-bars-caption')} {provenance_line(result, language)}")
    return ax


def _share(result: Result, outcome: str, population: str) -> float:
    servers = float(np.mean(result.values("servers", population)))
    return float(np.mean(result.values(outcome, population))) / servers if servers else 0.0


def _finding(result: Result, language: Language) -> str:
    compromised = float(np.mean(result.values("compromised")))
    if compromised == 0:
        return language.text("chart-none-compromised")
    early = float(np.mean(result.values("compromised_before_fix"))) / compromised
    if early >= 0.995:
        return language.text("chart-who-all-before")
    if early < 0.005:
        return language.text("chart-who-all-after")
    return language.text("chart-who-found", share=language.percent(early))
