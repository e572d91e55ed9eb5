"""Exact results that a right engine must reproduce, through the public API.

Theory: the project's table of exact results for the named cases (A1, A2, A4, A8, A10, D1, D3), whose numbers are quoted
and recomputed here, and quadrature of this file's own for the others. Nothing of the model is used to compute an
expected value. Tolerance: of a mean z = sqrt(n) (mean - mu) / sigma with the exact sigma; of a variance
z = (S^2 - sigma^2) / sqrt((m4 - sigma^4) / n), with the exact fourth moment where the count is binomial and the
observed one elsewhere; |z| < 4. The replication is the unit. Seeds were fixed before the first run.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from few_and_many import few_and_many
from numpy.typing import NDArray
from scenarios import Document, document
from scipy import integrate, stats
from statsmodels.duration.survfunc import CumIncidenceRight

import sim
from sim.model.clocks import Clock

FloatArray = NDArray[np.float64]
Function = Callable[[float], float]
LIMIT = 4.0
SEED = 20210302


# How far an estimate is from the truth


def mean_z(values: NDArray[Any], mean: float, variance: float) -> float:
    """Distance of the mean of independent values from the exact one, in exact standard errors."""
    return float((np.mean(values) - mean) / math.sqrt(variance / len(values)))


def variance_z(values: NDArray[Any], variance: float, fourth: float | None = None) -> float:
    """Distance of the sample variance from the exact one; `fourth` is the fourth central moment, if it is known."""
    fourth = float(np.mean((values - np.mean(values)) ** 4)) if fourth is None else fourth
    return float((np.var(values, ddof=1) - variance) / math.sqrt((fourth - variance**2) / len(values)))


def binomial(n: int, p: float) -> tuple[float, float, float]:
    """Mean, variance and fourth central moment of a binomial count."""
    variance = n * p * (1 - p)
    return n * p, variance, variance * (1 + 3 * (n - 2) * p * (1 - p))


def agree(values: NDArray[Any], mean: float, variance: float, fourth: float | None = None) -> bool:
    """Whether counts agree with the exact mean and variance."""
    return abs(mean_z(values, mean, variance)) < LIMIT and abs(variance_z(values, variance, fourth)) < LIMIT


def agree_binomial(values: NDArray[Any], n: int, p: float) -> bool:
    """Whether counts agree with a binomial law in mean and variance."""
    return agree(values, *binomial(n, p))


def curve_z(result: sim.Result, curve: str, day: float, servers: int, p: float) -> float:
    """Distance of the mean of a curve at a day from the exact one, where every server is there with probability p."""
    (at,) = np.flatnonzero(result.days == day)
    mean, variance, _ = binomial(servers, p)
    return float((result.curve(curve)[at, 0] - mean) / math.sqrt(variance / len(result.counts)))


# Exact probabilities, by quadrature


@dataclass(frozen=True)
class Steps:
    """A clock of this file's own: `speed` times the latest pace from `begins` to `ends`, 0 outside."""

    speed: float
    begins: float = 0.0
    ends: float = math.inf
    pace: Mapping[float, float] = field(default_factory=dict)

    def rate(self, time: float) -> float:
        """Its speed at a time."""
        passed = [moment for moment in self.pace if moment <= time]
        return self.speed * (self.pace[max(passed)] if passed else 1.0) * (self.begins <= time < self.ends)

    def edges(self) -> set[float]:
        """Where its speed jumps."""
        return {self.begins, self.ends, *self.pace}

    def reading(self, time: float) -> float:
        """What it reads at a time: the sum of its rectangles."""
        cuts = sorted({0.0, time, *(edge for edge in self.edges() if 0 < edge < time)})
        return sum(self.rate(low) * (high - low) for low, high in pairwise(cuts))


@dataclass(frozen=True)
class Entry:
    """A campaign that probes at random, as one server sees it: hazard by a clock, on a share of servers only."""

    hazard: Steps
    works_on: float = 1.0

    def survives(self, time: float) -> float:
        """Probability that it has not entered by a time, on a server that nothing protects."""
        return 1 - self.works_on + self.works_on * math.exp(-self.hazard.reading(time))

    def density(self, time: float) -> float:
        """Density of the time at which it enters such a server."""
        return self.works_on * self.hazard.rate(time) * math.exp(-self.hazard.reading(time))


