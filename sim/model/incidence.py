"""Cumulative incidence of competing risks: the share compromised, or protected, by each time."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray = NDArray[np.float64]


def cumulative_incidence(times: ArrayLike, causes: Sequence[str | None]) -> tuple[FloatArray, dict[str, FloatArray]]:
    """The Aalen-Johansen estimate of the probability of each cause by each time.

    One minus the Kaplan-Meier estimate would be too high, because it lets the other cause go on happening to servers it
    has already taken out of the race.

    Parameters
    ----------
    times : array_like
        One time per server.
    causes : sequence of (str or None)
        What happened then; None for a server that is seen no longer from then on, so censored. Censoring at an instant
        comes after the events of that instant.

    Returns
    -------
    times : ndarray
        The distinct times at which something happened, ascending.
    incidence : dict of ndarray
        By cause, its probability by each of these times.

    Raises
    ------
    ValueError
        On lengths that differ.

    References
    ----------
    Aalen and Johansen 1978, Scandinavian Journal of Statistics 5:141.

    Examples
    --------
    >>> times, incidence = sim.cumulative_incidence([1, 2, 3, 4], ["patched", "hit", "patched", None])
    >>> incidence["hit"].tolist()
    [0.0, 0.25, 0.25]
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
