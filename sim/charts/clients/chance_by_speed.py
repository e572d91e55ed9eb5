"""A heat map for one client: the chance to be breached by the day of patching and by how hard attackers scan."""

from __future__ import annotations

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import Normalize
from matplotlib.ticker import FuncFormatter, MultipleLocator

from sim.charts.drawing.alt_text import describe
from sim.charts.drawing.style import BLACK, YOU, basis_line, caption, entitle, in_our_look, new_axes, shortened
from sim.charts.sweeps.heat_map import draw_key, ink_on
from sim.clients import unattacked
from sim.clients.own_race_by_speed import AS_WRITTEN, OwnRaceBySpeed
from sim.clients.situation import WEEK
from sim.clients.who_patches import who_patches
from sim.sweeps.levels import days_text
from sim.wording.chances import count_of
from sim.wording.rounding import whole_number

COLOURS = "Oranges"
"""From light to dark, also in grey, and the same for readers who do not see red or green."""
MOST_COLUMNS = 13
BESIDE = 0.05
"""Closer than this share of the axis, two numbers would touch."""
WORDS = {0.25: "a quarter\nas hard", 0.5: "half\nas hard", AS_WRITTEN: "as in\nthe case", 2.0: "twice\nas hard"}


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
    ax.set_yticks(range(len(race.races)), [_words(speed) for speed in race.speeds])
    ax.xaxis.set_major_locator(MultipleLocator(every))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda day, _: f"{day:.0f}"))
    tense = usual.tense.where_past
    who = who_patches(usual.client, tense)
    ax.set_xlabel(f"day on which {who.you_patch}, counted from the day the fix {tense.is_out}")
    ax.set_ylabel("how hard attackers scan")
    ax.grid(visible=False)
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    draw_key(ax, limits, f"breached before {who.they_patch},\nof {number:,} businesses like yours", COLOURS)
    if usual.client.runs_servers:
        _mark(ax, race, rows[-1])
    finding = _finding(race)
    entitle(ax, finding, _basis(race))
    text = (
        f"Numbers: of {number:,} businesses like yours, the average over all simulated futures. Harder scanning means "
    )
    text += "that all campaigns probe so many times as fast as the case says, with all else the same. "
    caption(ax, text + basis_line(usual.scenario, len(usual.chances)))
    describe(ax, f"Heat map. {finding}. {_in_words(race)}")
    return ax


def _columns(last: float) -> float:
    """From one printed number to the next, in days: whole weeks."""
    return WEEK * -(-(last // WEEK + 1) // MOST_COLUMNS)


def _numbers(ax: Axes, race: OwnRaceBySpeed, every: float, norm: Normalize) -> None:
    """The chance at whole weeks, dark on light and light on dark, but where the client's own numbers stand."""
    usual, last = race.as_written, race.days[-1]
    own = usual.today.patches_after if usual.client.runs_servers else -last
    colours = mpl.colormaps[COLOURS]
    for row, chances in enumerate(race.mean):
        for day in np.arange(0.0, last + 0.01, every):
            if abs(day - own) < BESIDE * last:
                continue
            chance = float(np.interp(day, race.days, chances))
            shift, side = (
                (4, "left") if day == 0 else (-4, "right") if last - day < BESIDE * last / 2 else (0, "center")
            )
            ax.annotate(
                _count(chance, usual.denominator), (day, row), (shift, 0), textcoords="offset points",
                ha=side, va="center", fontsize=11, color=ink_on(colours(norm(chance * usual.denominator))),
            )  # fmt: skip


def _mark(ax: Axes, race: OwnRaceBySpeed, top: float) -> None:
    """A line at the client's own day, seen on light and on dark, with its numbers on it and words above it."""
    day, number = race.as_written.today.patches_after, race.as_written.denominator
    box = {"facecolor": "white", "edgecolor": YOU, "boxstyle": "round,pad=0.25"}
    for colour, width in (("white", 4.5), (YOU, 1.8)):
        ax.axvline(day, color=colour, linewidth=width, linestyle="-" if colour == "white" else (0, (4, 2)))
    for row, each in enumerate(race.races):
        ax.text(
            day, row, _count(each.today.mean, number), ha="center", va="center", fontsize=12, fontweight="bold",
            color=BLACK, bbox=box,
        )  # fmt: skip
    whose = "your provider" if race.as_written.client.is_hosted else "you"
    ax.annotate(
        f"{whose}: {days_text(day)}", (day, top), (0, 4), textcoords="offset points", ha="center", va="bottom",
        fontsize=11, fontweight="bold", color=YOU, annotation_clip=False,
    )  # fmt: skip


def _finding(race: OwnRaceBySpeed) -> str:
    usual = race.as_written
    if not usual.is_attacked:
        return unattacked.finding(usual.scenario, usual.client)
    number, other = usual.denominator, race.races[-1] if race.races[-1] is not usual else race.races[0]
    if usual.today.mean == other.today.mean == 0:
        you_patch = who_patches(usual.client, usual.tense.where_past).you_patch
        return f"However hard attackers scan in this case, none gets in before the day {you_patch}"
    tense = usual.tense.where_past
    now, then = (tense.counted(each.today.mean, number) for each in (usual, other))
    if other is usual or now == then:
        return f"Of {number:,} businesses like yours, {now} breached, however hard attackers scan"
    how = _words(other.attack_speed).replace("\n", " ")
    instead = count_of(usual.today.mean, number)
    scan = "had scanned" if tense.would else "scan"
    return f"If attackers {scan} {how}, of {number:,} businesses like yours {then} breached instead of {instead}"


def _basis(race: OwnRaceBySpeed) -> str:
    client = race.as_written.client
    if not client.runs_servers:
        return f"{shortened(client.name)} runs its service at a cloud provider, who has to patch it\n"
    patched = days_text(race.as_written.today.patches_after)
    whose = f"The provider of {shortened(client.name)}" if client.is_hosted else shortened(client.name)
    return f"{whose} patches {patched} after the fix is out: the line\n"


def _in_words(race: OwnRaceBySpeed) -> str:
    """The client's own column in words, for the alt text."""
    number = race.as_written.denominator
    parts = [f"{_words(each.attack_speed)} {_count(each.today.mean, number)} of {number:,}" for each in race.races]
    return f"On the client's own day, with attackers who scan {'; '.join(parts)}."


def _count(chance: float, number: int) -> str:
    count = whole_number(chance * number)
    return "<1" if count == 0 < chance else f"{count:,}"


def _words(speed: float) -> str:
    return WORDS.get(speed, f"{speed:g} times\nas hard")