@dataclass(frozen=True)
class Offered:
    """A remediation, as one server sees it: a delay law on a clock, for a share of servers only."""

    cdf: Function
    clock: Steps
    share: float = 1.0

    def leaves_open(self, time: float) -> float:
        """Probability that it has not protected the server by a time."""
        return 1 - self.share * self.cdf(self.clock.reading(time))


def share_entered(
    entries: Sequence[Entry], offers: Sequence[Offered], horizon: float, first: int | None = None
) -> float:
    """Probability that a server is entered before it is protected and by the horizon; `first`: by this one first."""
    edges = set().union(*(entry.hazard.edges() for entry in entries), *(offer.clock.edges() for offer in offers))
    cuts = sorted({0.0, horizon, *(edge for edge in edges if 0 < edge < horizon)})

    def density(time: float) -> float:
        counted = range(len(entries)) if first is None else [first]
        others = [math.prod(each.survives(time) for each in entries if each is not entries[own]) for own in counted]
        entering = sum(entries[own].density(time) * other for own, other in zip(counted, others, strict=True))
        return entering * math.prod(offer.leaves_open(time) for offer in offers)

    return sum(integrate.quad(density, low, high, limit=200)[0] for low, high in pairwise(cuts))


def exponential(mean: float) -> Function:
    """Distribution function of the exponential law."""
    return lambda x: -math.expm1(-x / mean)


def weibull(scale: float, shape: float) -> Function:
    """Distribution function of the Weibull law."""
    return lambda x: -math.expm1(-((x / scale) ** shape))


def list_moments(is_open: Function, times: Sequence[float], servers: int, success: float) -> tuple[float, float]:
    """Mean and variance of the servers that one pass over a list gets into: their positions are a sample without
    replacement, so two servers are never at one position."""
    chances = np.array([success * is_open(time) for time in times])
    one = chances.mean()
    two = (chances.sum() ** 2 - np.sum(chances**2)) / (len(chances) * (len(chances) - 1))
    return servers * one, servers * one * (1 - one) + servers * (servers - 1) * (two - one**2)


# Scenarios


def fleet(servers: int, **rest: Any) -> Document:
    return {"all_of_them": {"organizations": servers, **rest}}


def update(available: str, adoption: Mapping[str, Any], **rest: Any) -> Document:
    return {"update": {"available": available, "adoption": dict(adoption), **rest}}


def half_life(days: str) -> Document:
    return {"law": "exponential", "half_life": days}


def run(given: Document, replications: int, engine: str = "vectorized", **rest: Any) -> sim.Result:
    scenario = sim.Scenario.from_dict(given | {"seed": SEED, "replications": replications} | rest)
    return sim.run(scenario, engine=engine)


# A1, A2, A4, A10: three attackers probe at random

N, HAZARD, HALF_LIFE = 500, 3 * 2000 * 0.6 / 65536, 30.0
RATE_OF_ADOPTION = math.log(2) / HALF_LIFE
A1 = 0.7984370967
A1_BY_DAY = {7.0: 0.31922368, 30.0: 0.71881390, 90.0: 0.79769989}
A10 = 0.7039219826
A10_WITH_TICKS = (0.7120100194, 0.6957476880)


def base(adoption: Mapping[str, Any], available: str = "7d", horizon: str = "720d", **remediation: Any) -> Document:
    attacker = {"begins": "0d", "strategy": "random", "addresses": 65536, "rate": "2000/d", "success": 0.6}
    return document(
        "base setting",
        horizon,
        populations=fleet(N),
        remediations=update(available, adoption, **remediation),
        campaigns={f"attacker_{number}": attacker for number in (1, 2, 3)},
    )


@cache
def a1(engine: str, replications: int) -> sim.Result:
    return run(base(half_life("30d")), replications, engine, resolution="1d")


