"""The typeface of figures and pages: Fira Sans, which comes as a package, with DejaVu Sans for letters that it lacks.

Both may be put into any file: Fira Sans is under the SIL Open Font License 1.1, DejaVu Sans, which matplotlib brings,
under a licence that allows the same.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

import fontpkg_fira_sans
from matplotlib import get_data_path
from matplotlib.font_manager import fontManager
from matplotlib.ft2font import FT2Font

FAMILY = fontpkg_fira_sans.FAMILY
SECOND = "DejaVu Sans"
FAMILIES = (FAMILY, SECOND)
"""By which letters are looked for, in this order, before the fonts of the machine."""
FOLDERS = (Path(fontpkg_fira_sans.ROOT) / "files", Path(get_data_path()) / "fonts" / "ttf")
WEIGHTS = {400: "FiraSans-Regular.ttf", 700: "FiraSans-Bold.ttf"}
"""The files of the weights that are used."""
FILES = (FOLDERS[0] / WEIGHTS[400], FOLDERS[1] / "DejaVuSans.ttf")
"""What shows upright letters, by family."""
FEATURES = ["ccmp", "kern", "liga", "locl", "mark", "mkmk", "tnum"]
TABLES_OF_PLACES = ("GDEF", "GPOS", "GSUB")
"""Tables of a font by which a program that sets text chooses and places letters."""
ALWAYS = frozenset((*map(chr, range(0x20, 0x7F)), *map(chr, range(0xA0, 0x100)), *"–—‘’“”…−×≤≥"))
"""Letters that an embedded font always has: most pages and figures need no other, so that one is made for all."""


@cache
def make_known() -> None:
    """Let matplotlib find the typeface, which is none of the machine's."""
    for name in WEIGHTS.values():
        fontManager.addfont(str(FOLDERS[0] / name))


def in_typeface(letters: frozenset[str]) -> frozenset[str]:
    """Those of some letters that the typeface has, or what stands in for it."""
    faces = [FT2Font(str(path)) for path in FILES]
    return frozenset(letter for letter in letters if any(face.get_char_index(ord(letter)) for face in faces))


def font_faces(texts: Iterable[str], weights: Iterable[int] = tuple(WEIGHTS)) -> str:
    """CSS that holds the letters of some texts in the typeface itself, so that a page looks the same on every machine.

    Letters that it lacks are left to the fonts of whoever reads the page.
    """
    letters = "".join(sorted(ALWAYS.union(*texts)))
    return "".join(
        f"@font-face{{font-family:'{FAMILY}';font-weight:{weight};src:url(data:font/woff;base64,"
        f"{b64encode(_subset(WEIGHTS[weight], letters)).decode('ascii')}) format('woff')}}"
        for weight in weights
    )


@contextmanager
def outlines_alone() -> Iterator[None]:
    """Let fonts go into a PDF without the tables by which letters are placed: there, each stands where it was drawn.

    To make these tables smaller takes most of the time in which a chart is written.
    """
    from fontTools.subset import Options

    dropped = Options._drop_tables_default  # Matplotlib lets nobody choose
    Options._drop_tables_default = [*dropped, *TABLES_OF_PLACES]
    try:
        yield
    finally:
        Options._drop_tables_default = dropped


@lru_cache(maxsize=32)
def _subset(name: str, letters: str) -> bytes:
    """A file of the typeface with some letters alone, as WOFF: the same bytes for the same letters."""
    from fontTools.subset import Options, Subsetter, load_font, save_font

    options: Any = Options(
        flavor="woff", layout_features=FEATURES, hinting=False, recalc_timestamp=False, desubroutinize=True,
        name_IDs=[0, 1, 2, 13, 14],  # whose it is, and under which licence
    )  # fmt: skip
    subsetter, target = Subsetter(options), BytesIO()
    subsetter.populate(text=letters)
    with load_font(str(FOLDERS[0] / name), options) as font:
        subsetter.subset(font)
        save_font(font, target, options)
    return target.getvalue()
