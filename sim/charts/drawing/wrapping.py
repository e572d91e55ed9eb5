"""Lines of words that fit, also where letters are as wide as high and words have no spaces between them."""

from __future__ import annotations

import textwrap
import unicodedata

WIDE_LETTER, WIDE_IN_SIZE = 2.0, 1.15
"""The width of a Chinese, Japanese or Korean letter, or of the box where no font has it: in the mean width of a Latin
letter, and as a share of the size of the font."""


def is_wide(letter: str) -> bool:
    """Whether a letter is as wide as high."""
    return unicodedata.east_asian_width(letter) in ("W", "F")


def letters_of(text: str) -> float:
    """The width of a text in letters, of which wide ones count for more."""
    return sum(WIDE_LETTER if is_wide(letter) else 1.0 for letter in text)


def wrapped(text: str, width: float) -> list[str]:
    """A text in lines of at most `width` letters; a word is cut where it alone is too long."""
    if not any(map(is_wide, text)):
        return textwrap.wrap(text, max(int(width), 1))
    lines = [""]
    for piece in _pieces(text):
        if lines[-1] and letters_of(lines[-1] + piece) > width:
            lines.append("")
        lines[-1] += piece if lines[-1] else piece.lstrip()
    return [line.rstrip() for line in lines if line.strip()]


def _pieces(text: str) -> list[str]:
    """What may stand on different lines: words, and every wide letter."""
    pieces = [""]
    for letter in text:
        if is_wide(letter) or (letter.isspace() != pieces[-1][-1:].isspace()) or is_wide(pieces[-1][-1:] or "a"):
            pieces.append("")
        pieces[-1] += letter
    return [piece for piece in pieces if piece]
