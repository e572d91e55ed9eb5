"""Where tenants were reached from: of hybrid organizations, who was breached, and whose tenant an intruder got into."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes

from sim.charts.drawing.style import (
    BLACK,
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
from sim.scenario.blocks import HYBRID
from sim.wording.language import ENGLISH, Language
from sim.wording.names import POPULATIONS, called
from sim.wording.sentences import about_in

HEIGHT_A_ROW = 0.8


@in_our_look
def where_tenants_were_reached(result: Result, ax: Axes | None = None, *, language: Language = ENGLISH) -> Axes:
    """Draw, for each hybrid population, the shares of organizations breached and of tenants reached.

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
    >>> ax = sim.charts.where_tenants_were_reached(hybrid)
    """
    say = language.text
    rows = sorted(_hybrid(result), key=lambda name: float(np.mean(result.values("tenants_reached", name))))
    ax = new_axes((10.0, 2.6 + HEIGHT_A_ROW * len(rows))) if ax is None else ax
    for row, name in enumerate(rows):
        organizations = max(float(np.mean(result.denominator("tenants_reached", name))), 1.0)
        breached, reached = (
            float(np.mean(result.values(outcome, name))) for outcome in ("organizations_breached", "tenants_reached")
        )
        low, high = np.quantile(result.values("tenants_reached", name), (0.05, 0.95)) / organizations
        labelled = row == len(rows) - 1
        ax.barh(row, reached / organizations, height=0.56, color=VERMILION,
                label=say("chart-tenants-reached") if labelled else None)  # fmt: skip
        ax.barh(row, (breached - reached) / organizations, left=reached / organizations, height=0.56, color=ORANGE,
                hatch="///", edgecolor="white", linewidth=0,
                label=say("chart-tenants-on-premises") if labelled else None)  # fmt: skip
        ax.barh(row, 1 - breached / organizations, left=breached / organizations, height=0.56, color="#e4e4e4",
                label=say("chart-tenants-not-breached") if labelled else None)  # fmt: skip
        label = say("chart-tenants-most-worlds") if labelled else None
        ax.plot([low, high], [row, row], color=BLACK, linewidth=1.6, label=label)
        told = {"count": about_in(reached, language), "organizations": about_in(organizations, language)}
        text = say("chart-tenants-row", **told)
        ax.text(1.01, row, text, va="center", fontsize=10, color=BLACK)
    ax.set_yticks(range(len(rows)), [called(result.scenario, POPULATIONS, name, language) for name in rows])
    ax.set_xlim(0, 1)
    ax.set_ylim(-0.6, len(rows) - 0.4)
    ax.xaxis.set_major_formatter(in_percent(language))
    ax.set_xlabel(say("chart-tenants-axis"))
    ax.grid(visible=False)
    if rows:
        legend_above(ax, columns=4)
    entitle(ax, _finding(result, language), say("chart-tenants-basis"))
    caption(ax, f"{say('chart-tenants-caption')} {provenance_line(result, language)}")
    return ax


def _hybrid(result: Result) -> list[str]:
    return [name for name, each in result.scenario.populations.items() if each.deployment == HYBRID]


def _finding(result: Result, language: Language) -> str:
    reached = float(np.mean(result.values("tenants_reached")))
    hybrid = float(np.mean(result.denominator("tenants_reached")))
    if hybrid == 0:
        return language.text("chart-tenants-none")
    told = {"count": about_in(reached, language), "organizations": about_in(hybrid, language)}
    return language.text("chart-tenants-found", share=language.percent(reached / hybrid, 1), **told)
