"""The race as it runs in one world: servers as marks that change as the days pass, still or moving."""

from __future__ import annotations

import textwrap
from datetime import timedelta
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from numpy.typing import NDArray
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from sim.charts.drawing.alt_text import alt_text, describe
from sim.charts.drawing.style import (
    BLACK,
    BLUE,
    BREACHED,
    GREEN,
    GREY,
    INKS,
    ORANGE,
    in_our_look,
    look,
    new_axes,
    shortened,
)
from sim.charts.drawing.wrapping import letters_of, wrapped
from sim.model.race import Race
from sim.model.states import states_at
from sim.outcomes import STATES
from sim.runs.result import about
from sim.wording.names import POPULATIONS, TIMELINE, called

ACROSS = 40
MARKS = {
    "vulnerable": ("still vulnerable", "o", "white", "#8a8a8a"),
    "protected_clean": ("protected in time", "s", "#bcd9ee", BLUE),
    "compromised_open": ("compromised, still unpatched", "X", BREACHED, INKS[BREACHED]),
    "compromised_protected": ("patched, intruder still inside", "D", ORANGE, BLACK),
    "evicted": ("breached, then cleaned", "^", "white", GREEN),
}
"""By state: its name, marker, face and edge. The markers tell states apart without the colours."""
SIZE, DPI = (11.0, 6.0), 80
MARK, KEY_MARK = 46, 70
FIRST_ROW, HIGHEST = 1.3, -2.6
KEY_POINTS = 31
"""From one entry of the key to the next, at least."""
NAME, LONG_NAME, LATEST = 20, 24, 22
"""Letters that fit beside the marks, on each line of a longer name, which is smaller, and beside the progress."""
MILLISECONDS, LAST_MILLISECONDS = 140, 4000
COLOURS, ALMOST_WHITE = 48, 246


@in_our_look
def race_at(race: Race, day: float, ax: Axes | None = None, *, sample: int = 400) -> Axes:
    """Draw a race as it stands on a day after the start: a sample of its servers, grouped by population, and counts.

    The sample takes from every population its share; those that fall stand first in it, in their order,
    so that the marks of a state stand together. Counts are of all exposed servers.

    Parameters
    ----------
    race : Race
        What `sim.simulate` gave.
    day : float
        Days after the start.
    ax : Axes, optional
        Where to draw; by default new axes.
    sample : int
        The most servers that are drawn.

    Returns
    -------
    Axes
        The axes drawn on.

    Examples
    --------
    >>> ax = sim.charts.race_at(one_world, day=20)
    """
    ax = new_axes(SIZE) if ax is None else ax
    _draw(ax, race, day, sample_of(race, sample))
    return ax


def race_animation(race: Race, path: str | Path, *, sample: int = 400, frames: int = 60) -> list[Path]:
    """Write a race as an animated GIF, and its last frame as a PNG beside it.

    The same race gives the same bytes. Days pass evenly from the start to the horizon, which stands still at the end.

    Parameters
    ----------
    race : Race
        What `sim.simulate` gave.
    path : str or Path
        The GIF file.
    sample : int
        The most servers that are drawn.
    frames : int
        How many pictures it has, at least 1.

    Returns
    -------
    list of Path
        The GIF and the PNG.

    Raises
    ------
    ValueError
        For fewer than one picture.

    Examples
    --------
    >>> files = sim.charts.race_animation(one_world, "race.gif", sample=50, frames=3)
    >>> [file.name for file in files]
    ['race.gif', 'race.png']
    """
    if frames < 1:
        raise ValueError(f"an animation of {frames} pictures shows nothing; take 1 or more")
    path = Path(path)
    chosen = sample_of(race, sample)
    pictures = []
    with look():
        figure = Figure(figsize=SIZE, dpi=DPI)
        canvas = FigureCanvasAgg(figure)
        for day in np.linspace(0.0, race.world.horizon, frames):
            figure.clear()
            ax = figure.add_axes((0.015, 0.02, 0.97, 0.96))
            _draw(ax, race, float(day), chosen)
            canvas.draw()
            pictures.append(Image.fromarray(np.asarray(canvas.buffer_rgba())).convert("RGB"))
    text = alt_text(figure)
    # One palette for all frames, from the last, which shows every state that lasts: colours do not flicker.
    palette = _with_white(pictures[-1].quantize(COLOURS))
    still = [picture.quantize(palette=palette, dither=Image.Dither.NONE) for picture in pictures]
    durations = [MILLISECONDS] * (len(still) - 1) + [LAST_MILLISECONDS]
    poster, about_it = path.with_suffix(".png"), PngInfo()
    about_it.add_text("Description", text)
    still[0].save(
        path, "GIF", save_all=True, append_images=still[1:], duration=durations, loop=0, comment=text.encode("utf-8")
    )
    pictures[-1].save(poster, "PNG", pnginfo=about_it)
    return [path, poster]


