"""The report as a web page: one file that loads nothing."""

from __future__ import annotations

from functools import partial
from importlib import metadata

from sim.charts.drawing.bare import Picture
from sim.charts.drawing.style import BREACHED, INKS, YOU
from sim.charts.drawing.typeface import FAMILY, font_faces

from .figures import NARROW
from .logos import address
from .page import Page, logos_of
from .templates import data_address, filled


def web_page(page: Page, pictures: dict[str, Picture]) -> str:
    """A page as HTML. What users wrote is escaped."""
    fill = partial(
        filled,
        "page.html",
        "web pages",
        page=page,
        say=page.words.text,
        on=page.words.date(page.on),
        pictures={
            name: {"source": data_address(each.svg, "image/svg+xml"), "alt": each.alt}
            for name, each in pictures.items()
        },
        narrow=NARROW,
        logos=[(address(logo), words) for logo, words in logos_of(page.race.client)],
        version=metadata.version("patchrace"),
        family=FAMILY,
        breached_ink=INKS[BREACHED],
        you_colour=YOU,
    )
    return fill(font_faces=font_faces([fill(font_faces="")]))