A1_RUNS = few_and_many(vectorized=(1000, 2000), events=(30, 60))


def test_a1_is_its_closed_form() -> None:
    before = math.exp(-HAZARD * 7)
    assert 1 - before + before * HAZARD / (HAZARD + RATE_OF_ADOPTION) == pytest.approx(A1, abs=5e-11)
    assert binomial(N, A1)[1] == pytest.approx(80.4676496, abs=1e-7)


@A1_RUNS
def test_a1_compromised(engine: str, replications: int) -> None:
    assert agree_binomial(a1(engine, replications).values("compromised"), N, A1)


@A1_RUNS
def test_a1_compromised_before_the_fix(engine: str, replications: int) -> None:
    assert agree_binomial(a1(engine, replications).values("compromised_before_fix"), N, -math.expm1(-HAZARD * 7))


@A1_RUNS
@pytest.mark.parametrize("day", A1_BY_DAY)
def test_a1_compromised_by_day(engine: str, replications: int, day: float) -> None:
    assert abs(curve_z(a1(engine, replications), "compromised_cumulative", day, N, A1_BY_DAY[day])) < LIMIT


@A1_RUNS
@pytest.mark.parametrize("day", [8.0, 30.0, 90.0])
def test_a1_compromised_and_patched_by_day(engine: str, replications: int, day: float) -> None:
    h, m = HAZARD, RATE_OF_ADOPTION
    open_when_installed = math.exp(-h * 7) * m / (m + h) * -math.expm1(-(m + h) * (day - 7))
    p = -math.expm1(-m * (day - 7)) - open_when_installed
    assert abs(curve_z(a1(engine, replications), "compromised_protected", day, N, p)) < LIMIT


A2 = {
    "exponential": (half_life("30d"), A1),
    "weibull": ({"law": "weibull", "scale": "34.191853d", "shape": 0.7}, 0.7279066955),
    "lognormal": ({"law": "lognormal", "median": f"{math.exp(3.0477103)!r}d", "sigma": 1.2}, 0.7589389702),
    "fixed": ({"law": "fixed", "value": f"{30 / math.log(2)!r}d"}, 0.9368352982),
}
OTHER_LAWS: dict[str, tuple[Document, Callable[[FloatArray], FloatArray]]] = {
    "uniform": ({"law": "uniform", "low": "10d", "high": "80d"}, stats.uniform(10, 70).ppf),
    "gamma": ({"law": "gamma", "mean": "43.2809d", "shape": 0.5}, stats.gamma(0.5, scale=86.5618).ppf),
    "gamma of large shape": ({"law": "gamma", "mean": "20d", "shape": 6}, stats.gamma(6, scale=20 / 6).ppf),
    "exponential by mean": ({"law": "exponential", "mean": "12d"}, stats.expon(scale=12).ppf),
}


@pytest.mark.parametrize("law", A2)
def test_a2_delay_laws_of_one_mean(law: str) -> None:
    adoption, p = A2[law]
    assert agree_binomial(run(base(adoption), 1000).values("compromised"), N, p)


@pytest.mark.parametrize("law", OTHER_LAWS)
def test_other_delay_laws(law: str) -> None:
    adoption, quantile = OTHER_LAWS[law]
    missed = integrate.quad(lambda u: math.exp(-HAZARD * (7 + float(quantile(u)))), 0, 1, limit=400)[0]
    assert agree_binomial(run(base(adoption), 1000).values("compromised"), N, 1 - missed)


A4 = {"compromised": 0.8185877164, "protected_in_time": 0.1814063643, "still_exposed": 5.919302e-6}


@cache
def a4() -> sim.Result:
    return run(base(half_life("30d"), horizon="180d", uptake=0.9), 3000)


@pytest.mark.parametrize("outcome", ["compromised", "protected_in_time"])
def test_a4_a_tenth_never_installs(outcome: str) -> None:
    assert agree_binomial(a4().values(outcome), N, A4[outcome])


def test_a4_hardly_any_is_still_exposed() -> None:
    mean, variance, _ = binomial(N, A4["still_exposed"])
    assert abs(mean_z(a4().values("still_exposed"), mean, variance)) < LIMIT