def _with_white(palette: Image.Image) -> Image.Image:
    """A palette in which all that is almost white is white: the nearest colour is looked for roughly, and not found."""
    colours = np.asarray(palette.getpalette(), dtype=np.uint8).reshape(-1, 3)
    palette.putpalette(np.where(colours.min(axis=1, keepdims=True) >= ALMOST_WHITE, 255, colours).ravel().tolist())
    return palette


def sample_of(race: Race, sample: int) -> dict[str, NDArray[np.intp]]:
    """Servers to show, by population: all if there are few, else each population's share of them, one at least.

    They are taken evenly along the servers as these fall and are protected, so what becomes of them is what becomes of
    all.
    """
    exposed = race.exposed
    found = {
        group.name: _by_fate(race, np.flatnonzero(exposed[group.span]) + group.first)
        for group in race.fleet.groups
        if np.any(exposed[group.span])
    }
    whole = sum(len(servers) for servers in found.values())
    if whole <= sample:
        return found
    exact = np.array([sample * len(servers) / whole for servers in found.values()])
    numbers = np.maximum(np.floor(exact).astype(int), 1)
    for place in np.argsort(numbers - exact, kind="stable")[: max(sample - int(numbers.sum()), 0)]:
        numbers[place] += 1
    return {
        name: servers[((np.arange(number) + 0.5) * len(servers) / number).astype(np.intp)]
        for (name, servers), number in zip(found.items(), numbers, strict=True)
    }


def _by_fate(race: Race, servers: NDArray[np.intp]) -> NDArray[np.intp]:
    """Servers in the order in which they fall, then those that do not, in the order in which they are protected."""
    order: NDArray[np.intp] = servers[np.lexsort((race.protected_at[servers], race.compromised_at[servers]))]
    return order


def _draw(ax: Axes, race: Race, day: float, chosen: dict[str, NDArray[np.intp]]) -> None:
    states = states_at(race, day)
    numbers = np.bincount(states[states >= 0], minlength=len(STATES)).tolist()
    cleans = bool(np.any(race.evicted_at < np.inf))
    counts = {state: number for state, number in zip(STATES, numbers, strict=True) if cleans or state != "evicted"}
    top = FIRST_ROW
    for name, servers in chosen.items():
        rows = _draw_population(ax, called(race.world.scenario, POPULATIONS, name), states[servers], top)
        top += rows + 0.45
    whole, shown = sum(counts.values()), sum(len(servers) for servers in chosen.values())
    date = race.world.scenario.start + timedelta(days=day)
    ax.set_xlim(-10.5, ACROSS + 16.5)
    ax.set_ylim(max(top + 2.8, 12.0), HIGHEST)
    ax.set_axis_off()
    title = f"{race.world.scenario.name}: the race in one simulated world"
    ax.text(-10.3, -1.7, textwrap.shorten(title, 80), fontsize=14, fontweight="bold", color=BLACK, va="center")
    ax.text(ACROSS + 0.6, 1.5, f"{date:%d %b %Y}".lstrip("0"), fontsize=19, fontweight="bold", color=BLACK, va="center")
    _draw_key(ax, counts)
    bottom = ax.get_ylim()[0]
    _draw_progress(ax, race, day, bottom - 2.0)
    each = f"Each mark: about {whole / shown:,.0f} servers." if whole > shown else "Each mark: one server."
    note = f"{each} Counts: all {about(whole)} in this world. Illustrative model, not a forecast."
    ax.text(-10.3, bottom - 0.45, note, fontsize=9.5, color=GREY, va="center")
    text = "; ".join(f"{MARKS[state][0]} {about(count)}" for state, count in counts.items())
    describe(
        ax,
        f"One simulated world of {race.world.scenario.name} on {date:%d %B %Y}: of {about(whole)} servers, {text}.",
    )


