"""Paired differences: how far two policies differ in the same worlds, how sure that is, and how far worlds differ."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from .statistics import LEVELS, half_width

if TYPE_CHECKING:
    import pandas as pd

FloatArray = NDArray[np.float64]
Counts = NDArray[np.int64] | FloatArray
SPREAD = ("p05", "p50", "p95")


def intervals(samples: Counts) -> dict[str, FloatArray]:
    """Mean over replications (first axis) with its standard error and 95 % interval, and the spread across worlds.

    The interval is Student's t; it and the standard error are nan for one replication.
    """
    number = len(samples)
    mean = samples.mean(axis=0)
    error = samples.std(axis=0, ddof=1) / np.sqrt(number) if number > 1 else np.full(mean.shape, np.nan)
    half = half_width(1.0, number) * error
    spread = dict(zip(SPREAD, np.quantile(samples, LEVELS, axis=0), strict=True))
    return {"mean": mean, "standard_error": error, "low": mean - half, "high": mean + half, **spread}


def unpaired_replications(baseline: Counts, policy: Counts) -> FloatArray:
    """Replications that each policy would need, in worlds of its own, for the precision of the paired difference.

    n (var(a) + var(b)) / var(a - b), over replications (first axis). Infinite where the difference is the same in every
    world but the outcomes are not; nan where nothing varies, so that any number does, and for one replication.
    """
    number = len(baseline)
    if number < 2:
        return np.full(baseline.shape[1:], np.nan)
    apart = baseline.var(axis=0, ddof=1) + policy.var(axis=0, ddof=1)
    paired = (policy - baseline).var(axis=0, ddof=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(number * apart / paired, dtype=np.float64)


def table(
    policies: tuple[str, ...],
    kinds: tuple[str, tuple[str, ...]],
    populations: tuple[str, ...],
    columns: dict[str, FloatArray],
) -> pd.DataFrame:
    """Columns in the shape (policies, kinds, populations) as a tidy table.

    `kinds` has the name of the column of kinds, and its entries.
    """
    import pandas as pd

    kind, names = kinds
    labels: dict[str, Any] = {
        "policy": np.repeat(policies, len(names) * len(populations)),
        kind: np.tile(np.repeat(names, len(populations)), len(policies)),
        "population": np.tile(populations, len(policies) * len(names)),
    }
    return pd.DataFrame(labels | {name: values.ravel() for name, values in columns.items()})
