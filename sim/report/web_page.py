"""The report as a web page: one file that loads nothing."""

from __future__ import annotations

from importlib import metadata

from sim.charts.drawing.bare import Picture

from .deadlines import written
from .logos import address
from .page import NOT_A_FORECAST, STAYS_HERE, Page, logos_of
from .templates import data_address, filled

RACE_CAPTION = "All servers of the case, in simulated futures. Lines: the average. Bands: 9 of 10 futures."


def web_page(page: Page, pictures: dict[str, Picture]) -> str:
    """A page as HTML. What users wrote is escaped."""
    return filled(
        "page.html",
        "web pages",
        page=page,
        on=written(page.on),
        pictures={
            name: {"source": data_address(each.svg, "image/svg+xml"), "alt": each.alt}
            for name, each in pictures.items()
        },
        logos=[(address(logo), words) for logo, words in logos_of(page.race.client)],
        version=metadata.version("patchrace"),
        race_caption=RACE_CAPTION,
        not_a_forecast=NOT_A_FORECAST,
        stays_here=STAYS_HERE,
    )
