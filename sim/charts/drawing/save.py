"""Saving charts: as PNG, SVG or PDF, for a slide, a page or the web, with their alt text inside the file."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from contextlib import nullcontext
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from .alt_text import alt_text
from .letters import plain, with_letters, without_warnings_of_letters
from .style import add_to_caption, look, without_words_around
from .typeface import font_faces, outlines_alone

MARGIN = 0.25
"""Inches around what is drawn."""


@dataclass(frozen=True)
class Size:
    """What a chart is for: dots per inch or pixels across for PNG, and width by height where the place demands it."""

    dots_per_inch: float | None = None
    pixels: int | None = None
    proportion: float | None = None


SIZES = {
    "page": Size(dots_per_inch=150),
    "slide": Size(pixels=1920, proportion=16 / 9),
    "web": Size(pixels=1000),
}
FORMATS = ("png", "svg", "pdf")


def save(
    draw: Callable[[], Axes | tuple[Axes, ...]],
    folder: str | Path,
    name: str,
    *,
    formats: Iterable[str] = ("png", "svg"),
    size: str = "page",
    words: bool = True,
    note: str = "",
) -> list[Path]:
    """Draw a chart and write it in every format into a folder.

    The file carries title and alt text: in a PNG as its text chunks `Title` and `Description`, in an SVG as <title> and
    <desc>, in a PDF as title and subject.

    Parameters
    ----------
    draw : callable
        Draws the chart and returns its axes.
    folder : str or Path
        A folder that exists.
    name : str
        The files' name without its ending.
    formats : iterable of str
        Any of png, svg and pdf.
    size : str
        "page", "slide" (16 by 9) or "web".
    words : bool
        False leaves title and caption out, for a paper or a page that has its own.
    note : str
        The last line of the caption.

    Returns
    -------
    list of Path
        The files.

    Raises
    ------
    ValueError
        For an unknown size or format.

    Examples
    --------
    >>> files = sim.charts.save(lambda: sim.charts.race_over_time(proxylogon), ".", "race", size="slide")
    >>> [file.name for file in files]
    ['race.png', 'race.svg']
    """
    formats = tuple(formats)
    for given, known in ((size, tuple(SIZES)), *((each, FORMATS) for each in formats)):
        if given not in known:
            raise ValueError(f"{given!r} is none of {', '.join(known)}")
    with look(), without_warnings_of_letters():
        drawn = draw()
        figure = (drawn[0] if isinstance(drawn, tuple) else drawn).get_figure(root=True)
        assert figure is not None
        if note:
            add_to_caption(figure.axes[0], note)
        if not words:
            for ax in figure.axes:
                without_words_around(ax)
        figure.draw_without_rendering()
        with_letters(figure)
        paths = [Path(folder) / f"{name}.{each}" for each in formats]
        box, dots_per_inch = _frame(figure, SIZES[size])
        for path in paths:
            path.write_bytes(_written(figure, path.suffix[1:], box, dots_per_inch))
        if "matplotlib.pyplot" in sys.modules:
            sys.modules["matplotlib.pyplot"].close(figure)
    return paths


def _frame(figure: Figure, size: Size) -> tuple[Bbox, float]:
    """The part of a figure to write, in inches, which holds all that is drawn, and its dots per inch."""
    figure.draw_without_rendering()
    drawn = figure.get_tightbbox().padded(MARGIN)
    if size.proportion is not None:
        width = max(drawn.width, drawn.height * size.proportion)
        height = width / size.proportion
        left, bottom = (drawn.x0 + drawn.x1 - width) / 2, (drawn.y0 + drawn.y1 - height) / 2
        drawn = Bbox.from_bounds(left, bottom, width, height)
    return drawn, size.dots_per_inch or (size.pixels or 0) / drawn.width


def _written(figure: Figure, kind: str, box: Bbox, dots_per_inch: float) -> bytes:
    text, title = plain(alt_text(figure)), plain(_title(figure))
    # The dates and the version of the program that wrote them would make equal pictures differ.
    metadata: dict[str, Any] = {
        "png": {"Software": None, "Title": title, "Description": text},
        "svg": {"Date": None, "Title": title, "Description": text},
        "pdf": {"CreationDate": None, "Creator": None, "Producer": None, "Title": title, "Subject": text},
    }[kind]
    target = BytesIO()
    with outlines_alone() if kind == "pdf" else nullcontext():
        figure.savefig(target, format=kind, dpi=dots_per_inch, bbox_inches=box, facecolor="white", metadata=metadata)
    written = target.getvalue()
    if kind == "svg":
        # Matplotlib keeps the description among the metadata, where no screen reader looks for it.
        label, described = f"<title>{escape(title)}</title>", f"<desc>{escape(text)}</desc>"
        # Letters stay text; the typeface goes with them, as it is on few machines.
        letters = f"<style>{font_faces([text for drawn in figure.findobj(Text) for text in drawn.get_text()])}</style>"
        text_of_svg = written.decode("utf-8").replace("<svg ", '<svg role="img" ', 1)
        written = text_of_svg.replace(label, f"{label}\n {described}\n {letters}", 1).encode("utf-8")
    return written


def _title(figure: Figure) -> str:
    """The first title of a figure in one line."""
    titles = (" ".join(ax.get_title(loc="left").split()) for ax in figure.axes)
    return next(filter(None, titles), "Chart")
