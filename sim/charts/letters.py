"""Letters of a text that no font of this machine can show."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from matplotlib import get_data_path
from matplotlib.font_manager import findSystemFonts
from matplotlib.ft2font import FT2Font

FONT_FOLDER = Path(get_data_path()) / "fonts" / "ttf"
FONT = "DejaVuSans.ttf"
"""Of the charts, and shipped with them."""


def letters_without_font(texts: Iterable[str]) -> str:
    """Letters of texts, each once, that neither the font of the charts nor one of the machine has."""
    missing = {letter for text in texts for letter in text if letter.isprintable() and not letter.isspace()}
    missing -= _shown_by(FONT_FOLDER / FONT, missing)
    for path in findSystemFonts() if missing else ():
        if not missing:
            break
        missing -= _shown_by(Path(path), missing)
    return "".join(sorted(missing))


def _shown_by(font: Path, letters: set[str]) -> set[str]:
    try:
        face = FT2Font(str(font))
        return {letter for letter in letters if face.get_char_index(ord(letter))}
    except (OSError, RuntimeError, ValueError):
        return set()  # not a font that can be read
