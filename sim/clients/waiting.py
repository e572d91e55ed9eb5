"""Waiting: plans in the order of what they let happen, and what each step to a slower one adds in the same worlds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from sim.model.measures import ALL
from sim.runs.comparison import Comparison, Counts
from sim.runs.differences import intervals
from sim.wording.frequency import Frequency, frequency, per

from .own_race import OwnRace


@dataclass(frozen=True)
class WaitingPlan:
    """A plan and the step to it from the one before, out of a round number; the first plan has a step of 0.

    `added` is the mean of the paired differences; in 9 of 10 worlds it is between `low` and `high`. `is_clear` tells
    whether the 95 % interval of the mean leaves out 0.
    """

    name: str
    level: Frequency
    added: float
    low: float
    high: float
    is_clear: bool


def plans(
    comparison: Comparison,
    outcome: str = "compromised",
    population: str = ALL,
    of: int = 100,
    order: Sequence[str] | None = None,
) -> list[WaitingPlan]:
    """The plans of a comparison, the baseline among them: from the fewest to the most, or in the order given.

    Raises KeyError for an unknown name.
    """
    names = comparison.arms if order is None else tuple(order)
    each = {name: _pair(comparison, name, outcome, population) for name in names}
    return _steps(each, of, by_size=order is None)


def plans_of_client(race: OwnRace) -> list[WaitingPlan]:
    """What a client does today and its plans, from the smallest chance to the largest, per `race.denominator`.

    A plan that is what the client does today does not appear twice.
    """
    different = [race.today, *(plan for plan in race.plans if not plan.comes_to_the_same_as(race.today))]
    different.sort(key=lambda plan: plan.patches_after)
    return _steps({plan.name: (plan.chances, np.ones(len(plan.chances))) for plan in different}, race.denominator, True)


def _steps(each: Mapping[str, tuple[Counts, Counts]], of: int, by_size: bool) -> list[WaitingPlan]:
    """Plans with the steps between them, from what was counted with each and what it is of."""
    levels = {name: frequency(*pair, of) for name, pair in each.items()}
    names = sorted(each, key=lambda name: levels[name].exact) if by_size else list(each)
    found = [WaitingPlan(names[0], levels[names[0]], 0.0, 0.0, 0.0, True)]
    for before, after in pairwise(names):
        step = intervals(per(*each[after], of) - per(*each[before], of))
        low, high = float(step["low"]), float(step["high"])
        clear = not (low <= 0 <= high and low < high)
        added = levels[after].exact - levels[before].exact
        found.append(WaitingPlan(after, levels[after], added, float(step["p05"]), float(step["p95"]), clear))
    return found


def _pair(comparison: Comparison, name: str, outcome: str, population: str) -> tuple[Counts, Counts]:
    return comparison.values(name, outcome, population), comparison.denominator(name, outcome, population)
