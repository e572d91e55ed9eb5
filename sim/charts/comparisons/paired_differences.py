"""Paired differences: what each policy changes against the baseline in the same worlds, and how far worlds differ."""

from __future__ import annotations

from math import isnan
from typing import Any

from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from sim.charts.drawing.style import (
    BLACK,
    BLUE,
    GREY,
    VERMILION,
    caption,
    comparison_line,
    entitle,
    in_our_look,
    new_axes,
)
from sim.model.measures import ALL
from sim.outcomes import outcome_named
from sim.runs.comparison import Comparison
from sim.runs.comparison_text import is_unclear, range_of_changes, row_of, with_unit
from sim.runs.effects import EFFECTS
from sim.runs.result import about

HEIGHT_A_POLICY, HEIGHT_A_POPULATION = 0.62, 0.36
NEGLIGIBLE = 0.01
"""A label leaves out servers lost, or saved, that are fewer than this share of the others."""
READING = (
    "Thick: how sure the mean is, narrower with more replications. "
    "Thin: how far worlds differ, as wide with any number of them."
)
FEWER, MORE, UNCLEAR = ("o", BLUE), ("s", VERMILION), ("D", GREY)
"""Marker and colour of a difference; the marker tells them apart without the colour."""


@in_our_look
def paired_differences(
    comparison: Comparison, ax: Axes | None = None, *, outcome: str = "compromised", by_population: bool = False
) -> Axes:
    """Draw, for each policy, the mean difference of an outcome to the baseline with its error and its spread.

    Parameters
    ----------
    comparison : Comparison
        What `sim.compare` gave.
    ax : Axes, optional
        Where to draw; by default new axes.
    outcome : str
        What is counted.
    by_population : bool
        Whether each policy has a row for all and one for every population that has servers.

    Returns
    -------
    Axes
        The axes drawn on.

    Raises
    ------
    KeyError
        For an unknown outcome.

    Examples
    --------
    >>> ax = sim.charts.paired_differences(comparison)
    """
    rows = _rows(comparison, outcome, by_population)
    height = HEIGHT_A_POPULATION if by_population else HEIGHT_A_POLICY
    ax = new_axes((10.0, 2.0 + height * len(rows))) if ax is None else ax
    ax.axvline(0, color=BLACK, linewidth=1.1, zorder=1)
    for position, (policy, population) in enumerate(reversed(rows)):
        row = row_of(comparison, policy, outcome, population)
        marker, colour = _look(row)
        first = position == len(rows) - 1
        if by_population and population == ALL and not first:
            ax.axhline(position + 0.5, color=GREY, linewidth=0.6, alpha=0.5)
        ax.plot([row["p05"], row["p95"]], [position, position], color=colour, linewidth=1.3, solid_capstyle="butt",
                label="difference in 9 of 10 worlds" if first else None)  # fmt: skip
        ax.plot([row["low"], row["high"]], [position, position], color=colour, linewidth=8, alpha=0.5,
                solid_capstyle="butt", label="95 % interval of the mean" if first else None)  # fmt: skip
        ax.plot(row["mean_difference"], position, marker=marker, color=colour, markersize=5.5, linestyle="none",
                markeredgecolor="white", label="mean difference" if first else None)  # fmt: skip
        ax.annotate(
            _label(comparison, policy, outcome, population), (1.015, position), xycoords=("axes fraction", "data"),
            va="center", fontsize=10, color=colour, fontweight="bold" if population == ALL else "normal",
            annotation_clip=False,
        )  # fmt: skip
    names = [_name(policy, population, by_population) for policy, population in reversed(rows)]
    ax.set_yticks(range(len(rows)), names)
    for tick, (_, population) in zip(ax.get_yticklabels(), reversed(rows), strict=True):
        tick.set_fontweight("bold" if by_population and population == ALL else "normal")
    ax.set_ylim(-0.6, len(rows) - 0.4)
    ax.grid(axis="y", visible=False)
    ax.xaxis.set_major_locator(MaxNLocator(7, integer=True))
    ax.xaxis.set_major_formatter(FuncFormatter(_signed))
    baseline = comparison.baseline.replace("_", " ")
    ax.set_xlabel(f"{_what(outcome)}, policy minus {baseline} (fewer to the left)")
    ax.legend(loc="lower left", bbox_to_anchor=(-0.01, 1.0), ncols=3, frameon=False, fontsize=9.5, borderaxespad=0.1)
    entitle(ax, _finding(comparison, outcome), _spread(comparison, outcome))
    caption(ax, f"{READING} {comparison_line(comparison)}", 52)
    return ax


