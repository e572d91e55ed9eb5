"""Inputs that once gave a wrong number, each with what is right. Names are those under which they were reported."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import pytest
from scenarios import Document, document
from scipy import fft

import sim
from sim.engines import expected as expected_engine
from sim.engines.points import PointLuck
from sim.model import entry_chance, lists
from sim.model.clocks import NEVER, Clock
from sim.model.crowd import Crowd
from sim.model.entry_chance import STRATA
from sim.model.passes import never_nan
from sim.model.ranks import MOST_RANKS, NORMAL_ERROR, chances_of_ranks
from sim.model.world import Worlds
from sim.outcomes import OUTCOME_NAMES
from sim.scenario.inversion import TOLERANCE
from sim.scenario.laws import (
    AtMost,
    Component,
    Empirical,
    Exponential,
    Fixed,
    Gamma,
    Geometric,
    HalfLife,
    Law,
    LogLogistic,
    Lognormal,
    Mixture,
    Uniform,
    Weibull,
)

ENGINES = ("vectorized", "events", "expected")


def case(horizon: str = "30d", **sections: Any) -> sim.Scenario:
    return sim.Scenario.from_dict(document("fault", horizon, **sections))


def mean_of(outcome: str, scenario: sim.Scenario, engine: str) -> float:
    number = 1 if engine == "expected" else scenario.replications
    return float(sim.run(scenario.replace({"replications": number}), engine=engine).values(outcome).mean())


# 01-hit-list-on-a-growing-clock, 02-foothold-hit-list-with-ramp: NaN


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("speeding", [{"growth": {"doubling": "5d", "limit": 4}}, {"ramp": "3d"}])
def test_a_hit_list_that_fails_on_a_bending_clock_hides_no_other_campaign(engine: str, speeding: Document) -> None:
    listed = {"begins": "5d", "strategy": "hit_list", "rate": "2/d", "success": 0.5, **speeding}
    everybody = {"begins": "0d", "strategy": "permutation", "rate": "100/d"}
    scenario = case(
        "60d", replications=10, populations={"p": {"organizations": 100}}, campaigns={"a": listed, "b": everybody}
    )
    stated = 1e-6 if engine == "expected" else 0.0  # of its 100 servers, by its integrals; others count whole ones
    assert mean_of("compromised", scenario, engine) == pytest.approx(100, rel=0, abs=stated)


@pytest.mark.parametrize("engine", ["vectorized", "events"])
def test_no_race_holds_a_nan_where_a_list_through_footholds_bends(engine: str) -> None:
    listed = {"entry": "foothold", "begins": "5d", "strategy": "hit_list", "rate": "50/d", "ramp": "3d", "success": 0.7}
    scan = {"begins": "0d", "strategy": "random", "addresses": 200, "rate": "100/d", "success": 0.5}
    scenario = case(
        "100d",
        populations={"a": {"organizations": 100, "reachable": 0.8}},
        campaigns={"first": scan, "extortion": listed},
    )
    race = sim.simulate(scenario, engine=engine)
    for times in (race.protected_at, race.compromised_at, race.entered_again_at, race.reentered_at, race.evicted_at):
        assert not np.isnan(times).any()
    assert 0.4 < np.isfinite(race.reentered_at).sum() / np.isfinite(race.compromised_at).sum() < 0.95


CLOCKS = [
    Clock((1.0,), (2.0,)),
    Clock((1.0,), (0.0,)),
    Clock((1.0, 3.0), (2.0, 0.0)),
    Clock((1.0, 3.0), (2.0, 1.0), 9.0),
    Clock((0.0,), (1e300,)).ramped(1e300),
    Clock((0.0,), (1e-300,)).growing(1e-300, 1e300),
    Clock((0.0,), (1e300,)).growing(1e300, 1e300),
    Clock((0.0,), (5.0,)).ramped(1e-300),
    Clock((0.0, 2.0), (5.0, 1.0)).ramped(3.0),
    Clock((0.0, 2.0), (5.0, 1.0)).growing(1.0, 8.0),
]


@pytest.mark.parametrize("clock", CLOCKS, ids=range(len(CLOCKS)))
def test_no_clock_gives_nan(clock: Clock) -> None:
    thresholds = np.array([0.0, 5e-324, 1e-300, 1.0, 7.5, 1e300, np.inf])
    times = clock.reaches(thresholds)
    assert not np.isnan(times).any()
    assert times[-1] == NEVER
    assert not np.isnan(clock.reading(np.array([-np.inf, -1e300, 0.0, 1.0, 1e300, np.inf]))).any()


def test_a_nan_stops_a_race() -> None:
    with pytest.raises(FloatingPointError, match="1 times of entry"):
        never_nan("entry", np.array([1.0, np.nan, np.inf]))
    never_nan("entry", np.array([1.0, np.inf]))
    never_nan("entry", np.zeros(0))


EXTREMES = (1e-300, 1e-3, 1.0, 1e3, 1e300)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("one", EXTREMES)
@pytest.mark.parametrize("other", EXTREMES)
def test_no_law_gives_nan_or_a_warning(one: float, other: float) -> None:
    """19-wide-laws and its kind."""
    laws: tuple[Law, ...] = (
        Weibull(one, other),
        Lognormal(one, other),
        Gamma(one, other),
        LogLogistic(one, other),
        Exponential(one),
        HalfLife(one),
        Uniform(0.0, one),
        Geometric(1 + one),
        Mixture((Component(0.5, Weibull(one, other)), Component(0.4, Lognormal(one, other)))),
    )
    for law in laws:
        drawn = law.quantile(np.array([0.0, 2**-53, 1e-9, 0.3, 0.5, 0.999, 1 - 2**-53]))
        shares = law.cdf(np.array([0.0, 1e-300, 1e-9, 1.0, 1e9, 1e300, np.inf]))
        assert not np.isnan(drawn).any(), law
        assert (drawn[1:] >= drawn[:-1] - TOLERANCE).all(), law
        assert not np.isnan(shares).any(), law
        assert not np.isnan([law.mean, law.median]).any(), law


# 02-reentry-before-the-compromise


@pytest.mark.parametrize("strategy", ["permutation", "hit_list"])
@pytest.mark.parametrize(
    "stop", [{"ends": "3d"}, {"pace": {"3d": 0.0}}, {"pace": {"3d": 0.0, "20d": 1.0}, "ends": "20d"}]
)
@pytest.mark.parametrize("engine", ENGINES)
def test_nobody_reenters_before_the_compromise(engine: str, stop: Document, strategy: str) -> None:
    """A list through footholds that stopped or paused at a whole probe, before anybody was compromised."""
    early = {"entry": "foothold", "begins": "1d", "strategy": strategy, "rate": "5/d", **stop}
    late = {"begins": "5d", "strategy": "permutation", "rate": "2/d"}
    scenario = case(replications=20, populations={"p": {"organizations": 10}}, campaigns={"early": early, "late": late})
    assert mean_of("reentered", scenario, engine) == 0
    assert mean_of("compromised", scenario, engine) == 10


def test_a_list_that_goes_on_after_a_pause_counts_from_the_compromise() -> None:
    """Ten probes until day 3, all before the compromises; the second pass begins on day 20, a probe every 0.2 d."""
    early = {
        "entry": "foothold",
        "begins": "1d",
        "strategy": "permutation",
        "rate": "5/d",
        "pace": {"3d": 0.0, "20d": 1.0},
    }
    late = {"begins": "5d", "strategy": "permutation", "rate": "2/d"}
    scenario = case(populations={"p": {"organizations": 10}}, campaigns={"early": early, "late": late})
    for engine in ("vectorized", "events"):
        times = np.sort(sim.simulate(scenario, engine=engine).reentered_at)
        assert times == pytest.approx(20 + 0.2 * np.arange(1, 11))


# 03-expected-empty-population, 03-expected-organizations, 04-list-of-random-length


@pytest.mark.parametrize("engine", ENGINES)
def test_a_population_without_servers_changes_no_list(engine: str) -> None:
    campaign = {"begins": "0d", "strategy": "permutation", "rate": "10/d"}
    populations = {"p": {"organizations": 100}, "q": {"organizations": 0}}
    scenario = case("5d", replications=5, populations=populations, campaigns={"a": campaign})
    assert mean_of("compromised", scenario, engine) == pytest.approx(50, abs=0.05)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("strategy", ["permutation", "hit_list"])
def test_servers_of_an_organization_have_different_places_on_a_list(engine: str, strategy: str) -> None:
    """The first probe of a list of three servers, all of one organization, breaches it."""
    populations = {"p": {"organizations": 1, "servers_per_organization": 3}}
    campaign = {"begins": "0d", "strategy": strategy, "rate": "1/d"}
    scenario = case("1d", replications=10, populations=populations, campaigns={"a": campaign})
    assert mean_of("organizations_breached", scenario, engine) == 1
    assert mean_of("compromised", scenario, engine) == 1


def probes_that_hit(organizations: int, reachable: float, probes: int) -> float:
    """The mean of min(probes, N), N binomial."""
    from scipy.stats import binom

    numbers = np.arange(organizations + 1)
    return float(np.sum(np.minimum(numbers, probes) * binom.pmf(numbers, organizations, reachable)))


@pytest.mark.parametrize(("organizations", "reachable", "days"), [(40, 0.5, 4), (7, 0.3, 1), (2000, 0.5, 200)])
def test_a_list_of_random_length_is_not_taken_at_its_mean(organizations: int, reachable: float, days: int) -> None:
    exact = probes_that_hit(organizations, reachable, 5 * days)
    campaign = {"begins": "0d", "strategy": "hit_list", "rate": "5/d"}
    populations = {"p": {"organizations": organizations, "reachable": reachable}}
    result = sim.expected(case(f"{days}d", replications=1, populations=populations, campaigns={"a": campaign}))
    assert result.error is not None
    error = float(result.error[OUTCOME_NAMES.index("compromised"), 0])
    assert error < 0.002 * exact
    assert result.values("compromised")[0] == pytest.approx(exact, abs=4 * error)
    taken_at_the_mean = min(5 * days, organizations * reachable)
    assert abs(taken_at_the_mean - exact) > 8 * error


def test_the_own_race_averages_over_lengths_of_a_list() -> None:
    """18.7 of 20 reachable servers are hit by 20 probes, so 0.935 of those that are on the list."""
    fix = {"available": "0d", "adoption": {"law": "fixed", "value": "4.1d"}}
    scenario = case(
        "5d",
        populations={"p": {"organizations": 40, "reachable": 0.5}},
        remediations={"fix": fix},
        campaigns={"a": {"begins": "0d", "strategy": "hit_list", "rate": "5/d"}},
    )
    client = sim.Client.from_dict({"name": "Test Ltd", "deployment": "on_prem", "patches_after": "4.1d"})
    race = sim.own_race(scenario, client)
    assert race.today.chances[0] == pytest.approx(probes_that_hit(40, 0.5, 20) / 20, abs=1e-9)
    assert race.error == 0
    many = sim.own_race(scenario.replace({"populations.p.organizations": 4000, "campaigns.a.rate": "500/d"}), client)
    assert many.today.chances[0] == pytest.approx(probes_that_hit(4000, 0.5, 2050) / 2000, abs=many.error)
    assert 0 < many.error < 0.02


@pytest.mark.parametrize("strategy", ["hit_list", "permutation"])
@pytest.mark.parametrize("dwell", [{}, {"dwell": {"law": "exponential", "mean": "1h"}}])
def test_a_chance_is_the_same_alone_and_beside_later_times(strategy: str, dwell: Document) -> None:
    """A fast list of random length, which is through long before the last of the times."""
    campaign = {"begins": "0d", "strategy": strategy, "rate": "10_000/d", "success": 0.3, **dwell}
    scenario = case("200d", populations={"p": {"organizations": 50, "reachable": 0.5}}, campaigns={"a": campaign})
    world = Worlds(scenario)[0]
    times = np.array([1e-4, 1e-3, 0.01, 1.0, 100.0])
    together = entry_chance.chance_of_entry(world, "p", times)
    alone = [entry_chance.chance_of_entry(world, "p", times[[index]])[0] for index in range(len(times))]
    assert together == pytest.approx(np.array(alone), abs=1e-12)
    assert together[3] == pytest.approx(0.3 if strategy == "hit_list" else 1.0, abs=1e-9)


def test_two_lists_of_random_length_have_one_length_in_a_world() -> None:
    """Where a list is short both of two campaigns reach a server: 1 - E[(1 - min(k / M, 1))^2], M = 1 + binomial."""
    from scipy.stats import binom

    both = {name: {"begins": "0d", "strategy": "hit_list", "rate": "6/d"} for name in ("a", "b")}
    scenario = case("200d", populations={"p": {"organizations": 30, "reachable": 0.5}}, campaigns=both)
    world = Worlds(scenario)[0]
    length = 1 + np.arange(30)
    spared = 1 - np.minimum(12 / length, 1.0)
    exact = 1 - float(np.sum(spared**2 * binom.pmf(length - 1, 29, 0.5)))
    chance = entry_chance.chance_of_entry(world, "p", np.array([2.0 + 1e-6]))[0]
    assert chance == pytest.approx(exact, abs=1e-9)
    assert entry_chance.error_of_chance(world, "p") == 0


@pytest.mark.parametrize("populations", [1, 2, 3])
def test_the_error_of_averaging_over_lengths_covers_it(populations: int) -> None:
    """Lists that are too long for every length to count, against a million draws of their length."""
    names = [f"p{index}" for index in range(populations)]
    gamma = {"law": "gamma", "mean": 10, "shape": 0.3}
    each = {"organizations": 40, "servers_per_organization": gamma}
    campaign = {"begins": "0d", "strategy": "hit_list", "rate": "1/d"}
    scenario = case("5000d", populations=dict.fromkeys(names, each), campaigns={"a": campaign, "b": campaign})
    world = Worlds(scenario)[0]
    laws = [Crowd(world.populations).law(name, "p0") for name in names]
    random = np.random.default_rng(4)
    lengths = 1 + sum(law.quantile(random.random(1_000_000)) for law in laws)
    times = np.array([100.0, 300.0, 450.0, 900.0]) + 1e-6
    exact = [1 - float(np.mean((1 - np.minimum(np.floor(time) / lengths, 1.0)) ** 2)) for time in times]
    error = entry_chance.error_of_chance(world, "p0")
    assert np.max(np.abs(entry_chance.chance_of_entry(world, "p0", times) - exact)) <= error < 0.5


@pytest.mark.parametrize(
    ("others", "weight"),
    [
        (((1.0, 30.0), (5.0, 22.0)), 1.0),
        (((1.0, 519.0), (1e4, 1.0)), 1e4),
        (((1.0, 10.0), (50.0, 510.0)), 1.0),
        (((1.0, 3000.0), (5.0, 5000.0)), 5.0),
        (((1.0, 3000.0), (500.0, 5000.0)), 500.0),
    ],
)
def test_the_chance_of_a_rank_on_a_list_with_priorities_is_within_its_error(
    others: tuple[tuple[float, float], ...], weight: float
) -> None:
    """Against the whole law of how many come before, by Fourier transform."""
    number = round(sum(each for _, each in others))
    place = -np.log1p(-(np.arange(STRATA) + 0.5) / STRATA) / weight
    turns = np.exp(-2j * np.pi * np.arange((number + 1) // 2 + 1) / (number + 1))
    together = np.ones((STRATA, len(turns)), dtype=complex)
    for other, each in others:
        earlier = -np.expm1(-other * place)[:, None]
        together *= (1 - earlier + earlier * turns) ** round(each)
    exact = np.append(0.0, np.cumsum(fft.irfft(together.mean(axis=0), number + 1)))
    ranks, chances = chances_of_ranks(others, weight, STRATA)
    assert len(ranks) <= MOST_RANKS + 1
    found = np.interp(np.arange(number + 2), ranks, chances)
    assert np.max(np.abs(found - exact)) < (NORMAL_ERROR if number > MOST_RANKS else 1e-9)


def test_the_mean_of_a_law_that_is_cut_far_away() -> None:
    assert AtMost(Exponential(0.01), 10_000.0).mean == pytest.approx(0.01, rel=1e-12)


CUT: tuple[Law, ...] = (
    Exponential(3.0),
    HalfLife(3.0),
    Weibull(2.0, 0.5),
    Lognormal(2.0, 1.5),
    Gamma(3.0, 0.3),
    LogLogistic(2.0, 0.8),
    Geometric(3.3),
    Uniform(1.0, 4.0),
    Fixed(2.0),
    Empirical(((1.0, 0.1), (3.0, 0.5), (9.0, 0.9))),
    Mixture((Component(0.3, Fixed(1.0)), Component(0.4, Exponential(2.0), 1.0))),
    AtMost(Weibull(2.0, 0.5), 5.0),
)


@pytest.mark.parametrize("law", CUT, ids=str)
@pytest.mark.parametrize("cut", [0.5, 2.7, 50.0])
def test_the_mean_of_a_cut_law(law: Law, cut: float) -> None:
    u = (np.arange(1_000_000) + 0.5) / 1_000_000
    assert AtMost(law, cut).mean == pytest.approx(float(np.minimum(law.quantile(u), cut).mean()), abs=1e-6 * cut + 1e-6)


# Its error is what `expected` states, measured by how often it covers the exact value


def test_the_stated_error_of_expectations_covers_as_often_as_it_should(monkeypatch: pytest.MonkeyPatch) -> None:
    """A list of random length, with several servers an organization, in 120 worlds that differ only in their shifts.

    Errors are those of eight scramblings, so that they have Student's t with 7 degrees of freedom: 94 % of means are
    within 2.3 of them. Of 120, at least 104 are; fewer has a chance below 0.001.
    """
    monkeypatch.setattr(expected_engine, "POINTS", 2**9)
    populations = {"p": {"organizations": 12, "servers_per_organization": 2, "reachable": 0.6}}
    campaign = {"begins": "0d", "strategy": "hit_list", "rate": "2/d"}
    scenario = case("5d", populations=populations, campaigns={"a": campaign})
    exact = probes_that_hit(24, 0.6, 10)
    row, covered = OUTCOME_NAMES.index("compromised"), 0
    for replication in range(120):
        found = expected_engine.expect(Worlds(scenario)[replication], np.array([0.0, 5.0]))
        covered += abs(found.counts[row, 0] - exact) <= 2.3 * found.error[row, 0]
    assert covered >= 104


def test_what_no_point_meets_has_an_error() -> None:
    """One server in a million falls; no point may be among them, and the stated error says so."""
    campaign = {"begins": "0d", "strategy": "random", "addresses": 1_000_000, "rate": "1/d"}
    scenario = case("1d", replications=1, populations={"p": {"organizations": 1000}}, campaigns={"a": campaign})
    result = sim.expected(scenario)
    assert result.error is not None
    row = OUTCOME_NAMES.index("compromised")
    assert abs(float(result.values("compromised")[0]) - 1e-3) <= float(result.error[row, 0])
    assert result.error[OUTCOME_NAMES.index("servers"), 0] == 0
    assert result.error[OUTCOME_NAMES.index("reentered"), 0] == 0


# Ties


@pytest.mark.parametrize("engine", ["vectorized", "events", "expected"])
def test_a_clean_up_at_once_leaves_nobody_to_be_entered_again(engine: str) -> None:
    at_once = {"law": "fixed", "value": "0d"}
    both = {name: {"begins": "1d", "strategy": "permutation", "rate": "1/d"} for name in ("a", "b")}
    scenario = case(
        populations={"p": {"organizations": 1}},
        campaigns=both,
        aftermath={"detection": at_once, "cleanup": at_once},
        replications=1,
    )
    assert mean_of("compromised", scenario, engine) == 1
    assert mean_of("multiply_compromised", scenario, engine) == 0
    assert mean_of("live_footholds", scenario, engine) == 0


@pytest.mark.parametrize("engine", ["vectorized", "events", "expected"])
@pytest.mark.parametrize("order", [("a", "b"), ("b", "a")])
def test_a_foothold_can_be_entered_at_the_instant_at_which_it_begins(engine: str, order: tuple[str, str]) -> None:
    campaigns = {
        "a": {"begins": "1d", "strategy": "permutation", "rate": "1/d"},
        "b": {"entry": "foothold", "begins": "1d", "ends": "2d", "strategy": "permutation", "rate": "1/d"},
    }
    scenario = case(
        populations={"p": {"organizations": 1}},
        campaigns={name: campaigns[name] for name in order},
        replications=1,
    )
    assert mean_of("reentered", scenario, engine) == 1


@pytest.mark.parametrize("engine", ["vectorized", "events", "expected"])
def test_an_installation_evicts_who_comes_at_its_instant(engine: str) -> None:
    """It does not protect, so the server is compromised at the same instant, and the foothold ends as it begins."""
    tool = {"available": "2d", "adoption": {"law": "fixed", "value": "0d"}, "protects": 0, "evicts": 1}
    campaigns = {
        "a": {"begins": "1d", "strategy": "permutation", "rate": "1/d"},
        "b": {"entry": "foothold", "begins": "1d", "strategy": "permutation", "rate": "1/d"},
    }
    scenario = case(
        populations={"p": {"organizations": 1}}, remediations={"tool": tool}, campaigns=campaigns, replications=1
    )
    assert mean_of("compromised", scenario, engine) == 1
    assert mean_of("live_footholds", scenario, engine) == 0
    assert mean_of("reentered", scenario, engine) == 0


# 18-events-overflow, 18-endless-delay


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("engine", ENGINES)
def test_what_takes_longer_than_a_float_holds_never_happens(engine: str) -> None:
    scan = {"begins": "1d", "strategy": "permutation", "rate": "4/h"}
    scenario = case(
        replications=1,
        populations={"p": {"organizations": 5, "deployment": "hybrid"}},
        remediations={"r": {"available": "2d", "adoption": {"law": "weibull", "scale": "1e300d", "shape": 0.001}}},
        campaigns={"s": {**scan, "dwell": {"law": "fixed", "value": "1h"}}},
        aftermath={
            "detection": {"law": "fixed", "value": "1e300d"},
            "pivot": {"probability": 1, "delay": {"law": "fixed", "value": "1e300d"}},
        },
    )
    assert mean_of("compromised", scenario, engine) == 5
    assert mean_of("live_footholds", scenario, engine) == 5
    assert mean_of("tenants_reached", scenario, engine) == 0


# 23-expected-many-actors


@pytest.mark.parametrize("servers", [1, 2])
@pytest.mark.parametrize("strategy", ["permutation", "hit_list"])
def test_many_actors_together_have_the_law_of_each_by_itself(
    monkeypatch: pytest.MonkeyPatch, strategy: str, servers: int
) -> None:
    actors = {"first": 6, "arrivals": "2/d", "until": "9d"}
    populations = {"p": {"organizations": 20, "servers_per_organization": servers, "reachable": 0.8}}
    aimed = {"strategy": strategy, "rate": "0.3/d", "success": 0.4, "actors": actors}
    scenario = case(
        "12d",
        replications=1,
        populations=populations,
        campaigns={"s": {"begins": "1d", **aimed}, "w": {"begins": "4d", "entry": "foothold", **aimed}},
    )
    together = sim.expected(scenario)
    monkeypatch.setattr(lists, "first_of_many", None)
    monkeypatch.setattr("sim.model.lists.FEW_ACTORS", 1000)
    monkeypatch.setattr("sim.model.lists._are_single", lambda _: False)
    one_by_one = sim.expected(scenario)
    assert together.error is not None
    assert one_by_one.error is not None
    for row, outcome in enumerate(OUTCOME_NAMES):
        difference = together.counts[0, row, 0] - one_by_one.counts[0, row, 0]
        error = np.hypot(together.error[row, 0], one_by_one.error[row, 0])
        assert abs(difference) <= 5 * error, outcome


def test_alike_actors_cost_nothing_more() -> None:
    """Counted in draws of luck: a thousand groups take as many as one."""

    def decisions(number: int) -> int:
        actors = {"actors": {"first": number}}
        scan = {"begins": "5d", "strategy": "permutation", "addresses": 100, "rate": "10/d", "success": 0.1, **actors}
        world = Worlds(case(populations={"p": {"organizations": 29}}, campaigns={"s": scan}))[0]
        luck = PointLuck(0, 0, expected_engine.POINTS)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(expected_engine, "PointLuck", lambda *_: luck)
            expected_engine._scrambled(world, world.grid(), 0, expected_engine.POINTS)
        return len(luck._dimensions)

    assert decisions(1000) <= decisions(1)


def test_importing_and_running_extreme_scenarios_warns_of_nothing() -> None:
    """19-wide-laws: an uncertain moment far out of any calendar is an error in one line, without Python's warnings."""
    scan = {"begins": "1d", "strategy": "random", "addresses": 1000, "rate": "40/h"}
    scenario = case(
        populations={"p": {"organizations": 50}},
        campaigns={"s": scan},
        uncertain={"campaigns.s.rate": {"law": "lognormal", "median": "40/h", "sigma": 100}},
    )
    with warnings.catch_warnings():
        warnings.simplefilter("error", RuntimeWarning)
        assert sim.run(scenario.replace({"replications": 20})).values("compromised").max() == 50


