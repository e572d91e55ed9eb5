"""On-premises, hybrid, hosted and cloud side by side: who is breached, whose tenant is reached, what is exposed."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import PercentFormatter

from sim.charts.drawing.style import (
    BLACK,
    BLUE,
    GREY,
    LEGEND,
    ORANGE,
    VERMILION,
    caption,
    entitle,
    new_axes,
    provenance_line,
)
from sim.runs.result import Result
from sim.scenario.blocks import CLOUD, HOSTED

ON_SERVERS = "mailboxes_exposed_on_prem"
MEASURES = (
    ("organizations_breached", "organisations breached", VERMILION, ""),
    ("tenants_reached", "cloud tenants reached", ORANGE, "///"),
    (ON_SERVERS, "mailboxes exposed on premises", GREY, "xx"),
    ("mailboxes_exposed_cloud", "mailboxes exposed in the cloud", BLUE, "..."),
)
DEPLOYMENTS = (("on_prem", "on-premises"), ("hybrid", "hybrid"), (HOSTED, "hosted"), (CLOUD, "cloud only"))
NO_SERVER = "no server of theirs\nin this case"
WIDTH, BESIDE = 0.2, 0.075
"""Of a bar, and from its middle to the line of its range, which leaves room for the mean on top of the bar."""


def by_deployment(result: Result, ax: Axes | None = None) -> Axes:
    """Draw, for each kind of deployment, the shares breached, reached and exposed, with 9 of 10 worlds.

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
    >>> ax = sim.charts.by_deployment(hybrid)
    """
    ax = new_axes() if ax is None else ax
    kinds = [(kind, label) for kind, label in DEPLOYMENTS if _populations(result, kind)]
    highest = 0.02
    at_provider = " or at the provider" if _populations(result, HOSTED) else ""
    for offset, (outcome, label, colour, hatch) in enumerate(MEASURES):
        label += at_provider if outcome == ON_SERVERS else ""
        for position, (kind, _) in enumerate(kinds):
            if kind == CLOUD:
                continue
            at = position + (offset - 1.5) * WIDTH
            shares = _shares(result, outcome, kind)
            if shares is None:
                ax.text(at, 0.004, "none", ha="center", va="bottom", fontsize=8.5, color=GREY, rotation=90)
                continue
            mean, low, high = float(shares.mean()), *np.quantile(shares, (0.05, 0.95))
            ax.bar(at, mean, WIDTH * 0.92, color=colour, hatch=hatch, edgecolor="white", linewidth=0,
                   label=label if _first(result, outcome, kinds) == kind else None)  # fmt: skip
            ax.plot([at + BESIDE, at + BESIDE], [low, high], color=BLACK, linewidth=1.6)
            ax.annotate(
                f"{mean:.1%}" if 0 < mean < 0.01 else f"{mean:.0%}", (at - 0.46 * WIDTH, mean), (0, 2),
                textcoords="offset points", ha="left", va="bottom", fontsize=9.5, color=BLACK,
            )  # fmt: skip
            highest = max(highest, float(high), mean)
    for position in (position for position, (kind, _) in enumerate(kinds) if kind == CLOUD):
        ax.text(position, 0.004, NO_SERVER, ha="center", va="bottom", fontsize=10.5, color=GREY)
    ax.set_xticks(range(len(kinds)), [label for _, label in kinds])
    ax.set_xlim(-0.5, len(kinds) - 0.5)
    ax.set_ylim(0, highest * 1.3)
    ax.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
    ax.set_ylabel("share of all there are")
    ax.grid(axis="x", visible=False)
    ax.legend(loc="upper right", fontsize=10, **LEGEND)
    entitle(ax, _finding(result), "Shares of organisations, of tenants, and of mailboxes, by kind of deployment")
    text = "Bars: mean; lines: 9 of 10 worlds; none: there is nothing of the kind to expose. "
    caption(ax, text + provenance_line(result))
    return ax


def _populations(result: Result, kind: str) -> list[str]:
    return [name for name, each in result.scenario.populations.items() if each.deployment == kind]


def _shares(result: Result, outcome: str, kind: str) -> np.ndarray[tuple[int], np.dtype[np.float64]] | None:
    """The share in each replication over all populations of a kind; None where there is nothing to share."""
    names = _populations(result, kind)
    denominators = np.sum([result.denominator(outcome, name) for name in names], axis=0)
    if not np.all(denominators > 0):
        return None
    shares: np.ndarray[tuple[int], np.dtype[np.float64]] = (
        np.sum([result.values(outcome, name) for name in names], axis=0) / denominators
    )
    return shares


def _first(result: Result, outcome: str, kinds: list[tuple[str, str]]) -> str | None:
    return next((kind for kind, _ in kinds if kind != CLOUD and _shares(result, outcome, kind) is not None), None)


def _finding(result: Result) -> str:
    parts = []
    for kind, label in DEPLOYMENTS:
        shares = _shares(result, "organizations_breached", kind) if _populations(result, kind) else None
        if shares is not None and kind != CLOUD:
            parts.append(f"{shares.mean():.0%} of {label}")
    without = "; those in the cloud have no server in this case" if _populations(result, CLOUD) else ""
    return f"Breached: {', '.join(parts)}{without}"
