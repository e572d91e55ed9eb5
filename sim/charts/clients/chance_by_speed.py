"""A heat map for one client: the chance to be breached by the day of patching and by how hard attackers scan."""

from __future__ import annotations

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import Normalize
from matplotlib.ticker import FuncFormatter, MultipleLocator

from sim.charts.drawing.alt_text import describe
from sim.charts.drawing.style import BLACK, YOU, basis_line, caption, entitle, in_our_look, new_axes
from sim.charts.sweeps.heat_map import draw_key, ink_on
from sim.clients import unattacked
from sim.clients.own_race import OwnRace
from sim.clients.own_race_by_speed import AS_WRITTEN, OwnRaceBySpeed
from sim.clients.situation import WEEK
from sim.wording.chances import count_of, is_one
from sim.wording.language import Language, Value
from sim.wording.rounding import whole_number

from .names_on_charts import client_on_chart, in_the_cloud

COLOURS = "Oranges"
"""From light to dark, also in grey, and the same for readers who do not see red or green."""
MOST_COLUMNS = 13
BESIDE = 0.05
"""Closer than this share of the axis, two numbers would touch."""
ON_SECOND_LINE = 2
"""Words of a speed on the second line of its label."""


@in_our_look
def chance_by_speed(race: OwnRaceBySpeed, ax: Axes | None = None) -> Axes:
    """Draw the chance to be breached as colours: across the day of patching, up how hard attackers scan.

    Numbers stand at whole weeks, rounded; the client's own day is marked.

    Parameters
    ----------
    race : OwnRaceBySpeed
        What `sim.own_race_by_speed` gave.
    ax : Axes, optional
        Where to draw; by default new axes.

    Returns
    -------
    Axes
        The axes drawn on.

    Examples
    --------
    >>> ax = sim.charts.chance_by_speed(by_speed)
    """
    usual = race.as_written
    language, say = usual.client.words, usual.say
    number, days = usual.denominator, race.days[race.days >= 0]
    cells = race.mean[:, race.days >= 0]
    ax = new_axes((10.0, 1.6 + 0.8 * len(race.races))) if ax is None else ax
    limits = 0.0, float(cells.max() * number) or 1.0
    borders = np.append(days, 2 * days[-1] - days[-2]) - (days[1] - days[0]) / 2
    rows = np.arange(len(race.races) + 1) - 0.5
    norm = Normalize(*limits)
    ax.pcolormesh(borders, rows, cells * number, cmap=COLOURS, norm=norm, rasterized=True)
    ax.hlines(rows[1:-1], borders[0], borders[-1], color="white", linewidth=1.5)
    every = _columns(days[-1])
    _numbers(ax, race, every, norm)
    ax.set_xlim(borders[0] - 0.03 * days[-1], borders[-1])
    ax.set_ylim(rows[0], rows[-1])
    ax.set_yticks(range(len(race.races)), [_label(speed, language) for speed in race.speeds])
    ax.xaxis.set_major_locator(MultipleLocator(every))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda day, _: language.number(day)))
    ax.set_xlabel(say("chart-axis-day"))
    ax.set_ylabel(say("chart-speed-axis"))
    ax.grid(visible=False)
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    of = say("chart-speed-colours.second", number=number)
    draw_key(ax, limits, f"{say('chart-speed-colours.first')}\n{of}", COLOURS, language)
    if usual.client.runs_servers:
        _mark(ax, race, rows[-1])
    finding = _finding(race)
    entitle(ax, finding, _basis(race))
    basis = basis_line(usual.scenario, len(usual.chances), language)
    caption(ax, f"{say('chart-speed-caption', number=number)} {basis}")
    speeds = "; ".join(_row(each, number, language) for each in race.races)
    describe(ax, say("chart-speed-alt", finding=finding, rows=speeds))
    return ax


