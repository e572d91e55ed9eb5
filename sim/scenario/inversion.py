"""Inversion of a cumulative distribution that has no closed quantile: a table, cubics, false position.

A table brackets each quantile between two nodes, and the cubic through the nodes around finds it; where the cubic is
not good enough, false position closes in. Nothing here knows what the distribution is of.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
Distribution = Callable[[FloatArray], FloatArray]
TOLERANCE = 1e-13
FALSE_POSITION_STEPS = 200
TABLE_ROUNDS = 3
ROUGH_SHARE = 1e-5
PARTS = (0.3, 0.6)
"""Where the cubics of a table are measured, and where rough ones are split."""


@dataclass(frozen=True)
class InverseTable:
    """A cumulative distribution at increasing nodes, and just before them, with a cubic for its inverse before each.

    Make one with `Table.of`.

    The cubic of node i leads from node i - 1 to it, as a function of the share gained since; `is_fine` where its error,
    measured inside, is below the tolerance.
    """

    cdf: Distribution
    nodes: FloatArray
    shares: FloatArray
    before: FloatArray
    cubics: FloatArray
    is_fine: NDArray[np.bool_]

    @classmethod
    def of(cls, cdf: Distribution, nodes: FloatArray) -> InverseTable:
        """The table of a cumulative distribution, with more nodes where the cubics are rough."""
        for _ in range(TABLE_ROUNDS):
            table = cls._of(cdf, nodes)
            rough = np.flatnonzero(~table.is_fine & (table.gained > ROUGH_SHARE))
            rough = rough[rough > 0]
            if not len(rough):
                break
            nodes = np.union1d(nodes, [nodes[rough - 1] + part * (nodes[rough] - nodes[rough - 1]) for part in PARTS])
        return table

    @classmethod
    def _of(cls, cdf: Distribution, nodes: FloatArray) -> InverseTable:
        shares = np.maximum.accumulate(cdf(nodes))
        before = np.minimum(np.maximum(cdf(np.nextafter(nodes, -np.inf)), np.append(0.0, shares[:-1])), shares)
        table = cls(cdf, nodes, shares, before, _cubics(nodes, shares, before), np.zeros(len(nodes), dtype=np.bool_))
        every = np.arange(len(nodes))
        error = np.zeros(len(nodes))
        for part in PARTS:
            inside = before - part * table.gained
            error = np.fmax(error, np.abs(cdf(table.guess(every, inside)) - inside))
        return dataclasses.replace(table, is_fine=error <= TOLERANCE)

    def quantile(self, u: FloatArray) -> tuple[FloatArray, NDArray[np.bool_]]:
        """Quantiles of shares (one dimension), and which shares are beyond the last node, which stands in for them."""
        right = np.searchsorted(self.shares, u, side="left")
        beyond = right == len(self.nodes)
        node = np.minimum(right, len(self.nodes) - 1)
        found = self.nodes[node]
        between = np.flatnonzero((right > 0) & ~beyond & (u <= self.before[node]))  # the others are at a jump
        at, inside = node[between], u[between]
        guess = self.guess(at, inside)
        rough = np.flatnonzero(~self.is_fine[at])
        guess[rough] = _false_position(self.cdf, inside[rough], guess[rough], *self.bracket(at[rough]))
        found[between] = guess
        return found, beyond

    @property
    def gained(self) -> FloatArray:
        """The share gained between each node and the one before, without a jump at the end."""
        return self.before - np.append(self.before[:1], self.shares[:-1])

    def guess(self, at: NDArray[np.intp], u: FloatArray) -> FloatArray:
        """The cubic's value at shares `u` between nodes `at` and those before them."""
        (low, high, *_), rise = self.bracket(at), u - self.shares[np.maximum(at - 1, 0)]
        first, second, third = self.cubics[:, at]
        return np.asarray(np.clip(low + rise * (first + rise * (second + rise * third)), low, high))

    def bracket(self, at: NDArray[np.intp]) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
        """The node before each of the nodes `at`, the node itself, and the shares at the one and before the other."""
        left = np.maximum(at - 1, 0)
        return self.nodes[left], self.nodes[at], self.shares[left], self.before[at]


def _cubics(nodes: FloatArray, shares: FloatArray, before: FloatArray) -> FloatArray:
    """Coefficients (3, nodes) of the cubic through the two nodes around each gap and one more on either side.

    Next to a jump, a flat part or an end the cubic is a straight line.
    """
    coefficients = np.zeros((3, len(nodes)))
    if len(nodes) < 2:
        return coefficients
    width, rise = np.diff(nodes), before[1:] - shares[:-1]
    with np.errstate(all="ignore"):
        slope = width / rise
        smooth = np.isfinite(slope)
        coefficients[0, 1:] = np.where(smooth, slope, 0.0)
        if len(nodes) < 4:
            return coefficients
        jumps = shares - before > TOLERANCE
        joined = smooth[:-2] & smooth[1:-1] & smooth[2:] & ~jumps[1:-2] & ~jumps[2:-1]
        left, middle, right = rise[:-2], rise[1:-1], rise[2:]
        bend = (slope[1:-1] - slope[:-2]) / (left + middle)
        next_bend = (slope[2:] - slope[1:-1]) / (middle + right)
        third = (next_bend - bend) / (left + middle + right)
        second = bend + third * (left - middle)
        cubic = np.stack([slope[1:-1] - middle * (second + middle * third), second, third])
    usable = joined & np.isfinite(cubic).all(axis=0)
    coefficients[:, 2:-1] = np.where(usable, cubic, coefficients[:, 2:-1])
    return coefficients


def _false_position(
    cdf: Distribution,
    u: FloatArray,
    guess: FloatArray,
    low: FloatArray,
    high: FloatArray,
    share_low: FloatArray,
    share_high: FloatArray,
) -> FloatArray:
    """Quantiles of `u` between `low` and `high`, by the Illinois variant of false position (Dowell and Jarratt 1971).

    `guess` is the first cut; every fourth is in the middle, so that no steep place can hold it up.
    """
    low, high = low.copy(), high.copy()
    open_ = np.flatnonzero(high - low > TOLERANCE * np.maximum(np.abs(high), 1.0))
    below, above, cut = (share_low - u)[open_], (share_high - u)[open_], guess[open_]
    for step in range(1, FALSE_POSITION_STEPS):
        if not len(open_):
            break
        left, right = low[open_], high[open_]
        value = cdf(cut) - u[open_]
        reached = value >= -TOLERANCE
        high[open_], low[open_] = np.where(reached, cut, right), np.where(reached, left, cut)
        above, below = np.where(reached, value, above / 2), np.where(reached, below / 2, value)
        wide = high[open_] - low[open_] > TOLERANCE * np.maximum(np.abs(high[open_]), 1.0)
        still = wide & (np.abs(value) > TOLERANCE)
        open_, below, above = open_[still], below[still], above[still]
        left, right, gap = low[open_], high[open_], above - below
        cut = np.clip(right - above * (right - left) / np.where(gap > 0, gap, 1.0), left, right)
        cut = (left + right) / 2 if step % 4 == 0 else cut
    return high