def _draw_population(ax: Axes, name: str, states: NDArray[np.int8], top: float) -> int:
    """The marks of a population, in rows; returns how many rows."""
    numbers = np.arange(len(states))
    is_long = letters_of(name) > NAME
    lines = wrapped(shortened(name), LONG_NAME) if is_long else [name]
    ax.text(-0.9, top, "\n".join(lines), ha="right", va="center", fontsize=8.5 if is_long else 10.5, color=BLACK)
    for code, state in enumerate(STATES):
        here = numbers[states == code]
        _, marker, face, edge = MARKS[state]
        ax.scatter(here % ACROSS, top + here // ACROSS, MARK, marker=marker, facecolors=face, edgecolors=edge,
                   linewidths=1.0)  # fmt: skip
    return -(-len(states) // ACROSS)


def _draw_key(ax: Axes, counts: dict[str, int]) -> None:
    """What the marks mean, with the count of each."""
    figure = ax.get_figure(root=True)
    assert figure is not None
    apart = max(1.75, KEY_POINTS * (ax.get_ylim()[0] - HIGHEST) * figure.dpi / 72 / ax.bbox.height)
    for line, (state, count) in enumerate(counts.items()):
        label, marker, face, edge = MARKS[state]
        height = 1.5 + (line + 1.2) * apart
        ax.scatter(ACROSS + 1.1, height, KEY_MARK, marker=marker, facecolors=face, edgecolors=edge, linewidths=1.1)
        for up, words, points, weight in ((6, about(count), 12, "bold"), (-8, label, 9.5, "normal")):
            ax.annotate(words, (ACROSS + 2.2, height), (0, up), textcoords="offset points", fontsize=points,
                        fontweight=weight, va="center", color=BLACK)  # fmt: skip


def _draw_progress(ax: Axes, race: Race, day: float, height: float) -> None:
    """How far the race has run: the named moments as ticks, and the name of the latest."""
    horizon, across = race.world.horizon, ACROSS - 1
    ax.plot([0, across], [height] * 2, color="#d0d0d0", linewidth=5, solid_capstyle="butt")
    ax.plot([0, across * day / horizon], [height] * 2, color=BLACK, linewidth=5, solid_capstyle="butt")
    named = race.world.scenario.timeline
    moments = sorted(
        (days, name) for name, days in race.world.moments.items() if name in named and 0 <= days <= horizon
    )
    for days, _ in moments:
        ax.plot([across * days / horizon] * 2, [height - 0.35, height + 0.35], color=BLUE, linewidth=1.5)
    passed = [(days, name) for days, name in moments if days <= day]
    if passed:
        days, name = passed[-1]
        date = f"{race.world.scenario.start + timedelta(days=days):%d %b}".lstrip("0")
        words = f"latest: {shortened(called(race.world.scenario, TIMELINE, name), LATEST)}, {date}"
        ax.text(ACROSS + 0.6, height, words, fontsize=10.5, color=BLUE, va="center")  # fmt: skip
