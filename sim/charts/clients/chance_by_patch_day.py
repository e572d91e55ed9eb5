"""The chance to be breached by the day on which a client patches: what waiting costs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.text import Text
from matplotlib.ticker import FuncFormatter, MaxNLocator, MultipleLocator

from sim.charts.drawing.plan_marks import BEFORE, ROW, Line, Mark, draw_key, draw_lines, draw_marks, place_marks
from sim.charts.drawing.plan_marks import TALL as TALL_OF_MARK
from sim.charts.drawing.style import (
    BREACHED,
    GREY,
    INKS,
    basis_line,
    caption,
    entitle,
    in_our_look,
    new_axes,
    shortened,
)
from sim.clients import unattacked
from sim.clients.own_race import NO_ATTACK_YET, OwnRace
from sim.clients.plan_letters import marked
from sim.clients.plan_outcome import PlanOutcome
from sim.clients.situation import WEEK
from sim.clients.who_patches import who_patches
from sim.sweeps.levels import days_text
from sim.wording.chances import at_most, chance_of, range_of
from sim.wording.rounding import whole_number

Deadline = tuple[float, str]
"""Days after the fix, and the words beside the line."""
TALL = (10.0, 6.0)
MEDIAN: Any = (0, (5, 2))
LINE_OF_WORDS = 15.0
"""Points of a line at the right end."""
ROOM = 1.12
TICKS = 15
"""The most days with a number on the axis."""
NARROW = 330.0
"""Points of axes on which lines and bands get no words at their right ends."""


@in_our_look
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
    number, shown = race.denominator, race.days >= 0
    days, mean = race.days[shown], race.mean[shown] * number
    low, middle, high = race.bands[shown].T * number
    reached = max(float(high.max()), *(plan.mean * number for plan in (race.today, *race.plans)))
    size, ends, marks = _points(ax), (0.0, float(days[-1])), _marks(race)
    highest = min(max(reached, 1.0) * ROOM, number) if reached else float(number)
    places = place_marks(marks, size, ends, highest)
    top = max(1.0, *((level + TALL_OF_MARK) / size[1] for _, level in places)) if places else 1.0
    places = [(across, level / top) for across, level in places]
    if not race.without_range:
        ax.fill_between(days, low, high, color=BREACHED, alpha=0.16, linewidth=0)
        ax.fill_between(days, *(race.middle_half[shown].T * number), color=BREACHED, alpha=0.24, linewidth=0)
        ax.plot(days, middle, color=INKS[BREACHED], linewidth=1.4, linestyle=MEDIAN)
    ax.plot(days, mean, color=BREACHED, linewidth=2.6)
    ax.set_ylim(0, highest * top)
    ax.set_xlim(*ends)
    lines = [Line(str(sign), day, words) for sign, (day, words) in enumerate(_within(deadlines, ends[1]), start=1)]
    draw_lines(ax, lines, size, ends)
    draw_marks(ax, marks, places, size)
    if size[0] >= NARROW:
        _right_end(ax, race, highest * top)
    _axes(ax, race, highest)
    above = draw_key(ax, [*_before_the_fix(ax, race), *marks, *lines], ROW if lines else 0.0)
    entitle(ax, finding(race), _situation(race), above=above)
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
        you_patch = who_patches(race.client, race.tense.where_past).you_patch
        return f"In none of the simulated futures does an attack of this case get in before {you_patch}"
    if race.today.later_by == 0:
        return _situation(race)
    later = "a week" if race.today.later_by == WEEK else days_text(race.today.later_by)
    tense = race.tense.where_past
    if count == 0:
        changes = tense.verb("changes", "change", "changed")
        return f"Patching {later} later {changes} your chance of a breach by less than 1 in {number:,}"
    makes = tense.verb("makes", "make", "made")
    return f"Patching {later} later {makes} a breach about {count:,} in {number:,} more likely"


def _situation(race: OwnRace) -> str:
    if not race.client.runs_servers:
        return f"{shortened(race.client.name)} runs its service at a cloud provider, who has to patch it"
    whose = f"The provider of {shortened(race.client.name)}" if race.client.is_hosted else shortened(race.client.name)
    text = f"{whose} patches {days_text(race.today.patches_after)} after the fix is out"
    if race.today.mean == 0:
        return f"{text}: {NO_ATTACK_YET}"
    breached = race.tense.counted(race.today.mean, race.denominator)
    return f"{text}. Of {race.denominator:,} such businesses, {breached} breached by then"


def _marks(race: OwnRace) -> list[Mark]:
    """The plans and what the client does today, by their day."""
    if not race.client.runs_servers:
        return []
    marks = []
    for sign, plan in marked(race):
        is_you, days = plan is race.today, days_text(plan.patches_after)
        if is_you:
            alike = [each.name for each in race.plans if each.comes_to_the_same_as(plan)]
            as_plan = f" (plan “{shortened(alike[0])}”)" if alike else ""
            words = f"{'Your provider' if race.client.is_hosted else 'You'}, {days} after the fix{as_plan}"
        else:
            words = f"Plan “{shortened(plan.name)}”, {days} after the fix"
        words += f": {_count(plan, race)}{'' if is_you else _until_then(race, plan)}"
        marks.append(Mark(sign, (plan.patches_after, plan.mean * race.denominator), words, is_you))
    return sorted(marks, key=lambda mark: mark.at)


def _before_the_fix(ax: Axes, race: OwnRace) -> list[str]:
    """Shade how many are breached before the fix is out, and say so."""
    before, number = race.before_the_fix(), race.denominator
    if not before:
        return []
    ax.axhspan(0, before * number, color=BEFORE, zorder=0, linewidth=0)
    could = "could" if race.tense.would else "can"
    is_out = race.tense.is_out
    return [f"Breached before the fix {is_out}: {chance_of(before, number)}. No patch {could} stop that part."]


def _within(deadlines: Sequence[Deadline], last: float) -> list[Deadline]:
    return sorted(each for each in deadlines if 0 <= each[0] <= last)


def _points(ax: Axes) -> tuple[float, float]:
    """Width and height of axes in points, in which marks are laid out."""
    figure = ax.get_figure(root=True)
    assert figure is not None
    box = ax.get_position()
    return box.width * figure.get_figwidth() * 72, box.height * figure.get_figheight() * 72


def _right_end(ax: Axes, race: OwnRace, height: float) -> None:
    """What the line and the band are, where they end."""
    ends = [(float(race.mean[-1]), "average", BREACHED)]
    if not race.without_range:
        _, middle, high = race.bands[-1]
        ends += [(float(middle), "half are below", GREY), (float(high), "9 of 10 futures\nlie in the band", GREY)]
    line = _points_to_data(ax, LINE_OF_WORDS, height)
    placed: list[tuple[float, float]] = []
    for level, words, colour in ends:  # from what matters most; what has no room stands in the caption
        half = line * (1 + words.count("\n")) / 2
        middle = min(max(level * race.denominator, half), height - half)
        if any(abs(middle - other) < half + halves for other, halves in placed):
            continue
        placed.append((middle, half))
        ax.annotate(
            words, (1, middle / height), (8, 0), "axes fraction", "offset points",
            color=INKS.get(colour, colour), fontsize=9.5, va="center", annotation_clip=False, linespacing=1.25,
            fontweight="bold" if colour == BREACHED else "normal",
        )  # fmt: skip


def _points_to_data(ax: Axes, points: float, height: float) -> float:
    """A height in points, in units of an axis that reaches from 0 to `height`."""
    figure = ax.get_figure(root=True)
    assert figure is not None
    return points / (ax.get_position().height * figure.get_figheight() * 72) * height


def _axes(ax: Axes, race: OwnRace, highest: float) -> None:
    last, most = race.days[-1], TICKS if _points(ax)[0] >= NARROW else TICKS // 3
    steps = (1, 2, WEEK, 2 * WEEK, 4 * WEEK, 8 * WEEK, 16 * WEEK)
    ax.xaxis.set_major_locator(MultipleLocator(next((each for each in steps if last <= each * most), 52 * WEEK)))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda days, _: f"{days:.0f}"))
    tense = race.tense.where_past
    who = who_patches(race.client, tense)
    from_the_fix = f"counted from the day the fix {tense.is_out}"
    if _points(ax)[0] < NARROW:
        ax.set_xlabel(f"day on which {who.you_patch},\n{from_the_fix}")
    else:
        ax.set_xlabel(f"day on which {who.you_patch}, {from_the_fix}")
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
        text += f"before the day {who_patches(race.client, race.tense.where_past).they_patch}"
        text += ", with what they do until then. " if race.client.mitigation_of(race.client.plan_as_today()) else ". "
    return text + basis_line(race.scenario, len(race.chances))


def _until_then(race: OwnRace, plan: PlanOutcome) -> str:
    """What a plan does until the patch, where that is not what is done today."""
    if plan.mitigation == race.today.mitigation:
        return ""
    if plan.mitigation is None:
        return ", nothing until then"
    return f", {shortened(race.until_then(plan))} {race.when_in_place(plan)}"


def _count(plan: PlanOutcome, race: OwnRace) -> str:
    """`about 15 of 100 (8 to 25)`."""
    number = race.denominator
    words = chance_of(plan.mean, number)
    if race.without_range:
        return words
    half = f"; in half {at_most(plan.quantiles[1], number)}" if plan.has_two_peaks else ""
    return f"{words} ({range_of(*plan.range, number)}{half})"
