"""Quantities as people write them. Inside the program every duration is in days and every rate is per day.

Written forms: durations `90m`, `6h`, `14d`, `2w`, `2w 3d`, `10 days`, `1 month`; rates `40/s`, `250_000/d`, `4 per
year`; shares from 0 to 1; counts. A bare number is never a duration or a rate: nobody can tell its unit. A month has 30
days and a year 365, wherever they stand: a length of time has no calendar.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np

NUMBER = r"(?:0|[1-9][0-9]*(?:_[0-9]+)*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?"
"""A number as text, in which no two parts match the same letters: a long text takes time in proportion."""
DURATION_UNIT = "years?|months?|weeks?|w|days?|d|hours?|hrs?|h|minutes?|mins?|m|seconds?|secs?|s"
RATE_UNIT = "second|sec|s|minute|min|hour|h|day|d|week|w|month|year"
"""Units as a pattern. In a rate there is no `m`, which may be a minute or a month."""
PER = r"(?:\s*/\s*|\s+per\s+)"
DURATION_PART = re.compile(rf"\s*({NUMBER})\s*({DURATION_UNIT})(?![A-Za-z])\s*")
RATE = re.compile(rf"\s*({NUMBER}){PER}({RATE_UNIT})\s*")
LEADING_ZERO = re.compile(r"\s*[+-]?0[0-9_]")
GROUPED_BY_COMMAS = re.compile(r"\s*[1-9][0-9]{0,2}(?:,[0-9]{3})+(?![0-9])")
GROUPED_BY_POINTS = re.compile(r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+")
NOT_ZERO = re.compile(r"[0._]*[1-9]")
PER_DAY = {"year": 1 / 365, "month": 1 / 30, "w": 1 / 7, "d": 1, "h": 24, "m": 1440, "s": 86400}

DURATION_HELP = "a number with its unit: 90m, 6h, 14d, 2w, '2w 3d', 10 days or 1 month (of 30 days)"
RATE_HELP = "a number per unit of time: 40/s, 6/min, 10/h, 250_000/d or 4 per year"
LARGEST_WHOLE = 10**12
MOST_REPLICATIONS = 10**6


class Days(float):
    """A duration in days, which prints as it would be written in a config."""

    def __str__(self) -> str:
        return written_duration(self)


class PerDay(float):
    """A rate per day, which prints as it would be written in a config."""

    def __str__(self) -> str:
        return f"{written_number(self)}/d"


def written_number(value: float) -> str:
    """The shortest text that reads back to exactly this number, with thousands grouped: `250_000`."""
    if float(value).is_integer() and abs(value) < 1e15:
        return f"{int(value):_}"
    return repr(float(value))


def written_duration(days: float) -> str:
    """The duration in the largest unit in which it is whole, or in days."""
    for unit in ("d", "h", "m", "s"):
        whole = round(days * PER_DAY[unit])
        if whole / PER_DAY[unit] == days:
            return f"{whole}{unit}"
    return f"{float(days)!r}d"


def _per_day(unit: str) -> float:
    """How many of a unit make a day, by its word or its letter: `weeks`, `min`, `d`."""
    return PER_DAY.get(unit) or PER_DAY.get(unit.removesuffix("s")) or PER_DAY[unit[0]]


def _finite(value: float, what: str) -> float:
    if not math.isfinite(value):
        raise ValueError(f"is not finite; {what}")
    return value


def number_from_text(text: str) -> float:
    """The number that a text of the form `NUMBER` means. Raises ValueError for one too small to be told from 0."""
    number = float(text.replace("_", ""))
    if number == 0 and NOT_ZERO.match(text):
        raise ValueError("is too small to be told from 0; write 0, or a larger number")
    return number


def why_no_number(text: str) -> str:
    """What is wrong with how a number is written, as a beginning of an error; empty if it is something else."""
    if LEADING_ZERO.match(text):
        return "begins with a zero that counts nothing, as the end of 1,000 does; write 1000 or 1_000: "
    if GROUPED_BY_COMMAS.match(text):
        return "has a comma between digits; write 1000 or 1_000: "
    return ""


@lru_cache(maxsize=4096)
def duration_from_text(text: str) -> Days:
    """Read `14d`, `2w 3d` or `10 days`. Raises ValueError with what would be accepted."""
    total, position = 0.0, 0
    while match := DURATION_PART.match(text, position):
        number, unit = match.groups()
        total += number_from_text(number) / _per_day(unit)
        position = match.end()
    if position != len(text) or position == 0:
        reason = "a clock time is not a duration" if ":" in text else "is not a duration"
        if text.lstrip().startswith("-"):
            reason = "a duration cannot be negative"
        raise ValueError(f"{why_no_number(text)}{reason}; write {DURATION_HELP}")
    return Days(_finite(total, f"write {DURATION_HELP}"))


@lru_cache(maxsize=4096)
def rate_from_text(text: str) -> PerDay:
    """Read `40/s` or `4 per year`. Raises ValueError with what would be accepted."""
    match = RATE.fullmatch(text)
    if match is None:
        reason = "a rate cannot be negative" if text.lstrip().startswith("-") else "is not a rate"
        raise ValueError(f"{why_no_number(text)}{reason}; write {RATE_HELP}")
    number, unit = match.groups()
    return PerDay(_finite(number_from_text(number) * _per_day(unit), f"write {RATE_HELP}"))


def _from(kind: type[float], from_text: Callable[[str], float], name: str, help_text: str) -> Callable[[Any], Any]:
    def read(value: Any) -> Any:
        if isinstance(value, kind):
            if not (math.isfinite(value) and value >= 0):
                raise ValueError(f"a {name} must be finite and not negative; write {help_text}")
            return value
        if isinstance(value, str):
            return from_text(value)
        if isinstance(value, int | float) and not isinstance(value, bool):
            raise ValueError(f"a bare number is not a {name}; write {help_text}")
        raise ValueError(f"is not a {name}; write {help_text}")

    return read


read_duration: Callable[[Any], Days] = _from(Days, duration_from_text, "duration", DURATION_HELP)
read_rate: Callable[[Any], PerDay] = _from(PerDay, rate_from_text, "rate", RATE_HELP)


def read_number(value: Any, *, positive: bool = False) -> float:
    """A plain number, finite and not negative. Text such as `1_000` is read as well."""
    if isinstance(value, Days | PerDay):
        raise ValueError("is a quantity with a unit; write a plain number")
    if isinstance(value, str) and re.fullmatch(NUMBER, value.strip()):
        value = number_from_text(value.strip())
    if isinstance(value, np.integer | np.floating):
        value = value.item()
    if isinstance(value, bool) or not isinstance(value, int | float):
        reason = why_no_number(value) if isinstance(value, str) else ""
        raise ValueError(f"{reason}is not a number; write a plain number such as 0.7")
    if abs(value) > 1e300 or not math.isfinite(value):
        raise ValueError("is not a finite number; write a plain number such as 0.7")
    if value < 0 or (positive and value == 0):
        raise ValueError(f"must be {'greater than 0' if positive else '0 or more'}")
    return float(value) + 0.0  # which makes 0.0 of -0.0


def read_positive(value: Any) -> float:
    """A plain number greater than 0."""
    return read_number(value, positive=True)


def read_share(value: Any) -> float:
    """A probability or a share, a number from 0 to 1."""
    if isinstance(value, str) and value.strip().endswith("%"):
        raise ValueError("is not a share; write a number from 0 to 1, such as 0.25 for 25 %")
    share = read_number(value)
    if share > 1:
        raise ValueError("is outside [0, 1]; a share is a number from 0 to 1, such as 0.25 for 25 %")
    return share


def read_whole(value: Any, *, least: int = 0, most: int = LARGEST_WHOLE) -> int:
    """A whole number from `least` to `most`."""
    if isinstance(value, str) and GROUPED_BY_POINTS.fullmatch(value.strip()):
        raise ValueError("has three digits after a point, which some read as thousands; write 1000 or 1_000, or 1")
    number = read_number(value)
    if not number.is_integer():
        raise ValueError("is not a whole number")
    if number < least:
        raise ValueError(f"must be a whole number of at least {least}")
    if number > most:
        raise ValueError("is larger than 10^12" if most == LARGEST_WHOLE else f"is more than {most:_}")
    return int(number)
