"""Samples of races by two engines, and how they are compared: see tests/engines/test_engines.py for the theory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scenarios import SCENARIOS
from scipy import stats

import sim
from sim.model import measures
from sim.outcomes import OUTCOMES

FloatArray = NDArray[np.float64]
SEEDS = {"vectorized": 20210302, "events": 19830419}
CHOICE_SEED = 7
LEVEL = 0.01
COMPARISONS = 3000
SMALLEST_P = LEVEL / COMPARISONS
FEWEST_AWAY = 50
"""A variance is compared only if so many replications differ from the most frequent count: below, z is not normal."""


@dataclass(frozen=True)
class Sample:
    """What an engine gave: counts by what is counted (each one per replication), and a time per replication."""

    counts: Mapping[str, FloatArray]
    times: Mapping[str, FloatArray]


# What an engine gives


def sample(name: str, engine: str, replications: int) -> Sample:
    """Many races of a scenario, by one engine, with that engine's seed."""
    scenario = sim.Scenario.from_dict(SCENARIOS[name] | {"seed": SEEDS[engine]})
    choice = np.random.default_rng((CHOICE_SEED, SEEDS[engine]))
    races = (sim.simulate(scenario, number, engine=engine) for number in range(replications))
    rows, chosen = [], []
    for race in races:
        rows.append(counts_of(race))
        chosen.append([one_of(race.compromised_at, choice), one_of(race.protected_at[race.exposed], choice)])
    counts = {key: np.array([row[key] for row in rows], dtype=np.float64) for key in rows[0]}
    times = np.array(chosen)
    finite = {"compromised_at": times[:, 0], "protected_at": times[:, 1]}
    return Sample(counts, {key: values[np.isfinite(values)] for key, values in finite.items()})


@cache
def events_sample(name: str, replications: int) -> Sample:
    """The sample of the definition, which several tests share."""
    return sample(name, "events", replications)


def counts_of(race: sim.Race) -> dict[str, float]:
    """Everything that is counted in one race."""
    names = ("all", *(group.name for group in race.fleet.groups))
    outcomes = measures.outcome_counts(race)
    counts = {
        f"{outcome.name} of {name}": float(outcomes[row, column])
        for row, outcome in enumerate(OUTCOMES)
        for column, name in enumerate(names)
    }
    for share in (0.2, 0.35, 0.5, 0.75):
        instant = share * race.world.horizon
        counts[f"compromised at {share}"] = float(np.count_nonzero(race.compromised_at <= instant))
        counts[f"protected at {share}"] = float(np.count_nonzero(race.protected_at[race.exposed] <= instant))
    for number, attack in enumerate(race.world.attacks):
        counts[f"first hit by {attack.name}"] = float(np.count_nonzero(race.campaign == number))
    counts["organizations breached"] = float(sum(breached(race)))
    return counts


def breached(race: sim.Race) -> Iterator[int]:
    """The number of organizations with a compromised server, by population."""
    for group in race.fleet.groups:
        hit = np.isfinite(race.compromised_at[group.span])
        yield len(np.unique(group.organization_of()[hit]))


def one_of(times: FloatArray, choice: np.random.Generator) -> float:
    """The time of one server at random among those to whom it happened; nan if there is none."""
    finite = times[np.isfinite(times)]
    return float(choice.choice(finite)) if len(finite) else np.nan


# Comparing two samples


def mean_p(one: FloatArray, other: FloatArray) -> float:
    """Two-sample z of means."""
    return p_of_difference(one.mean(), one.var(ddof=1) / len(one), other.mean(), other.var(ddof=1) / len(other))


def variance_p(one: FloatArray, other: FloatArray) -> float:
    """Two-sample z of variances, with the error sqrt((m4 - sigma^4) / n) of each; 1 where counts are too sparse."""
    if min(away_from_mode(one), away_from_mode(other)) < FEWEST_AWAY:
        return 1.0
    return p_of_difference(one.var(ddof=1), error_of_variance(one), other.var(ddof=1), error_of_variance(other))


def p_of_difference(one: float, one_error: float, other: float, other_error: float) -> float:
    """Two-sided p of two estimates with their squared errors; estimates without error must be equal."""
    if one_error + other_error == 0:
        return float(one == other)
    return float(2 * stats.norm.sf(abs(one - other) / np.sqrt(one_error + other_error)))


def error_of_variance(values: FloatArray) -> float:
    """Squared error of the sample variance."""
    return float((np.mean((values - values.mean()) ** 4) - values.var() ** 2) / len(values))


def away_from_mode(values: FloatArray) -> int:
    """How many values are not the most frequent one."""
    return int(len(values) - np.unique(values, return_counts=True)[1].max())


def distribution_p(one: FloatArray, other: FloatArray) -> float:
    """Two-sample chi-square of counts, with neighbouring values merged until a bin is expected 5 times in each."""
    values = np.unique(np.concatenate([one, other]))
    table = np.array([[np.count_nonzero(side == value) for value in values] for side in (one, other)])
    merged, bin_ = [], np.zeros(2, dtype=np.int64)
    for column in table.T:
        bin_ = bin_ + column
        if bin_.sum() * min(len(one), len(other)) >= 5 * (len(one) + len(other)):
            merged.append(bin_)
            bin_ = np.zeros(2, dtype=np.int64)
    if not merged:
        return 1.0
    merged[-1] = merged[-1] + bin_
    return float(stats.chi2_contingency(np.array(merged).T).pvalue) if len(merged) > 1 else 1.0


def p_values(one: Sample, other: Sample) -> dict[str, float]:
    """p of every comparison of two samples, by what is compared."""
    found: dict[str, float] = {}
    for key in one.counts:
        found[f"mean of {key}"] = mean_p(one.counts[key], other.counts[key])
        found[f"variance of {key}"] = variance_p(one.counts[key], other.counts[key])
    for key in ("compromised of all", "protected_too_late of all", "organizations breached"):
        found[f"distribution of {key}"] = distribution_p(one.counts[key], other.counts[key])
    for key in one.times:
        found[f"distribution of {key}"] = float(stats.ks_2samp(one.times[key], other.times[key], method="asymp").pvalue)
    return found


def disagreements(one: Sample, other: Sample) -> dict[str, float]:
    """The comparisons that two equal engines would not give."""
    return {key: p for key, p in p_values(one, other).items() if p < SMALLEST_P}
