"""The chance to be breached by the day on which a client patches: what waiting costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes
from matplotlib.text import Text
from matplotlib.ticker import FuncFormatter, MaxNLocator, MultipleLocator

from sim.charts.drawing.style import (
    BLACK,
    BLUE,
    GREY,
    INKS,
    VERMILION,
    basis_line,
    caption,
    entitle,
    new_axes,
    shortened,
)
from sim.clients import unattacked
from sim.clients.own_race import NO_ATTACK_YET, OwnRace
from sim.clients.plan_outcome import PlanOutcome
from sim.clients.situation import WEEK
from sim.clients.who_patches import who_patches
from sim.sweeps.levels import days_text
from sim.wording.chances import at_most, chance_in_words, chance_of, range_of
from sim.wording.rounding import whole_number

Deadline = tuple[float, str]
"""Days after the fix, and the words beside the line."""
TALL = (10.0, 7.0)
MEDIAN: Any = (0, (5, 2))
LINE_OF_WORDS = 15.0
"""Points of a line at the right end."""
NEAR = 0.03
"""Closer than this share of the height, the median needs no words of its own."""
ROOM = 1.12
ROW = 17.0
"""Points from one row of words above the curve to the next."""


@dataclass(frozen=True)
class _Row:
    """Words above the curve, and the line that leads down to their day: to a point, or to the axis."""

    days: float
    words: str
    down_to: float
    colour: str
    is_deadline: bool = False


def chance_by_patch_day(race: OwnRace, ax: Axes | None = None, *, deadlines: Sequence[Deadline] = ()) -> Axes:
    """Draw how the chance to be breached grows with the day of patching, with the client's day and plans on it.

    The line is the mean over worlds, the dashed one their median; the bands hold the middle half and 9 of 10 of them at
    each day.

    Parameters
    ----------
    race : OwnRace
        What `sim.own_race` gave.
    ax : Axes, optional
        Where to draw; by default new axes.
    deadlines : sequence of (float, str)
        Official deadlines: days after the fix, each with the words that its line gets.

    Returns
    -------
    Axes
        The axes drawn on.

    Examples
    --------
    >>> ax = sim.charts.chance_by_patch_day(race, deadlines=official)
    """
    ax = new_axes(TALL) if ax is None else ax
    number = race.denominator
    low, middle, high = race.bands.T * number
    reached = max(float(high.max()), *(plan.mean * number for plan in (race.today, *race.plans)))
    highest = min(max(reached, 1.0) * ROOM, number) if reached else float(number)
    rows = _rows(race, deadlines)
    row_height = _row_height(ax, len(rows)) * highest
    height = highest + row_height * len(rows)
    if not race.without_range:
        ax.fill_between(race.days, low, high, color=BLUE, alpha=0.14, linewidth=0)
        ax.fill_between(race.days, *(race.middle_half.T * number), color=BLUE, alpha=0.2, linewidth=0)
        ax.plot(race.days, middle, color=BLUE, linewidth=1.4, linestyle=MEDIAN)
    ax.plot(race.days, race.mean * number, color=BLUE, linewidth=2.6)
    ax.set_ylim(0, height)
    ax.set_xlim(race.days[0], race.days[-1])
    _before_the_fix(ax, race, height)
    for index, row in enumerate(rows):
        _draw_row(ax, row, highest + row_height * (len(rows) - index - 0.6))
    _points(ax, race)
    _right_end(ax, race, height, highest)
    _axes(ax, race, highest)
    entitle(ax, finding(race), _situation(race))
    caption(ax, _caption(race), below=60)
    for text in ax.findobj(Text):
        text.set_parse_math(False)  # a client may be called $x$
    return ax


def finding(race: OwnRace) -> str:
    """What a client should take home, in one sentence."""
    if not race.is_attacked:
        return unattacked.finding(race.scenario, race.client)
    number, extra = race.denominator, race.today.extra_of_a_week
    count = whole_number(extra * number)
    if race.today.mean == 0 and extra == 0:
        you_patch = who_patches(race.client).you_patch
        return f"In none of the simulated futures does an attack of this case get in before {you_patch}"
    if race.today.later_by == 0:
        return _situation(race)
    later = "a week" if race.today.later_by == WEEK else days_text(race.today.later_by)
    if count == 0:
        return f"Patching {later} later changes your chance of a breach by less than 1 in {number:,}"
    return f"Patching {later} later makes a breach about {count:,} in {number:,} more likely"


def _situation(race: OwnRace) -> str:
    if not race.client.runs_servers:
        return f"{shortened(race.client.name)} runs its service at a cloud provider, who has to patch it"
    whose = f"The provider of {shortened(race.client.name)}" if race.client.is_hosted else shortened(race.client.name)
    text = f"{whose} patches {days_text(race.today.patches_after)} after the fix is out"
    if race.today.mean == 0:
        return f"{text}: {NO_ATTACK_YET}"
    breached = race.tense.counted(race.today.mean, race.denominator)
    return f"{text}. Of {race.denominator:,} such businesses, {breached} breached by then"


def _rows(race: OwnRace, deadlines: Sequence[Deadline]) -> list[_Row]:
    """The words above the curve by their day, the earliest on top, so that no line crosses words."""
    rows = [_Row(days, words, 0.0, GREY, True) for days, words in deadlines if 0 <= days <= race.days[-1]]
    if race.client.runs_servers:
        number, today = race.denominator, race.today
        alike = [plan.name for plan in race.plans if plan.comes_to_the_same_as(today)]
        as_plan = f" (plan “{shortened(alike[0])}”)" if alike else ""
        you = "Your provider" if race.client.is_hosted else "You"
        words = f"{you}, {days_text(today.patches_after)} after the fix{as_plan}: {_count(today, race)}"
        rows.append(_Row(today.patches_after, words, today.mean * number, VERMILION))
        rows += [
            _Row(
                plan.patches_after,
                f"Plan “{shortened(plan.name)}”: {_count(plan, race)}{_until_then(race, plan)}",
                plan.mean * number,
                BLUE,
            )
            for plan in race.plans
            if not plan.comes_to_the_same_as(today)
        ]
    return sorted(rows, key=lambda row: row.days)


def _row_height(ax: Axes, rows: int) -> float:
    """The height of a row above the curve, as a share of what the curve takes; on low axes at most a tenth."""
    figure = ax.get_figure(root=True)
    assert figure is not None
    points = ax.get_position().height * figure.get_figheight() * 72
    return min(ROW / max(points - ROW * rows, 1.0), 0.1)


def _draw_row(ax: Axes, row: _Row, level: float) -> None:
    style: Any = (0, (4, 3)) if row.is_deadline else "-"
    ax.plot([row.days, row.days], [row.down_to, level], color=row.colour, linewidth=1.0, linestyle=style, zorder=1)
    client = row.colour == VERMILION
    ax.annotate(
        row.words, (row.days, level), (4, 0), textcoords="offset points", va="center", ha="left", zorder=6,
        fontsize=11 if client else 9.5, fontweight="bold" if client else "normal",
        color=INKS[VERMILION] if client else BLACK,
    )  # fmt: skip


def _before_the_fix(ax: Axes, race: OwnRace, height: float) -> None:
    """Shade the days on which nobody could patch yet."""
    ax.axvspan(race.days[0], 0, color="#eeeeee", zorder=0)
    ax.axvline(0, color=BLACK, linewidth=1.0)
    words = "before the fix:\nnobody can\npatch yet"
    if race.before_the_fix() > 0:
        words += f"\n\n{chance_in_words(race.before_the_fix(), race.denominator)}\nbreached by\nthen"
    ax.text(
        race.days[0] / 2, height * 0.98, words, ha="center", va="top", fontsize=9.5, color=BLACK, linespacing=1.3
    )  # fmt: skip


def _points(ax: Axes, race: OwnRace) -> None:
    """A hollow point for each plan, and a filled one for what the client does today."""
    if not race.client.runs_servers:
        return
    for plan in (*race.plans, race.today):
        face, edge, size = (VERMILION, "white", 11) if plan is race.today else ("white", BLUE, 7)
        ax.plot(
            [plan.patches_after], [plan.mean * race.denominator], marker="o", markersize=size, linestyle="none",
            markerfacecolor=face, markeredgecolor=edge, markeredgewidth=1.6, zorder=7, clip_on=False,
        )  # fmt: skip


def _right_end(ax: Axes, race: OwnRace, height: float, highest: float) -> None:
    """What the line and the band are, where they end, below the rows of words."""
    ends = [(float(race.mean[-1]), "average", BLUE)]
    if not race.without_range:
        _, middle, high = race.bands[-1]
        ends += [(float(high), "9 of 10 futures\nlie in the band", GREY)]
        if abs(middle - race.mean[-1]) * race.denominator > NEAR * height:
            ends.append((float(middle), "half are below", GREY))
    line = _points_to_data(ax, LINE_OF_WORDS, height)
    place, placed = -height, []
    for level, words, colour in sorted(ends):  # from the lowest up, each as high as its lines need
        half = line * (1 + words.count("\n")) / 2
        middle = max(level * race.denominator, place + half)
        place = middle + half
        placed.append((middle, words, colour))
    down = max(place - highest, 0.0)
    for level, words, colour in placed:
        ax.annotate(
            words, (1, (level - down) / height), (8, 0), "axes fraction", "offset points", color=colour, fontsize=10,
            va="center", annotation_clip=False, linespacing=1.25, fontweight="bold" if colour == BLUE else "normal",
        )  # fmt: skip


def _points_to_data(ax: Axes, points: float, height: float) -> float:
    """A height in points, in units of an axis that reaches from 0 to `height`."""
    figure = ax.get_figure(root=True)
    assert figure is not None
    return points / (ax.get_position().height * figure.get_figheight() * 72) * height


def _axes(ax: Axes, race: OwnRace, highest: float) -> None:
    ax.xaxis.set_major_locator(MultipleLocator(WEEK if race.days[-1] <= 15 * WEEK else 4 * WEEK))
    ax.xaxis.set_major_formatter(
        FuncFormatter(lambda days, _: f"{days:.0f}".replace("-", "\N{MINUS SIGN}"))
    )  # fmt: skip
    who = who_patches(race.client)
    ax.set_xlabel(f"day on which {who.you_patch}, counted from the day the fix is out")
    ticks = [tick for tick in MaxNLocator(nbins=6, integer=True).tick_values(0, highest) if tick <= highest]
    ax.set_yticks(ticks, [f"{tick:,.0f}" for tick in ticks])
    ax.set_ylabel(f"of {race.denominator:,} businesses like yours:\nbreached before {who.they_patch}")


def _caption(race: OwnRace) -> str:
    text = "Each simulated future takes what nobody knows differently. "
    if race.is_attacked:
        text = (
            "Line: the average over all simulated futures. Dashed: half of them are below it. Bands: the middle half "
            "and 9 of 10 of them at each day. "
            if not race.without_range
            else f"{race.without_range}, so no band is drawn: that is no certainty. "
        )
        text += "Counted are businesses whose servers have the flaw and can be reached from the internet, breached "
        text += f"before the day {who_patches(race.client).they_patch}"
        text += ", with what they do until then. " if race.client.mitigation_of(race.client.plan_as_today()) else ". "
    return text + basis_line(race.scenario, len(race.chances))


def _until_then(race: OwnRace, plan: PlanOutcome) -> str:
    """What a plan does until the patch, where that is not what is done today."""
    if plan.mitigation == race.today.mitigation:
        return ""
    if plan.mitigation is None:
        return ", nothing until then"
    return f", {shortened(race.until_then(plan))} until then"


def _count(plan: PlanOutcome, race: OwnRace) -> str:
    """`about 15 of 100 (8 to 25)`."""
    number = race.denominator
    words = chance_of(plan.mean, number)
    if race.without_range:
        return words
    half = f"; in half {at_most(plan.quantiles[1], number)}" if plan.has_two_peaks else ""
    return f"{words} ({range_of(*plan.range, number)}{half})"
