"""Chances and ranges as a report prints them, rounded once and alike in text, tables and charts."""

from __future__ import annotations

from sim.studies.client import Money
from sim.studies.frequency import chance_in_words, range_in_words, whole_number
from sim.studies.own_race import PlanOutcome


def count_of(chance: float, number: int) -> str:
    """A chance among so many, without their number: `about 23`, `fewer than 1`, `none`."""
    return chance_in_words(chance, number).rsplit(" ", 1)[0]


def chance_of(chance: float, number: int) -> str:
    """A chance as a natural frequency: `about 23 of 100`."""
    return f"{count_of(chance, number)} of {number:,}"


def money_of(chance: float, number: int, cost: Money) -> str:
    """What a chance costs on average: the number that is printed times the cost of one, so that readers can check."""
    count = whole_number(chance * number)
    amount = f"{max(count, 1) / number * cost.amount:,.0f} {cost.currency}"
    return f"0 {cost.currency}" if chance <= 0 else amount if count else f"less than {amount}"


def is_or_are(chance: float, number: int) -> str:
    """The verb that goes with it."""
    return chance_in_words(chance, number).rsplit(" ", 1)[1]


def between_of(plan: PlanOutcome, number: int) -> str:
    """The same in a sentence: `between 8 and 25`."""
    return range_in_words(*plan.range, number).removeprefix("it is ")