@cache
def a10() -> sim.Result:
    return run(base(half_life("30d"), available="start"), 1000)


def test_a10_is_exact_in_time() -> None:
    assert agree_binomial(a10().values("compromised"), N, A10)


@pytest.mark.parametrize("wrong", A10_WITH_TICKS)
def test_a10_rejects_the_value_of_daily_ticks(wrong: float) -> None:
    assert abs(mean_z(a10().values("compromised"), *binomial(N, wrong)[:2])) > 2 * LIMIT


def test_a10_rejects_an_engine_that_ticks(monkeypatch: pytest.MonkeyPatch) -> None:
    exact = Clock.reaches
    monkeypatch.setattr(Clock, "reaches", lambda clock, threshold: np.ceil(exact(clock, threshold)))
    assert not agree_binomial(run(base(half_life("30d"), available="start"), 200).values("compromised"), N, A10)


# A8: one pass over a list of 1000 addresses

A8, A8_VARIANCE, A8_AT_RANDOM = 0.4325085816, 24.2566999, 0.3659159600


def one_pass(strategy: str, ends: str | None, horizon: str) -> Document:
    campaign = {"begins": "0d", "strategy": strategy, "addresses": 1000, "rate": "50/d", "success": 0.8}
    return document(
        "one pass",
        horizon,
        populations=fleet(100),
        remediations=update("0d", half_life("10d")),
        campaigns={"scan": campaign | ({"ends": ends} if ends else {})},
    )


def test_a8_is_its_sum() -> None:
    mean, variance = list_moments(lambda t: 2 ** (-t / 10), [k / 50 for k in range(1, 1001)], 100, 0.8)
    assert mean / 100 == pytest.approx(A8, abs=5e-11)
    assert variance == pytest.approx(A8_VARIANCE, abs=5e-8)


@few_and_many(vectorized=(2000, 4000), events=(150, 300))
def test_a8_one_pass_of_deterministic_probes(engine: str, replications: int) -> None:
    result = run(one_pass("permutation", "20d", "30d"), replications, engine)
    assert agree(result.values("compromised"), 100 * A8, A8_VARIANCE)


@few_and_many(vectorized=(2000, 4000), events=(150, 300))
def test_a8_the_same_probes_with_replacement(engine: str, replications: int) -> None:
    result = run(one_pass("random", None, "400d"), replications, engine)
    assert agree_binomial(result.values("compromised"), 100, A8_AT_RANDOM)


def test_a8_rejects_replacement() -> None:
    result = run(one_pass("random", "20d", "30d"), 200)
    assert not agree(result.values("compromised"), 100 * A8, A8_VARIANCE)


# Other cases: probes at random, in fleets of independent servers

SERVERS, ADDRESSES = 100, 1000


def at_random(remediations: Document, horizon: str = "30d", **campaigns: Mapping[str, Any]) -> Document:
    """A hundred organizations of one server; every campaign probes at random among a thousand addresses."""
    probing = {"begins": "0d", "strategy": "random", "addresses": ADDRESSES, "rate": "100/d"}
    return document(
        "at random",
        horizon,
        resolution="1d",
        populations=fleet(SERVERS),
        remediations=remediations,
        campaigns={name: probing | dict(each) for name, each in campaigns.items()},
    )


EFFORT = Entry(Steps(0.5 * 100 / ADDRESSES, begins=2, ends=25, pace={1: 2, 5: 3, 12: 0, 15: 0.5, 20: 6}))
ADOPTION = Offered(weibull(9, 0.7), Steps(1, begins=4, pace={1: 3, 6: 0.5, 10: 0, 13: 4}))
PACED = at_random(
    update("4d", {"law": "weibull", "scale": "9d", "shape": 0.7}, pace={"10d": 0, "13d": 4, "1d": 3, "6d": 0.5}),
    scan={
        "begins": "2d",
        "ends": "25d",
        "success": 0.5,
        "pace": {"5d": 3, "12d": 0, "1d": 2, "start + 15d": 0.5, "20d": 6},
    },
)
BOTH = few_and_many(vectorized=(1000, 2000), events=(150, 300))


