"""Functions of time as polynomials on panels, and integrals of one with respect to another.

A panel is an interval between two times at which something may jump or bend. On each, a function is kept by its values
at the five points of Chebyshev and Lobatto, the first of them just after the panel's start and the last just before its
end, so that jumps lie between panels. Panels are halved until the polynomials through these values are the functions.
Integrals take derivatives of polynomials, never of functions, so that laws without a density do no harm (Trefethen
2013, Approximation Theory and Approximation Practice, chapters 5 and 21).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from sim.scenario.moments import AN_INSTANT

FloatArray = NDArray[np.float64]
FloatMap = Callable[[FloatArray], FloatArray]
MOST_PANELS = 240
NODES = 7
BESIDE = 1.5 * AN_INSTANT
"""How far from a time at which something may jump a function is looked at."""
NARROW = 2**16 * AN_INSTANT
"""Panels are not halved any more: what bends in them jumps, or is over in a moment."""
PLACES = (1 - np.cos(np.linspace(0, np.pi, NODES))) / 2


class TooRoughError(Exception):
    """A function that no reasonable number of panels resolves."""


COEFFICIENTS = np.linalg.inv(np.vander(PLACES, increasing=True))


def _polynomials(at: FloatArray) -> FloatArray:
    """The polynomials that are 1 at one of PLACES and 0 at the others (last axis), at places."""
    return np.asarray(np.vander(at.ravel(), NODES, increasing=True) @ COEFFICIENTS).reshape(*at.shape, NODES)


def slopes(at: FloatArray) -> FloatArray:
    """The slopes of the polynomials that are 1 at one of PLACES and 0 at the others (last axis), at places."""
    powers = np.arange(1, NODES)
    return np.asarray((np.vander(at, NODES - 1, increasing=True) * powers) @ COEFFICIENTS[1:])


@lru_cache(maxsize=64)
def gauss(number: int) -> tuple[FloatArray, FloatArray]:
    """Places in [0, 1] and weights of Gauss and Legendre."""
    places, weights = np.polynomial.legendre.leggauss(number)
    return (places + 1) / 2, weights / 2


INNER, WEIGHTS = gauss(2 * NODES - 2)
TO_INNER, SLOPES = _polynomials(INNER), slopes(INNER)
POWERS = np.arange(1, len(INNER) + 1)
UP_TO = np.linalg.solve(np.vander(INNER, increasing=True).T, (PLACES[:, None] ** POWERS / POWERS).T).T
"""Turns values at INNER into integrals up to each of PLACES."""
BETWEEN = (PLACES[1:-2] + PLACES[2:-1]) / 2
TO_BETWEEN = _polynomials(BETWEEN)


@dataclass(frozen=True, eq=False)
class Panels:
    """Panels between `bounds`, in days. Functions have their values at `nodes` in the last two axes of arrays."""

    bounds: FloatArray

    @cached_property
    def widths(self) -> FloatArray:
        """The width of each panel."""
        return np.diff(self.bounds)

    @cached_property
    def nodes(self) -> FloatArray:
        """The times at which functions are known, in the shape (panels, NODES)."""
        return _nodes(self.bounds[:-1], self.bounds[1:])

    def cumulative(self, function: FloatArray, of: FloatArray, at_jumps: FloatArray | None = None) -> FloatArray:
        """The integral of a function with respect to another up to each node.

        At the start of each panel the other one may jump. What the function is then is `at_jumps`, in the shape of the
        panels, or what it is thereafter.
        """
        inside = ((function @ TO_INNER.T) * (of @ SLOPES.T)) @ UP_TO.T
        before = np.cumsum(inside[..., -1], axis=-1)
        inside[..., 1:, :] += before[..., :-1, None]
        weighed = function[..., 0] if at_jumps is None else at_jumps
        jumps = weighed[..., 1:] * (of[..., 1:, 0] - of[..., :-1, -1])
        inside[..., 1:, :] += np.cumsum(jumps, axis=-1)[..., None]
        return np.asarray(inside)

    def at(self, times: FloatArray, function: FloatArray) -> FloatArray:
        """A function at times; before the first panel and after the last it stays as it is there."""
        panel = np.searchsorted(self.bounds[1:-1], times, side="right")
        place = np.minimum(np.maximum((times - self.bounds[panel]) / self.widths[panel], 0.0), 1.0)
        powers = np.moveaxis(function @ COEFFICIENTS.T, -1, 0).copy()
        found = powers[-1].take(panel, axis=-1)
        for each in powers[-2::-1]:
            found *= place
            found += each.take(panel, axis=-1)
        return np.asarray(found)


def crowded(number: int) -> tuple[FloatArray, FloatArray]:
    """Places in [0, 1] that crowd together at both ends, where a function may be steep, and their weights."""
    places, weights = gauss(number)
    return places**3 * (10 - 15 * places + 6 * places**2), weights * 30 * (places * (1 - places)) ** 2


def _nodes(starts: FloatArray, ends: FloatArray) -> FloatArray:
    nodes = starts[:, None] + (ends - starts)[:, None] * PLACES
    nodes[:, 0] = starts + BESIDE
    nodes[:, -1] = ends - BESIDE
    return nodes


def refined(
    bounds: FloatArray, functions: Callable[[FloatArray], FloatArray], tolerance: FloatArray | float
) -> tuple[Panels, FloatArray]:
    """Panels between bounds, halved until functions (rows) of times are polynomials on them but for a tolerance.

    Also the functions at their nodes. `tolerance` is one for all functions, or one for each (in a column).

    Raises TooRoughError if that takes more than MOST_PANELS, or narrower ones than NARROW.
    """
    kept: list[FloatArray] = []
    found: list[FloatArray] = []
    starts, ends = bounds[:-1], bounds[1:]
    while len(starts):
        if len(starts) + sum(map(len, kept)) > MOST_PANELS:
            raise TooRoughError
        between = starts[:, None] + (ends - starts)[:, None] * BETWEEN
        times = np.concatenate([_nodes(starts, ends), between], axis=1)
        values = functions(times.ravel())
        values = values.reshape(len(values), *times.shape)
        off = np.abs(values[..., :NODES] @ TO_BETWEEN.T - values[..., NODES:]).max(axis=2)
        fine = (off <= tolerance).all(axis=0)
        if (ends - starts)[~fine].min(initial=np.inf) < NARROW:
            raise TooRoughError
        kept.append(starts[fine])
        found.append(values[:, fine, :NODES])
        middles = (starts[~fine] + ends[~fine]) / 2
        starts, ends = np.concatenate([starts[~fine], middles]), np.concatenate([middles, ends[~fine]])
    starts = np.concatenate(kept)
    order = np.argsort(starts)
    return Panels(np.append(starts[order], bounds[-1])), np.concatenate(found, axis=1)[:, order]
