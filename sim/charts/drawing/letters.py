"""Letters of texts that people wrote: fonts of this machine that have them, and what no page may hold.

What the typeface of figures and pages lacks (`typeface.py`) is taken from the fonts of the machine.
Scripts that run from right to left, and letters that join, are set by matplotlib itself (3.11 and later).
"""

from __future__ import annotations

import logging
import unicodedata
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from matplotlib.figure import Figure
from matplotlib.font_manager import findSystemFonts, fontManager
from matplotlib.ft2font import FT2Font
from matplotlib.text import Text

from sim.clients.client import JOINERS, is_written
from sim.problems import ScenarioWarning

from .typeface import FAMILIES, in_typeface

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
ISOLATE, END_OF_ISOLATE = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"
KEPT = f"\n{ISOLATE}{END_OF_ISOLATE}\N{ZERO WIDTH SPACE}"
SCRIPTS = {
    "CJK": ("Chinese or Japanese", "Noto Sans CJK (fonts-noto-cjk)"),
    "HIRAGANA": ("Japanese", "Noto Sans CJK (fonts-noto-cjk)"),
    "KATAKANA": ("Japanese", "Noto Sans CJK (fonts-noto-cjk)"),
    "HANGUL": ("Korean", "Noto Sans CJK (fonts-noto-cjk)"),
}
"""By the first word of a letter's name: the script as people call it, and a free font with the Debian package of it."""
SIGNS, OTHERS = ("emoji or signs", "Symbola (fonts-symbola)"), "Noto Sans (fonts-noto-core)"


class MissingLettersWarning(ScenarioWarning):
    """A figure shows boxes, as no font of this machine has some letters of its texts."""


@dataclass(frozen=True)
class Fonts:
    """Fonts that have letters which the typeface lacks, and the letters that none of them has."""

    families: tuple[str, ...] = ()
    files: tuple[Path, ...] = ()
    missing: str = ""

    def __str__(self) -> str:
        """What is missing and what to install, for one line."""
        by_script: dict[str, str] = {}
        fonts = []
        for letter in self.missing:
            word = unicodedata.name(letter, "").partition(" ")[0]
            is_sign = unicodedata.category(letter).startswith("S")
            script, font = SCRIPTS.get(word, SIGNS if is_sign else (word.capitalize(), OTHERS))
            by_script[script] = by_script.get(script, "") + letter
            fonts.append(font)
        gone = ", ".join(f"{letters} ({script})" for script, letters in by_script.items())
        found = " and ".join(dict.fromkeys(fonts))
        return (
            f"no font of this machine has {gone}, so figures (and the PDF) show boxes; install one that does: {found}"
        )


def fonts_for(texts: Iterable[str]) -> Fonts:
    """The fonts of this machine that have what the typeface lacks, as few as will do."""
    wanted = {letter for text in texts for letter in text if _takes_ink(letter)}
    return _fonts_for(frozenset(wanted - in_typeface(frozenset(wanted))))


@lru_cache(maxsize=64)
def _fonts_for(wanted: frozenset[str]) -> Fonts:
    missing, families, files = set(wanted), [], []
    found = {path: _shown_by(path, wanted) for path in map(Path, sorted(findSystemFonts()))} if missing else {}
    while missing and found:
        best = max(found, key=lambda path: len(found[path] & missing))
        if not found[best] & missing:
            break
        missing -= found.pop(best)
        fontManager.addfont(str(best))  # it may be newer than the list of fonts that matplotlib keeps
        families.append(FT2Font(str(best)).family_name)
        files.append(best)
    return Fonts(tuple(families), tuple(files), "".join(sorted(missing)))


def _shown_by(font: Path, letters: frozenset[str]) -> frozenset[str]:
    """Letters that a font draws upright as outlines; none if it is no such font."""
    try:
        face = FT2Font(str(font))
        if not face.scalable or face.style_flags:
            return frozenset()
        return frozenset(letter for letter in letters if face.get_char_index(ord(letter)))
    except (OSError, RuntimeError, ValueError):
        return frozenset()  # not a font that can be read


def _takes_ink(letter: str) -> bool:
    """Whether a font has to have a letter: not so spaces, joiners, and marks that choose among its forms."""
    return letter.isprintable() and not letter.isspace() and "VARIATION SELECTOR" not in unicodedata.name(letter, "")


def with_letters(figure: Figure) -> bool:
    """Give the texts of a figure the fonts that have their letters, and take out what no page may hold.

    Returns whether any text changes. Warns where no font of this machine has its letters.
    """
    changes = False
    for text in figure.findobj(Text):
        words = text.get_text()
        if words.isascii() and words.isprintable():
            continue
        if words != plain(words):
            text.set_text(plain(words))
            changes = True
        fonts = fonts_for([words])
        if fonts.families:
            text.set_fontfamily([*FAMILIES, *fonts.families])
            changes = True
        if fonts.missing:
            _warn_once(fonts)
    return changes


@lru_cache(maxsize=64)
def _warn_once(fonts: Fonts) -> None:
    """Warn once of the same letters."""
    warnings.warn(MissingLettersWarning(str(fonts)), stacklevel=2)


@contextmanager
def without_warnings_of_letters(also_ours: bool = False) -> Iterator[None]:
    """Silence what matplotlib says of every single letter, and, if it is said elsewhere, what `with_letters` says."""
    finder = logging.getLogger("matplotlib.font_manager")
    level = finder.level
    finder.setLevel(logging.ERROR)  # it tells of every weight that a font does not have
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="Glyph .* missing from")
            if also_ours:
                warnings.simplefilter("ignore", MissingLettersWarning)
            yield
    finally:
        finder.setLevel(level)


def plain(text: str) -> str:
    """A text without what no page may hold: controls, also of the direction of writing, and what is no character."""
    return "".join(letter if is_written(letter) or letter in KEPT else REPLACEMENT for letter in text)


def isolated(name: str) -> str:
    """A name set apart from the words around it where it runs from right to left, which would mix up their order."""
    runs_left = any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in name)
    return f"{ISOLATE}{name}{END_OF_ISOLATE}" if runs_left else name


def for_a_terminal(text: str) -> str:
    """A text without what sets names apart, which terminals show as signs."""
    return text.translate({ord(sign): None for sign in (ISOLATE, END_OF_ISOLATE)})


def cut(name: str, most: int) -> str:
    """At most `most` letters of a name, with an ellipsis where it is cut, which never parts a letter and its marks."""
    if len(name) <= most:
        return name
    end = most - 1
    while end > 1 and (unicodedata.category(name[end]).startswith("M") or JOINERS[0] in name[end - 1 : end + 1]):
        end -= 1
    return name[:end].rstrip() + "\N{HORIZONTAL ELLIPSIS}"
