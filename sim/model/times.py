"""Times of servers: worked out one by one, or known by luck, which says most of them at less cost.

Where luck alone decides when something happens, the time ascends with the luck. How many come by the end of each step
is then how much luck lies below the chance of that instant, and whether one comes before another mostly shows in the
luck too. The time itself, a quantile and the inverse of a clock, is worked out only where luck is too close to tell;
so the numbers are the same as those of all times.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from sim.scenario.laws import Law
from sim.scenario.moments import AN_INSTANT

from .clocks import NEVER, Clock, instants
from .passes import blocks, never_nan, put_where, which
from .steps import Grid

FloatArray = NDArray[np.float64]
Indices = NDArray[np.intp]
MOST = 1.0
"""Those for whom it never happens have this much luck, or more."""
ROUNDING = 1e-9
"""By how much the chance of a time and the luck to which a quantile gives that time may differ."""
PARTS = 4096
FEW = 1024
"""With fewer servers it takes no longer to work out all times."""


class Known:
    """Times that are worked out: days, `inf` if never."""

    def __init__(self, times: FloatArray) -> None:
        self.times = times

    def __len__(self) -> int:
        return len(self.times)

    def take(self, some: Indices) -> Known:
        """Some of them, by index."""
        return Known(self.times.take(some))

    def before(self, time: FloatArray | float) -> int:
        """How many come before a time, or each before its own."""
        return int(np.count_nonzero(self.times < time))

    def count(self, grid: Grid) -> NDArray[np.int64]:
        """How many come in each step."""
        return grid.count(grid.steps(self.times))

    def counts(self, grid: Grid, some: Indices) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """How many come in each step, of all and of some, by index."""
        steps = grid.steps(self.times)
        return grid.count(steps), grid.count(steps.take(some))


@dataclass(frozen=True, eq=False)
class Timing:
    """When luck has something happen up to a last instant: as soon as a clock reads the quantile of a law."""

    law: Law
    clock: Clock
    last: float

    def times(self, luck: FloatArray) -> FloatArray:
        """The time by luck; days, `inf` if never."""
        times = np.empty(len(luck))
        for block in blocks(len(luck)):
            some = luck[block]
            if some.max() < MOST:
                times[block] = instants(self.clock.reaches(self.law.quantile(some)))
            else:
                times[block] = NEVER
                has_luck = which(some < MOST)
                times[block][has_luck] = instants(self.clock.reaches(self.law.quantile(some[has_luck])))
        never_nan("a law by luck", times)
        put_where(times, times > self.last, NEVER)
        return times

    def bounds(self, times: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Up to which luck it surely comes before each time, and beyond which luck it surely comes after it."""
        sooner, later = times - 2 * AN_INSTANT, times + 2 * AN_INSTANT
        return self._chance(sooner) - ROUNDING, self._chance(later) + ROUNDING

    @cached_property
    def _bounds_of_moments(self) -> dict[float, tuple[float, float]]:
        return {}

    def bounds_of(self, time: float) -> tuple[float, float]:
        """The same for one time, which is kept."""
        known = self._bounds_of_moments
        if time not in known:
            sure, possible = self.bounds(np.array([time]))
            known[time] = float(sure[0]), float(possible[0])
        return known[time]

    def _chance(self, times: FloatArray) -> FloatArray:
        reached = self.law.cdf(self.clock.reading(times))
        return np.where(times < self.earliest, 0.0, reached)

    @property
    def earliest(self) -> float:
        """It does not happen before."""
        return self.clock.starts[0] if self.clock.starts else NEVER


def timing(law: Law, clock: Clock, last: float) -> Timing:
    """When luck has something happen; populations and replications share what is worked out of it."""
    return _timing(law, clock, last) if isinstance(law, Hashable) else Timing(law, clock, last)


@lru_cache(maxsize=256)
def _timing(law: Law, clock: Clock, last: float) -> Timing:
    return Timing(law, clock, last)