@cache
def paced(engine: str, replications: int) -> sim.Result:
    return run(PACED, replications, engine)


@BOTH
def test_pace_on_both_clocks(engine: str, replications: int) -> None:
    p = share_entered([EFFORT], [ADOPTION], 30)
    assert agree_binomial(paced(engine, replications).values("compromised"), SERVERS, p)


@BOTH
@pytest.mark.parametrize("day", [3.0, 5.0, 8.0, 12.0, 15.0, 21.0, 30.0])
def test_pace_on_both_clocks_by_day(engine: str, replications: int, day: float) -> None:
    p = share_entered([EFFORT], [ADOPTION], day)
    assert abs(curve_z(paced(engine, replications), "compromised_cumulative", day, SERVERS, p)) < LIMIT


def test_pace_before_begins_counts() -> None:
    p = share_entered([Entry(Steps(0.05, 2, 25, {5: 3, 12: 0, 15: 0.5, 20: 6}))], [ADOPTION], 30)
    assert not agree_binomial(paced("vectorized", 1000).values("compromised"), SERVERS, p)


ENTRIES = (Entry(Steps(0.2 * 0.5, begins=3, ends=9), 0.6), Entry(Steps(0.9 * 0.5 * 300 / ADDRESSES, begins=6), 0.8))
COMPETING = at_random(
    update("5d", half_life("8d")),
    early={"begins": "3d", "ends": "9d", "success": 0.5, "rate": "200/d", "works_on": 0.6},
    late={"begins": "6d", "success": {"web": 0.9, "root": 0.5}, "rate": "300/d", "works_on": 0.8},
)
HALF_IN_8 = Offered(exponential(8 / math.log(2)), Steps(1, begins=5))


@BOTH
def test_two_campaigns_that_work_on_some_servers(engine: str, replications: int) -> None:
    p = share_entered(ENTRIES, [HALF_IN_8], 30)
    assert agree_binomial(run(COMPETING, replications, engine).values("compromised"), SERVERS, p)


@cache
def first_hits(engine: str, replications: int) -> NDArray[np.int64]:
    """Servers that each campaign enters first, by race."""
    scenario = sim.Scenario.from_dict(COMPETING | {"seed": SEED})
    races = (sim.simulate(scenario, replication, engine=engine) for replication in range(replications))
    return np.array([[np.count_nonzero(race.campaign == number) for number in (0, 1)] for race in races])


@few_and_many(vectorized=(150, 400), events=(150, 400))
@pytest.mark.parametrize("first", [0, 1])
def test_the_campaign_that_comes_first(engine: str, replications: int, first: int) -> None:
    hits = first_hits(engine, replications)[:, first]
    assert agree_binomial(hits, SERVERS, share_entered(ENTRIES, [HALF_IN_8], 30, first=first))


TWO_REMEDIES = (
    Offered(exponential(6), Steps(1, begins=2, pace={7: 3}), share=0.7 * 0.6),
    Offered(weibull(5, 2), Steps(1, begins=8), share=0.9),
)


@BOTH
def test_the_earlier_of_two_remediations(engine: str, replications: int) -> None:
    remediations = {
        "mitigation": {
            "available": "2d",
            "adoption": {"law": "exponential", "mean": "6d"},
            "uptake": 0.7,
            "protects": 0.6,
            "pace": {"7d": 3},
        },
        "update": {"available": "8d", "adoption": {"law": "weibull", "scale": "5d", "shape": 2}, "uptake": 0.9},
    }
    p = share_entered([Entry(Steps(0.1))], TWO_REMEDIES, 30)
    assert agree_binomial(run(at_random(remediations, scan={}), replications, engine).values("compromised"), SERVERS, p)


# Other cases: lists


