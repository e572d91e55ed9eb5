"""Steps of the grid of times at which curves are reported."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from sim.scenario.moments import AN_INSTANT

from .passes import blocks

FloatArray = NDArray[np.float64]
Steps = NDArray[np.intp]


class Grid:
    """The times at which curves are reported, and the step that ends at each, counted from 0.

    The grid starts at 0 and has equal steps, but for a shorter last one to the horizon. What happens within an instant
    of a grid point happens at it. What never happens, `inf`, is in the step `never`.
    """

    def __init__(self, days: FloatArray) -> None:
        self.days = days
        self.never = len(days)
        self._steps_a_day = 1 / float(days[1])

    def steps(self, times: FloatArray) -> Steps:
        """The step in which each time falls; no finite time is after the horizon."""
        steps = np.empty(len(times), dtype=np.intp)
        for block in blocks(len(times)):
            part = times[block] - AN_INSTANT
            part *= self._steps_a_day
            np.ceil(part, out=part)
            np.maximum(part, 0.0, out=part)
            steps[block] = np.minimum(part, self.never, out=part)
        return steps

    def steps_by_name(self, times: Mapping[str, FloatArray]) -> dict[str, Steps]:
        """The same of times of several kinds; at once, as there may be few of each."""
        if not times:
            return {}
        steps = self.steps(np.concatenate(list(times.values())))
        ends = accumulate(map(len, times.values()))
        return {name: steps[end - len(each) : end] for (name, each), end in zip(times.items(), ends, strict=True)}

    def count(self, steps: Steps) -> NDArray[np.int64]:
        """How many there are in each step."""
        return np.bincount(steps, minlength=self.never + 1)[:-1]


def grid_of(days: FloatArray) -> Grid:
    """The grid of some days. Replications share it, and what is worked out of it."""
    return _grid(days.tobytes())


@lru_cache(maxsize=16)
def _grid(days: bytes) -> Grid:
    return Grid(np.frombuffer(days))
