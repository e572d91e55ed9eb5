"""Luck that are the coordinates of quasi-random points, for expectations.

Points are scrambled Sobol ones (Owen 1998, doi:10.1006/jcom.1998.0487; SciPy's). Every world has its own digital shift
of them (Lemieux 2009, Monte Carlo and Quasi-Monte Carlo Sampling, section 6.2), so that what they are off averages out
over worlds. Everything is deterministic: neither scramblings nor shifts depend on the seed.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from sim.model.fleet import Indices
from sim.model.luck import NEXT_SERVER, Luck, Numbers, Who

FloatArray = NDArray[np.float64]
DIMENSIONS = 192
STEPS = 2**53
MOST_SCRAMBLINGS = 8


class PointLuck(Luck):
    """Luck that are coordinates of points, one for each organisation.

    Each decision has one dimension, the same for every population; for servers, one for each ordinal.
    """

    def __init__(self, scrambling: int, replication: int, points: int) -> None:
        super().__init__(0, scrambling, apart=f"expected/{replication}")
        self._scrambling, self._number = scrambling, points
        self._shifts = self.generator("shifts").integers(STEPS, size=DIMENSIONS, dtype=np.uint64)
        self._dimensions: dict[tuple[str, int], int] = {}

    def of(self, decision: str, population: str, who: Who | Numbers) -> FloatArray:
        """The coordinates for a decision of the points of some organisations or servers."""
        numbers = who.numbers if isinstance(who, Who) else who
        ordinals, points = numbers // np.uint64(NEXT_SERVER), (numbers % np.uint64(NEXT_SERVER)).astype(np.intp)
        last = int(ordinals.max(initial=0))
        if not last:
            return self._coordinates(decision, population, 0, points)
        luck = np.empty(len(numbers))
        for ordinal in range(last + 1):
            which = np.flatnonzero(ordinals == ordinal)
            luck[which] = self._coordinates(decision, population, ordinal, points[which])
        return luck

    def below(self, decision: str, population: str, who: Who | Numbers, chance: float) -> tuple[Indices, FloatArray]:
        """See Luck: coordinates are not made of bits of their own."""
        luck = self.of(decision, population, who)
        some = np.flatnonzero(luck < chance)
        return some, luck[some]

    def who_is_below(self, decision: str, population: str, who: Who | Numbers, chance: float) -> Indices:
        """See Luck."""
        return self.below(decision, population, who, chance)[0]

    def _coordinates(self, decision: str, population: str, ordinal: int, points: Indices) -> FloatArray:
        dimension = self._dimensions.setdefault((decision, ordinal), len(self._dimensions))
        if dimension >= DIMENSIONS:
            return super().of(f"{decision}/{ordinal}", population, points.astype(np.uint64))
        shifted = _points(self._scrambling, self._number)[dimension, points] ^ self._shifts[dimension]
        return np.asarray(shifted / float(STEPS))


@lru_cache(maxsize=4 * MOST_SCRAMBLINGS)
def _points(scrambling: int, number: int) -> NDArray[np.uint64]:
    """The points of one scrambling in steps of 2^-53, in the shape (dimensions, points)."""
    from scipy.stats import qmc

    generator = Luck(0, scrambling, apart="expected").generator("scrambling")
    points = qmc.Sobol(DIMENSIONS, scramble=True, rng=generator).random(number)
    return np.ascontiguousarray((points.T * STEPS).astype(np.uint64))
