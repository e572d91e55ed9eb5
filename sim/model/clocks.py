"""Clocks: how much effort has been spent, or how far adoption has come, by an instant; and the inverse.

A clock runs at a constant speed on each of a few pieces of time, so that both directions are exact. Everything that
happens to a server is a threshold on a clock: it happens at the first instant at which the clock reaches it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from .passes import put_where

FloatArray = NDArray[np.float64]
NEVER = np.inf
ROUNDING = 1e-12
FEW_PIECES = 16


@dataclass(frozen=True)
class Clock:
    """A clock that reads 0 until `starts[0]`, then runs at `speeds[i]` from `starts[i]` on, and stops at `end`.

    `starts` are days, ascending; `speeds` are units of effort a day, one for each start, none negative.
    """

    starts: tuple[float, ...]
    speeds: tuple[float, ...]
    end: float = NEVER

    @cached_property
    def _pieces(self) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Starts, speeds, and the reading at each start, followed by the final reading."""
        starts, speeds = np.array(self.starts), np.array(self.speeds)
        lengths = np.diff(np.append(starts, self.end))
        gains = np.multiply(lengths, speeds, out=np.zeros_like(speeds), where=speeds > 0)
        return starts, speeds, np.append(0.0, np.cumsum(gains))

    @property
    def total(self) -> float:
        """What the clock reads in the end."""
        return float(self._pieces[2][-1]) if self.starts else 0.0

    def reading(self, time: FloatArray | float) -> FloatArray:
        """What the clock reads at each time."""
        time = np.asarray(time, dtype=np.float64)
        if not self.starts:
            return np.zeros_like(time)
        starts, speeds, readings = self._pieces
        capped = np.clip(time, starts[0], self.end)
        piece = np.clip(np.searchsorted(starts, capped, side="right") - 1, 0, len(starts) - 1)
        elapsed = capped - starts[piece]
        run = np.multiply(elapsed, speeds[piece], out=np.zeros_like(elapsed), where=speeds[piece] > 0)
        return np.asarray(readings[piece] + run)

    def reaches(self, threshold: FloatArray) -> FloatArray:
        """The first time at which the clock reads each threshold; `inf` where it never does.

        A threshold that the final reading misses by no more than rounding is reached at the end: the last whole probe
        of a campaign that ends with it must not be lost to the last bit of a product.
        """
        threshold = np.asarray(threshold, dtype=np.float64)
        if not self.starts:
            return np.full_like(threshold, NEVER)
        starts, speeds, readings = self._pieces
        final = readings[-1]
        missed = ~(threshold <= final * (1 + ROUNDING)) if final < NEVER else None
        if missed is not None:
            threshold = np.minimum(threshold, final)
        if len(starts) == 1:
            time = threshold / speeds[0] + starts[0] if speeds[0] > 0 else np.full_like(threshold, starts[0])
        else:
            piece = _piece_of(readings[1:-1], threshold)
            with np.errstate(divide="ignore", invalid="ignore"):
                time = (threshold - readings.take(piece)) / speeds.take(piece) + starts.take(piece)
            if not speeds.all():
                np.copyto(time, starts[piece], where=threshold <= readings[piece])
        if np.isfinite(self.end):
            np.minimum(time, self.end, out=time)
        if missed is not None:
            put_where(time, missed, NEVER)
        return np.asarray(time)


def _piece_of(boundaries: FloatArray, threshold: FloatArray) -> NDArray[np.intp]:
    """The piece in which each threshold is first reached; comparing beats searching where pieces are few."""
    if len(boundaries) > FEW_PIECES:
        return np.searchsorted(boundaries, threshold, side="left")
    piece = np.zeros(threshold.shape, dtype=np.intp)
    for boundary in boundaries:
        piece += threshold > boundary
    return piece


STOPPED = Clock((), ())
"""The clock of something that never begins."""


def paced(begins: float, ends: float, speed: float, pace: Sequence[tuple[float, float]]) -> Clock:
    """A clock that runs at `speed` times its pace from `begins` to `ends`, both in days.

    `pace` holds (moment, multiple) in the order of the file. The latest moment passed counts, also one before
    `begins`; of several at one moment, the last. Returns a stopped clock if `ends` is before `begins` or `begins` is
    never.
    """
    if not begins < NEVER or ends < begins:
        return STOPPED
    multiple, changes = 1.0, {begins: 1.0}
    for moment, value in sorted(pace, key=lambda entry: entry[0]):
        if moment <= begins:
            multiple = value
        elif moment < ends:
            changes[moment] = value
    changes[begins] = multiple
    return Clock(tuple(changes), tuple(speed * value for value in changes.values()), ends)
