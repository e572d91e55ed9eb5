"""Rounding as people expect it: halves go up."""

from __future__ import annotations

import math


def whole_number(value: float) -> int:
    """The nearest whole number; halves go up."""
    return math.floor(value + 0.5)


def to_digits(value: float, digits: int) -> float:
    """A value rounded to a number of decimals; halves go up."""
    return float(whole_number(value * 10**digits) / 10**digits)
