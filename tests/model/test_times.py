"""Times by luck: whatever is said of them without working them out is what the times themselves say."""

from __future__ import annotations

import copy
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from one_scan import W1

import sim
from sim.engines.vectorized import measure, races, simulate
from sim.model.clocks import Clock, paced
from sim.model.fleet import outline
from sim.model.measures import curves, outcome_counts
from sim.model.open_times import OpenTimes
from sim.model.steps import Grid
from sim.model.times import ByLuck, Known, Timing
from sim.model.world import Worlds
from sim.scenario.laws import AtMost, Exponential, Fixed, Law, Lognormal, Uniform

LAST = 40.0
LAWS: list[Law] = [Exponential(9.0), Lognormal(5.0, 1.2), Fixed(3.0), Fixed(0.0), Uniform(2.0, 4.0)]
LAWS += [
    AtMost(Exponential(6.0), 5.0),
    Exponential(1e-9),
    Exponential(1e12),
    sim.Scenario.from_dict(W1).remediations["patch"].adoption,
]
CLOCKS = [
    paced(10.0, np.inf, 1.0, []),
    paced(0.0, 25.0, 2.0, [(5.0, 0.0), (9.0, 3.0)]),
    paced(7.5, np.inf, 0.3, [(20.0, 4.0)]).ramped(6.0),
    paced(50.0, np.inf, 1.0, []),
    paced(np.inf, np.inf, 1.0, []),
    Clock((), ()),
]
GRID = Grid(np.append(np.arange(40) * 1.0, LAST))


def luck_of(servers: int, seed: int) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Luck, with some that come close to what decides, and some who have none."""
    luck = np.random.default_rng(seed).random(servers)
    luck[:3] = [0.0, 2.0**-53, 1 - 2.0**-53]
    luck[5::7] += 1
    return luck


@pytest.mark.parametrize("clock", CLOCKS)
@pytest.mark.parametrize("law", LAWS)
def test_they_are_counted_as_if_they_were_worked_out(law: Law, clock: Clock) -> None:
    by_luck = ByLuck(luck_of(40_000, 1), Timing(law, clock, LAST))
    times = Known(by_luck.times)
    some = np.arange(2, 40_000, 3)
    np.testing.assert_array_equal(by_luck.count(GRID), times.count(GRID))
    for found, expected in zip(by_luck.counts(GRID, some), times.counts(GRID, some), strict=True):
        np.testing.assert_array_equal(found, expected)
    for time in (0.0, 3.0, 10.0, 13.0, 20.5, LAST, np.inf, np.linspace(0, 50, 40_000)):
        assert by_luck.before(time) == times.before(time)


@pytest.mark.parametrize("other", CLOCKS)
@pytest.mark.parametrize("clock", CLOCKS)
@pytest.mark.parametrize("law", LAWS)
def test_they_are_compared_as_if_they_were_worked_out(law: Law, clock: Clock, other: Clock) -> None:
    one = ByLuck(luck_of(5_000, 1), Timing(Exponential(11.0), clock, LAST))
    for first, second in (
        (one, ByLuck(luck_of(5_000, 2), Timing(law, other, LAST))),
        (ByLuck(luck_of(5_000, 2), Timing(law, other, LAST)), one),
    ):
        np.testing.assert_array_equal(first.sooner_than(second), np.flatnonzero(first.times < second.times))


def test_luck_that_is_too_close_to_tell_is_worked_out() -> None:
    """Many servers whose luck is that of the end of a step, to the last bits."""
    timing = Timing(Exponential(9.0), paced(10.0, np.inf, 1.0, []), LAST)
    end = float(timing.law.cdf(timing.clock.reading(np.array([20.0])))[0])
    luck = np.asarray(end + np.arange(-500, 500) * 1e-14, dtype=np.float64)
    by_luck = ByLuck(luck, timing)
    counted = by_luck.count(GRID)
    np.testing.assert_array_equal(counted, Known(by_luck.times).count(GRID))
    assert counted[20] > 0
    assert counted[21] > 0


@pytest.mark.parametrize("works_on", [1.0, 0.7])
@pytest.mark.parametrize(("uptake", "protects"), [(1.0, 1.0), (0.6, 0.9)])
def test_a_race_by_luck_is_the_race_that_is_kept(
    uptake: float, protects: float, works_on: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = copy.deepcopy(W1)
    document["populations"] = {"servers": {"organizations": 3_000, "servers_per_organization": 2, "vulnerable": 0.8}}
    document["campaigns"]["scan"] |= {"works_on": works_on, "addresses": 20_000, "rate": "400/d"}
    document["remediations"]["patch"] |= {"uptake": uptake, "protects": protects}
    world = Worlds(sim.Scenario.from_dict(document))[3]
    by_luck = measure(world, world.grid())
    kept = simulate(world)
    np.testing.assert_array_equal(by_luck.counts, outcome_counts(kept))
    np.testing.assert_array_equal(by_luck.curves, curves(kept, world.grid()))
    monkeypatch.setattr("sim.model.race.FEW", 10**9)
    worked_out = simulate(world)
    for name in ("compromised_at", "protected_at", "campaign"):
        np.testing.assert_array_equal(getattr(kept, name), getattr(worked_out, name))


@pytest.mark.parametrize(
    "more",
    [
        {"prerequisite": (0.5, Exponential(3.0))},
        {"rings": ((0.5, 0.0), (0.5, 2.0))},
        {"stagger": 1.0},
        {"open_times": OpenTimes((1.0,), (2.0,))},
        {"finished": np.zeros(3)},
        {"stops": {"scan": 0.5}},
        {"until": 30.0, "lapses": True},
        {"lasts": Exponential(3.0), "lapses": True},
    ],
)
def test_luck_alone_does_not_decide_what_more_comes_to(more: dict[str, Any]) -> None:
    (remedy,) = Worlds(sim.Scenario.from_dict(W1))[0].remedies
    (offer,) = remedy.offers.values()
    assert offer.is_threshold
    assert not replace(offer, **more).is_threshold
    assert not replace(offer, waves=(*offer.waves, *offer.waves)).is_threshold


def test_w1_is_a_race_by_luck() -> None:
    document = {**W1, "populations": {"servers": {"organizations": 5_000}}}
    world = Worlds(sim.Scenario.from_dict(document))[0]
    found = list(races(world, world.luck, outline(world, world.luck, kept=False)))
    assert all(isinstance(race.protection, ByLuck) and isinstance(race.entries, ByLuck) for race in found)
