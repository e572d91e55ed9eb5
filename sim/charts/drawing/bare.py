"""Charts without the words around them, for a page that says beside them what they show."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO

from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine

from .alt_text import alt_text
from .letters import plain, with_letters, without_warnings_of_letters
from .style import look, without_words_around

MARGIN = 0.02
"""Inches around what is drawn."""
LETTERS = 9.5
"""Points of letters without a size of their own: a little smaller than the text of a page."""


@dataclass(frozen=True)
class Picture:
    """A chart as SVG, with the words for those who do not see it."""

    name: str
    svg: bytes
    alt: str


def bare(name: str, size: tuple[float, float], draw: Callable[[Axes], Axes]) -> Picture:
    """Draw a chart as a picture of a size in inches, all of it, without title and caption.

    Where the axes may reach is found with a first drawing. The second is on axes that end there, so that what is laid
    out by their size fits. Letters are drawn as outlines, since a page may be read where the typeface is not installed.
    """
    with look_of_pictures():
        figure = bare_figure(size, draw)
        target = BytesIO()
        figure.savefig(target, format="svg", transparent=True, metadata={"Date": None, "Title": name})
    return Picture(name, target.getvalue(), plain(alt_text(figure)))


@contextmanager
def look_of_pictures() -> Iterator[None]:
    """Draw as such pictures are drawn."""
    with look(**{"svg.fonttype": "path", "font.size": LETTERS}), without_warnings_of_letters():
        yield


def bare_figure(size: tuple[float, float], draw: Callable[[Axes], Axes]) -> Figure:
    """The figure of such a picture, with all its letters in place."""
    first = Figure(figsize=size, layout=ConstrainedLayoutEngine(w_pad=MARGIN, h_pad=MARGIN))
    bounds = _drawn(first, draw, first.add_subplot()).get_position(original=True).bounds
    figure = Figure(figsize=size)
    _drawn(figure, draw, figure.add_axes(bounds))
    return figure


def _drawn(figure: Figure, draw: Callable[[Axes], Axes], ax: Axes) -> Axes:
    """Draw on axes of a figure, with all letters in place."""
    FigureCanvasSVG(figure)
    without_words_around(draw(ax))
    figure.draw_without_rendering()
    if with_letters(figure) or figure.get_layout_engine():  # a layout settles with the second drawing
        figure.draw_without_rendering()
    return ax
