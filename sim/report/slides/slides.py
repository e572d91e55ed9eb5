"""A report as slides that a consultant can show and edit, in PowerPoint's format."""

from __future__ import annotations

from sim.report.needed import needed
from sim.report.packed import without_clock
from sim.report.page import Page


def slides(page: Page) -> bytes:
    """The page as slides: native charts and tables, with notes and alt texts. The same page gives the same bytes.

    Raises InputError where python-pptx is not installed, or the client's logo cannot be read.
    """
    needed("pptx", "slides")
    from .deck import deck

    return without_clock(deck(page))