# What a hostile reader found besides


@pytest.mark.parametrize("days", ["7h", "8h", "0d"])
@pytest.mark.parametrize(
    "dwell", [{}, {"dwell": {"law": "fixed", "value": "8h"}}, {"dwell": {"law": "fixed", "value": "50m"}}]
)
@pytest.mark.parametrize("begins", ["1d", "31h"])
def test_protection_wins_at_a_tie_in_the_own_race_too(begins: str, dwell: Document, days: str) -> None:
    """Sums of hours whose last bits differ: the probe at the instant of the patch is too late, as in the engine."""
    fix = {"available": "40h", "adoption": {"law": "fixed", "value": days}}
    scenario = case(
        "20d",
        replications=1,
        populations={"own": {"organizations": 60}},
        remediations={"fix": fix},
        campaigns={"scan": {"begins": begins, "strategy": "hit_list", "rate": "24/d", **dwell}},
    )
    client = sim.Client.from_dict({"name": "C", "deployment": "on_prem", "patches_after": days})
    chance = sim.own_race(scenario, client).today.chances[0]
    assert chance == pytest.approx(sim.run(scenario).values("compromised")[0] / 60, abs=1e-9)


@pytest.mark.parametrize("strategy", [{"strategy": "random", "addresses": 100}, {"strategy": "permutation"}])
def test_worlds_in_which_no_actor_joins_have_a_chance_of_0(strategy: Document) -> None:
    actors = {"first": 0, "arrivals": "0.05/d", "until": "10d"}
    scan = {"begins": "1d", "rate": "20/d", "actors": actors, "dwell": {"law": "fixed", "value": "1d"}, **strategy}
    scenario = case(
        replications=20,
        populations={"own": {"organizations": 20}},
        remediations={"fix": {"available": "5d", "adoption": {"law": "fixed", "value": "3d"}}},
        campaigns={"scan": scan},
    )
    client = sim.Client.from_dict({"name": "C", "deployment": "on_prem", "patches_after": "3d"})
    chances = sim.own_race(scenario, client).today.chances
    assert chances.min() == 0 < chances.max()


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("entry", ["vulnerability", "foothold"])
def test_many_actors_on_a_list_that_ends(entry: str) -> None:
    """Seventeen groups with a probe a day, at organizations of several servers, some of them on no list."""
    listed = {"ends": "5d", "strategy": "hit_list", "rate": "1/d", "actors": {"first": 17}}
    law = {"law": "geometric", "mean": 2}
    scenario = case(
        "20d",
        replications=200,
        populations={"own": {"organizations": 20, "servers_per_organization": law, "reachable": 0.8}},
        campaigns={
            "scan": {
                "begins": "1d",
                **(listed if entry == "vulnerability" else {"strategy": "permutation", "rate": "9/d"}),
            },
            "walk": {"begins": "2d", "entry": "foothold", **listed, "ends": "6d"},
        },
    )
    expected, run = sim.expected(scenario.replace({"replications": 1})), sim.run(scenario)
    for outcome in ("compromised", "reentered", "organizations_breached"):
        values, row = run.values(outcome), OUTCOME_NAMES.index(outcome)
        assert expected.error is not None
        error = np.hypot(values.std(ddof=1) / np.sqrt(200), expected.error[row, 0])
        assert abs(expected.values(outcome)[0] - values.mean()) < 4.5 * error
