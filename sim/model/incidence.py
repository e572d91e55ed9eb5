"""Cumulative incidence of competing risks: the share compromised, or protected, by each time."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray = NDArray[np.float64]


def cumulative_incidence(times: ArrayLike, causes: Sequence[str | None]) -> tuple[FloatArray, dict[str, FloatArray]]:
    """The Aalen-Johansen estimate of the probability of each cause by each time.

    `times` holds one time per server, `causes` what happened then (None: seen no longer from then on, so censored).
    Censoring at an instant comes after the events of that instant. Returns the distinct times at which something
    happened, ascending, and for each cause the incidence at these times. One minus the Kaplan-Meier estimate would be
    too high, because it lets the other cause go on happening to servers it has already taken out of the race. Source:
    Aalen and Johansen 1978, Scandinavian Journal of Statistics 5:141. Raises ValueError on lengths that differ.
    """
    at = np.asarray(times, dtype=np.float64)
    if at.shape != (len(causes),):
        raise ValueError(f"{len(causes)} causes for times of shape {at.shape}")
    names = sorted({cause for cause in causes if cause is not None})
    happened = np.array([cause is not None for cause in causes], dtype=bool)
    instants = np.unique(at[happened])
    at_risk = len(at) - np.searchsorted(np.sort(at), instants, side="left")
    events = np.zeros(len(instants))
    by_cause: dict[str, FloatArray] = {}
    for name in names:
        own = at[np.array([cause == name for cause in causes], dtype=bool)]
        by_cause[name] = np.array([np.count_nonzero(own == instant) for instant in instants], dtype=np.float64)
        events += by_cause[name]
    surviving = np.cumprod(1 - events / at_risk) if len(instants) else np.zeros(0)
    before = np.concatenate([[1.0], surviving[:-1]]) if len(instants) else np.zeros(0)
    return instants, {name: np.cumsum(before * counts / at_risk) for name, counts in by_cause.items()}
