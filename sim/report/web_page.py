"""The report as a web page: one file that loads nothing."""

from __future__ import annotations

from base64 import b64encode
from importlib import metadata, resources

from sim.charts.bare import Picture

from .deadlines import written
from .needed import needed
from .page import NOT_A_FORECAST, STAYS_HERE, Page

TEMPLATE = "page.html"
RACE_CAPTION = "All servers of the case, in simulated futures. Lines: the average. Bands: 9 of 10 futures."


def web_page(page: Page, pictures: dict[str, Picture]) -> str:
    """A page as HTML. What users wrote is escaped."""
    jinja2 = needed("jinja2", "web pages")
    around = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    template = around.from_string(resources.files("sim.report").joinpath(TEMPLATE).read_text(encoding="utf-8"))
    client = page.race.client
    return str(
        template.render(
            page=page,
            on=written(page.on),
            pictures={
                name: {"source": data_address(each.svg, "image/svg+xml"), "alt": each.alt}
                for name, each in pictures.items()
            },
            logo=data_address(client.logo_bytes, client.logo_type) if client.logo_bytes else "",
            version=metadata.version("patchrace"),
            race_caption=RACE_CAPTION,
            not_a_forecast=NOT_A_FORECAST,
            stays_here=STAYS_HERE,
        )
    )


def data_address(content: bytes, media_type: str) -> str:
    """A file as an address that holds it."""
    return f"data:{media_type};base64,{b64encode(content).decode('ascii')}"
