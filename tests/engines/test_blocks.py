"""The vectorized engine works on blocks of servers: results do not depend on their size, and no server is lost."""

from __future__ import annotations

import warnings
from functools import cache

import numpy as np
import pytest
from covering import covering
from features import Row, scenario_of

import sim
from sim.engines.vectorized import measure, simulate
from sim.model.measures import curves, denominator_counts, outcome_counts
from sim.model.world import World, Worlds


@cache
def combinations() -> list[Row]:
    return covering(200, 20261127)[::8]


def world_of(number: int) -> World:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", sim.ScenarioWarning)
        return Worlds(sim.Scenario.from_dict(scenario_of(combinations()[number], number) | {"seed": number}))[0]


@pytest.mark.parametrize("servers", [1, 7])
def test_results_do_not_depend_on_the_size_of_blocks(servers: int, monkeypatch: pytest.MonkeyPatch) -> None:
    worlds = [world_of(number) for number in range(len(combinations()))]
    whole = [measure(world, world.grid()) for world in worlds]
    monkeypatch.setattr("sim.model.fleet.SERVERS_IN_A_BLOCK", servers)
    monkeypatch.setattr("sim.model.race.FEW", 0)
    for world, before in zip(worlds, whole, strict=True):
        after = measure(world, world.grid())
        for name in ("counts", "denominators", "curves"):
            np.testing.assert_array_equal(getattr(before, name), getattr(after, name), str(world.scenario.to_dict()))


def test_what_is_added_up_is_what_the_servers_of_a_kept_race_come_to() -> None:
    for number in range(len(combinations())):
        world = world_of(number)
        measured, race = measure(world, world.grid()), simulate(world)
        np.testing.assert_array_equal(measured.counts, outcome_counts(race))
        np.testing.assert_array_equal(measured.denominators, denominator_counts(race))
        np.testing.assert_array_equal(measured.curves, curves(race, world.grid()))