@BOTH
def test_hit_list_is_one_pass(engine: str, replications: int) -> None:
    given = document(
        "hit list",
        populations=fleet(60),
        remediations=update("3d", half_life("6d")),
        campaigns={"spies": {"begins": "1d", "strategy": "hit_list", "rate": "4/d", "success": 0.7}},
    )
    times = [1 + k / 4 for k in range(1, 61)]
    mean, variance = list_moments(lambda t: 2 ** (-max(0.0, t - 3) / 6), times, 60, 0.7)
    assert agree(run(given, replications, engine).values("compromised"), mean, variance)


@BOTH
def test_hit_list_that_ends_before_its_list(engine: str, replications: int) -> None:
    campaign = {"begins": "1d", "ends": "6d", "strategy": "hit_list", "rate": "4/d", "success": 0.7}
    given = document(
        "cut", populations=fleet(60), remediations=update("3d", half_life("6d")), campaigns={"spies": campaign}
    )
    times = [1 + k / 4 if k <= 20 else math.inf for k in range(1, 61)]
    mean, variance = list_moments(lambda t: 2 ** (-max(0.0, t - 3) / 6), times, 60, 0.7)
    assert agree(run(given, replications, engine).values("compromised"), mean, variance)


@few_and_many(vectorized=(1000, 2000), events=(100, 200))
def test_passes_over_all_addresses_there_are(engine: str, replications: int) -> None:
    """A pass over M = 2^32 takes 8 days, so that entry is 8 (G - 1 + U) days, G ~ Geometric(p), U uniform."""
    campaign = {"begins": "0d", "strategy": "permutation", "addresses": 2**32, "rate": f"{2**29}/d", "success": 0.4}
    given = document(
        "internet",
        populations=fleet(200),
        remediations=update("2d", half_life("9d")),
        campaigns={"scan": campaign},
    )
    passes = [integrate.quad(lambda t: 2 ** (-max(0.0, t - 2) / 9), 8 * g, min(8 * g + 8, 30))[0] / 8 for g in range(4)]
    p = sum(0.4 * 0.6**g * share for g, share in enumerate(passes))
    assert agree_binomial(run(given, replications, engine).values("compromised"), 200, p)


# Other cases: servers that share something


@BOTH
def test_servers_of_one_organization_share_its_delay(engine: str, replications: int) -> None:
    """Given the delay D of its organization, each of four servers is entered before it with 1 - exp(-h min(3 + D, 30)),
    independently; uptake 0.8 is the organization's too."""
    given = document(
        "shared delay",
        populations=fleet(20, servers_per_organization=4),
        remediations=update("3d", half_life("10d"), uptake=0.8),
        campaigns={"scan": {"begins": "0d", "strategy": "random", "addresses": 100, "rate": "12/d", "success": 0.5}},
    )

    def moment(power: int) -> float:
        def given_delay(u: float) -> float:
            return float(-np.expm1(-0.06 * min(3 - 10 * math.log2(1 - u), 30))) ** power

        adopting = integrate.quad(given_delay, 0, 1 - 2**-2.7)[0] + integrate.quad(given_delay, 1 - 2**-2.7, 1)[0]
        return 0.8 * adopting + 0.2 * float(-np.expm1(-0.06 * 30)) ** power

    one, two = moment(1), moment(2)
    mean, variance = 20 * 4 * one, 20 * (4 * one + 12 * two - 16 * one**2)
    assert agree(run(given, replications, engine).values("compromised"), mean, variance)
    assert variance > 1.5 * binomial(80, one)[1]


@BOTH
def test_protects_is_per_server(engine: str, replications: int) -> None:
    """Everybody installs after a day what protects with 0.5, and a probe finds every server later: binomial."""
    given = document(
        "protects",
        populations=fleet(10, servers_per_organization=8),
        remediations=update("0d", {"law": "fixed", "value": "1d"}, protects=0.5),
        campaigns={"scan": {"begins": "2d", "strategy": "permutation", "rate": "100/d"}},
    )
    assert agree_binomial(run(given, replications, engine).values("compromised"), 80, 0.5)


