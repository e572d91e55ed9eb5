"""Packages of Office files, in which nothing depends on when they were packed."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from typing import Any

from .page import Page

ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
LONGEST_PROPERTY = 255
"""Letters, as the libraries take no more."""


def without_clock(packed: bytes) -> bytes:
    """A package without the time at which its parts were packed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, ZIP_EPOCH), old.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def describe_file(properties: Any, page: Page) -> None:
    """What a file manager shows. All times are the day of the report, so the same page gives the same file."""
    day = datetime(page.on.year, page.on.month, page.on.day)
    properties.title, properties.subject = (text[:LONGEST_PROPERTY] for text in (page.title, page.headline))
    properties.author = properties.last_modified_by = "patchrace"
    properties.language, properties.keywords = page.words.tag, "patching"
    properties.comments, properties.category = page.not_a_forecast, ""
    properties.created = properties.modified = properties.last_printed = day
    properties.revision = 1
