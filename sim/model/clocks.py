"""Clocks: how much effort has been spent, or how far adoption has come, by an instant; and the inverse.

A clock is made of pieces of constant, linear or exponential speed, each inverted in closed form, so that both
directions are exact. Everything that happens to a server is a threshold on a clock: it happens at the first instant at
which the clock reaches it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from sim.scenario.moments import AN_INSTANT, INSTANTS_A_DAY

from .passes import put_where

FloatArray = NDArray[np.float64]
NEVER = np.inf
ROUNDING = 1e-12
FEW_PIECES = 16
FASTEST = 1e300
"""The highest speed of a clock, so that products of large rates and paces stay numbers."""


@np.errstate(over="ignore")
def instants(times: FloatArray) -> FloatArray:
    """Times to the nearest 2^-36 days, about a microsecond; what is too far away for a float is never.

    What is meant to happen at one instant then does, whatever the last bits of the sums that led there: a whole number
    of seconds is never half-way between two such instants.
    """
    counted = np.asarray(times * INSTANTS_A_DAY)
    np.rint(counted, out=counted)
    return np.multiply(counted, AN_INSTANT, out=counted)


def instant(time: float) -> float:
    """One time, as `instants` has it; Python rounds halves as NumPy does."""
    counted = time * INSTANTS_A_DAY
    return round(counted) * AN_INSTANT if abs(counted) < NEVER else counted


@dataclass(frozen=True)
class Clock:
    """A clock that reads 0 until `starts[0]`, then runs at `speeds[i]` from `starts[i]` on, and stops at `end`.

    `starts` are days, ascending; `speeds` are units of effort a day, one for each start, none negative. A piece may
    speed up: linearly, by `slopes[i]` a day, or exponentially, at the rate `growths[i]` a day; not both.
    """

    starts: tuple[float, ...]
    speeds: tuple[float, ...]
    end: float = NEVER
    slopes: tuple[float, ...] = ()
    growths: tuple[float, ...] = ()

    @cached_property
    def _pieces(self) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray, FloatArray]:
        """Starts, speeds, slopes, growths, and the reading at each start, followed by the final reading."""
        starts, speeds = np.array(self.starts), np.array(self.speeds)
        slopes = np.array(self.slopes) if self.slopes else np.zeros_like(speeds)
        growths = np.array(self.growths) if self.growths else np.zeros_like(speeds)
        gains = _run(np.diff(np.append(starts, self.end)), speeds, slopes, growths)
        return starts, speeds, slopes, growths, np.append(0.0, np.cumsum(gains))

    @cached_property
    def _bends(self) -> bool:
        """Whether a piece speeds up."""
        return bool(self.slopes or self.growths)

    @cached_property
    def _always_runs(self) -> bool:
        """Whether no piece stands still."""
        return min(self.speeds) > 0

    @cached_property
    def _just_reached(self) -> float:
        """The highest threshold that counts as reached: the final reading, but for rounding, also of its time."""
        rounding = float(max(self.speeds) * 4 * np.spacing(abs(self.end))) if np.isfinite(self.end) else 0.0
        return self.total + self.total * ROUNDING + rounding

    @cached_property
    def total(self) -> float:
        """What the clock reads in the end."""
        return float(self._pieces[-1][-1]) if self.starts else 0.0

    @np.errstate(over="ignore")
    def reading(self, time: FloatArray | float) -> FloatArray:
        """What the clock reads at each time."""
        time = np.asarray(time, dtype=np.float64)
        if not self.starts:
            return np.zeros_like(time)
        starts, speeds, slopes, growths, readings = self._pieces
        capped = np.minimum(np.maximum(time, starts[0]), self.end)
        if len(starts) == 1 and not self._bends:
            return np.asarray((capped - starts[0]) * speeds[0]) if speeds[0] > 0 else np.zeros_like(time)
        piece = np.maximum(starts.searchsorted(capped, side="right") - 1, 0)
        if self._always_runs and not self._bends:
            return np.asarray(readings.take(piece) + (capped - starts.take(piece)) * speeds.take(piece))
        return np.asarray(readings[piece] + _run(capped - starts[piece], speeds[piece], slopes[piece], growths[piece]))

    @np.errstate(over="ignore")
    def reaches(self, threshold: FloatArray) -> FloatArray:
        """The first time at which the clock reads each threshold; `inf` where it never does.

        A threshold of `inf` is never reached. One that the final reading misses by no more than rounding is reached at
        the end: the last whole probe of a campaign that ends with it must not be lost to the last bit of a product.
        """
        threshold = np.asarray(threshold, dtype=np.float64)
        if not self.starts:
            return np.full_like(threshold, NEVER)
        starts, speeds, slopes, growths, readings = self._pieces
        missed = None
        if self.total < NEVER:
            missed = ~(threshold <= self._just_reached)
            threshold = np.minimum(threshold, self.total)
        elif self._bends:
            missed = threshold == NEVER
            threshold = np.where(missed, 0.0, threshold)  # in a bend, infinite effort would be inf / inf
        if len(starts) == 1 and not self._bends:
            time = threshold / speeds[0] if speeds[0] > 0 else np.zeros_like(threshold)
            time += starts[0]
        else:
            piece = piece_of(readings[1:-1], threshold)
            gain = threshold - readings.take(piece)
            if self._bends:
                time = _elapsed(gain, speeds.take(piece), slopes.take(piece), growths.take(piece))
            elif self._always_runs:
                time = gain / speeds.take(piece)
            else:
                with np.errstate(divide="ignore", invalid="ignore"):
                    time = gain / speeds.take(piece)
            time += starts.take(piece)
            if not self._always_runs or threshold.min(initial=0.0) < 0:
                np.copyto(time, starts[piece], where=gain <= 0)
        if self.end < NEVER:
            np.minimum(time, self.end, out=time)
        if missed is not None:
            put_where(time, missed, NEVER)
        return np.asarray(time)

    def ramped(self, length: float) -> Clock:
        """The same clock with its speed rising linearly from 0 to what it is over a length from its start."""
        if length < AN_INSTANT or not self.starts:
            return self
        full = self.starts[0] + length
        clock = self._split_at(full)
        inside = [start < full for start in clock.starts]
        pairs = list(zip(clock.starts, clock.speeds, inside, strict=True))
        speeds = tuple(speed * (start - self.starts[0]) / length if early else speed for start, speed, early in pairs)
        slopes = tuple(speed / length if early else 0.0 for _, speed, early in pairs)
        return replace(clock, speeds=speeds, slopes=slopes)

    def growing(self, doubling: float, limit: float) -> Clock:
        """The same clock with its speed doubling every `doubling` days from its start, up to `limit` times its own."""
        if limit <= 1 or not self.starts:
            return self
        if doubling < AN_INSTANT:
            return self.faster(limit)
        rate = math.log(2) / doubling
        capped = self.starts[0] + math.log(limit) / rate
        clock = self._split_at(capped)
        grown = [
            min(speed * (math.exp(rate * (start - self.starts[0])) if start < capped else limit), FASTEST)
            for start, speed in zip(clock.starts, clock.speeds, strict=True)
        ]
        growths = tuple(rate if start < capped else 0.0 for start in clock.starts)
        return replace(clock, speeds=tuple(grown), growths=growths)

    def faster(self, factor: float) -> Clock:
        """The same clock, running `factor` times as fast at every instant."""
        speeds = tuple(min(factor * speed, FASTEST) for speed in self.speeds)
        return replace(self, speeds=speeds, slopes=tuple(factor * slope for slope in self.slopes))

    def _split_at(self, time: float) -> Clock:
        """The same clock with a piece that begins at a time inside it."""
        if time in self.starts or not self.starts[0] < time < self.end:
            return self
        after = sum(start < time for start in self.starts)
        starts = (*self.starts[:after], time, *self.starts[after:])
        return replace(self, starts=starts, speeds=(*self.speeds[:after], self.speeds[after - 1], *self.speeds[after:]))


STOPPED = Clock((), ())
"""The clock of something that never begins."""


@dataclass(frozen=True, eq=False)
class StateClock:
    """A clock whose speed depends on the race: `multiples[i]` times that of another from where it reads `at[i]` on.

    `readings[i]` is what it reads there itself; before `at[0]` it reads `readings[0]`. All three ascend, but for
    `multiples`.
    """

    base: Clock
    at: FloatArray
    multiples: FloatArray
    readings: FloatArray

    def reading(self, time: FloatArray | float) -> FloatArray:
        """What the clock reads at each time."""
        base = self.base.reading(time)
        piece = np.maximum(np.searchsorted(self.at, base, side="right") - 1, 0)
        return np.asarray(
            self.readings[piece] + _products(self.multiples[piece], np.maximum(base - self.at[piece], 0.0))
        )

    @np.errstate(over="ignore")
    def reaches(self, threshold: FloatArray) -> FloatArray:
        """The first time at which the clock reads each threshold above its first reading; `inf` where it never does."""
        piece = np.maximum(np.searchsorted(self.readings, threshold, side="left") - 1, 0)
        multiple, gain = self.multiples[piece], threshold - self.readings[piece]
        elapsed = np.divide(gain, multiple, out=np.full(len(gain), NEVER), where=multiple > 0)
        return self.base.reaches(self.at[piece] + elapsed)


@np.errstate(over="ignore")
def clock_of_many(base: Clock, begun: FloatArray, over: FloatArray, since: float = 0.0, running: int = 0) -> StateClock:
    """The sum of clocks that each run as the base does, from where it reads one of `begun` to where it reads `over`.

    It reads 0 where the base reads `since`, from where on `running` more of them run.
    """
    at = np.concatenate([[since], begun, over])
    order = np.argsort(at, kind="stable")
    changes = np.repeat([float(running), 1.0, -1.0], [1, len(begun), len(over)])
    multiples = np.cumsum(changes[order])
    gains = _products(multiples[:-1], np.diff(at[order]))
    return StateClock(base, at[order], multiples, np.append(0.0, np.cumsum(gains)))


def _products(multiples: FloatArray, gains: FloatArray | float) -> FloatArray:
    """Multiples of gains; none of even an infinite gain is none."""
    return np.multiply(multiples, gains, out=np.zeros(np.shape(multiples)), where=np.asarray(multiples) > 0)


def _run(elapsed: FloatArray, speed: FloatArray, slope: FloatArray, growth: FloatArray) -> FloatArray:
    """How far pieces run in a time: speed x t + slope x t^2 / 2, or speed x (e^(growth t) - 1) / growth."""
    linear = np.multiply(elapsed, speed, out=np.zeros(np.shape(elapsed)), where=speed > 0)
    if np.any(slope):
        linear = linear + np.multiply(elapsed * elapsed, slope / 2, out=np.zeros(np.shape(elapsed)), where=slope > 0)
    if not np.any(growth):
        return linear
    grown = np.expm1(np.multiply(growth, elapsed, out=np.zeros(np.shape(elapsed)), where=growth > 0))
    return np.where(growth > 0, speed * grown / np.where(growth > 0, growth, 1.0), linear)


def _elapsed(gain: FloatArray, speed: FloatArray, slope: FloatArray, growth: FloatArray) -> FloatArray:
    """The inverse of `_run`: the time in which pieces run a distance."""
    with np.errstate(divide="ignore", invalid="ignore"):
        steady = gain / (0.5 * speed + 0.5 * np.hypot(speed, np.sqrt(2 * slope) * np.sqrt(gain)))
        grown = np.log1p(growth * gain / speed) / growth
    return np.where(growth > 0, grown, steady)


def piece_of(boundaries: FloatArray, threshold: FloatArray) -> NDArray[np.intp]:
    """The piece in which each threshold is first reached; comparing beats searching where pieces are few."""
    if len(boundaries) > FEW_PIECES:
        return np.searchsorted(boundaries, threshold, side="left")
    if not len(boundaries):
        return np.zeros(threshold.shape, dtype=np.intp)
    first, *others = boundaries
    piece: NDArray[np.intp] = (threshold > first).astype(np.intp)
    for boundary in others:
        piece += threshold > boundary
    return piece


def paced(begins: float, ends: float, speed: float, pace: Iterable[tuple[float, float]]) -> Clock:
    """A clock that runs at `speed` times its pace from `begins` to `ends`, both in days.

    `pace` holds (moment, multiple) in the order of the file. The latest moment passed counts, also one before
    `begins`; of several at one moment, the last. Returns a stopped clock if `ends` is before `begins` or `begins` is
    never.
    """
    return _paced(begins, ends, speed, tuple(pace))


@lru_cache(maxsize=1024)
def _paced(begins: float, ends: float, speed: float, pace: tuple[tuple[float, float], ...]) -> Clock:
    """The same; populations that share a clock share its pieces."""
    if not begins < NEVER or ends < begins:
        return STOPPED
    multiple, changes = 1.0, {begins: 1.0}
    for moment, value in sorted(pace, key=lambda entry: entry[0]):
        if moment <= begins:
            multiple = value
        elif moment < ends:
            changes[moment] = value
    changes[begins] = multiple
    return Clock(tuple(changes), tuple(min(speed * value, FASTEST) for value in changes.values()), ends)


def together(clocks: Iterable[Clock]) -> Clock:
    """The clock that reads the sum of several clocks of constant or linear speed which end at the same time."""
    return _together(tuple(clock for clock in clocks if clock.starts))


@lru_cache(maxsize=1024)
def _together(running: tuple[Clock, ...]) -> Clock:
    """The same of clocks that run."""
    if len(running) <= 1:
        return running[0] if running else STOPPED
    starts = tuple(sorted({start for clock in running for start in clock.starts}))
    speeds, slopes = np.zeros(len(starts)), np.zeros(len(starts))
    for clock in running:
        for index, start in enumerate(starts):
            piece = sum(begin <= start for begin in clock.starts) - 1
            if piece >= 0:
                slope = clock.slopes[piece] if clock.slopes else 0.0
                speeds[index] += clock.speeds[piece] + slope * (start - clock.starts[piece])
                slopes[index] += slope
    return Clock(starts, tuple(speeds.tolist()), running[0].end, tuple(slopes.tolist()) if slopes.any() else ())