@BOTH
def test_works_on_is_per_server(engine: str, replications: int) -> None:
    """Every server is probed several times and never protected, but on half of them the attack cannot work."""
    given = document(
        "works on",
        populations=fleet(10, servers_per_organization=8),
        campaigns={"scan": {"begins": "2d", "strategy": "permutation", "rate": "100/d", "works_on": 0.5}},
    )
    assert agree_binomial(run(given, replications, engine).values("compromised"), 80, 0.5)


@BOTH
def test_numbers_of_servers_are_drawn_rounded_up_and_thinned(engine: str, replications: int) -> None:
    """ceil(Exp(m)) is geometric from 1 with success 1 - exp(-1/m); each server is in the race with 0.8 x 0.6."""
    law = {"law": "exponential", "mean": 2}
    given = document("sizes", populations=fleet(40, servers_per_organization=law, vulnerable=0.8, reachable=0.6))
    success = -math.expm1(-1 / 2)
    each, spread = 1 / success, (1 - success) / success**2
    mean, variance = 40 * each * 0.48, 40 * (each * 0.48 * 0.52 + spread * 0.48**2)
    assert agree(run(given, replications, engine).values("servers"), mean, variance)


def mixed(shares: Callable[[float], float]) -> tuple[float, float]:
    """Mean and variance of SERVERS servers whose chance depends on a uniform number that is drawn once a world."""
    first = integrate.quad(shares, 0, 1, limit=200)[0]
    second = integrate.quad(lambda u: shares(u) ** 2, 0, 1, limit=200)[0]
    return SERVERS * first, SERVERS * (first - second) + SERVERS**2 * (second - first**2)


@BOTH
def test_uncertain_rate_is_shared_by_all_servers(engine: str, replications: int) -> None:
    given = at_random(update("5d", half_life("6d")), scan={})
    uncertain = {"campaigns.scan.rate": {"law": "lognormal", "median": "80/d", "sigma": 0.7}}

    def share(u: float) -> float:
        hazard = 80 * math.exp(0.7 * float(stats.norm.ppf(u))) / ADDRESSES
        adoption = math.log(2) / 6
        late = hazard / (hazard + adoption) * -math.expm1(-(hazard + adoption) * 25)
        return -math.expm1(-hazard * 5) + math.exp(-hazard * 5) * late

    assert agree(run(given, replications, engine, uncertain=uncertain).values("compromised"), *mixed(share))


@BOTH
def test_uncertain_moment_moves_what_hangs_on_it(engine: str, replications: int) -> None:
    """The fix comes uniformly between days 2 and 12, is installed a day later, and probes begin two days before it."""
    given = at_random(update("fix", {"law": "fixed", "value": "1d"}), scan={"begins": "fix - 2d", "pace": {"fix": 4}})
    more = {"timeline": {"fix": "5d"}, "uncertain": {"timeline.fix": {"law": "uniform", "low": "2d", "high": "12d"}}}
    result = run(given, replications, engine, **more)
    assert agree_binomial(result.values("compromised"), SERVERS, -math.expm1(-0.1 * (2 + 4)))
    assert np.std(result.drawn["timeline.fix"]) == pytest.approx(10 / math.sqrt(12), rel=0.1)


# D1: cumulative incidence of competing risks

TEN_TIMES = [1.0, 2.0, 2.0, 3.0, 4.0, 4.0, 5.0, 6.0, 7.0, 8.0]
TEN_CAUSES = ["hit", "safe", None, "hit", "safe", "hit", None, "hit", "safe", None]
INSTANTS = [1, 2, 3, 4, 6, 7]
HIT = [Fraction(1, 10), Fraction(1, 10), Fraction(3, 14), Fraction(23, 70), Fraction(101, 210), Fraction(101, 210)]
SAFE = [Fraction(0), Fraction(1, 10), Fraction(1, 10), Fraction(3, 14), Fraction(3, 14), Fraction(11, 30)]
ONE_MINUS_KAPLAN_MEIER = Fraction(4, 7)
"""By hand, with 10, 9, 7, 6, 3, 2 servers at risk: the surviving share is 9/10, 4/5, 24/35, 16/35, 32/105, 16/105."""


