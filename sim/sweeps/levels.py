"""Values of parameters in words: `3.5 days`, `20,000 per day`, `2 Mar 2021`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from .design import MOST_DIGITS
from .parameter_reader import DAYS, MOMENT, PER_DAY, SHOWN_DIGITS

HOURS_A_DAY, MINUTES_A_DAY = 24, 24 * 60
UNITS_OF_TIME = (("day", 1), ("hour", HOURS_A_DAY), ("minute", MINUTES_A_DAY))


def in_words(value: float | str, unit: str, start: datetime, roughly: bool = False, digits: int = SHOWN_DIGITS) -> str:
    """A value of a parameter as people write it.

    `value` is a name, or a number in the unit of its parameter: days, per day, days after `start` (shown as a date), or
    none. `roughly` shows a digit less, and the day of a moment; more than the usual `digits` show its seconds.
    """
    if isinstance(value, str):
        return value
    digits -= roughly
    if unit == MOMENT:
        return _date(start + timedelta(days=value), roughly, digits > SHOWN_DIGITS)
    if unit == DAYS:
        return _duration(value, digits)
    return f"{_number(value, digits)} per day" if unit == PER_DAY else _number(value, digits)


def digits_for(values: Sequence[float | str], unit: str, start: datetime) -> int:
    """The fewest digits, from the usual ones on, with which different values differ in words."""
    for digits in range(SHOWN_DIGITS, MOST_DIGITS):
        if len({in_words(each, unit, start, digits=digits) for each in values}) == len(set(values)):
            return digits
    return MOST_DIGITS


def _number(value: float, digits: int) -> str:
    rounded = float(f"{value:.{digits}g}")
    if abs(rounded) >= 1000:
        return f"{rounded:,.0f}" if rounded.is_integer() else f"{rounded:,}"
    return f"{rounded:.{digits}g}"


def _duration(days: float, digits: int) -> str:
    name, factor = next((each for each in UNITS_OF_TIME if abs(days) * each[1] >= 1), UNITS_OF_TIME[0])
    text = _number(days * factor, digits)
    return f"{text} {name}" if text == "1" else f"{text} {name}s"


def _date(moment: datetime, is_day: bool, is_exact: bool) -> str:
    if is_exact:
        return f"{moment.day} {moment:%b %Y %H:%M:%S.%f}".rstrip("0").rstrip(".")
    nearest = moment + timedelta(seconds=30)
    day = f"{nearest.day} {nearest:%b %Y}"
    return day if is_day or f"{nearest:%H:%M}" == "00:00" else f"{day} {nearest:%H:%M}"


def days_text(days: float) -> str:
    """A duration as people say it: `7 days`, `36 hours`, `90 minutes`."""
    if days == round(days):
        return "1 day" if days == 1 else f"{days:,.0f} days"
    for name, in_a_day in (("hour", HOURS_A_DAY), ("minute", MINUTES_A_DAY)):
        count = days * in_a_day
        if days < 3 and abs(count - round(count)) < 1e-6:
            return f"1 {name}" if round(count) == 1 else f"{count:.0f} {name}s"
    return f"{days * MINUTES_A_DAY:.1f} minutes" if days < 1 / HOURS_A_DAY else f"{days:,.1f} days"
