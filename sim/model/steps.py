"""Steps of a grid: what is only counted need not be timed, but for what falls into one step with its rival."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.scenario.laws import Law
from sim.scenario.moments import AN_INSTANT

from .clocks import Clock, instants

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
Indices = NDArray[np.intp]
Steps = NDArray[np.intp]
CELLS = 2**12
UNSURE = -1
MANY = 2**13
"""From this many servers on, steps are looked up: the table costs as much as some thousand times."""


class Grid:
    """The times at which curves are reported, and the step that ends at each, counted from 0.

    The grid starts at 0 and has equal steps, but for a shorter last one to the horizon. What happens within an instant
    of a grid point happens at it. What happens after the horizon is `never`: it is in no step.
    """

    def __init__(self, days: FloatArray) -> None:
        self.days = days
        self.never = len(days)
        self._last = float(instants(days[-1:])[0])
        self._images: dict[tuple[int, Clock], tuple[Law, Images]] = {}

    def steps(self, times: FloatArray) -> Steps:
        """The step in which each time falls."""
        steps = times - AN_INSTANT
        steps *= 1 / self.days[1]
        np.ceil(steps, out=steps)
        found = np.clip(steps, 0, self.never, out=steps).astype(np.intp)
        found[np.flatnonzero(times > self._last)] = self.never
        return found

    def count(self, steps: Steps) -> NDArray[np.int64]:
        """How many there are in each step."""
        return np.bincount(steps, minlength=self.never + 1)[:-1]

    def images(self, law: Law, clock: Clock) -> Images:
        """The steps in luck, for a threshold that has a law and the clock that reaches it."""
        key = (id(law), clock)  # a law need not have a hash; it is kept, so that its id stays its own
        if key not in self._images:
            upto = self.days + 1.5 * AN_INSTANT
            upto[-1] = self._last + 0.5 * AN_INSTANT
            self._images[key] = law, Images(law.cdf(clock.reading(upto)))
        return self._images[key][1]


class Images:
    """In which step something happens by luck, looked up in place of a quantile and a clock.

    The larger the luck, the later it happens, so that steps are intervals of luck: `upto` holds their ends. Most of
    many equal cells of luck are within one step; luck in the others is compared.
    """

    def __init__(self, upto: FloatArray) -> None:
        self._upto = np.maximum.accumulate(upto)
        bounds = np.searchsorted(self._upto, np.arange(CELLS + 1) / CELLS, side="left")
        self._table = np.where(bounds[:-1] == bounds[1:], bounds[:-1], UNSURE)

    def steps(self, u: FloatArray) -> Steps:
        """The step for each luck."""
        steps = self._table.take((u * CELLS).astype(np.intp))
        unsure = np.flatnonzero(steps == UNSURE)
        steps[unsure] = np.searchsorted(self._upto, u[unsure], side="left")
        return steps


@dataclass(frozen=True)
class Times:
    """Times of servers: the step in which each falls, and of some, by ascending index, the time itself.

    A time is days since the start; it is exact where the step is not `never`, and anything after the horizon elsewhere.
    """

    steps: Steps
    exact: Callable[[Indices], FloatArray]

    def take(self, some: Indices) -> Times:
        """The times of some of the servers, by ascending index."""
        return Times(self.steps[some], lambda which: self.exact(some[which]))

    @property
    def all(self) -> FloatArray:
        """All times."""
        return self.exact(np.arange(len(self.steps)))


def timed(times: FloatArray, grid: Grid) -> Times:
    """Times that are known."""
    return Times(grid.steps(times), times.__getitem__)


def before(one: Times, other: Times, grid: Grid) -> BoolArray:
    """Where one time, by the horizon, is before another."""
    sooner = one.steps < other.steps
    ties = np.flatnonzero((one.steps == other.steps) & (one.steps < grid.never))
    if len(ties):
        sooner[ties] = one.exact(ties) < other.exact(ties)
    return sooner
