"""The charts of a report: bare ones for a page that says around them what they show, and whole ones as files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from pathlib import Path

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from sim import charts
from sim.charts.style import LOOK, without_words_around

from .deadlines import WORST, deadlines_for
from .page import Page

WIDE = (7.6, 3.9)
"""Inches of the curve on a page."""
MARGIN = 0.04


@dataclass(frozen=True)
class Picture:
    """A chart as SVG, with the words for those who do not see it."""

    name: str
    svg: bytes
    alt: str


def pictures(page: Page) -> dict[str, Picture]:
    """The bare charts of a page by name; none for a client without servers."""
    if not page.plans:
        return {}
    drawn: dict[str, tuple[tuple[float, float], Callable[[Axes], Axes]]] = {
        "curve": (WIDE, lambda ax: charts.chance_by_patch_day(page.race, ax, _lines(page, only_in_force=True))),
    }
    return {name: _picture(name, size, draw) for name, (size, draw) in drawn.items()}


def save_figures(page: Page, folder: Path) -> list[Path]:
    """Write the whole charts into a folder, as PNG, SVG and PDF; returns the files."""
    folder.mkdir(parents=True, exist_ok=True)
    race = page.race
    drawn: dict[str, Callable[[], Axes]] = {
        "chance_by_patch_day": partial(charts.chance_by_patch_day, race, deadlines=_lines(page)),
    }
    return [path for name, draw in drawn.items() for path in charts.save(draw, folder, name, formats=charts.FORMATS)]


def _lines(page: Page, only_in_force: bool = False) -> list[tuple[float, str]]:
    """Official deadlines as the curve marks them."""
    return [
        (rule.days, f"{rule.rule}: {rule.within()}" + ("" if only_in_force else f" ({rule.status(page.on)})"))
        for rule in deadlines_for(WORST)
        if rule.days is not None and (rule.is_in_force(page.on) or not only_in_force)
    ]


def _picture(name: str, size: tuple[float, float], draw: Callable[[Axes], Axes]) -> Picture:
    # Letters as outlines, since a page may be read where the font of the charts is not installed.
    with mpl.rc_context({**LOOK, "svg.fonttype": "path"}):
        figure = Figure(figsize=size)
        FigureCanvasSVG(figure)
        ax = without_words_around(draw(figure.add_subplot()))
        target = BytesIO()
        figure.savefig(
            target, format="svg", bbox_inches="tight", pad_inches=MARGIN, metadata={"Date": None, "Title": name}
        )
        return Picture(name, target.getvalue(), charts.alt_text(ax))