def _rows(comparison: Comparison, outcome: str, by_population: bool) -> list[tuple[str, str]]:
    """Policies and populations in the order of the chart, from the top."""
    means = {name: float(row_of(comparison, name, outcome, ALL)["mean_difference"]) for name in comparison.compared}
    shown = [ALL]
    if by_population:
        shown += [name for name in comparison.populations if _has_servers(comparison, name)]
    return [(policy, name) for policy in sorted(means, key=lambda name: means[name]) for name in shown]


def _look(row: Any) -> tuple[str, str]:
    if is_unclear(row) or row["mean_difference"] == 0:
        return UNCLEAR
    return FEWER if row["mean_difference"] < 0 else MORE


def _has_servers(comparison: Comparison, population: str) -> bool:
    return any(comparison.values(arm, "servers", population).any() for arm in comparison.arms)


def _name(policy: str, population: str, by_population: bool) -> str:
    name = policy.replace("_", " ")
    if not by_population:
        return name
    return f"{name}: all" if population == ALL else population.replace("_", " ")


def _label(comparison: Comparison, policy: str, outcome: str, population: str) -> str:
    """What stands beside a row: whom the policy saves, or by how much it changes the outcome."""
    row = row_of(comparison, policy, outcome, population)
    mean, unit = float(row["mean_difference"]), outcome_named(outcome).unit
    if mean == 0:
        return "no difference"
    interval = _interval(row)
    if is_unclear(row):
        return f"no clear difference {interval}"
    saved, lost = _saved_and_lost(comparison, policy, outcome, population)
    if saved + lost == 0:
        return f"{about(abs(mean))} {'fewer' if mean < 0 else 'more'} {unit} {interval}"
    if min(saved, lost) < NEGLIGIBLE * max(saved, lost):
        return f"{'saves' if mean < 0 else 'loses'} {with_unit(about(abs(mean)), unit)} {interval}"
    return f"saves {about(saved)}, loses {about(lost)}: {_change(mean)} {interval}"


def _saved_and_lost(comparison: Comparison, policy: str, outcome: str, population: str) -> tuple[float, float]:
    """Servers that a policy saves and loses on average, where they make up the whole difference; else 0 and 0."""
    counts = [comparison.effect(policy, effect, population) for effect in EFFECTS]
    means = [0.0 if each is None else float(each.mean()) for each in counts]
    return (means[0], means[1]) if outcome == "compromised" and not any(means[2:]) else (0.0, 0.0)


def _interval(row: Any) -> str:
    """The 95 % interval of a difference, without signs where both ends have the same; empty for one replication."""
    low, high = float(row["low"]), float(row["high"])
    if isnan(low):
        return ""
    if low < 0 < high:
        return f"({_change(low)} to {_change(high)})"
    ends = sorted((abs(low), abs(high)))
    return f"({about(ends[0])} to {about(ends[1])})"


def _change(difference: float) -> str:
    return f"{about(abs(difference))} {'fewer' if difference < 0 else 'more'}"


def _finding(comparison: Comparison, outcome: str) -> str:
    best = _rows(comparison, outcome, False)[0][0]
    row = row_of(comparison, best, outcome, ALL)
    what, baseline = _what(outcome), comparison.baseline.replace("_", " ")
    if is_unclear(row) or row["mean_difference"] >= 0:
        return f"No policy shows clearly fewer {what} than {baseline}"
    saving = f"{about(-float(row['mean_difference']))} fewer {what}"
    return f"{best.replace('_', ' ').capitalize()} instead of {baseline}: {saving}"


def _spread(comparison: Comparison, outcome: str) -> str:
    best = _rows(comparison, outcome, False)[0][0]
    row = row_of(comparison, best, outcome, ALL)
    share, worlds = float(row["share_of_baseline"]), range_of_changes(float(row["p05"]), float(row["p95"]))
    mean = "" if isnan(share) or share == 0 else f"{abs(share):.1%} {'fewer' if share < 0 else 'more'} on average; "
    text = f"{mean}in 9 of 10 worlds {worlds}. All policies face the same worlds"
    return text[0].upper() + text[1:]


def _what(outcome: str) -> str:
    """An outcome in words, with its unit: "compromised servers"."""
    unit, name = outcome_named(outcome).unit, outcome_named(outcome).title
    if outcome == "compromised":
        return "compromised servers"
    return name if unit in name or unit != "servers" else f"servers {name}"


def _signed(value: float, _: object) -> str:
    return "0" if value == 0 else f"{value:+,.0f}".replace("-", "\N{MINUS SIGN}")