def test_d1_aalen_johansen_by_hand() -> None:
    instants, incidence = sim.cumulative_incidence(TEN_TIMES, TEN_CAUSES)
    assert instants.tolist() == INSTANTS
    assert incidence["hit"] == pytest.approx([float(each) for each in HIT], abs=1e-14)
    assert incidence["safe"] == pytest.approx([float(each) for each in SAFE], abs=1e-14)


def test_d1_does_not_depend_on_the_order_of_servers() -> None:
    order = [7, 2, 9, 4, 0, 5, 8, 1, 6, 3]
    shuffled = sim.cumulative_incidence([TEN_TIMES[i] for i in order], [TEN_CAUSES[i] for i in order])
    assert shuffled[1]["hit"].tolist() == sim.cumulative_incidence(TEN_TIMES, TEN_CAUSES)[1]["hit"].tolist()


def test_d1_agrees_with_statsmodels() -> None:
    status = [{"hit": 1, "safe": 2, None: 0}[cause] for cause in TEN_CAUSES]
    peer = CumIncidenceRight(np.array(TEN_TIMES), np.array(status))
    instants, incidence = sim.cumulative_incidence(TEN_TIMES, TEN_CAUSES)
    for cause, theirs in zip(("hit", "safe"), peer.cinc, strict=True):
        at = np.searchsorted(peer.times, instants, side="right") - 1
        assert incidence[cause] == pytest.approx(np.asarray(theirs)[at], abs=1e-14)


def test_d1_is_not_one_minus_kaplan_meier() -> None:
    _, incidence = sim.cumulative_incidence(TEN_TIMES, TEN_CAUSES)
    _, alone = sim.cumulative_incidence(TEN_TIMES, [cause if cause == "hit" else None for cause in TEN_CAUSES])
    assert alone["hit"][-1] == pytest.approx(float(ONE_MINUS_KAPLAN_MEIER), abs=1e-14)
    assert alone["hit"][-1] - incidence["hit"][-1] > 0.09


def test_d1_of_a_whole_race_ends_at_its_shares() -> None:
    """Everybody is watched until the horizon, so the estimate is the plain share, of compromised and of protected."""
    race = sim.simulate(sim.Scenario.from_dict(PACED | {"seed": SEED}))
    hit = race.compromised_at < np.inf
    times = np.minimum(np.minimum(race.compromised_at, race.protected_at), race.world.horizon)
    won = np.where(hit, "hit", np.where(race.protected_at < np.inf, "safe", "open"))
    causes = [None if cause == "open" else str(cause) for cause in won]
    _, incidence = sim.cumulative_incidence(times, causes)
    assert incidence["hit"][-1] == pytest.approx(np.mean(won == "hit"), abs=1e-12)
    assert incidence["safe"][-1] == pytest.approx(np.mean(won == "safe"), abs=1e-12)


def test_d1_refuses_lengths_that_differ() -> None:
    with pytest.raises(ValueError, match="2 causes"):
        sim.cumulative_incidence([1.0], ["hit", "hit"])


# D3: Wilson's interval


def test_d3_wilson() -> None:
    assert sim.share_interval(350, 500) == pytest.approx((0.658432196, 0.738518068), abs=5e-10)


def test_wilson_by_its_formula() -> None:
    z, n, p = float(stats.norm.ppf(0.995)), 40, 3 / 40
    middle, half = p + z**2 / (2 * n), z * math.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    expected = ((middle - half) / (1 + z**2 / n), (middle + half) / (1 + z**2 / n))
    assert sim.share_interval(3, 40, confidence=0.99) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize(("successes", "trials"), [(0, 12), (12, 12)])
def test_wilson_at_the_edges_stays_inside(successes: int, trials: int) -> None:
    low, high = sim.share_interval(successes, trials)
    assert 0 <= low < high <= 1
    assert (low == 0) == (successes == 0)
    assert (high == pytest.approx(1)) == (successes == trials)


@pytest.mark.parametrize(("successes", "trials"), [(5, 3), (-1, 3)])
def test_wilson_refuses_what_is_no_share(successes: int, trials: int) -> None:
    with pytest.raises(ValueError):
        sim.share_interval(successes, trials)
