"""Lanes of labels on stems: each label stands on a line of its own height, so that none covers a label or a stem."""

from __future__ import annotations

from dataclasses import dataclass

from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextPath

from .typeface import FAMILIES, make_known
from .wrapping import WIDE_IN_SIZE, is_wide

BEYOND_LEFT, BEYOND_RIGHT = 0.06, 0.22
"""How far labels may reach beyond the axis, as shares of its width."""


@dataclass(frozen=True)
class Lane:
    """Where a label stands: the lane from below, from 0, and whether its text lies to the left of its stem."""

    height: int
    to_the_left: bool


def text_width(text: str, points: float, weight: str = "normal") -> float:
    """The width of a text in points, from the outlines of its letters: the same on every screen.

    Letters as wide as high (Chinese, Japanese, Korean), which may come from another font, count as that.
    """
    wide = [letter for letter in text if is_wide(letter)]
    other = "".join(letter for letter in text if letter not in wide)
    if not other:
        return points * WIDE_IN_SIZE * len(wide)
    make_known()
    font = FontProperties(family=FAMILIES, weight=weight)
    return float(TextPath((0, 0), other, size=points, prop=font).get_extents().width) + points * WIDE_IN_SIZE * len(
        wide
    )


def lanes(places: list[float], widths: list[float], across: float, gap: float) -> list[Lane]:
    """The lanes of labels whose stems stand at `places`, in ascending order, on an axis `across` wide.

    The first labels lie to the left of their stems and rise from left to right, the others to the right and fall: a
    stem then never passes through a label. Where the sides change is chosen so that labels stay near the axis and take
    the fewest lanes.
    """
    tried = []
    for split in range(len(places) + 1):
        left = _rising(places[:split], widths[:split], gap)
        mirrored = [-place for place in reversed(places[split:])]
        right = _rising(mirrored, list(reversed(widths[split:])), gap)[::-1]
        reach = [-BEYOND_LEFT * across - place + width for place, width in zip(places, widths, strict=True)][:split]
        over = [place + width - (1 + BEYOND_RIGHT) * across for place, width in zip(places, widths, strict=True)]
        beyond = max([0.0, *reach, *over[split:]])
        heights = [*left, *right]
        tried.append((beyond, max(heights, default=0), sum(heights), split, heights))
    *_, split, heights = min(tried)
    return [Lane(height, number < split) for number, height in enumerate(heights)]


def _rising(places: list[float], widths: list[float], gap: float) -> list[int]:
    """Heights of labels that lie to the left of their stems: above every label whose stem they would touch."""
    heights: list[int] = []
    for place, width in zip(places, widths, strict=True):
        touched = [height for before, height in zip(places, heights, strict=False) if before >= place - width - gap]
        heights.append(max(touched, default=-1) + 1)
    return heights
