"""Days over simulated futures: how many futures have fewer, and which number half of them exceed.

A client that may be of several kinds is of each with a weight, so that one future counts for as many parts as there are
kinds. Nothing is cut off and nothing is averaged: a future in which something never happens has `inf` days.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
NEVER = float("inf")
ROUNDING = 1e-12


@dataclass(frozen=True)
class OverFutures:
    """Days over futures of a client that may be of several kinds.

    Attributes
    ----------
    days : ndarray
        By world and kind, in the shape (worlds, kinds); `inf` is never.
    weights : ndarray
        How likely the client is of each kind, in the same shape; those of a world add up to 1.
    """

    days: FloatArray
    weights: FloatArray

    @property
    def median(self) -> float:
        """The least number of days that half of the futures do not exceed."""
        return self.quantile(0.5)

    def quantile(self, level: float) -> float:
        """The least number of days that a share of the futures does not exceed.

        Parameters
        ----------
        level : float
            The share, from 0 to 1.

        Returns
        -------
        float
            Days.
        """
        order = np.argsort(self.days, axis=None)
        reached = np.cumsum(self.weights.ravel()[order])
        place = np.searchsorted(reached, level * reached[-1] * (1 - ROUNDING))
        return float(self.days.ravel()[order][place])

    def share(self, chosen: BoolArray) -> float:
        """The share of the futures that are chosen.

        Parameters
        ----------
        chosen : ndarray
            Which, in the shape of `days`.

        Returns
        -------
        float
            The share, from 0 to 1.
        """
        return float(np.sum(self.weights[chosen]) / np.sum(self.weights))
