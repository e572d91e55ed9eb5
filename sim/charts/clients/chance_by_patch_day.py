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
from sim.charts.drawing.wrapping import wrapped
from sim.clients import unattacked
from sim.clients.own_race import OwnRace
from sim.clients.plan_letters import marked
from sim.clients.plan_outcome import PlanOutcome
from sim.clients.situation import WEEK
from sim.wording.chances import at_most, chance_of, count_of, is_one, range_of
from sim.wording.language import Value
from sim.wording.rounding import whole_number

from .names_on_charts import client_on_chart, in_the_cloud, plan_on_chart

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
LETTERS = 18
"""The most letters of a line of words at the right end."""


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
    number, extra, say = race.denominator, race.today.extra_of_a_week, race.say
    count = whole_number(extra * number)
    if race.today.mean == 0 and extra == 0:
        return say("chart-none-gets-in")
    if race.today.later_by == 0:
        return _situation(race)
    is_week = race.today.later_by == WEEK
    later = say("chart-a-week") if is_week else race.client.words.days(race.today.later_by)
    if count == 0:
        return say("chart-later-changes-little", later=later, number=number)
    return say("chart-later-makes-likely", later=later, count=count, number=number)


def _situation(race: OwnRace) -> str:
    client, mean, number = race.client, race.today.mean, race.denominator
    if not client.runs_servers:
        return in_the_cloud(client)
    told: dict[str, Value] = {"client": client_on_chart(client), "number": number}
    told |= {"days": client.words.days(race.today.patches_after)}
    if mean == 0:
        return race.say("chart-patches-none-yet", **told)
    return race.say("chart-patches", count=count_of(mean, number, client.words), is_one=is_one(mean, number), **told)


def _marks(race: OwnRace) -> list[Mark]:
    """The plans and what the client does today, by their day."""
    if not race.client.runs_servers:
        return []
    marks = []
    for sign, plan in marked(race):
        is_you = plan is race.today
        words = _today_in_words(race) if is_you else _plan_in_words(race, plan)
        marks.append(Mark(sign, (plan.patches_after, plan.mean * race.denominator), words, is_you))
    return sorted(marks, key=lambda mark: mark.at)


def _today_in_words(race: OwnRace) -> str:
    """What the client does today, and the plan that is the same."""
    client, plan = race.client, race.today
    told: dict[str, Value] = {"days": client.words.days(plan.patches_after), "count": _count(plan, race)}
    alike = [each.name for each in race.plans if each.comes_to_the_same_as(plan)]
    if not alike:
        return race.say("chart-mark-you", **told)
    return race.say("chart-mark-you-as-plan", plan=plan_on_chart(client, alike[0]), **told)


def _plan_in_words(race: OwnRace, plan: PlanOutcome) -> str:
    """A plan, and what it does until the patch, where that is not what is done today."""
    client, say = race.client, race.say
    told: dict[str, Value] = {"plan": plan_on_chart(client, plan.name), "days": client.words.days(plan.patches_after)}
    told |= {"count": _count(plan, race)}
    if plan.mitigation == race.today.mitigation:
        return say("chart-mark-plan", **told)
    if plan.mitigation is None:
        return say("chart-mark-plan-nothing", **told)
    day = max(race.in_place_after(plan), 0)
    return say("chart-mark-plan-until", mitigation=shortened(race.until_then(plan)), day=day, **told)


def _before_the_fix(ax: Axes, race: OwnRace) -> list[str]:
    """Shade how many are breached before the fix is out, and say so."""
    before, number, language = race.before_the_fix(), race.denominator, race.client.words
    if not before:
        return []
    ax.axhspan(0, before * number, color=BEFORE, zorder=0, linewidth=0)
    return [race.say("chart-before-the-fix", count=chance_of(before, number, language))]


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
    say = race.client.words.text
    ends = [(float(race.mean[-1]), say("chart-average"), BREACHED)]
    if not race.without_range:
        _, middle, high = race.bands[-1]
        band = "\n".join(wrapped(say("chart-band"), LETTERS))
        ends += [(float(middle), say("chart-half-below"), GREY), (float(high), band, GREY)]
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
    language, say = race.client.words, race.say
    ax.xaxis.set_major_formatter(FuncFormatter(lambda days, _: language.number(days)))
    if _points(ax)[0] < NARROW:
        ax.set_xlabel(f"{say('chart-axis-day.first')}\n{say('chart-axis-day.second')}")
    else:
        ax.set_xlabel(say("chart-axis-day"))
    ticks = [tick for tick in MaxNLocator(nbins=6, integer=True).tick_values(0, highest) if tick <= highest]
    ax.set_yticks(ticks, [language.number(tick) for tick in ticks])
    of = say("chart-axis-breached.first", number=race.denominator)
    ax.set_ylabel(f"{of}\n{say('chart-axis-breached.second')}")


def _caption(race: OwnRace) -> str:
    language, say = race.client.words, race.say
    texts = [say("chart-caption-futures")]
    if race.is_attacked:
        why = race.without_range
        mitigated = race.client.mitigation_of(race.client.plan_as_today()) is not None
        texts = [
            say("chart-caption-no-band", why=why) if why else say("chart-caption-curve"),
            say("chart-caption-counted", mitigated=mitigated),
        ]
    return " ".join([*texts, basis_line(race.scenario, len(race.chances), language)])


def _count(plan: PlanOutcome, race: OwnRace) -> str:
    """`about 15 of 100 (8 to 25)`."""
    number, language = race.denominator, race.client.words
    words = chance_of(plan.mean, number, language)
    if race.without_range:
        return words
    told: dict[str, Value] = {"count": words, "range": range_of(*plan.range, number, language)}
    if not plan.has_two_peaks:
        return language.text("chart-count-and-range", **told)
    return language.text("chart-count-at-two-ends", most=at_most(plan.quantiles[1], number, language), **told)
