"""The engine of counts: the law of the vectorized engine, where servers are independent; refused elsewhere.

Theory. In one world, counts of both engines are samples of one law: they are compared in mean, in variance and in law
(chi-square), for every outcome in every population and every curve at some days, in generated scenarios that combine
all features that the engine takes. The expectation is closer than any sample: means of the chain are compared with the
engine `expected` within its stated error. Seeds were fixed before the first run; two right engines would fail once in a
hundred choices of them.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from features import FEATURES, NO_EXPECTATION, Row, any_row, scenario_of
from numpy.typing import NDArray
from one_scan import W1
from samples import distribution_p, mean_p, variance_p

import sim
from sim.engines import counts
from sim.engines.counts import expect
from sim.engines.engine import COUNTS, VECTORIZED, Engine
from sim.engines.expected import expect_by_points
from sim.model.open_times import OpenTimes
from sim.model.world import World, Worlds
from sim.outcomes import CURVE_NAMES, OUTCOME_NAMES

FloatArray = NDArray[np.float64]
INDEPENDENT = {
    "servers": "one",
    "until": "never",
    "prerequisite": "none",
    "evicts": "none",
    "by_population": "none",
    "dwell": "none",
    "foothold": "none",
    "detection": "never",
    "cleanup": "never",
    "reinfection": "none",
    "reaction": "none",
    "aftermath_by_population": "none",
    "pivot": "none",
    "strategy": "random",
    "other_strategy": "random",
}
"""The features of a scenario that make its servers independent of each other and without memory."""
SCENARIOS, RACES, VERIFIED_RACES, LEVEL = 40, 120, 250, 0.01


def row_of(number: int) -> Row:
    """Any features that keep servers independent."""
    row = any_row(np.random.default_rng(number), has_expectation=True) | INDEPENDENT
    return row | {"protects": "some"} if row["protects"] == "by_campaign" else row


def document_of(number: int) -> dict[str, Any]:
    """A scenario with any features that keep servers independent, and more servers than others have."""
    document = scenario_of(row_of(number), number) | {"seed": number}
    for population in document["populations"].values():
        population["organizations"] *= 8
    for campaign in document["campaigns"].values():
        campaign.pop("priority", None)
        campaign.update(strategy="random", addresses=500, rate=f"{60 + number % 7}/d")
    document.pop("uncertain", None)
    return document


def world_of(document: dict[str, Any]) -> World:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", sim.ScenarioWarning)
        return Worlds(sim.Scenario.from_dict(document))[0]


def samples(engine: Engine, world: World, races: int) -> FloatArray:
    """Everything that is counted, by race."""
    measured = [engine.measure(replace(world, replication=number), world.grid()) for number in range(races)]
    return np.array([np.concatenate([each.counts.ravel(), each.curves.ravel()]) for each in measured], dtype=np.float64)


def disagreements(number: int, races: int) -> dict[str, float]:
    """Comparisons in which two samples of one law would differ once in a hundred choices of all seeds, at most."""
    world = world_of(document_of(number))
    one, other = (samples(engine, world, races) for engine in (VECTORIZED, COUNTS))
    names = ["all", *world.populations]
    kinds = [f"{outcome} of {name}" for outcome in OUTCOME_NAMES for name in names]
    kinds += [f"{curve} of {name} at {day:g}" for curve in CURVE_NAMES for name in names for day in world.grid()]
    ways = {"mean": mean_p, "variance": variance_p, "distribution": distribution_p}
    varies = np.flatnonzero((one != one[0]).any(axis=0) | (other != other[0]).any(axis=0) | (one[0] != other[0]))
    found = {f"{way} of {kinds[at]}": p(one[:, at], other[:, at]) for at in varies for way, p in ways.items()}
    smallest = LEVEL / SCENARIOS / max(len(found), 1)
    return {key: p for key, p in found.items() if p < smallest}


def levels(numbers: Iterable[int]) -> set[tuple[str, str]]:
    """Of every feature that does not stay as it is."""
    return {level for number in numbers for level in row_of(number).items() if level[0] not in INDEPENDENT}


USUAL = next(number for number in range(SCENARIOS + 1) if levels(range(number)) == levels(range(SCENARIOS)))
"""So many of the scenarios have every level that any has; `make verify` compares all of them, in more races."""


def test_the_scenarios_have_every_level_that_the_engine_takes() -> None:
    every = {(feature, level) for feature in FEATURES.keys() - INDEPENDENT for level in FEATURES[feature]}
    assert levels(range(USUAL)) == every - NO_EXPECTATION - {("protects", "by_campaign")}


@pytest.mark.parametrize("number", range(USUAL))
def test_counts_have_the_law_of_servers_one_by_one(number: int) -> None:
    assert disagreements(number, RACES) == {}


@pytest.mark.verify
@pytest.mark.parametrize("number", range(SCENARIOS))
def test_counts_have_the_law_of_servers_one_by_one_in_more_races(number: int) -> None:
    assert disagreements(number, VERIFIED_RACES) == {}


def many(number: int) -> World:
    """The same scenario with some ten million servers."""
    document = document_of(number)
    for population in document["populations"].values():
        population["organizations"] *= 100_000
    for campaign in document["campaigns"].values():
        campaign.update(addresses=50_000_000, rate=f"{(60 + number % 7) * 100_000}/d")
    return world_of(document)


def test_means_are_those_of_the_expectation() -> None:
    """Much more closely than a sample of servers could tell: of ten million servers."""
    for number in range(0, SCENARIOS, 4):
        world = many(number)
        expectation, counted = expect(world, world.grid()), COUNTS.measure(world, world.grid())
        noise = 5 * np.sqrt(np.maximum(expectation.counts, 1.0))
        assert (np.abs(counted.counts - expectation.counts) <= noise).all(), number


def test_means_are_those_of_the_quadrature_over_points() -> None:
    for number in range(0, SCENARIOS, 2):
        world = world_of(document_of(number))
        means, points = expect(world, world.grid()), expect_by_points(world, world.grid())
        off = np.abs(means.counts - points.counts)[1:]  # points state no error of the number of servers
        assert (off <= 5 * points.error[1:] + means.error[1:]).all(), number
        assert np.abs(means.curves - points.curves).max() <= 10 * points.error.max(), number
        np.testing.assert_allclose(means.denominators, points.denominators, rtol=1e-3)


def test_the_stated_error_is_that_of_slices(monkeypatch: pytest.MonkeyPatch) -> None:
    """Against slices ten times as thin."""
    worlds = [many(number) for number in range(SCENARIOS)]
    means = [expect(world, world.grid()) for world in worlds]
    monkeypatch.setattr(counts, "FINE", counts.FINE / 1000)
    counts._chain.cache_clear()
    for world, coarse in zip(worlds, means, strict=True):
        fine = expect(world, world.grid())
        assert (np.abs(fine.counts - coarse.counts) <= coarse.error).all()
        assert np.abs(fine.curves - coarse.curves).max() <= coarse.error.max()
    counts._chain.cache_clear()


@pytest.mark.parametrize("horizon", [60, 365, 1825])
@pytest.mark.parametrize("to_entry", [1e-4, 1e-3, 1e-2, 0.1, 3.0])
@pytest.mark.parametrize("to_patch", [1e-4, 3e-3, 4e-2, 0.1, 5.0])
def test_two_exponential_clocks_however_fast(horizon: int, to_entry: float, to_patch: float) -> None:
    """Both start on day 5: a share of (1 / to_entry) / (1 / to_entry + 1 / to_patch) is entered first."""
    patch = {"available": "5d", "adoption": {"law": "exponential", "mean": f"{to_patch}d"}}
    scan = {"begins": "5d", "strategy": "random", "addresses": 10**6, "rate": f"{10**6 / to_entry}/d"}
    document = W1 | {"horizon": f"{horizon}d", "remediations": {"patch": patch}, "campaigns": {"scan": scan}}
    world = world_of(document)
    hazard = 1 / to_entry + 1 / to_patch
    exact = -np.expm1(-hazard * (horizon - 5)) / to_entry / hazard
    found = expect(world, world.grid()).counts[OUTCOME_NAMES.index("compromised"), 0] / 1_000
    assert found == pytest.approx(exact, abs=1e-6)


def test_these_clocks_see_slices_that_are_too_thick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counts, "FINE", 1.0)
    counts._chain.cache_clear()
    with pytest.raises(AssertionError):
        test_two_exponential_clocks_however_fast(365, 1e-2, 4e-2)
    counts._chain.cache_clear()


def test_a_delay_that_is_reached_just_as_adoption_pauses() -> None:
    """0.7 times 3 days is 2.0999999999999996."""
    patch = {"available": "60d", "pace": {"60d": 0.7, "63d": 0.0}, "adoption": {"law": "fixed", "value": "2.1d"}}
    world = world_of(W1 | {"remediations": {"patch": patch}})
    found, played = (engine.measure(world, world.grid()) for engine in (COUNTS, VECTORIZED))
    row = OUTCOME_NAMES.index("still_exposed")
    assert found.counts[row, 0] == played.counts[row, 0] == 0


def test_the_one_server_of_an_organization_waits_for_its_ring() -> None:
    """It is in the second of three rings, five days after the delay of two, from day 60 on."""
    rings = [{"share": 0.2}, {"share": 0.6, "after": "5d"}, {"share": 0.2, "after": "9d"}]
    patch = {"available": "60d", "adoption": {"law": "fixed", "value": "2d"}, "rings": rings}
    world = world_of(W1 | {"remediations": {"patch": patch}})
    days = np.array([60.0, 66.999999, 67.0, 67.5])
    for engine in (COUNTS, VECTORIZED):
        curves = engine.measure(world, days).curves
        is_open = curves[CURVE_NAMES.index("vulnerable"), 0]
        assert is_open[1] > 0, engine
        assert is_open[2] == is_open[3] == 0, engine


def test_many_combinations_of_waves_are_refused_at_once() -> None:
    waves = [{"share": 0.3, "at": "20d"}, {"share": 0.3, "at": "30d"}, {"share": 0.4, "at": "40d"}]
    offers = {f"patch{number}": W1["remediations"]["patch"] | {"available": waves} for number in range(40)}
    assert sim.run(sim.Scenario.from_dict(W1 | {"remediations": offers, "replications": 1}), engine="auto").engine == (
        "vectorized"
    )


def test_auto_takes_no_engine_that_some_worlds_rule_out() -> None:
    evicts = {
        "law": "mixture",
        "components": [{"share": 0.7, "law": "fixed", "value": 0}, {"share": 0.3, "law": "fixed", "value": 0.5}],
    }
    patch = W1["remediations"]["patch"] | {"evicts": 0.0}
    document = W1 | {"remediations": {"patch": patch}, "uncertain": {"remediations.patch.evicts": evicts}}
    assert sim.run(sim.Scenario.from_dict(document | {"replications": 12}), engine="auto").engine == "vectorized"


# Each of these is a plausible mistake; the comparison must see it


def installs_outside_windows(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(OpenTimes, "ready_by", lambda _, times: times)


def forgets_second_entries(patch: pytest.MonkeyPatch) -> None:
    original = counts._product
    patch.setattr(counts, "_product", lambda spared, without, like: np.ones_like(original(spared, without, like)))


@pytest.mark.parametrize("breakage", [installs_outside_windows, forgets_second_entries])
def test_the_comparison_sees(breakage: Callable[[pytest.MonkeyPatch], None]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        breakage(patch)
        counts._chain.cache_clear()
        found = any(disagreements(number, 100) for number in range(SCENARIOS))
    counts._chain.cache_clear()
    assert found


MANY = 4_300_000_000
DELAY = {"law": "exponential", "mean": "2d"}


def test_the_number_of_servers_costs_nothing() -> None:
    many = sim.Scenario.from_dict(W1 | {"replications": 20}).replace(
        {"populations.all_servers.organizations": 4_300_000_000}
    )
    result = sim.run(many, engine="counts")
    assert result.counts.max() == MANY
    assert result.bands.max() == MANY
    compromised = result.values("compromised")
    assert 0 < compromised.std() < 4 * np.sqrt(compromised.mean())


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"populations.all_servers.servers_per_organization": 2}, "those of an organization in all_servers"),
        ({"campaigns.scan.dwell": DELAY}, "the dwell of scan"),
        ({"remediations.patch.evicts": 0.5}, "which patch evicts"),
        ({"remediations.patch.prerequisite": {"share": 0.5, "delay": DELAY}}, "the prerequisite of patch"),
    ],
)
def test_what_it_cannot_do_is_refused_with_the_reason(changes: dict[str, Any], reason: str) -> None:
    with pytest.raises(sim.InputError) as caught:
        sim.run(sim.Scenario.from_dict(W1).replace({"replications": 1, **changes}), engine="counts")
    (problem,) = caught.value.problems
    assert problem.path == ("engine",)
    assert reason in problem.message
    assert problem.message.endswith("take vectorized")


def test_lists_footholds_and_aftermaths_are_refused() -> None:
    scan = {"begins": "start", "strategy": "permutation", "rate": "20/d"}
    through = {"begins": "5d", "entry": "foothold", "strategy": "random", "addresses": 10_000, "rate": "1/d"}
    changed = [
        W1 | {"campaigns": {"scan": scan}},
        W1 | {"campaigns": W1["campaigns"] | {"through": through}},
        W1 | {"aftermath": {"detection": DELAY}},
    ]
    for document, reason in zip(changed, ("the list of scan", "through which through", "an aftermath"), strict=True):
        with pytest.raises(sim.InputError, match=reason):
            sim.run(sim.Scenario.from_dict(document | {"replications": 1}), engine="counts")


def test_there_is_no_race_to_look_at() -> None:
    with pytest.raises(sim.InputError, match="no single race"):
        sim.simulate(sim.Scenario.from_dict(W1), engine="counts")


def test_auto_takes_counts_where_servers_are_independent() -> None:
    scenario = sim.Scenario.from_dict(W1).replace({"replications": 3})
    assert sim.run(scenario, engine="auto").engine == "counts"
    assert sim.run(scenario.replace({"campaigns.scan.dwell": DELAY}), engine="auto").engine == "vectorized"
    assert sim.run(scenario).engine == "vectorized"


def test_auto_takes_what_can_do_what_is_asked() -> None:
    scenario = sim.Scenario.from_dict(W1).replace({"replications": 3})
    assert len(sim.simulate(scenario, engine="auto").compromised_at) > 0
    policies = {"earlier": {"remediations.patch.available": "1d"}}
    assert sim.compare(scenario, policies, engine="auto").engine == "vectorized"


def compared(scenario: sim.Scenario, engine: str) -> sim.Comparison:
    return sim.compare(scenario, {"earlier": {"remediations.patch.available": "1d"}}, engine=engine)


@pytest.mark.parametrize("ask", [sim.run, sim.simulate, compared])
def test_a_mistyped_engine_is_told_of_auto(ask: Any) -> None:
    with pytest.raises(sim.InputError, match=r"did you mean 'auto'\?"):
        ask(sim.Scenario.from_dict(W1), engine="auot")


def test_where_nobody_attacks_everybody_is_protected_in_time() -> None:
    quiet = sim.Scenario.from_dict({key: value for key, value in W1.items() if key != "campaigns"})
    row = sim.run(quiet.replace({"replications": 2}), engine="counts")
    assert (row.values("compromised") == 0).all()
    assert (row.values("protected_in_time") + row.values("still_exposed") == 1_000).all()
    assert (row.values("protected_in_time") > 950).all()
