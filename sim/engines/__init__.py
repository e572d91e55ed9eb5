"""Engines: ways to the same numbers, with the same probability law."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.model.measures import curves, denominators, outcome_counts
from sim.model.race import Race
from sim.model.world import World, in_replication
from sim.outcomes import OUTCOMES
from sim.problems import InputError, Problem, nearest, shown

FloatArray = NDArray[np.float64]
DEFAULT, EVENTS, EXPECTED = "vectorized", "events", "expected"
NAMES = (DEFAULT, EVENTS, EXPECTED)


@dataclass(frozen=True)
class Measured:
    """What one world comes to: counts, what shares divide by, curves, and the numerical error of the counts."""

    counts: NDArray[np.int64] | FloatArray
    below: NDArray[np.int64] | FloatArray
    curves: NDArray[np.int32] | FloatArray
    error: FloatArray


def racing(name: str) -> Callable[[World], Race]:
    """The engine of a name that plays a race. Raises InputError if there is none."""
    if name == EXPECTED:
        message = "has expectations, but no single race; take another engine"
        raise InputError([Problem(("engine",), shown(name), message)])
    _check(name)
    from . import events, vectorized

    play = vectorized.simulate if name == DEFAULT else events.simulate

    def race(world: World) -> Race:
        try:
            return play(world)
        except InputError as error:
            raise in_replication(error, world.replication) from None

    return race


def measuring(name: str) -> Callable[[World, FloatArray], Measured]:
    """The engine of a name as a function of a world and the days of the curves. Raises InputError if there is none."""
    _check(name)
    if name == EXPECTED:
        from . import expected

        def expect(world: World, days: FloatArray) -> Measured:
            found = expected.expect(world, days)
            return Measured(found.counts, found.below, found.curves, found.error)

        return expect
    race_of = racing(name)

    def measure(world: World, days: FloatArray) -> Measured:
        race = race_of(world)
        counts = outcome_counts(race)
        return Measured(counts, denominators(race), curves(race, days), np.zeros((len(OUTCOMES), counts.shape[1])))

    return measure


def _check(name: str) -> None:
    if name not in NAMES:
        raise InputError([Problem(("engine",), shown(name), f"unknown engine; {nearest(str(name), NAMES)}")])
