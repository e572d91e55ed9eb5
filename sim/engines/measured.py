"""What one world comes to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from sim.model.measures import Measures
from sim.model.world import World

FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class Measured:
    """Numbers of one world: whole ones of a race, means of an expectation.

    `counts` has the shape (outcomes, populations), `denominators`, what shares divide by, (denominators, populations),
    and `curves` (curves, populations, days); the populations are all together first, then each in order. `error` is the
    numerical error of `counts`, in its shape: zero of a race; of an expectation by points the standard error over
    scramblings and, apart from it, what one point stands for, because what is rarer may meet no point at all; of one in
    closed form, by how much its integrals may be off. `alarms` has the moment of every alarm by its path.
    """

    counts: NDArray[np.int64] | FloatArray
    denominators: NDArray[np.int64] | FloatArray
    curves: NDArray[np.int64] | FloatArray
    error: FloatArray
    alarms: Mapping[str, float] = field(default_factory=dict)

    @classmethod
    def exact(cls, measures: Measures, world: World) -> Measured:
        """The same of a race in a world, which is counted."""
        counts = measures.counts
        error = np.zeros(counts.shape)
        return cls(counts, measures.denominators, measures.curves, error, world.alarm_moments)