class ByLuck:
    """Times as luck decides them."""

    def __init__(self, luck: FloatArray, timing: Timing) -> None:
        self.luck, self._timing = luck, timing

    def __len__(self) -> int:
        return len(self.luck)

    @cached_property
    def times(self) -> FloatArray:
        """All of them, worked out."""
        return self._timing.times(self.luck)

    def take(self, some: Indices) -> ByLuck:
        """Some of them, by index."""
        return ByLuck(self.luck.take(some), self._timing)

    def sooner_than(self, others: ByLuck) -> Indices:
        """Which of them come before others, by index."""
        sure, possible = _luck_between(self._timing, others._timing)
        is_sooner, is_close = np.empty((2, len(self)), dtype=bool)
        for block in blocks(len(self)):
            part, luck = (self.luck[block] * PARTS).astype(np.intp), others.luck[block]
            np.greater(luck, possible.take(part, mode="clip"), out=is_sooner[block])
            np.greater(luck, sure.take(part, mode="clip"), out=is_close[block])
        is_close ^= is_sooner
        close = which(is_close)
        is_sooner[close] = self.take(close).times < others.take(close).times
        return which(is_sooner)

    def before(self, time: FloatArray | float) -> int:
        """How many come before a time, or each before its own."""
        if not isinstance(time, float):
            return int(np.count_nonzero(self.times < time))
        sure, possible = self._timing.bounds_of(min(time, self._timing.last))
        number = int(np.count_nonzero(self.luck <= sure))
        if np.count_nonzero(self.luck <= possible) > number:
            close = self.luck[(self.luck > sure) & (self.luck <= possible)]
            number += int(np.count_nonzero(self._timing.times(close) < time))
        return number

    def count(self, grid: Grid) -> NDArray[np.int64]:
        """How many come in each step."""
        sure, possible = _bounds_of_steps(self._timing, grid)
        short_sure, short_possible = sure.astype(np.float32), possible.astype(np.float32)
        number = np.zeros(len(sure), dtype=np.int64)
        for block in blocks(len(self)):
            luck = self.luck[block]
            short = luck.astype(np.float32)  # half as long, so sorted twice as fast, and in the same order
            ordered = np.sort(short)
            upto = ordered.searchsorted(short_sure, side="left")
            following = ordered.take(upto, mode="clip")
            for step in which((following >= short_sure) & (following <= short_possible)):
                near = luck[(short >= short_sure[step]) & (short <= short_possible[step])]
                close = near[(near > sure[step]) & (near <= possible[step])]
                upto[step] += np.count_nonzero(near <= sure[step])
                if len(close):
                    upto[step] += np.count_nonzero(grid.steps(self._timing.times(close)) <= step)
            number += upto
        number[1:] -= number[:-1].copy()
        return number

    def counts(self, grid: Grid, some: Indices) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """How many come in each step, of all and of some, by index."""
        others = np.ones(len(self), dtype=bool)
        others[some] = False
        of_some = self.take(some).count(grid)
        return of_some + self.take(which(others)).count(grid), of_some


@lru_cache(maxsize=64)
def _bounds_of_steps(timing: Timing, grid: Grid) -> tuple[FloatArray, FloatArray]:
    """The bounds of luck for the end of each step."""
    return timing.bounds(grid.days)


@lru_cache(maxsize=64)
def _luck_between(one: Timing, other: Timing) -> tuple[FloatArray, FloatArray]:
    """Bounds of luck in one timing for equal parts of the luck in another, and for those without any.

    Up to the first bound, it surely comes before what luck in this part brings about, and beyond the second surely
    after it. What never comes does not come before anything.
    """
    ends = np.append(np.arange(PARTS) / PARTS, np.nextafter(MOST, 0.0))
    times = one.times(ends)
    sure, possible = other.bounds(np.minimum(times, one.last))
    sure[times == NEVER] = possible[times == NEVER] = np.inf
    return np.append(sure[:-1], np.inf), np.append(possible[1:], np.inf)


Times = Known | ByLuck
