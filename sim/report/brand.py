"""A client's colours, made so that everybody can read what stands on them."""

from __future__ import annotations

from dataclasses import dataclass

from sim.clients.client import Brand

READABLE, VISIBLE = 4.5, 3.0
"""Least contrasts of text and of rules with what is behind them (WCAG 2.2, success criteria 1.4.3 and 1.4.11)."""
WHITE, BLACK = "#FFFFFF", "#000000"
INK = "#222222"


@dataclass(frozen=True)
class Colours:
    """Colours of a report as `#RRGGBB`: the `head` and the text `on_head`, the `title` and the `rule` on white."""

    head: str
    on_head: str
    title: str
    rule: str


def colours_of(brand: Brand) -> tuple[Colours, tuple[str, ...]]:
    """The colours of a brand, and what had to be changed so that they can be read."""
    warnings = []
    on_head = readable_on(brand.colour)
    title = brand.colour
    if contrast(title, WHITE) < READABLE:
        warnings.append(_warning_of_contrast("colour", brand.colour, "titles", READABLE))
        title = INK
    rule = brand.accent
    if contrast(rule, WHITE) < VISIBLE:
        warnings.append(_warning_of_contrast("accent", brand.accent, "rules", VISIBLE))
        rule = INK
    return Colours(brand.colour, on_head, title, rule), tuple(warnings)


def readable_on(colour: str) -> str:
    """White or black, whichever has more contrast with a colour; the better one always has at least 4.5 to 1."""
    return max(WHITE, BLACK, key=lambda ink: contrast(ink, colour))


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, from 1 to 21 (WCAG 2.2, definition of contrast ratio)."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    """The relative luminance of a colour (WCAG 2.2, definition of relative luminance)."""
    parts = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _warning_of_contrast(key: str, colour: str, what: str, least: float) -> str:
    found = contrast(colour, WHITE)
    return f"brand.{key}: {colour} on white has a contrast of {found:.1f}, less than {least}; {what} are black instead"
