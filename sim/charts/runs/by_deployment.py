"""On-premises, hybrid, hosted and cloud side by side: who is breached, whose tenant is reached, what is exposed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from sim.charts.drawing.style import (
    BLACK,
    GREY,
    ORANGE,
    VERMILION,
    caption,
    entitle,
    in_our_look,
    in_percent,
    new_axes,
    provenance_line,
)
from sim.runs.result import Result
from sim.scenario.blocks import CLOUD, HOSTED
from sim.wording.language import ENGLISH, Language

Shares = NDArray[np.float64]
ON_SERVERS = "mailboxes_exposed_on_prem"
LIGHT = "#bdbdbd"
MEASURES = (
    ("organizations_breached", "chart-kinds-organizations", VERMILION, ""),
    ("tenants_reached", "chart-kinds-tenants", ORANGE, "///"),
    (ON_SERVERS, "chart-kinds-mailboxes-on-prem", LIGHT, ""),
    ("mailboxes_exposed_cloud", "chart-kinds-mailboxes-cloud", LIGHT, "..."),
)
AT_PROVIDER = "chart-kinds-mailboxes-hosted"
DEPLOYMENTS = (
    ("on_prem", "chart-kinds-on-prem"),
    ("hybrid", "chart-kinds-hybrid"),
    (HOSTED, "chart-kinds-hosted"),
    (CLOUD, "chart-kinds-cloud"),
)
"""Kinds of deployment with the text of what they are called, as measures have theirs."""
HEIGHT_A_ROW, POINTS = 0.42, 10.5


@dataclass(frozen=True)
class _Row:
    """A kind of deployment, with what there is to say of it as a whole, or the shares of one measure in it."""

    label: str
    remark: str = ""
    shares: Shares | None = None
    colour: str = GREY
    hatch: str = ""

    @property
    def is_heading(self) -> bool:
        return self.shares is None


@in_our_look
def by_deployment(result: Result, ax: Axes | None = None, *, language: Language = ENGLISH) -> Axes:
    """Draw, for each kind of deployment, the shares breached, reached and exposed, with 9 of 10 worlds.

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
    >>> ax = sim.charts.by_deployment(hybrid)
    """
    rows, say = _rows(result, language), language.text
    ax = new_axes((10.0, 2.2 + HEIGHT_A_ROW * len(rows))) if ax is None else ax
    widest = 0.02
    for place, row in enumerate(rows):
        ax.text(0.0, place, f"  {row.remark}", va="center", fontsize=POINTS, color=GREY)
        if row.shares is None:
            continue
        mean, low, high = float(row.shares.mean()), *map(float, np.quantile(row.shares, (0.05, 0.95)))
        ax.barh(place, mean, 0.62, color=row.colour, hatch=row.hatch, edgecolor="white", linewidth=0)
        ax.plot([low, high], [place, place], color=BLACK, linewidth=1.6, solid_capstyle="butt")
        told = {name: _percent(share, language) for name, share in (("mean", mean), ("low", low), ("high", high))}
        ax.annotate(
            say("chart-kinds-row", **told), (max(high, mean), place), (6, 0), textcoords="offset points", va="center",
            fontsize=POINTS, color=BLACK,
        )  # fmt: skip
        widest = max(widest, high, mean)
    ax.set_yticks(range(len(rows)), [row.label for row in rows], fontsize=POINTS)
    for label, row in zip(ax.get_yticklabels(), rows, strict=True):
        label.set_fontweight("bold" if row.is_heading else "normal")
    ax.tick_params(axis="y", length=0)
    ax.set_xlim(0, widest * 1.3)
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.xaxis.set_major_formatter(in_percent(language))
    ax.set_xlabel(say("chart-kinds-axis"))
    ax.grid(axis="y", visible=False)
    entitle(ax, _finding(result, language), say("chart-kinds-basis"))
    caption(ax, f"{say('chart-kinds-caption')} {provenance_line(result, language)}")
    return ax


def _populations(result: Result, kind: str) -> list[str]:
    return [name for name, each in result.scenario.populations.items() if each.deployment == kind]


def _rows(result: Result, language: Language) -> list[_Row]:
    """What is drawn, from the top; a measure of which a kind of deployment has nothing is left out."""
    rows, say = [], language.text
    for kind, heading in DEPLOYMENTS:
        if not _populations(result, kind):
            continue
        rows.append(_Row(say(heading), say("chart-no-server") if kind == CLOUD else ""))
        for outcome, label, colour, hatch in MEASURES if kind != CLOUD else ():
            shares = _shares(result, outcome, kind)
            if shares is not None:
                named = AT_PROVIDER if kind == HOSTED and outcome == ON_SERVERS else label
                rows.append(_Row(say(named), "", shares, colour, hatch))
    return rows


def _percent(share: float, language: Language = ENGLISH) -> str:
    if 0 < share < 0.0005:
        return language.text("chart-kinds-less-than", share=language.percent(0.001, 1))
    return language.percent(share, 1 if 0 < share < 0.01 else 0)


def _shares(result: Result, outcome: str, kind: str) -> Shares | None:
    """The share in each replication over all populations of a kind; None where there is nothing to share."""
    names = _populations(result, kind)
    denominators = np.sum([result.denominator(outcome, name) for name in names], axis=0)
    if not np.all(denominators > 0):
        return None
    shares: Shares = np.sum([result.values(outcome, name) for name in names], axis=0) / denominators
    return shares


def _finding(result: Result, language: Language) -> str:
    parts = []
    for kind, label in DEPLOYMENTS:
        shares = _shares(result, "organizations_breached", kind) if _populations(result, kind) else None
        if shares is not None and kind != CLOUD:
            share = language.percent(float(shares.mean()))
            parts.append(language.text("chart-kinds-part", share=share, kind=language.text(label)))
    told = ", ".join(parts)
    if _populations(result, CLOUD):
        return language.text("chart-kinds-found-cloud", parts=told)
    return language.text("chart-kinds-found", parts=told)
