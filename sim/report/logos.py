"""Logos in the forms of a report: as an address for pages, as a file for paper, and as dots where no SVG is drawn."""

from __future__ import annotations

import tempfile
from pathlib import Path

from sim.clients.logo import KEPT_DOTS, SVG, Logo

from .needed import needed
from .templates import data_address

POINTS = 72
SMALLEST = 1.0
"""Points of a side of a picture, as typst draws none that is thinner."""
SOURCE = """#set page(width: auto, height: auto, margin: 0pt, fill: none)
#image("picture.svg", width: {width}pt, height: {height}pt)
"""


def address(logo: Logo | None) -> str:
    """A logo as an address that holds it; empty where there is none."""
    return "" if logo is None else data_address(logo.content, logo.media)


def suffix(logo: Logo) -> str:
    """How the name of a file with the logo ends."""
    return logo.media.partition("/")[2].partition("+")[0]


def as_dots(logo: Logo) -> bytes:
    """A logo as PNG or JPEG, for programs that show no SVG. Raises InputError where typst is not installed."""
    return svg_as_dots(logo.content, logo.size) if logo.media == SVG else logo.content


def svg_as_dots(svg: bytes, size: tuple[float, float], across: float = KEPT_DOTS) -> bytes:
    """An SVG of a size as a PNG whose longer side has so many dots, on nothing. Fetches nothing."""
    typst = needed("typst", "pictures of SVG")
    longest = max(size)
    width, height = (max(each / longest * across, SMALLEST) for each in size)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "picture.svg").write_bytes(svg)
        source = folder / "picture.typ"
        source.write_text(SOURCE.format(width=width, height=height), encoding="utf-8")
        return bytes(typst.compile(str(source), root=place, format="png", ppi=POINTS))
