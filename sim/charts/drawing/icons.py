"""Two arrays of icons side by side: who is hit with one plan and with another. It takes plain numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.path import Path
from matplotlib.transforms import Affine2D

from .style import BLACK, BLUE, BREACHED, GREY, INKS, ORANGE
from .wrapping import wrapped

SIZE = (10.0, 5.6)
TOP = 9.5
BETWEEN = 3.5
LINE = 0.95
SMALLEST_IN_KEY = 0.6
LONG, HEADING = 25, 22
"""Letters of a number in large type, and of a line of a heading."""
HOUSE = Path([(-0.36, -0.4), (0.36, -0.4), (0.36, 0.08), (0, 0.42), (-0.36, 0.08), (-0.36, -0.4)], closed=True)
BOX = Path([(-0.28, -0.42), (0.28, -0.42), (0.28, 0.42), (-0.28, 0.42), (-0.28, -0.42)], closed=True)
TICK = Path([(-0.17, -0.09), (-0.04, -0.23), (0.19, 0.09)])
SLOTS = Path([(-0.16, 0.2), (0.16, 0.2), (-0.16, 0.02), (0.16, 0.02)], [Path.MOVETO, Path.LINETO] * 2)
PLUS = Path([(-0.16, -0.1), (0.16, -0.1), (0, -0.26), (0, 0.06)], [Path.MOVETO, Path.LINETO] * 2)


@dataclass(frozen=True)
class Icon:
    """What one icon looks like: its outline, and what is drawn inside where nothing changes."""

    outline: Path
    detail: Path | None = None


BUILDING, SERVER = Icon(HOUSE), Icon(BOX, SLOTS)


@dataclass(frozen=True)
class IconGrid:
    """How many icons an array has, how many of them a row, and their size."""

    icons: int
    across: int
    size: float

    @property
    def width(self) -> float:
        """From the left edge to the right one."""
        return self.across * self.size

    @property
    def bottom(self) -> float:
        """Where the lowest row ends."""
        return TOP - self.icons / self.across * self.size

    def place(self, number: int, left: float) -> tuple[float, float]:
        """The middle of an icon, row by row from the top; `left` is the left edge of the array."""
        row, column = divmod(number, self.across)
        return left + (column + 0.5) * self.size, TOP - (row + 0.5) * self.size


GRIDS = {grid.icons: grid for grid in (IconGrid(100, 10, 1.0), IconGrid(1_000, 40, 0.3))}
"""By the number of icons: more than a thousand cannot be seen."""


@dataclass(frozen=True)
class Side:
    """One array: what stands above it, the number `hit`, and its number and its range in words below."""

    heading: str
    hit: int
    number: str
    spread: str
    below_heading: str = ""


def draw_two_arrays(ax: Axes, before: Side, after: Side, of: int, icon: Icon, key: Mapping[str, str]) -> None:
    """Draw `of` icons (see GRIDS) for each side, and a key: hit, spared by the second or hit in addition, the rest.

    `key` has the words of each of these states.
    """
    grid = GRIDS[of]
    second = grid.width + BETWEEN
    spared, more = max(before.hit - after.hit, 0), max(after.hit - before.hit, 0)
    draw_array(ax, grid, 0.0, icon, (before.hit, 0, 0))
    draw_array(ax, grid, second, icon, (after.hit - more, spared, more))
    for left, side in ((0.0, before), (second, after)):
        _write_numbers(ax, grid, left, side)
    shown = {"hit": True, "spared": spared > 0, "more": more > 0, "rest": True}
    _key(ax, grid, second + grid.width + 1.2, icon, {state: key[state] for state in shown if shown[state]})
    ax.set_xlim(-0.2, second + grid.width + 8.7)
    ax.set_ylim(grid.bottom - 3.5, TOP + 1.4 + max(map(_extra, (before, after))))
    ax.set_aspect("equal")
    ax.set_axis_off()


def draw_array(ax: Axes, grid: IconGrid, left: float, icon: Icon, changed: tuple[int, int, int]) -> None:
    """Draw icons row by row from the top: those hit, then those spared, those hit in addition, then the rest."""
    places = [grid.place(number, left) for number in range(grid.icons)]
    begin = 0
    for state, count in zip(("hit", "spared", "more"), changed, strict=True):
        draw_icons(ax, places[begin : begin + count], grid.size, icon, state)
        begin += count
    draw_icons(ax, places[begin:], grid.size, icon, "rest")


def draw_icons(ax: Axes, places: Iterable[tuple[float, float]], size: float, icon: Icon, state: str) -> None:
    """Draw icons of one state: each differs in its fill and in what is drawn inside, not in colour alone."""
    face, edge, inside, ink = {
        "hit": (BREACHED, INKS[BREACHED], icon.detail, "white"),
        "spared": ("#cfe4f3", BLUE, TICK, BLUE),
        "more": (ORANGE, BLACK, PLUS, BLACK),
        "rest": ("white", "#9a9a9a", icon.detail, "#9a9a9a"),
    }[state]
    placed = [Affine2D().scale(size).translate(*place) for place in places]
    if not placed:
        return
    thin = min(1.0, size + 0.1)
    ax.add_collection(
        PathCollection(
            [icon.outline.transformed(each) for each in placed],
            facecolors=face, edgecolors=edge, linewidths=1.1 * thin, label=state,
        ),
        autolim=False,
    )  # fmt: skip
    if inside is not None:
        width = (1.8 if inside is TICK else 1.2) * thin
        drawn = [inside.transformed(each) for each in placed]
        ax.add_collection(PathCollection(drawn, facecolors="none", edgecolors=ink, linewidths=width), autolim=False)


def _write_numbers(ax: Axes, grid: IconGrid, left: float, side: Side) -> None:
    """The plan above its array; its number and how far worlds differ below."""
    above = TOP + 0.5
    if side.below_heading:
        _upwards(ax, (left, above), side.below_heading.splitlines(), fontsize=10.5, color=GREY)
        above += LINE * len(side.below_heading.splitlines())
    _upwards(ax, (left, above), wrapped(side.heading, HEADING), fontsize=13, fontweight="bold", color=BLACK)
    points = 15 if len(side.number) <= LONG else 12
    ax.text(left, grid.bottom - 1.25, side.number, fontsize=points, fontweight="bold", color=BLACK)
    ax.text(left, grid.bottom - 1.75, side.spread, fontsize=10.5, color=GREY, va="top", linespacing=1.4)


def _upwards(ax: Axes, at: tuple[float, float], lines: list[str], **look: Any) -> None:
    """Lines of which the last stands on `at`."""
    for number, line in enumerate(reversed(lines)):
        ax.text(at[0], at[1] + LINE * number, line, parse_math=False, **look)


def _extra(side: Side) -> float:
    """The height of what stands above an array beyond one line."""
    return LINE * (len(side.below_heading.splitlines()) + len(wrapped(side.heading, HEADING)) - 1)


def changed(before: Side, after: Side) -> int:
    """How many icons differ: spared by the second, or hit in addition."""
    return abs(before.hit - after.hit)


def _key(ax: Axes, grid: IconGrid, left: float, icon: Icon, key: Mapping[str, str]) -> None:
    """What the icons mean, to the right of both arrays."""
    size = max(grid.size, SMALLEST_IN_KEY)
    for line, (state, text) in enumerate(key.items()):
        height = TOP - 0.9 - 1.7 * line
        draw_icons(ax, [(left, height)], size, icon, state)
        ax.text(left + 0.9, height, text, fontsize=11, va="center", color=BLACK)
