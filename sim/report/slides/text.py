"""How much room text takes on a slide, by an estimate on the safe side, and text cut to a room."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

POINTS = 72
LINE = 1.2
ELLIPSIS = "…"
WIDE, BROAD, CAPITAL, USUAL, THIN, SPACE = 1.15, 0.99, 0.7, 0.62, 0.4, 0.32
"""Widths of letters in ems. They are those of DejaVu Sans, which stands in where Calibri is missing and is wider."""
BOLD = 1.13
SAFE = 0.96
"""The share of a room that is filled, as no estimate is exact and no program breaks lines quite like another."""


def ems(text: str) -> float:
    """The width of a line of text, in units of its font size."""
    return sum(map(_em, text))


def lines(text: str, size: float, width: float, bold: bool = False) -> int:
    """How many lines a paragraph takes at a font size in points, in a room of the given width in inches."""
    room = SAFE * width * POINTS / size / (BOLD if bold else 1)
    count, used = 1, 0.0
    for word in text.split():
        long = ems(word)
        if used and used + SPACE + long > room:
            count, used = count + 1, 0.0
        used += long + (SPACE if used else 0.0)
        if used > room:
            count, used = count + int(used // room), used % room
    return count


def height(texts: Iterable[str], size: float, width: float, gap: float = 0.0, bold: bool = False) -> float:
    """How many inches paragraphs take, with a gap in points after each."""
    return sum(lines(text, size, width, bold) * LINE * size + gap for text in texts) / POINTS


def fitting(
    texts: Sequence[str], room: tuple[float, float], sizes: Sequence[float], gap: float = 0.0, bold: bool = False
) -> float:
    """The first of some font sizes at which paragraphs fit a room (width, height) in inches, else the last."""
    width, high = room
    return next((size for size in sizes if height(texts, size, width, gap, bold) <= high), sizes[-1])


def shortened(text: str, most: float) -> str:
    """A text, cut with an ellipsis if it is wider than the given number of ems."""
    if ems(text) <= most:
        return text
    kept, used = 0, 0.0
    for letter in text:
        used += _em(letter)
        if used + 1 > most:
            break
        kept += 1
    return text[:kept].rstrip() + ELLIPSIS


@lru_cache(maxsize=4096)
def _em(letter: str) -> float:
    if unicodedata.combining(letter):
        return 0.0
    if unicodedata.east_asian_width(letter) in "WF":
        return WIDE
    if letter in "MWmw@%—…":
        return BROAD
    if letter in "fijlrt.,;:'!()|":
        return THIN
    if letter == " ":
        return SPACE
    return CAPITAL if letter.isupper() else USUAL
