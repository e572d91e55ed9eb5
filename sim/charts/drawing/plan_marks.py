"""Marks on a curve, dots with a letter or a short word, and the key that says what each of them is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes

from .label_lanes import text_width
from .style import AROUND, BLACK, GREY, YOU

SIZE, TALL = 9.5, 16.0
"""Points of the letter of a mark, and from the lower to the upper end of its frame."""
PAD, APART = 8.0, 1.5
"""Points that the frame of a mark is wider than its letters, and least distance of two marks."""
OVER = 4.0
"""Points that a frame may reach over the axes, short of the numbers beside them."""
ROW, FIRST_ROW = 19.0, 16.0
"""Points from one row of a key to the next, and from the axes to the middle of the lowest."""
WORDS_AT = 40.0
"""Points from the left edge to the words of a key."""
BEFORE = "#e4e4e4"
"""Of what is breached before the fix is out."""
DASHES: Any = (0, (4, 3))


@dataclass(frozen=True)
class Mark:
    """A mark: its sign, where it belongs on the axes, and what it stands for; `is_you` is what the client does."""

    sign: str
    at: tuple[float, float]
    words: str
    is_you: bool = False

    @property
    def width(self) -> float:
        """Points across its frame."""
        return max(text_width(self.sign, SIZE, "bold") + PAD, TALL)


@dataclass(frozen=True)
class Line:
    """A day that is marked from top to bottom by a dashed line, with its number and its words."""

    sign: str
    day: float
    words: str


def place_marks(marks: list[Mark], size: tuple[float, float], ends: tuple[float, float], highest: float) -> list[Any]:
    """Middles of marks in points from the lower left corner of axes of a size in points, none over another.

    A mark stands on its point where there is room, otherwise above the marks that are there already.
    """
    wide, high = size
    placed: list[tuple[float, float, float]] = []
    for mark in sorted(marks, key=lambda each: each.at):
        x = (mark.at[0] - ends[0]) / (ends[1] - ends[0]) * wide
        x = min(max(x, mark.width / 2 - OVER), wide - mark.width / 2 + OVER)
        y = max(mark.at[1] / highest * high, TALL / 2 - OVER)
        for left, level, width in sorted(placed, key=lambda each: each[1]):
            if abs(left - x) < (width + mark.width) / 2 + APART and abs(level - y) < TALL + APART:
                y = level + TALL + APART
        placed.append((x, y, mark.width))
    order = sorted(range(len(marks)), key=lambda index: marks[index].at)
    found = dict(zip(order, placed, strict=True))
    return [found[index][:2] for index in range(len(marks))]


def draw_marks(ax: Axes, marks: list[Mark], places: list[Any], size: tuple[float, float]) -> None:
    """Draw marks at their places, and a thin line from each that stands off its point."""
    wide, high = size
    for mark, (x, y) in zip(marks, places, strict=True):
        colour = YOU if mark.is_you else BLACK
        ax.plot(*mark.at, marker="o", markersize=5, color=colour, zorder=6, clip_on=False)
        where = (x / wide, y / high)
        ax.annotate(
            "", mark.at, where, "data", "axes fraction", zorder=6, annotation_clip=False,
            arrowprops={"arrowstyle": "-", "color": colour, "linewidth": 1.0, "shrinkA": 0, "shrinkB": 0},
        )  # fmt: skip
        ax.annotate(mark.sign, where, xycoords="axes fraction", zorder=8, **_frame(mark.is_you))


def draw_lines(ax: Axes, lines: list[Line], size: tuple[float, float], ends: tuple[float, float]) -> None:
    """Draw marked days, with their numbers above the axes beside each other."""
    wide, free = size[0], 0.0
    for line in lines:
        ax.axvline(line.day, color=GREY, linewidth=1.1, linestyle=DASHES, zorder=1)
        at = max((line.day - ends[0]) / (ends[1] - ends[0]) * wide, free)
        free = at + TALL + APART
        ax.annotate(
            line.sign, (0, 1), (at, FIRST_ROW - 4), "axes fraction", "offset points", annotation_clip=False,
            **_plate(),
        )  # fmt: skip


def draw_key(ax: Axes, rows: list[Mark | Line | str], above: float) -> float:
    """Write what marks and lines stand for above the axes, a row each from the top, and a text with a grey box.

    The rows are words around the chart. Returns how high all is, in points.
    """
    for number, row in enumerate(reversed(rows)):
        level = above + FIRST_ROW + ROW * number
        if isinstance(row, str):
            sign, words = "  ", row
            look = {**_plate(), "fontsize": 6, "bbox": {**_plate()["bbox"], "facecolor": BEFORE}}
        else:
            sign, words = row.sign, row.words
            look = _plate() if isinstance(row, Line) else _frame(row.is_you)
        is_you = isinstance(row, Mark) and row.is_you
        for text, at, how in (
            (sign, WORDS_AT / 2, look),
            (words, WORDS_AT, {"ha": "left", "va": "center", "color": BLACK, "fontsize": 10.5,
                               "fontweight": "bold" if is_you else "normal"}),
        ):  # fmt: skip
            drawn = ax.annotate(
                text, (0, 1), (at, level), "axes fraction", "offset points", annotation_clip=False, **how
            )
            drawn.set_label(AROUND)
    return above + ROW * len(rows)


def _frame(is_you: bool) -> dict[str, Any]:
    """The look of a mark: letters in a round frame."""
    style = "round,pad=0.3,rounding_size=0.8" if is_you else "circle,pad=0.25"
    return {
        "ha": "center", "va": "center", "fontsize": SIZE, "fontweight": "bold", "color": "white" if is_you else BLACK,
        "bbox": {"boxstyle": style, "facecolor": YOU if is_you else "white",
                 "edgecolor": "white" if is_you else BLACK, "linewidth": 1.3},
    }  # fmt: skip


def _plate() -> dict[str, Any]:
    """The look of the number of a marked day."""
    return {
        "ha": "center", "va": "center", "fontsize": SIZE, "color": BLACK,
        "bbox": {"boxstyle": "square,pad=0.25", "facecolor": "white", "edgecolor": GREY, "linewidth": 1.0},
    }  # fmt: skip