def _columns(last: float) -> float:
    """From one printed number to the next, in days: whole weeks."""
    return WEEK * -(-(last // WEEK + 1) // MOST_COLUMNS)


def _numbers(ax: Axes, race: OwnRaceBySpeed, every: float, norm: Normalize) -> None:
    """The chance at whole weeks, dark on light and light on dark, but where the client's own numbers stand."""
    usual, last = race.as_written, race.days[-1]
    number, own = usual.denominator, usual.today.patches_after if usual.client.runs_servers else -last
    colours = mpl.colormaps[COLOURS]
    for row, chances in enumerate(race.mean):
        for day in np.arange(0.0, last + 0.01, every):
            if abs(day - own) < BESIDE * last:
                continue
            chance = float(np.interp(day, race.days, chances))
            shift, side = (
                (4, "left") if day == 0 else (-4, "right") if last - day < BESIDE * last / 2 else (0, "center")
            )
            words, ink = _count(chance, number, usual.client.words), ink_on(colours(norm(chance * number)))
            ax.annotate(
                words, (day, row), (shift, 0), textcoords="offset points",
                ha=side, va="center", fontsize=11, color=ink,
            )  # fmt: skip


def _mark(ax: Axes, race: OwnRaceBySpeed, top: float) -> None:
    """A line at the client's own day, seen on light and on dark, with its numbers on it and words above it."""
    day, number = race.as_written.today.patches_after, race.as_written.denominator
    box = {"facecolor": "white", "edgecolor": YOU, "boxstyle": "round,pad=0.25"}
    for colour, width in (("white", 4.5), (YOU, 1.8)):
        ax.axvline(day, color=colour, linewidth=width, linestyle="-" if colour == "white" else (0, (4, 2)))
    for row, each in enumerate(race.races):
        ax.text(
            day, row, _count(each.today.mean, number, each.client.words), ha="center", va="center", fontsize=12,
            fontweight="bold", color=BLACK, bbox=box,
        )  # fmt: skip
    words = race.as_written.say("chart-speed-you", days=race.as_written.client.words.days(day))
    ax.annotate(
        words, (day, top), (0, 4), textcoords="offset points", ha="center", va="bottom",
        fontsize=11, fontweight="bold", color=YOU, annotation_clip=False,
    )  # fmt: skip


def _finding(race: OwnRaceBySpeed) -> str:
    usual = race.as_written
    if not usual.is_attacked:
        return unattacked.finding(usual.scenario, usual.client)
    number, other = usual.denominator, race.races[-1] if race.races[-1] is not usual else race.races[0]
    language, tense = usual.client.words, usual.tense.where_past.name
    if usual.today.mean == other.today.mean == 0:
        return usual.say("chart-speed-none-gets-in")
    now, then = (count_of(each.today.mean, number, language) for each in (usual, other))
    told: dict[str, Value] = {"number": number, "count": then, "is_one": is_one(other.today.mean, number)}
    if other is usual or now == then:
        return usual.say("chart-speed-alike", tense=tense, **told)
    how = _words(other.attack_speed, language)
    return usual.say("chart-speed-found", tense=tense, how=how, instead=now, **told)


def _basis(race: OwnRaceBySpeed) -> str:
    usual, client = race.as_written, race.as_written.client
    if not client.runs_servers:
        return f"{in_the_cloud(client)}\n"
    days = client.words.days(usual.today.patches_after)
    return f"{usual.say('chart-speed-basis', client=client_on_chart(client), days=days)}\n"


def _row(race: OwnRace, number: int, language: Language) -> str:
    """The number on the client's own day in words, for the alt text."""
    count = _count(race.today.mean, number, language)
    how = _words(race.attack_speed, language)
    return language.text("chart-speed-row", how=how, count=count, number=number)


def _count(chance: float, number: int, language: Language) -> str:
    count = whole_number(chance * number)
    return "<1" if count == 0 < chance else language.number(count)


def _words(speed: float, language: Language) -> str:
    say = language.text
    if speed == AS_WRITTEN:
        return say("chart-speed-as-written")
    known = {0.25: say("chart-speed-quarter"), 0.5: say("chart-speed-half"), 2.0: say("chart-speed-twice")}
    return known.get(speed) or say("chart-speed-times", times=speed)


def _label(speed: float, language: Language) -> str:
    """The same on two lines."""
    words = _words(speed, language).split()
    return f"{' '.join(words[:-ON_SECOND_LINE])}\n{' '.join(words[-ON_SECOND_LINE:])}"
