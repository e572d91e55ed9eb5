"""The law of one delay, or of two of them one after the other, as polynomials on panels."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Iterable, Iterator
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from sim.scenario.laws import AtMost, Empirical, Fixed, Geometric, Law, Mixture, Uniform

from .panels import TooRoughError, crowded, refined

FloatArray = NDArray[np.float64]
TOLERANCE, OFF, NARROWEST = 1e-7, 1e-6, 1e-7
EARLY, HARDLY = 0.02, 1e-6
"""A law that hardly gives less than this part of its median begins smoothly."""
COARSE, FINE, SEEN = crowded(16), crowded(24), 4
"""Rules for sums of delays: where the coarse one is off by less than OFF, as some times tell, the fine one is right."""
JUST_BEFORE = 1 - 1e-12
HALVES = 0.5 ** np.arange(8)
"""Laws change most at their beginning."""


def bends(law: Law) -> Iterator[float]:
    """Delays at which the chance of not exceeding them jumps or bends, as far as it says so."""
    if isinstance(law, Geometric):
        raise TooRoughError
    if law.cdf(np.array([law.median * EARLY]))[0] > HARDLY:
        yield 0.0
    if isinstance(law, Fixed):
        yield law.value
    elif isinstance(law, Uniform):
        yield from (law.low, law.high)
    elif isinstance(law, Empirical):
        yield from (time for time, _ in law.points)
    elif isinstance(law, AtMost):
        yield from (law.at_most, *bends(law.law))
    elif isinstance(law, Mixture):
        for part in law.components:
            yield from (part.after, *(part.after + each for each in bends(part.law)))


class SmoothLaw:
    """The chance that a delay is over, by the time since it began, up to a time `until`; `bends` are where it may bend.

    Raises TooRoughError where it is no smooth function between these, or jumps.
    """

    def __init__(self, cdf: Callable[[FloatArray], FloatArray], bends: Iterable[float], until: float) -> None:
        self.bends = tuple(sorted({bend for bend in bends if 0 < bend < until}))
        bounds = np.unique([0.0, *self.bends, *(until * HALVES)])
        self._panels, self._values = refined(bounds, lambda times: cdf(times)[None], TOLERANCE)
        narrowest = self._panels.widths[1:].min(initial=until)
        if narrowest < NARROWEST * until:
            raise TooRoughError

    def cdf(self, times: FloatArray) -> FloatArray:
        """The chance that it is over by each time since it began."""
        found = self._panels.at(times.ravel(), self._values[0]).reshape(times.shape)
        return np.where(times >= 0, found, 0.0)


def law_of_delay(law: Law, until: float) -> SmoothLaw:
    """The law of one delay; kept, as most worlds of a scenario have the same delays."""
    assert isinstance(law, Hashable)
    return _law_of_delay(law, rounded_up(until))


def law_of_sum(first: Law, second: Law, until: float) -> SmoothLaw:
    """The law of one delay after another; kept as well."""
    assert isinstance(first, Hashable)
    assert isinstance(second, Hashable)
    return _law_of_sum(first, second, rounded_up(until))


def rounded_up(until: float) -> float:
    """A time that is at least so long, of which there are few, so that laws up to it are not worked out again."""
    return float(2.0 ** math.ceil(math.log2(max(until, 1.0))))


@lru_cache(maxsize=256)
def _law_of_delay(law: Hashable, until: float) -> SmoothLaw:
    assert isinstance(law, Law)
    return SmoothLaw(law.cdf, bends(law), until)


@lru_cache(maxsize=256)
def _law_of_sum(first: Hashable, second: Hashable, until: float) -> SmoothLaw:
    assert isinstance(first, Law)
    assert isinstance(second, Law)
    if isinstance(first, Fixed):
        first, second = second, first
    one, other = first, second

    def chance(times: FloatArray) -> FloatArray:
        if isinstance(other, Fixed):
            return np.where(times >= other.value, one.cdf(times - other.value), 0.0)
        fine = _chance(one, other, times, FINE)
        if np.abs(fine[::SEEN] - _chance(one, other, times[::SEEN], COARSE)).max(initial=0.0) > OFF:
            raise TooRoughError
        return fine

    if isinstance(other, Fixed):
        return SmoothLaw(chance, (other.value + bend for bend in bends(one)), until)
    return SmoothLaw(chance, (early + late for early in (0.0, *bends(one)) for late in (0.0, *bends(other))), until)


def _chance(first: Law, second: Law, times: FloatArray, rule: tuple[FloatArray, FloatArray]) -> FloatArray:
    """The chance by each time: at least one of the delays takes no more than half of it.

    So neither law is taken where it begins, which may be steep, but for the shares that are equal anyway.
    """
    half = times / 2
    both = first.cdf(half) * second.cdf(half)
    return np.asarray(_short(first, second, times, rule) + _short(second, first, times, rule) - both)


def _short(first: Law, second: Law, times: FloatArray, rule: tuple[FloatArray, FloatArray]) -> FloatArray:
    """The chance by each time with a second delay of no more than half of it: a mean over shares of its law.

    Between any two shares at which either law bends, they are crowded together at both ends.
    """
    places, weights = rule
    own, others = np.array(list(bends(second))), np.array(list(bends(first)))
    upto = second.cdf(times / 2)[:, None]
    shares = [np.zeros_like(upto), upto, second.cdf(np.maximum(times[:, None] - others, 0.0))]
    shares += (np.broadcast_to(second.cdf(each), (len(times), len(own))) for each in (own, own * JUST_BEFORE))
    cuts = np.sort(np.minimum(np.concatenate(shares, axis=1), upto), axis=1)
    lengths = np.diff(cuts)
    row, piece = np.nonzero(lengths > 0)
    lengths = lengths[row, piece]
    share, time = cuts[row, piece, None] + lengths[:, None] * places, times[row, None]
    delays = np.minimum(second.quantile(share), time / 2)
    means = np.asarray(first.cdf(time - delays) @ weights, dtype=np.float64)
    return np.bincount(row, lengths * means, len(times)).astype(np.float64)
