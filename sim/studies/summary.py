"""Summaries of replications: Monte Carlo error, and apart from it the spread across worlds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.model.measures import ALL
from sim.model.outcomes import DENOMINATORS, OUTCOMES

if TYPE_CHECKING:
    import pandas as pd

FloatArray = NDArray[np.float64]
LEVELS = (0.05, 0.5, 0.95)
CONFIDENCE = 0.95
STATISTICS = ("mean", "sd", "standard_error", "p05", "p50", "p95", "share")
BELOW = [DENOMINATORS.index(each.denominator) for each in OUTCOMES]


def half_width(standard_error: float, replications: int) -> float:
    """Half the width of the 95 % interval of a mean (Student's t); nan for one replication."""
    from scipy.special import stdtrit

    return float(stdtrit(replications - 1, (1 + CONFIDENCE) / 2)) * standard_error if replications > 1 else float("nan")


def statistics(counts: NDArray[np.int64] | FloatArray, below: NDArray[np.int64] | FloatArray) -> dict[str, FloatArray]:
    """What replications (first axis) come to, each in the shape (outcomes, populations).

    `below` holds what shares divide by, in the shape (replications, denominators, populations).

    `mean` with its Monte Carlo `standard_error` (sd / sqrt(replications), nan for one replication) is what is
    estimated; `sd` and the quantiles `p05`, `p50`, `p95` are the spread across worlds, which more replications do not
    reduce. `share` divides the mean by the mean of the outcome's denominator and is nan where that is zero.
    """
    replications = len(counts)
    mean = counts.mean(axis=0)
    sd = counts.std(axis=0, ddof=1) if replications > 1 else np.full(mean.shape, np.nan)
    low, middle, high = np.quantile(counts, LEVELS, axis=0)
    whole = below.mean(axis=0)[BELOW]
    share = np.divide(mean, whole, out=np.full(mean.shape, np.nan), where=whole > 0)
    values = (mean, sd, sd / np.sqrt(replications), low, middle, high, share)
    return dict(zip(STATISTICS, values, strict=True))


def estimates(
    counts: NDArray[np.int64] | FloatArray, below: NDArray[np.int64] | FloatArray, populations: tuple[str, ...]
) -> pd.DataFrame:
    """One row per outcome and population, with the columns of `statistics`.

    `counts` are by replication, outcome and population (all first), `below` by replication, denominator and population.
    """
    import pandas as pd

    names = (ALL, *populations)
    columns: dict[str, Any] = {
        "outcome": np.repeat([each.name for each in OUTCOMES], len(names)),
        "population": np.tile(names, len(OUTCOMES)),
    }
    return pd.DataFrame(columns | {key: value.ravel() for key, value in statistics(counts, below).items()})


def bands(curves: NDArray[np.int32] | NDArray[np.float32]) -> FloatArray:
    """Mean and pointwise quantiles 0.05, 0.5, 0.95 of curves over replications (first axis), as a new last axis."""
    quantiles = np.quantile(curves, LEVELS, axis=0)
    return np.stack([curves.mean(axis=0), *quantiles], axis=-1)


def share_interval(successes: int, trials: int, confidence: float = 0.95) -> tuple[float, float]:
    """Wilson's interval for a share (Wilson 1927, JASA 22:209), from SciPy.

    For independent trials, such as servers drawn one by one. Servers of one world share its unknowns, so across
    replications use the standard error of `estimates` instead. Raises ValueError unless 0 <= successes <= trials.
    """
    from scipy.stats import binomtest

    interval = binomtest(successes, trials).proportion_ci(confidence, method="wilson")
    return float(interval.low), float(interval.high)
