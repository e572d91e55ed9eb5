"""The beginning of a race, enlarged: servers that are compromised long before most, too few to be seen beside all."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.dates import date2num
from numpy.typing import NDArray

from sim.charts.drawing.named_moments import day_on_chart
from sim.charts.drawing.style import INKS, VERMILION
from sim.runs.result import Result
from sim.wording.language import ENGLISH, Language
from sim.wording.sentences import about_in

ENLARGED = "beginning, enlarged"
"""Label of the axes of the enlarged part."""
UNSEEN = 0.01
"""Below this share of the height of a chart, a curve looks like its axis."""
SHORTEST = 0.25
"""The shortest beginning that is enlarged, as a share of the race: a shorter one has no room for words."""
ROOM = 1.5
"""Height of the enlarged part, in the highest that it shows: above it stand words."""
POINTS, LETTER = 9.5, 0.68
"""Size of these words, and the width of one of their letters, as a share of their size."""
NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"
FRAME = "#888888"
BOTTOM, HEIGHT = 0.16, 0.4
"""Of the enlarged part, as shares of the axes; all curves there are near 0, or near all servers."""


def enlarge_beginning(
    ax: Axes, result: Result, population: str, top: float, until: Sequence[float], language: Language = ENGLISH
) -> str:
    """Draw how many servers are compromised before it can be seen on axes that end at `top`, on the same dates.

    It ends at the last of the days `until` that fits, so that what changes the race then is not part of it. Returns
    what it comes to, in words; nothing, if nobody is compromised so early or the beginning is short.
    """
    mean, low, _, high = result.curve("compromised_cumulative", population).T
    days = result.days
    end = _end(high, result.curve("vulnerable", population)[:, 1], top)
    end = max((int(np.searchsorted(days, day)) for day in until if days[0] < day <= days[end]), default=end)
    is_short = days[end] - days[0] < SHORTEST * (days[-1] - days[0])
    if is_short or mean[end] < 1 or np.count_nonzero(mean[: end + 1] > 0) <= (end + 1) / 2:
        return ""
    dates = date2num(result.dates)
    width = (dates[end] - dates[0]) / (dates[-1] - dates[0])
    inside = ax.inset_axes((0, BOTTOM, width, HEIGHT))
    inside.set_label(ENLARGED)
    shown = slice(0, end + 1)
    inside.fill_between(dates[shown], low[shown], high[shown], color=VERMILION, alpha=0.18, linewidth=0)
    inside.plot(dates[shown], mean[shown], color=VERMILION, linewidth=2.2)
    inside.set_xlim(dates[0], dates[end])
    inside.set_xticks([])
    inside.set_ylim(0, float(high[end]) * ROOM)
    inside.set_yticks([])
    inside.plot(dates[end], mean[end], marker="o", color=VERMILION, markersize=6, clip_on=False)
    for side in inside.spines.values():
        side.set(visible=True, color=FRAME, linewidth=0.8)
    day = day_on_chart(result.dates[end].astype("datetime64[s]").item(), language)
    words = language.text("chart-race-early", count=about_in(float(mean[end]), language), day=day)
    enlarged = language.text("chart-race-enlarged", words=words)
    kept = enlarged.replace(f" {day}", f" {day}".replace(" ", NO_BREAK_SPACE))
    figure = ax.get_figure(root=True)
    assert figure is not None
    letters = int((ax.bbox.width / figure.dpi * 72 * width - 10) / (LETTER * POINTS))
    inside.annotate(
        textwrap.fill(kept, max(letters, 12)), (0, 1), (5, -5), "axes fraction", "offset points",
        ha="left", va="top", fontsize=POINTS, fontweight="bold", color=INKS[VERMILION],
    )  # fmt: skip
    return words


def _end(high: NDArray[np.float64], still_vulnerable: NDArray[np.float64], top: float) -> int:
    """The last index before the compromised can be seen, as long as the others are far above the enlarged part."""
    seen = np.flatnonzero((high >= UNSEEN * top) | (still_vulnerable < (BOTTOM + HEIGHT + 0.05) * top))
    return max(int(seen[0]) - 1, 0) if len(seen) else 0
