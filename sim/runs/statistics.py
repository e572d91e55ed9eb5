"""Summaries of replications: Monte Carlo error, and apart from it the spread across worlds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.model.measures import ALL
from sim.outcomes import DENOMINATOR_COLUMNS, DENOMINATOR_NAMES, OUTCOME_NAMES, OUTCOMES

from .threads import in_threads

if TYPE_CHECKING:
    import pandas as pd

FloatArray = NDArray[np.float64]
LEVELS = (0.05, 0.5, 0.95)
FEWEST_FOR_A_RANGE = 10
"""Of fewer worlds, nobody can say where 9 of 10 lie."""
FEWEST_FOR_A_SHAPE = 50
"""Of fewer, the coefficient is as far off as laws differ in it."""
EVEN = 5 / 9
CONFIDENCE = 0.95
MANY_NUMBERS = 1_000_000
"""With fewer, threads are not worth their start."""
STATISTICS = ("mean", "sd", "standard_error", "p05", "p50", "p95", "share")
ROW_OF_DENOMINATOR = [DENOMINATOR_NAMES.index(each.denominator) for each in OUTCOMES]


def too_few(worlds: int) -> str:
    """What is said of a range of so few worlds."""
    which = "one world was" if worlds == 1 else f"{worlds:,} worlds were"
    return f"only {which} simulated: too few to tell where 9 of 10 lie"


def has_two_peaks(values: FloatArray) -> bool:
    """Whether values lie at two ends rather than around a middle, so that their mean is like few of them.

    By Sarle's coefficient of bimodality, with corrections for few values: above 5 / 9, that of a uniform law (and of an
    exponential one), values are further apart than evenly spread ones, or more skewed than exponential ones (Pfister et
    al. 2013, Frontiers in Psychology 4:700). Where 9 of 10 values lie within less than half of their mean, no mean
    misleads.
    """
    low, high = np.quantile(values, (LEVELS[0], LEVELS[-1]))
    if len(values) < FEWEST_FOR_A_SHAPE or not high - low > abs(values.mean()) / 2:
        return False
    standard = (values - values.mean()) / values.std()
    number = len(values)
    skewness = float(np.mean(standard**3)) * np.sqrt(number * (number - 1)) / (number - 2)
    excess = ((number + 1) * (float(np.mean(standard**4)) - 3) + 6) * (number - 1) / ((number - 2) * (number - 3))
    kurtosis = excess + 3 * (number - 1) ** 2 / ((number - 2) * (number - 3))
    return bool((skewness**2 + 1) / kurtosis > EVEN)


def half_width(standard_error: float, replications: float) -> float:
    """Half the width of the 95 % interval of a mean (Student's t).

    Parameters
    ----------
    standard_error : float
        That of the mean.
    replications : float
        How many independent values it is the mean of.

    Returns
    -------
    float
        nan for one replication.

    Examples
    --------
    >>> round(sim.half_width(1.0, 3), 2)
    4.3
    """
    from scipy.special import stdtrit

    return float(stdtrit(replications - 1, (1 + CONFIDENCE) / 2)) * standard_error if replications > 1 else float("nan")


def standard_error(values: NDArray[np.int64] | FloatArray) -> float:
    """The standard error of the mean of independent values; nan for one."""
    return float(values.std(ddof=1) / np.sqrt(len(values))) if len(values) > 1 else float("nan")


def difference_of_means(one: FloatArray, other: FloatArray) -> tuple[float, float]:
    """Standard error, and half the width of the 95 % interval, of the difference of the means of unrelated values.

    Degrees of freedom are those of Welch (1947, Biometrika 34:28), for variances that differ. nan for one value.
    """
    parts = [standard_error(each) ** 2 for each in (one, other)]
    error = float(np.sqrt(sum(parts)))
    if not error > 0:
        return error, error
    spent = sum(part**2 / (len(each) - 1) for part, each in zip(parts, (one, other), strict=True))
    return error, half_width(error, 1 + error**4 / spent)


def exceeds_noise(difference: float, half: float) -> bool:
    """Whether a difference is beyond half of its interval; that of one replication, which has none, counts as exact."""
    return abs(difference) > (0.0 if np.isnan(half) else half)


def statistics(
    counts: NDArray[np.int64] | FloatArray, denominators: NDArray[np.int64] | FloatArray
) -> dict[str, FloatArray]:
    """What replications (first axis) come to, each in the shape (outcomes, populations).

    `denominators` holds what shares divide by, in the shape (replications, denominators, populations).

    `mean` with its Monte Carlo `standard_error` (sd / sqrt(replications), nan for one replication) is what is
    estimated; `sd` and the quantiles `p05`, `p50`, `p95` are the spread across worlds, which more replications do not
    reduce. `share` divides the mean by the mean of the outcome's denominator and is nan where that is zero.
    """
    replications = len(counts)
    mean = counts.mean(axis=0)
    sd = counts.std(axis=0, ddof=1) if replications > 1 else np.full(mean.shape, np.nan)
    low, middle, high = np.quantile(counts, LEVELS, axis=0)
    divisor = denominators.mean(axis=0)[ROW_OF_DENOMINATOR]
    share = np.divide(mean, divisor, out=np.full(mean.shape, np.nan), where=divisor > 0)
    values = (mean, sd, sd / np.sqrt(replications), low, middle, high, share)
    return dict(zip(STATISTICS, values, strict=True))


def estimates(
    counts: NDArray[np.int64] | FloatArray, denominators: NDArray[np.int64] | FloatArray, populations: tuple[str, ...]
) -> pd.DataFrame:
    """One row per outcome and population, with the columns of `statistics`.

    `counts` are by replication, outcome and population (all first), `denominators` by replication, denominator and
    population.
    """
    import pandas as pd

    names = (ALL, *populations)
    columns: dict[str, Any] = {
        "outcome": np.repeat([each.name for each in OUTCOMES], len(names)),
        "population": np.tile(names, len(OUTCOMES)),
    }
    return pd.DataFrame(columns | {key: value.ravel() for key, value in statistics(counts, denominators).items()})


def replication_columns(
    seed: int,
    populations: tuple[str, ...],
    drawn: Mapping[str, FloatArray],
    counts: NDArray[np.int64] | FloatArray,
    denominators: NDArray[np.int64] | FloatArray,
) -> dict[str, Any]:
    """The columns of a table with a row per replication and population, in runs, comparisons and studies alike.

    These are its seed, the uncertain values that it drew, by path, all outcomes, and what their shares divide by as
    `of servers` and so on. Arrays are those of `estimates`; `drawn` has a value per replication.
    """
    names, number = (ALL, *populations), len(counts)
    columns: dict[str, Any] = {
        "replication": np.repeat(np.arange(number), len(names)),
        "seed": np.full(number * len(names), seed),
        "population": np.tile(np.array(names, dtype=object), number),
    }
    columns |= {path: np.repeat(values, len(names)) for path, values in drawn.items()}
    columns |= {name: counts[:, index].ravel() for index, name in enumerate(OUTCOME_NAMES)}
    return columns | {name: denominators[:, index].ravel() for index, name in enumerate(DENOMINATOR_COLUMNS)}


def bands(curves: NDArray[np.int32] | NDArray[np.float32], workers: int = 1) -> FloatArray:
    """Mean and pointwise quantiles 0.05, 0.5, 0.95 of curves over replications (first axis), as a new last axis.

    The second axis is done row by row, in threads: of thousands of replications this is a tenth of a run.
    """

    def of_row(row: int) -> FloatArray:
        some = curves[:, row]
        return np.stack([some.mean(axis=0), *np.quantile(some, LEVELS, axis=0)], axis=-1)

    rows = in_threads(of_row, range(curves.shape[1]), workers if curves.size > MANY_NUMBERS else 1)
    return np.stack(list(rows))


def share_interval(successes: int, trials: int, *, confidence: float = 0.95) -> tuple[float, float]:
    """Wilson's interval for a share, from SciPy.

    For independent trials, such as servers drawn one by one. Servers of one world share its unknowns, so across
    replications use the standard error of `Result.estimates` instead.

    Parameters
    ----------
    successes, trials : int
        How many of how many.
    confidence : float
        Of the interval.

    Returns
    -------
    tuple of float
        Its ends.

    Raises
    ------
    ValueError
        Unless 0 <= successes <= trials.

    References
    ----------
    Wilson 1927, JASA 22:209.

    Examples
    --------
    >>> [round(end, 3) for end in sim.share_interval(5, 100)]
    [0.022, 0.112]
    """
    from scipy.stats import binomtest

    interval = binomtest(successes, trials).proportion_ci(confidence, method="wilson")
    return float(interval.low), float(interval.high)
