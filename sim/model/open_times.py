"""When installations can happen: inside windows, and outside freezes."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from sim.scenario.blocks import Window
from sim.scenario.moments import AN_INSTANT, EARLIEST, LATEST, days_between
from sim.scenario.openings import opening_days

from .clocks import NEVER, instant, instants

FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class OpenTimes:
    """From each of `opens` up to, but not including, the same of `closes`; freezes begin at `freezes`.

    All are instants, in days, ascending. No two of the intervals overlap or touch. They are known for a year beyond the
    horizon at least; what comes after the last of them is never.
    """

    opens: tuple[float, ...] = (-NEVER,)
    closes: tuple[float, ...] = (NEVER,)
    freezes: tuple[float, ...] = ()

    @cached_property
    def _openings(self) -> FloatArray:
        """Of each interval, and never."""
        return np.append(self.opens, NEVER)

    @cached_property
    def _closings(self) -> FloatArray:
        """Of each interval, after what was before all time."""
        return np.append(-NEVER, self.closes)

    def next_open(self, times: FloatArray) -> FloatArray:
        """The first instant at or after each time that is open."""
        times = instants(times)
        if self == ALWAYS:
            return times
        interval = np.searchsorted(self._closings[1:], times, side="right")
        return np.maximum(times, self._openings[interval], out=times)

    def ready_by(self, times: FloatArray) -> FloatArray:
        """The latest moment at which one can be ready to have installed by each time: the inverse of `next_open`.

        That is the time itself, or the last instant before the closing; `-inf` if nothing was open yet.
        """
        if self == ALWAYS:
            return times
        opened = np.searchsorted(self._openings[:-1], times, side="right")
        return np.minimum(times, self._closings[opened] - AN_INSTANT)

    def time_left(self, time: float) -> float:
        """How much is left, at an instant, until what is open closes; 0 if it is not open."""
        interval = bisect_right(self.closes, time)
        is_open = interval < len(self.opens) and self.opens[interval] <= time
        return self.closes[interval] - time if is_open else 0.0

    def until_freeze(self, time: float) -> float:
        """How much is left, at an instant, until the next freeze begins; `inf` if there is none."""
        freeze = bisect_left(self.freezes, time)
        return self.freezes[freeze] - time if freeze < len(self.freezes) else NEVER

    def next_opening(self, time: float) -> float:
        """The first opening later than an instant; `inf` if there is none."""
        interval = bisect_right(self.opens, time)
        return self.opens[interval] if interval < len(self.opens) else NEVER


ALWAYS = OpenTimes()


def open_times(
    windows: Iterable[Window], freezes: Iterable[tuple[float, float]], start: datetime, first: float, last: float
) -> OpenTimes:
    """What is open from `first` to `last` (days after the start), and a year more at least on either side.

    Parameters
    ----------
    windows : iterable of Window
        As they are written; none means at any time.
    freezes : iterable of tuple of float
        When each begins and ends, in days; one that ends no later than it begins is none.
    start : datetime
        In UTC, without a zone.
    first, last : float
        Times outside the calendar of tables count as its ends.
    """
    earliest, latest = days_between(start, EARLIEST), days_between(start, LATEST)
    years = [(start + timedelta(min(max(days, earliest), latest))).year for days in (min(first, last), last)]
    written = tuple((window.opens, window.timezone, float(window.lasts)) for window in windows)
    return _open_times(written, tuple(freezes), start, years[0] - 1, years[1] + 1)


@lru_cache(maxsize=1024)
def _open_times(
    windows: tuple[tuple[str, str, float], ...],
    freezes: tuple[tuple[float, float], ...],
    start: datetime,
    first: int,
    last: int,
) -> OpenTimes:
    """The same in whole years; populations and worlds share them."""
    opens, closes = np.array([-NEVER]), np.array([NEVER])
    if windows:
        found = [(opening_days(opens, zone, start, first, last), lasts) for opens, zone, lasts in windows]
        opens = instants(np.concatenate([days for days, _ in found]))
        closes = instants(np.concatenate([days + lasts for days, lasts in found]))
        opens, closes = _merged(opens, np.maximum(closes, opens + AN_INSTANT))
    frozen = sorted((instant(begins), instant(ends)) for begins, ends in freezes if begins < ends)
    for begins, ends in frozen:
        before, after = np.minimum(closes, begins), np.maximum(opens, ends)
        opens, closes = np.concatenate([opens, after]), np.concatenate([before, closes])
        is_left = opens < closes
        opens, closes = _merged(opens[is_left], closes[is_left])
    return OpenTimes(tuple(opens.tolist()), tuple(closes.tolist()), tuple(begins for begins, _ in frozen))


def _merged(opens: FloatArray, closes: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Intervals in order, and those that overlap or touch as one."""
    order = np.argsort(opens)
    opens, closes = opens[order], np.maximum.accumulate(closes[order])
    is_apart = opens[1:] > closes[:-1]
    return opens[np.append(True, is_apart)[: len(opens)]], closes[np.append(is_apart, True)[: len(closes)]]
