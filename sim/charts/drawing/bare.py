"""Charts without the words around them, for a page that says beside them what they show."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from .alt_text import alt_text
from .letters import plain, with_letters, without_warnings_of_letters
from .style import LOOK, without_words_around

MARGIN = 0.04
"""Inches around what is drawn."""


@dataclass(frozen=True)
class Picture:
    """A chart as SVG, with the words for those who do not see it."""

    name: str
    svg: bytes
    alt: str


def bare(name: str, size: tuple[float, float], draw: Callable[[Axes], Axes]) -> Picture:
    """Draw a chart on axes of a size in inches, without title and caption.

    Letters are drawn as outlines, since a page may be read where the font of the charts is not installed.
    """
    with mpl.rc_context({**LOOK, "svg.fonttype": "path"}), without_warnings_of_letters():
        figure = Figure(figsize=size)
        FigureCanvasSVG(figure)
        ax = without_words_around(draw(figure.add_subplot()))
        figure.draw_without_rendering()
        with_letters(figure)
        target = BytesIO()
        figure.savefig(
            target, format="svg", bbox_inches="tight", pad_inches=MARGIN, metadata={"Date": None, "Title": name}
        )
    return Picture(name, target.getvalue(), plain(alt_text(ax)))
