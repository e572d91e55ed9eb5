"""Chances and durations in the words of people: natural frequencies, honestly rounded."""

from __future__ import annotations

DENOMINATORS = (100, 1_000, 10_000)


def denominator_for(largest: float) -> int:
    """Of how many all chances are told, if the largest is this one: 100, or more where it is small."""
    if largest <= 0:
        return DENOMINATORS[0]
    return next((each for each in DENOMINATORS if largest * each >= 1), DENOMINATORS[-1])


def days_text(days: float) -> str:
    """A duration as people say it: `7 days`, `36 hours`."""
    if days == round(days):
        return "1 day" if days == 1 else f"{days:,.0f} days"
    hours = days * 24
    if days < 3 and abs(hours - round(hours)) < 1e-6:
        return "1 hour" if round(hours) == 1 else f"{hours:.0f} hours"
    return f"{days:,.1f} days"


def frequency(chance: float, number: int) -> str:
    """A chance among so many, with its verb: `about 23 are`, `fewer than 1 is`. It never rounds to none or to all."""
    if chance <= 0:
        return "none is"
    count = round(chance * number)
    if count == 0:
        return "fewer than 1 is"
    if count == number:
        return f"more than {number - 1:,} are"
    return "about 1 is" if count == 1 else f"about {count:,} are"
