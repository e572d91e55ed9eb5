"""Chances and ranges as a report prints them, rounded once and alike in text, tables and charts."""

from __future__ import annotations

from sim.studies.frequency import between, chance_in_words, whole_number
from sim.studies.own_race import PlanOutcome


def count_of(chance: float, number: int) -> str:
    """A chance among so many, without their number: `about 23`, `fewer than 1`, `none`."""
    return chance_in_words(chance, number).rsplit(" ", 1)[0]


def chance_of(chance: float, number: int) -> str:
    """A chance as a natural frequency: `about 23 of 100`."""
    return f"{count_of(chance, number)} of {number:,}"


def money_of(amount: float, currency: str) -> str:
    """An amount of money to two digits: more would claim what no simulation of this kind knows."""
    if 0 < amount < 1:
        return f"less than 1 {currency}"
    return f"{'about ' if amount else ''}{float(f'{amount:.2g}'):,.0f} {currency}"


def is_or_are(chance: float, number: int) -> str:
    """The verb that goes with it."""
    return chance_in_words(chance, number).rsplit(" ", 1)[1]


def between_of(plan: PlanOutcome, number: int) -> str:
    """The same in a sentence: `between 8 and 25`."""
    low, high = (whole_number(each * number) for each in plan.range)
    return between(low, high)
