"""A report as slides that a consultant can show and edit, in PowerPoint's format."""

from __future__ import annotations

import io
import zipfile

from sim.report.needed import needed
from sim.report.page import Page

ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)


def slides(page: Page) -> bytes:
    """The page as slides: native charts and tables, with notes and alt texts. The same page gives the same bytes.

    Raises InputError where python-pptx is not installed, or the client's logo cannot be read.
    """
    needed("pptx", "slides")
    from .deck import deck

    return _without_clock(deck(page))


def _without_clock(packed: bytes) -> bytes:
    """A package without the time at which its parts were packed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, ZIP_EPOCH), old.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()
