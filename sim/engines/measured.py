"""What one world comes to."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.model.measures import Measures

FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class Measured:
    """Numbers of one world: whole ones of a race, means of an expectation.

    `counts` has the shape (outcomes, populations), `denominators`, what shares divide by, (denominators, populations),
    and `curves` (curves, populations, days); the populations are all together first, then each in order. `error` is the
    numerical error of `counts`, in its shape: zero of a race, and of an expectation the standard error over scramblings
    and apart from it what one point stands for, because what is rarer may meet no point at all.
    """

    counts: NDArray[np.int64] | FloatArray
    denominators: NDArray[np.int64] | FloatArray
    curves: NDArray[np.int64] | FloatArray
    error: FloatArray

    @classmethod
    def exact(cls, measures: Measures) -> Measured:
        """The same of a race, which is counted."""
        return cls(measures.counts, measures.denominators, measures.curves, np.zeros(measures.counts.shape))
